"""Budgeted positions, and the reported workforce in its own measures."""

from collections.abc import Iterator, Mapping

from ledger.domain.postings import split_staff_item
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.measured import Quantity
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At, TreeMode
from ledger.queries.contributions.workforce import (
    STAFF_FLOWS,
    behind_people,
    behind_staffing,
    require_one_measure,
)
from ledger.queries.options import SINCE, TREE, UNIT
from ledger.queries.question import Explained, Question
from ledger.queries.sums import Sums, rolled_up


@row
class StaffingRow:
    """One category and form of employment of a unit. The measures of people are never added together."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")
    parent: str | None = column("Belongs to", "The unit it belongs to.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    category: str | None = column("Category", "The staff category; none for all of them together.", key=True)
    employment: str = column("Employment", "The form of employment.", key=True)
    established: Quantity = column("Established", "Positions that decisions have established.")
    reduced: Quantity = column("Reduced", "Positions that decisions have taken out.")
    transferred: Quantity = column("Transferred", "Positions moved in (+) or out (-).")
    positions: Quantity = column("Positions", "Established less reduced, and what was transferred.")
    fte: Quantity | None = column("FTE", "Full-time equivalents of the latest month reported.")
    fte_change: Quantity | None = column("FTE change", "The same less that of the month given with --since.")
    headcount: Quantity | None = column("Headcount", "Persons of the latest month reported.")
    annual_workers: Quantity | None = column("Annual workers", "Annual workers of the latest month reported.")
    hours: Quantity | None = column("Hours", "Hours worked in the latest month reported.")


Series = dict[int, int]
"""A value by month number."""


class Workforce:
    """What was reported of the workforce, by measure, unit and item, rolled up."""

    def __init__(self, at: At, top: str | None, tree: TreeMode = "moment") -> None:
        self.series: dict[tuple[str, str], dict[str, Series]] = {}
        first, last = Month.containing(FIRST_DAY), Month.containing(at.as_of)
        for stated in at.figures.stated("workforce", first, last):
            for unit in rolled_up(at, tree, stated.unit, Month(stated.month), top):
                series = self.series.setdefault((unit, stated.item), {}).setdefault(stated.kind, {})
                series[stated.month] = series.get(stated.month, 0) + stated.amount

    def latest(self, unit: str, item: str, measure: str) -> Quantity | None:
        """The value of the latest month reported, None if there is none."""
        series = self.series.get((unit, item), {}).get(measure)
        return Quantity(series[max(series)]) if series else None

    def change(self, unit: str, item: str, measure: str, since: Month | None) -> Quantity | None:
        """The latest value less that of an earlier month, None if either was not reported."""
        series = self.series.get((unit, item), {}).get(measure, {})
        if since is None or since.number not in series:
            return None
        return Quantity(series[max(series)] - series[since.number])


def staffing(at: At, *, unit: str | None = None, since: Month | None = None, tree: TreeMode = "moment") -> Answer:
    """Positions as of the day and the workforce of the latest month, per unit with all below it."""
    sums: dict[tuple[str, str], Sums[str]] = {}
    for total in at.figures.totals("positions"):
        for each in rolled_up(at, tree, total.unit, None, unit):
            sums.setdefault((each, total.item), Sums())[total.kind] += total.amount
    workforce = Workforce(at, unit, tree)
    items: dict[str, set[str]] = {}
    for each, item in (*sums, *workforce.series):
        items.setdefault(each, set()).add(item)
    rows = []
    for place in at.places(unit, tree):
        for item in sorted(items.get(place.unit, ())):
            category, employment = split_staff_item(item)
            key = (place.unit, item)
            rows.append(
                StaffingRow(
                    unit=place.unit,
                    name=place.name,
                    parent=place.parent,
                    level=place.level,
                    category=category,
                    employment=employment,
                    **_positions(sums.get(key, {})),
                    fte=workforce.latest(*key, "fte"),
                    fte_change=workforce.change(*key, "fte", since),
                    headcount=workforce.latest(*key, "headcount"),
                    annual_workers=workforce.latest(*key, "annual-workers"),
                    hours=workforce.latest(*key, "hours"),
                )
            )
    return Answer(
        question="staffing",
        moment=at.moment,
        position=at.position,
        options={"unit": unit, "since": since, "tree": tree},
        columns=StaffingRow,
        rows=rows,
    )


def _positions(sums: Mapping[str, int]) -> dict[str, Quantity]:
    established, reduced = sums.get("established", 0), sums.get("reduced", 0)
    transferred = sums.get("transferred", 0)
    return {
        "established": Quantity(established),
        "reduced": Quantity(reduced),
        "transferred": Quantity(transferred),
        "positions": Quantity(established - reduced + transferred),
    }


def reported_fte(at: At, top: str | None, categories: tuple[str, ...] | None) -> Iterator[tuple[int, int]]:
    """FTE by month number for everything below *top* together, without counting anyone twice.

    Where a unit reports its forms of employment, its report for all of them is left out; where it reports without
    a category, its reports by category are. With *categories*, only reports about these are used.
    """
    reports: dict[tuple[str, int], dict[tuple[str | None, str], int]] = {}
    for stated in at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of)):
        if stated.kind == "fte" and at.tree.within(stated.unit, top):
            reports.setdefault((stated.unit, stated.month), {})[split_staff_item(stated.item)] = stated.amount
    months: Sums[int] = Sums()
    for (_, month), values in reports.items():
        whole = {key: value for key, value in values.items() if key[0] is None}
        chosen = {k: v for k, v in values.items() if k[0] in categories} if categories else (whole or values)
        split = {key: value for key, value in chosen.items() if key[1] != "all"}
        if chosen:
            months[month] += sum((split or chosen).values())
    yield from sorted(months.items())


QUESTION = Question(
    name="staffing",
    title="Staffing",
    sentence="Budgeted positions and the reported workforce.",
    topic="people",
    rows=StaffingRow,
    answer=staffing,
    options=(UNIT, SINCE, TREE),
    example="--as-of 2024-08 --since 2024-01",
    explained=Explained(
        columns=(*STAFF_FLOWS, "fte", "fte_change", "headcount", "annual_workers", "hours"),
        usual="positions",
        behind=behind_staffing,
        narrowed_by=("unit", "category", "employment", "since", "tree"),
        value=lambda _: Quantity,
        behind_each=behind_people,
        unless=lambda _, name: name in STAFF_FLOWS,
        require=require_one_measure,
    ),
)
