"""Staffing by the words of the interface (exact meaning 13), worked out slowly from recorded facts alone."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from expected import Along
from oracle import Opinion, Sums, last_day, total

from ledger.domain.organisation.units import UnitClosed

EMPLOYED = ("permanent", "fixed-term")
KEPT = {"fte": 3, "headcount": 3, "annual-workers": 0, "hours": 0}
"""For how many months a report is carried forward."""


class Told(NamedTuple):
    unit: str
    measure: str
    category: str | None
    employment: str
    project: str | None
    month: int
    amount: int
    span: int


def told(opinion: Opinion) -> list[Told]:
    """What counts of what was reported, each key's newest alone."""

    def keys(fact):
        key = (fact.unit, fact.category, fact.employment, fact.project, fact.month.number)
        values = [(fact.measure, *key)] if fact.stated is not None else []
        return values + ([("hours", *key)] if fact.measure == "annual-workers" else [])

    found = []
    for (measure, unit, category, employment, project, month), fact in opinion.newest(
        "workforce.reported", keys
    ).items():
        amount = (fact.hours.count if fact.hours else 0) if measure == "hours" else fact.stated.count
        span = month - (fact.from_month or fact.month).number
        if measure != "hours" or amount:
            found.append(Told(unit, measure, category, employment, project, month, amount, span))
    return found


