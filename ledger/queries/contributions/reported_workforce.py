"""What units have reported of their people, judged for a unit with all below it.

A value is judged by unit, measure and form of employment: that of the latest month reported anywhere in the row. A unit
that is late is carried forward from its own latest report, for a few months and while it is open, so that the sum
does not fall because a report is missing. Measures are never added together.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ledger.domain.postings import StaffItem, staff_parts
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.queries.at import At, TreeMode
from ledger.queries.contributions.contribution import Above
from ledger.queries.sums import YEAR, rolled_up

CARRIED: Mapping[str, int] = {"fte": 3, "headcount": 3}
"""For how many months a late report is stood in for by the one before, by measure; others never are."""
RECENT = 2 * YEAR
"""A unit is expected to report a measure that it has reported any of so many months before."""
ALL, AGENCY = "all", "agency"

Row = str | None
"""A unit with all below it; None for everything that is asked about."""


class Report(NamedTuple):
    """What was reported of a unit, in thousandths."""

    unit: str
    measure: str
    """One of ``workforce.reported``, or ``hours``."""
    of: StaffItem
    item: str
    month: int
    amount: int
    position: int


class Value(NamedTuple):
    """What a unit has of one form of employment."""

    unit: str
    employment: str
    parts: tuple[Report, ...]
    """Of the month itself, or carried forward from earlier ones."""
    lapsed: tuple[Report, ...]
    """What is too old to be carried forward, of the last two years."""

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def is_whole(self) -> bool:
        """Whether nothing that was reported before is missing."""
        return bool(self.parts) and not self.lapsed


def reports(at: At, project: str | None = None) -> Iterator[Report]:
    """The reports in force, those of a project and all below it if one is given."""
    hours: dict[tuple[str, StaffItem, int], Report] = {}
    for each in at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of)):
        of = staff_parts(each.item)
        if not at.belongs_to(of.project, project):
            continue
        report = Report(each.unit, each.kind, of, each.item, each.month, each.amount, each.position)
        if each.kind != "hours":
            yield report
            continue
        key = (each.unit, of._replace(first=0), each.month)
        if key not in hours or hours[key].position < report.position:  # of other months together, reported before
            hours[key] = report
    yield from (report for report in hours.values() if report.amount)


class Workforce:
    """The values of rows, from the reports that are meant."""

    def __init__(
        self, at: At, top: str | None, tree: TreeMode, meant: Iterable[Report], above: Above | None = None
    ) -> None:
        """*above*: the units that a unit is part of, along other trees than those of the moment."""
        self._at, self._top, self._tree, self._above = at, top, tree, above
        self._own: dict[str, dict[str, list[Report]]] = {}
        """The reports by measure and unit."""
        for each in meant:
            self._own.setdefault(each.measure, {}).setdefault(each.unit, []).append(each)
        self._months: dict[str, dict[Row, set[int]]] = {}
        self.holding = cache(self._holding)
        self._of_unit = cache(lambda *of: tuple(self._own_values(*of)))
        self._members = cache(self._members_of)
        self.values = cache(self._values)

    def _holding(self, unit: str, month: int) -> tuple[Row, ...]:
        """The rows that a unit is part of."""
        of = Month(month) if self._tree == "then" else None
        above = tuple(self._above(unit, of) if self._above else rolled_up(self._at, self._tree, unit, of, self._top))
        return (*above, None) if above else ()

    def _reported(self, measure: str) -> dict[Row, set[int]]:
        """The months that are reported anywhere in each row."""
        if measure not in self._months:
            months = self._months[measure] = {}
            for unit, own in self._own.get(measure, {}).items():
                for month in {each.month for each in own}:
                    for row in self.holding(unit, month if self._tree == "then" else 0):
                        months.setdefault(row, set()).add(month)
        return self._months[measure]

    def months(self, row: Row, measure: str) -> list[int]:
        """The months reported anywhere in the row."""
        return sorted(self._reported(measure).get(row, ()))

    def month(self, row: Row, measure: str, until: Month | None = None) -> int | None:
        """The latest month reported in the row, on or before *until*."""
        months = self.months(row, measure)
        return max((each for each in months if until is None or each <= until.number), default=None)

    def rows(self) -> set[Row]:
        """Every row in which anything was reported."""
        return {row for measure in self._own for row in self._reported(measure)}

    def _members_of(self, measure: str, month: int) -> Mapping[Row, list[str]]:
        """The units in each row that have reported the measure."""
        members: dict[Row, list[str]] = {}
        for unit in self._own.get(measure, {}):
            for row in self.holding(unit, month if self._tree == "then" else 0):
                members.setdefault(row, []).append(unit)
        return members

    def _values(self, row: Row, measure: str, month: int) -> tuple[Value, ...]:
        """What the units of a row have in a month, by form of employment; a unit's lapsed reports too."""
        units = self._members(measure, month).get(row, ())
        return tuple(value for unit in units for value in self._of_unit(measure, unit, month))

    def _own_values(self, measure: str, unit: str, month: int) -> Iterator[Value]:
        known = [each for each in self._own[measure][unit] if each.month <= month]
        window = CARRIED.get(measure, 0) if self.is_open(unit, month) else 0
        for employment, own in _by_form(known):
            latest = list(_latest(own))
            parts = tuple(each for each in latest if month - each.month <= window)
            lapsed = [each for each in latest if window < month - each.month <= RECENT]
            if parts or lapsed:
                yield Value(unit, employment, parts, tuple(lapsed) if self.is_open(unit, month) else ())

    def is_open(self, unit: str, month: int) -> bool:
        """Whether a unit is there on the last day of a month."""
        node = self._at.organisation.units.get(unit)
        return node is not None and node.is_open(Month(month).last_day)

    def change(self, row: Row, since: Month | None, *, with_agency: bool = False) -> "Change | None":
        """What FTE has changed by since the latest month reported on or before *since*; None without both ends."""
        now = self.month(row, "fte")
        then = self.month(row, "fte", since) if since is not None else None
        if now is None or then is None:
            return None
        after, before = (
            {(each.unit, each.employment): each for each in self.values(row, "fte", month)} for month in (now, then)
        )
        change = Change(Month(then), Month(now), [], [], [])
        for key in sorted({*after, *before}):
            if key[1] != AGENCY or with_agency:
                self._compare(row, change, (after.get(key), now), (before.get(key), then), key)
        return change if change.after or change.before or change.left_out else None

    def _compare(
        self,
        row: Row,
        change: "Change",
        after: tuple[Value | None, int],
        before: tuple[Value | None, int],
        key: tuple[str, str],
    ) -> None:
        """Add one unit's form of employment to a change, or name it as left out of both ends."""
        ends = [(value, self._is_there(row, key[0], month)) for value, month in (after, before)]
        if any(is_there and (value is None or not value.is_whole) for value, is_there in ends):
            change.left_out.append(key)
            return
        for (value, is_there), end in zip(ends, (change.after, change.before), strict=True):
            if value is not None and is_there:
                end.extend(value.parts)

    def _is_there(self, row: Row, unit: str, month: int) -> bool:
        """Whether a unit is open and part of the row; where it is not, it counts 0."""
        return self.is_open(unit, month) and unit in self._members("fte", month).get(row, ())


