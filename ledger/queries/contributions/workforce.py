"""What facts contribute to positions and to the measures of people, which are never added together."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.domain.errors import Unreadable
from ledger.domain.postings import split_staff_item
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import joined, phrase
from ledger.queries.at import At
from ledger.queries.cell import Asked, Cell
from ledger.queries.contributions.contribution import Above, Contribution, Signs, signs_of
from ledger.queries.contributions.reported_workforce import Report, Value, Workforce, reports
from ledger.queries.question import Units

MOST_NAMED = 12
"""So many rows fit in a hint."""

STAFF_SIGNS: Mapping[str, Signs] = {
    "reduced": {"reduced": 1},
    "positions": {"established": 1, "reduced": -1, "transferred": 1},
}
STAFF_FLOWS = ("established", "reduced", "transferred", "positions")
"""The columns that decisions add up to, over all categories and forms of employment."""
WORKFORCE = {"fte": "fte", "headcount": "headcount", "annual_workers": "annual-workers", "hours": "hours"}
"""The measure behind each column of people."""
FORMS: Mapping[str, tuple[str, ...]] = {
    "fte": ("permanent", "fixed-term", "all"),
    "fte_permanent": ("permanent",),
    "fte_fixed_term": ("fixed-term",),
    "fte_agency": ("agency",),
}
"""The forms of employment that a column of FTE holds: agency staff are not among the employed."""


class PartsNotAdded(Unreadable):
    code = "parts-not-added"

    def __init__(self, measure: str, reported: Iterable[tuple[str | None, str]]) -> None:
        rows = sorted(f"--category {category} --employment {form}" for category, form in reported if category)
        rows += sorted(f"--employment {form}" for category, form in reported if not category)
        super().__init__(
            phrase(
                "{measure!r} was reported in parts, which are not added up: the same person may be in several of them",
                measure=measure,
            ),
            hint=phrase("Ask about one of them: {rows}", rows="; ".join(rows[:MOST_NAMED])),
        )


class SpansNotAdded(Unreadable):
    code = "spans-not-added"

    def __init__(self, unit: str | None, spans: Iterable[int]) -> None:
        numbers = joined(phrase(" and "), map(str, sorted(spans)))
        super().__init__(
            phrase(
                "The hours of {unit} were reported for {numbers} months at a time, and are not added up",
                unit=unit or phrase("all units"),
                numbers=numbers,
            ),
            hint=phrase("Ask about a unit that reports them all in one way: --unit CODE"),
        )


def is_by_item(cell: Cell) -> bool:
    """Whether a category or form of employment is meant, and not the unit as a whole."""
    return cell.category is not None or cell.employment is not None


def require_one_measure(asked: Asked, name: str) -> None:
    """Refuse a column of people that was reported in parts which cannot be added up."""
    if name in STAFF_FLOWS:
        return
    measure = WORKFORCE.get(name, "fte")
    by_item = [(at, cell) for at, cell in asked if is_by_item(cell)]
    reported = {row for at, cell in by_item for row in _reported(at, cell, measure)}
    if reported and not any(workforce_row(cell) in reported for _, cell in by_item):
        raise PartsNotAdded(measure, reported)
    for at, cell in asked if measure == "hours" else ():
        spans = spans_of(parts_of(values_of(workforce_of(at, cell), cell.unit, "hours")))
        if len(spans) > 1:
            raise SpansNotAdded(cell.unit, spans)


def _reported(at: At, cell: Cell, measure: str) -> Iterable[tuple[str | None, str]]:
    """The categories and forms of employment that a measure was reported for, as far as they are not narrowed down."""
    rows = Workforce(at, cell.unit, cell.tree, ())
    for each in reports(at, cell.project):
        if each.measure == measure and is_within(cell, each.item) and rows.holding(each.unit, each.month):
            yield split_staff_item(each.item)


def is_within(cell: Cell, item: str) -> bool:
    """Whether a category and form of employment are among those that are meant."""
    category, form = split_staff_item(item)
    return cell.category in (None, category) and cell.employment in (None, form)


def workforce_row(cell: Cell) -> tuple[str | None, str]:
    """The category and form of employment whose people are meant; what is left out means the row of all."""
    return cell.category, cell.employment or "all"


def workforce_of(at: At, cell: Cell, above: Above | None = None) -> Workforce:
    """The reports that a cell is about: those of its category and form of employment, where they are named."""
    meant = reports(at, cell.project)
    if is_by_item(cell):
        meant = (each for each in meant if split_staff_item(each.item) == workforce_row(cell))
    return Workforce(at, cell.unit, cell.tree, meant, above)


def values_of(workforce: Workforce, row: str | None, measure: str) -> tuple[Value, ...]:
    """What the units of a row have in the latest month reported there."""
    month = workforce.month(row, measure)
    return () if month is None else workforce.values(row, measure, month)


def parts_of(values: Iterable[Value], forms: Iterable[str] | None = None) -> list[Report]:
    """The reports that values of some forms of employment (of all, without any) are made of."""
    wanted = None if forms is None else set(forms)
    return [part for value in values if wanted is None or value.employment in wanted for part in value.parts]


def spans_of(parts: Iterable[Report]) -> set[int]:
    """For how many months at a time hours were reported."""
    return {each.month - each.of.first + 1 for each in parts}


def behind_staffing(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    if name in STAFF_FLOWS:
        yield from _behind_positions(at, cell, name, units)
        return
    found = [*_behind_row(workforce_of(at, cell), cell.unit, cell, name)]
    yield from found
    if name == "vacancies" and found:
        yield from _behind_positions(at, cell, "positions", units)


def behind_people(at: At, cell: Cell, name: str, above: Above) -> Iterator[tuple[str, Contribution]]:
    """What is behind a measure of people in each unit with all below it."""
    workforce, holding = workforce_of(at, cell, above), set[str]()
    for row in filter(None, workforce.rows()):
        for each in _behind_row(workforce, row, cell, name):
            yield row, each
            holding.add(row)
    if name == "vacancies":
        for each in _behind_positions(at, cell, "positions", None):
            yield from ((row, each) for row in above(each.unit, None) if row in holding)


def _behind_row(workforce: Workforce, row: str | None, cell: Cell, name: str) -> Iterator[Contribution]:
    """The reports behind a column of people in one row."""
    less = -1 if name == "vacancies" else 1
    for sign, month, part in _signed(workforce, row, cell, "fte" if name == "vacancies" else name):
        amount = less * sign * part.amount
        yield Contribution(name, part.unit, part.item, Month(month), amount, part.position, part.of.project)


def _behind_positions(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    signs = signs_of(name, STAFF_SIGNS)
    for total in at.figures.totals("positions", by_fact=True, units=units):
        if is_within(cell, total.item) and total.kind in signs:
            amount = signs[total.kind] * total.amount
            yield Contribution(name, total.unit, total.item, None, amount, total.position)


def _signed(workforce: Workforce, row: str | None, cell: Cell, name: str) -> list[tuple[int, int, Report]]:
    """The reports behind a column of people, each with its sign and the month it is counted in."""
    by_item = is_by_item(cell)
    if name == "fte_change":
        change = workforce.change(row, cell.since, with_agency=by_item)
        if change is None:
            return []
        after = [(1, change.last.number, each) for each in change.after]
        return after + [(-1, change.first.number, each) for each in change.before]
    measure = WORKFORCE.get(name, "fte")
    month, values = workforce.month(row, measure), values_of(workforce, row, measure)
    parts = parts_of(values, None if by_item else FORMS.get(name))
    if month is None or (measure == "hours" and len(spans_of(parts)) > 1):
        return []
    return [(1, month, each) for each in parts]
