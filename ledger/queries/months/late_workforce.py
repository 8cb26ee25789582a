"""Reports of people that are late: which values are carried forward, missing, or left out of a change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ledger.domain.postings import staff_parts
from ledger.domain.staff.workforce import CAUSES
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.queries.answer import Note, noted
from ledger.queries.at import At
from ledger.queries.contributions.reported_workforce import Row, Workforce
from ledger.queries.contributions.workforce import parts_of, spans_of, values_of
from ledger.queries.sums import Sums

MOST_NAMED = 12
"""As many units are named in a note; the rows name all."""
NAMES: Mapping[str, Note] = {
    "fte": noted("FTE"),
    "headcount": noted("headcount"),
    "annual-workers": noted("annual workers"),
    "hours": noted("hours"),
}
"""What the measures are called in a sentence."""


class LateWorkforce:
    """Takes note, row by row, of what a reader must know."""

    def __init__(self, since: Month | None) -> None:
        self._since = since
        self._carried: dict[tuple[str, int], None] = {}
        self._missing: dict[str, dict[tuple[str, int], None]] = {}
        self._left_out: dict[tuple[str, str], None] = {}
        self._first: Month | None = None
        self._spans: set[Row] = set()
        self._months: dict[str, int] = {}
        """Of the whole: the month of each measure."""

    def look_at(self, people: Workforce, row: Row, measure: str) -> set[str]:
        """Take note of a measure in a row. The units whose value there is carried forward."""
        month = people.month(row, measure)
        if month is None:
            return set()
        if row is None:
            self._months[measure] = month
        values = people.values(row, measure, month)
        for value in values:
            if value.lapsed:
                last = max(each.month for each in value.lapsed)
                self._missing.setdefault(measure, {})[value.unit, last] = None
        carried = {(value.unit, part.month) for value in values for part in value.parts if part.month < month}
        self._carried |= dict.fromkeys(sorted(carried))
        if measure == "hours" and len(spans_of(parts_of(values))) > 1:
            self._spans.add(row)
        return {unit for unit, _ in carried}

    def change(self, people: Workforce, row: Row, *, with_agency: bool = False) -> Quantity | None:
        """What FTE has changed by in a row, with note of what is left out of it."""
        change = people.change(row, self._since, with_agency=with_agency)
        if change is None:
            return None
        if self._since is not None and change.first != self._since and row is None:
            self._first = change.first
        self._left_out |= dict.fromkeys(change.left_out)
        return None if change.amount is None else Quantity(change.amount)

    def notes(self, causes: Mapping[str, Quantity]) -> Iterator[Note]:
        """What to tell below the answer; *causes* are those of the whole."""
        if self._carried:
            yield noted(
                "Carried forward, because the month has not been reported: {units}.", units=_units(self._carried)
            )
        for measure, units in self._missing.items():
            yield noted(
                "Not counted, because no report is recent enough ({measure}): {units}.",
                measure=NAMES[measure],
                units=_units(units),
            )
        if self._left_out:
            yield noted(
                "Left out of the change in FTE, having no value at one end of it: {units}.",
                units=_named([f"{unit} ({form})" for unit, form in self._left_out]),
            )
        if self._first is not None:
            yield noted(
                "The change in FTE is counted from {first}, the latest month reported by {since}.",
                first=self._first,
                since=self._since,
            )
        if self._spans:
            yield noted("Hours reported for different numbers of months at a time are not added up.")
        if causes:
            told = ", ".join(f"{cause} {'+' if value.count > 0 else ''}{value}" for cause, value in causes.items())
            yield noted("Causes stated for the change in the reports of the month: {causes}.", causes=told)
        yield from self._other_months()

    def _other_months(self) -> Iterator[Note]:
        """Measures of the whole that are of another month than the others."""
        shown = next(iter(self._months.values()), None)
        for measure, month in self._months.items():
            if month != shown and measure != "hours":
                yield noted(
                    "For {measure} the latest month reported is {month}.", measure=NAMES[measure], month=Month(month)
                )


def _units(months: Iterable[tuple[str, int]]) -> str:
    return _named([f"{unit} ({Month(month)})" for unit, month in months])


def _named(words: Sequence[str]) -> str:
    return ", ".join([*words[:MOST_NAMED], *(["…"] if len(words) > MOST_NAMED else [])])


class Causes:
    """What reports of FTE say that the change is due to."""

    def __init__(self, at: At) -> None:
        self._at = at
        self._stated = cache(self._read)

    def _read(self, month: int) -> Mapping[int, Sequence[tuple[str, int]]]:
        """The causes stated for a month, by the position of the report."""
        found: dict[int, list[tuple[str, int]]] = {}
        for each in self._at.figures.stated(CAUSES, Month(month), Month(month)):
            cause = staff_parts(each.item).cause
            if each.kind == "fte" and cause is not None:
                found.setdefault(each.position, []).append((cause, each.amount))
        return found

    def of(self, people: Workforce, row: Row) -> dict[str, Quantity]:
        """Those of the reports that a row counts for its own month, by cause."""
        month, sums = people.month(row, "fte"), Sums[str]()
        for part in parts_of(values_of(people, row, "fte")):
            for cause, amount in self._stated(part.month).get(part.position, ()) if part.month == month else ():
                sums[cause] += amount
        return {cause: Quantity(amount) for cause, amount in sorted(sums.items())}