class MeasuredChange:
    """What the FTE of the employed have changed by, as staffing has it, in any unit and since any month."""

    def __init__(self, at: At) -> None:
        self._at = at
        self._of_categories = cache(self._read)

    def _read(self, categories: tuple[str, ...] | None) -> Workforce:
        meant = (each for each in reports(self._at) if categories is None or each.of.category in categories)
        return Workforce(self._at, None, "moment", meant)

    def __call__(self, unit: str | None, since: Month, categories: tuple[str, ...] | None) -> "Change | None":
        """Of some staff categories alone, if they are given. None where either end was not reported."""
        return self._of_categories(categories).change(unit, since)


class Change(NamedTuple):
    """The reports at both ends of a change, and what has a value at neither or only one of them."""

    first: Month
    last: Month
    """The months it is counted from and to."""
    after: list[Report]
    before: list[Report]
    left_out: list[tuple[str, str]]
    """Units with the form of employment."""

    @property
    def amount(self) -> int | None:
        """None where everything is left out."""
        if not self.after and not self.before:
            return None
        return sum(each.amount for each in self.after) - sum(each.amount for each in self.before)


def _by_form(known: Iterable[Report]) -> Iterator[tuple[str, list[Report]]]:
    """Reports by form of employment; those of all the employed together only where none is by form as late as they."""
    forms: dict[str, list[Report]] = {}
    for each in known:
        forms.setdefault(each.of.employment, []).append(each)
    together = forms.pop(ALL, [])
    divided = [each.month for form, own in forms.items() if form != AGENCY for each in own]
    if together and max(each.month for each in together) > max(divided, default=0):
        forms = {form: own for form, own in forms.items() if form == AGENCY} | {ALL: together}
    yield from forms.items()


def _latest(own: Iterable[Report]) -> Iterator[Report]:
    """Of each project the latest report without a category, or the latest of each category reported after it."""
    by_project: dict[str | None, dict[str | None, Report]] = {}
    for each in own:
        found = by_project.setdefault(each.of.project, {})
        before = found.get(each.of.category)
        if before is None or before.month < each.month:
            found[each.of.category] = each
    for found in by_project.values():
        whole = found.pop(None, None)
        if whole is None:
            yield from found.values()
        elif all(each.month <= whole.month for each in found.values()):
            yield whole
        else:
            yield from (each for each in found.values() if each.month > whole.month)
