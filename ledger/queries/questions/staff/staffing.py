"""Budgeted positions, and the reported workforce in its own measures."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ledger.domain.postings import split_staff_item
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.projections.tree import Place
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At, TreeMode
from ledger.queries.contributions.reported_workforce import CARRIED, Report, Row, Workforce, reports
from ledger.queries.contributions.workforce import (
    FORMS,
    STAFF_FLOWS,
    WORKFORCE,
    behind_people,
    behind_staffing,
    parts_of,
    require_one_measure,
    spans_of,
    values_of,
)
from ledger.queries.months.late_workforce import Causes, LateWorkforce
from ledger.queries.options import PROJECT, SINCE, TREE, UNIT, by
from ledger.queries.question import Explained, Question
from ledger.queries.sums import Sums, rolled_up

BY = by(
    "unit",
    "unit",
    "category",
    "employment",
    always=("unit",),
    together=True,
    help="Group by unit, or by unit,category,employment.",
)

_CARRIED = "The units whose FTE or headcount are carried forward from an earlier month."


@row
class StaffingUnitRow:
    """The people of a unit with all below it. The measures of people are never added together."""

    unit: str | None = column("Unit", "The code of the unit.", key=True)
    name: str | None = column("Name", "What it is called.")
    parent: str | None = column("Belongs to", "The unit it belongs to.", hidden=True)
    level: int | None = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    established: Quantity = column("Established", "Positions that decisions have established.", hidden=True)
    reduced: Quantity = column("Reduced", "Positions that decisions have taken out.", hidden=True)
    transferred: Quantity = column("Transferred", "Positions moved in (+) or out (-).", hidden=True)
    positions: Quantity = column("Positions", "Established less reduced, and what was transferred.")
    fte_permanent: Quantity | None = column("Permanent", "FTE of the permanently employed.")
    fte_fixed_term: Quantity | None = column("Fixed-term", "FTE of those employed for a fixed term.")
    fte_agency: Quantity | None = column("Agency", "FTE of agency staff, who are not employed.")
    fte: Quantity | None = column("FTE", "Full-time equivalents of the employed, permanent and fixed-term.")
    fte_change: Quantity | None = column("FTE change", "The same less that of the month given with --since.")
    vacancies: Quantity | None = column("Vacancies", "Positions less FTE.")
    headcount: Quantity | None = column("Headcount", "Persons.")
    annual_workers: Quantity | None = column("Annual workers", "Hours worked as people who work all the year.")
    hours: Quantity | None = column("Hours", "Hours worked, where annual workers were reported with them.")
    month: Month | None = column("Month", "The month that the values are of.")
    carried: tuple[str, ...] = column("Carried forward", _CARRIED, hidden=True)
    causes: dict[str, Quantity] = column(
        "Causes", "What the FTE reported for the month say that their change is due to.", hidden=True
    )


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
    month: Month | None = column("Month", "The month that the values are of.")
    carried: tuple[str, ...] = column("Carried forward", _CARRIED, hidden=True)


def staffing(
    at: At,
    *,
    unit: str | None = None,
    by: str = "unit",
    since: Month | None = None,
    project: str | None = None,
    tree: TreeMode = "moment",
) -> Answer:
    """Positions as of the day and the workforce of the latest month, per unit with all below it."""
    staff = _Staff(at, unit, tree, since, project)
    by_unit = BY.grouping(by) == ("unit",)
    rows: list[Any] = [*(staff.by_unit() if by_unit else staff.by_item())]
    options = {"unit": unit, "by": by, "since": since, "project": project, "tree": tree}
    columns = StaffingUnitRow if by_unit else StaffingRow
    total = staff.unit_row(None, staff.whole) if by_unit else None
    notes = [*staff.late.notes(total.causes if total else {})]
    return answer_at(at, "staffing", columns, rows, options, total=total, notes=notes)


class _Staff:
    """The figures of an answer, by row."""

    def __init__(self, at: At, top: str | None, tree: TreeMode, since: Month | None, project: str | None) -> None:
        self._at, self._top, self._tree, self._since = at, top, tree, since
        self._reports = list(reports(at, project))
        self._positions: dict[str, dict[Row, Sums[str]]] = {}
        """By item and row, by kind."""
        for total in at.figures.totals("positions") if project is None else ():
            above = tuple(rolled_up(at, tree, total.unit, None, top))
            for each in (*above, None) if above else ():
                sums = self._positions.setdefault(total.item, {}).setdefault(each, Sums())
                sums[total.kind] += total.amount
        self.late = LateWorkforce(since)
        self._causes = Causes(at)

    # -- one row a unit ----------------------------------------------------------------------------------

    @cached_property
    def whole(self) -> Workforce:
        return Workforce(self._at, self._top, self._tree, self._reports)

    def by_unit(self) -> Iterator[StaffingUnitRow]:
        used = {each for rows in self._positions.values() for each in rows} | self.whole.rows()
        for place in self._at.places(self._top, self._tree):
            if place.unit in used or self._at.tree_of(self._tree).is_open(place.unit):
                yield self.unit_row(place, self.whole)

    def unit_row(self, place: Place | None, people: Workforce) -> StaffingUnitRow:
        of = None if place is None else place.unit
        positions = self._positions_of(of, self._positions)
        ftes = {name: _sum(parts_of(values_of(people, of, "fte"), forms)) for name, forms in FORMS.items()}
        fte = ftes["fte"]
        values: dict[str, Any] = {
            **positions,
            **ftes,
            **self._measured(people, of),
            "fte_change": self.late.change(people, of),
            "vacancies": None if fte is None else positions["positions"] - fte,
            "causes": self._causes.of(people, of),
        }
        return StaffingUnitRow(
            unit=of,
            name=None if place is None else place.name,
            parent=None if place is None else place.parent,
            level=None if place is None else place.level,
            **values,
        )

    # -- one row a category and form of employment -------------------------------------------------------

    @cached_property
    def _items(self) -> Mapping[str, Workforce]:
        """The workforce of each category and form of employment."""
        meant: dict[str, list[Report]] = {}
        for each in self._reports:
            meant.setdefault("\x1f".join(each.item.split("\x1f")[:2]), []).append(each)
        return {item: Workforce(self._at, self._top, self._tree, found) for item, found in meant.items()}

    def by_item(self) -> Iterator[StaffingRow]:
        held: dict[str, set[Row]] = {item: set(rows) for item, rows in self._positions.items()}
        for item, people in self._items.items():
            held.setdefault(item, set()).update(people.rows())
        for place in self._at.places(self._top, self._tree):
            for item in sorted(item for item, rows in held.items() if place.unit in rows):
                yield self._item_row(place, item)

    def _item_row(self, place: Place, item: str) -> StaffingRow:
        category, employment = split_staff_item(item)
        people, of = self._items.get(item) or Workforce(self._at, self._top, self._tree, ()), place.unit
        fte = _sum(parts_of(values_of(people, of, "fte")))
        values: dict[str, Any] = {
            **self._positions_of(of, {item: self._positions.get(item, {})}),
            **self._measured(people, of),
            "fte": fte,
            "fte_change": self.late.change(people, of, with_agency=True),
        }
        return StaffingRow(
            unit=of,
            name=place.name,
            parent=place.parent,
            level=place.level,
            category=category,
            employment=employment,
            **values,
        )

    # -- what both have ----------------------------------------------------------------------------------

    def _positions_of(self, of: Row, items: Mapping[str, Mapping[Row, Sums[str]]]) -> dict[str, Quantity]:
        sums: Sums[str] = Sums()
        for rows in items.values():
            for kind, amount in rows.get(of, {}).items():
                sums[kind] += amount
        found = {kind: Quantity(sums[kind]) for kind in ("established", "reduced", "transferred")}
        return found | {"positions": found["established"] - found["reduced"] + found["transferred"]}

    def _measured(self, people: Workforce, of: Row) -> dict[str, Any]:
        """The other measures of a row, its month, and the units whose values are carried forward."""
        carried: set[str] = set()
        for measure in WORKFORCE.values():
            carried |= self.late.look_at(people, of, measure)
        hours = parts_of(values_of(people, of, "hours"))
        months = [people.month(of, measure) for measure in (*CARRIED, "annual-workers", "hours")]
        month = next((each for each in months if each is not None), None)
        return {
            "headcount": _sum(parts_of(values_of(people, of, "headcount"))),
            "annual_workers": _sum(parts_of(values_of(people, of, "annual-workers"))),
            "hours": _sum(hours) if len(spans_of(hours)) <= 1 else None,
            "month": None if month is None else Month(month),
            "carried": tuple(sorted(carried)),
        }


def _sum(parts: list[Report]) -> Quantity | None:
    return Quantity(sum(each.amount for each in parts)) if parts else None


QUESTION = Question(
    name="staffing",
    title="Staffing",
    sentence="Budgeted positions and the reported workforce.",
    topic="people",
    rows=lambda by: StaffingUnitRow if BY.grouping(by) == ("unit",) else StaffingRow,
    answer=staffing,
    options=(UNIT, PROJECT, BY, SINCE, TREE),
    example="--as-of 2024-08 --since 2024-01",
    explained=Explained(
        columns=(
            *STAFF_FLOWS,
            *FORMS,
            "fte_change",
            "vacancies",
            "headcount",
            "annual_workers",
            "hours",
        ),
        usual="positions",
        behind=behind_staffing,
        made_of=("positions", "workforce"),
        narrowed_by=("unit", "project", "category", "employment", "since", "tree"),
        value=lambda _: Quantity,
        behind_each=behind_people,
        unless=lambda _, name: name in STAFF_FLOWS,
        adds_up=lambda name: name not in ("fte_change", "vacancies"),
        require=require_one_measure,
    ),
)