class People:
    """The reports that are meant, rolled up along a tree."""

    def __init__(self, along: Along, reports: Iterable[Told]) -> None:
        self.along, self.opinion, self.reports = along, along.opinion, list(reports)

    def rows_of(self, unit: str, month: int) -> list:
        above = self.along.above(unit, (month // 12, month % 12 + 1))
        return [*above, None] if above else []

    def is_open(self, unit: str, month: int) -> bool:
        day = last_day((month // 12, month % 12 + 1))
        opened = self.opinion.units("moment", self.opinion.as_of).get(unit)
        closings = [each.fact for each in self.opinion.counting if isinstance(each.fact, UnitClosed)]
        closed = [fact.effective for fact in closings if fact.unit == unit]
        return opened is not None and opened <= day and not any(each <= day for each in closed)

    def latest(self, row, measure: str, until: int = 10**6) -> int | None:
        months = [r.month for r in self.reports if r.measure == measure and row in self.rows_of(r.unit, r.month)]
        return max((month for month in months if month <= until), default=None)

    def values(self, row, measure: str, month: int) -> Iterator[tuple[str, str, list[Told], bool]]:
        """Unit, form of employment, the reports that count, and whether some that should be there is too old."""
        for unit in sorted({r.unit for r in self.reports if r.measure == measure}):
            if row in self.rows_of(unit, month):
                own = [r for r in self.reports if (r.unit, r.measure) == (unit, measure) and r.month <= month]
                yield from self._of_unit(unit, own, measure, month)

    def _of_unit(self, unit: str, own: list[Told], measure: str, month: int) -> Iterator:
        divided = max((r.month for r in own if r.employment in EMPLOYED), default=-1)
        together = max((r.month for r in own if r.employment == "all"), default=-1)
        left_out = EMPLOYED if together > divided else ("all",)
        is_open = self.is_open(unit, month)
        oldest = month - (KEPT[measure] if is_open else 0)
        for form in ("permanent", "fixed-term", "agency", "all"):
            parts = [r for r in standing(own, form) if form not in left_out]
            recent = [r for r in parts if r.month >= oldest]
            lapsed = any(month - 24 <= r.month < oldest for r in parts) and is_open
            if recent or lapsed:
                yield unit, form, recent, lapsed

    def change(self, row, since: int | None, forms: tuple[str, ...]) -> int | None:
        now = self.latest(row, "fte")
        then = None if since is None else self.latest(row, "fte", since)
        if now is None or then is None:
            return None
        ends = [
            {(unit, form): (sum(r.amount for r in parts), bool(parts) and not lapsed) for unit, form, parts, lapsed in
             self.values(row, "fte", month) if form in forms}
            for month in (now, then)
        ]  # fmt: skip
        changes = []
        for unit, form in {*ends[0], *ends[1]}:
            amounts = []
            for month, end in zip((now, then), ends, strict=True):
                there = self.is_open(unit, month) and row in self.rows_of(unit, month)
                amount, is_whole = end.get((unit, form), (0, False))
                amounts.append(0 if not there else amount if is_whole else None)
            if None not in amounts and any((unit, form) in end and end[unit, form][1] for end in ends):
                changes.append(amounts[0] - amounts[1])
        return sum(changes) if changes else None


def standing(own: list[Told], form: str) -> list[Told]:
    """Of each project: its latest whole report, unless categories have been reported after it."""
    found = []
    for project in {r.project for r in own}:
        mine = [r for r in own if r.project == project and r.employment == form]
        whole = max((r for r in mine if r.category is None), key=lambda r: r.month, default=None)
        after = [r for r in mine if r.category is not None and (whole is None or r.month > whole.month)]
        newest = {r.category: r for r in sorted(after, key=lambda r: r.month)}
        found += newest.values() if newest else [whole] if whole else []
    return found


def positions_of(along: Along) -> Iterator[tuple[str, str, str, str, int]]:
    """Row, category, employment, column and thousandths of every decision on positions."""
    for recorded in along.opinion.counting:
        fact = recorded.fact
        if fact.TYPE.startswith("positions."):
            sides = [(fact.unit, 1)] if hasattr(fact, "unit") else [(fact.from_unit, -1), (fact.to_unit, 1)]
            column = fact.TYPE.removeprefix("positions.")
            for unit, sign in sides:
                for each in along.above(unit):
                    yield each, fact.category, fact.employment, column, sign * fact.positions.count


def add_positions(row: dict, column: str, amount: int) -> None:
    row[column] += amount
    row["positions"] += -amount if column == "reduced" else amount


def measured(people: People, of: str, row: dict) -> None:
    """The measures beside FTE."""
    for measure in ("headcount", "annual-workers", "hours"):
        month = people.latest(of, measure)
        parts = [r for *_, parts, _ in people.values(of, measure, month) for r in parts] if month else []
        if measure != "hours" or len({r.span for r in parts}) == 1:
            row[measure.replace("-", "_")] += sum(r.amount for r in parts)


def staffing_rows(along: Along, since: int | None = None) -> Sums:
    """By unit, category and employment."""
    rows = total()
    for unit, category, employment, column, amount in positions_of(along):
        add_positions(rows[unit, category, employment], column, amount)
    reports = told(along.opinion)
    for category, employment in {(r.category, r.employment) for r in reports}:
        people = People(along, [r for r in reports if (r.category, r.employment) == (category, employment)])
        for of in {of for r in people.reports for of in people.rows_of(r.unit, r.month)} - {None}:
            row, month = rows[of, category, employment], people.latest(of, "fte")
            if month:
                row["fte"] += sum(r.amount for *_, parts, _ in people.values(of, "fte", month) for r in parts)
            row["fte_change"] += people.change(of, since, (employment,)) or 0
            measured(people, of, row)
    return rows


def staffing_by_unit(along: Along, since: int | None = None) -> Sums:
    """One row a unit."""
    rows = total()
    for unit, _, _, column, amount in positions_of(along):
        add_positions(rows[unit], column, amount)
    people = People(along, told(along.opinion))
    for of in {of for r in people.reports for of in people.rows_of(r.unit, r.month)} - {None}:
        row, month = rows[of], people.latest(of, "fte")
        values = [*people.values(of, "fte", month)] if month else []
        for form in ("permanent", "fixed-term", "agency"):
            name = f"fte_{form.replace('-', '_')}"
            row[name] += sum(r.amount for _, each, parts, _ in values if each == form for r in parts)
        employed = [r.amount for _, form, parts, _ in values if form != "agency" for r in parts]
        row["fte"] += sum(employed)
        if employed:
            row["vacancies"] += row["positions"] - sum(employed)
        row["fte_change"] += people.change(of, since, (*EMPLOYED, "all")) or 0
        measured(people, of, row)
    return rows
