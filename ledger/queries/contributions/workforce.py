"""What facts contribute to positions and to the measures of people, which are never added together."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.domain.errors import Unreadable
from ledger.domain.postings import split_staff_item
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.queries.at import At
from ledger.queries.cell import Asked, Cell
from ledger.queries.contributions.contribution import Contribution, Signs, signs_of
from ledger.queries.question import Above, Units

MOST_NAMED = 12
"""So many rows fit in a hint."""

STAFF_SIGNS: Mapping[str, Signs] = {
    "reduced": {"reduced": 1},
    "positions": {"established": 1, "reduced": -1, "transferred": 1},
}
STAFF_FLOWS = ("established", "reduced", "transferred", "positions")
"""The columns that decisions add up to, over all categories and forms of employment; those of people do not add up."""
WORKFORCE = {"fte": "fte", "headcount": "headcount", "annual_workers": "annual-workers", "hours": "hours"}


class PartsNotAdded(Unreadable):
    code = "parts-not-added"

    def __init__(self, measure: str, reported: Iterable[tuple[str | None, str]]) -> None:
        rows = sorted(f"--category {category} --employment {form}" for category, form in reported if category)
        rows += sorted(f"--employment {form}" for category, form in reported if not category)
        super().__init__(
            f"{measure!r} was reported in parts, which are not added up: the same person may be in several of them",
            hint=f"Ask about one of them: {'; '.join(rows[:MOST_NAMED])}",
        )


def require_one_row(asked: Asked, measure: str) -> None:
    """Raise :class:`PartsNotAdded` where a measure of people was reported, but never for the row that is meant."""
    reported = {row for at, cell in asked for row in _reported(at, cell, measure)}
    if reported and not any(workforce_row(cell) in reported for _, cell in asked):
        raise PartsNotAdded(measure, reported)


def _reported(at: At, cell: Cell, measure: str) -> Iterable[tuple[str | None, str]]:
    """The categories and forms of employment that a measure was reported for, as far as they are not narrowed down."""
    for each in at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of)):
        tree = at.tree_of(cell.tree, Month(each.month))
        if each.kind == measure and is_within(cell, each.item) and tree.within(each.unit, cell.unit):
            yield split_staff_item(each.item)


def is_within(cell: Cell, item: str) -> bool:
    """Whether a category and form of employment are among those that are meant."""
    category, form = split_staff_item(item)
    return cell.category in (None, category) and cell.employment in (None, form)


def workforce_row(cell: Cell) -> tuple[str | None, str]:
    """The category and form of employment whose people are meant; what is left out means the row of all."""
    return cell.category, cell.employment or "all"


def require_one_measure(asked: Asked, name: str) -> None:
    """Raise :class:`PartsNotAdded` for a column of people that was reported in parts."""
    if name not in STAFF_FLOWS:
        require_one_row(asked, WORKFORCE.get(name, "fte"))


def behind_staffing(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    if name in STAFF_FLOWS:
        signs = signs_of(name, STAFF_SIGNS)
        for total in at.figures.totals("positions", by_fact=True, units=units):
            if is_within(cell, total.item) and total.kind in signs:
                amount = signs[total.kind] * total.amount
                yield Contribution(name, total.unit, total.item, None, amount, total.position)
        return
    whole = cell.unit or ""

    def above(unit: str, month: Month | None) -> Iterable[str]:
        return (whole,) if at.tree_of(cell.tree, month).within(unit, cell.unit) else ()

    yield from (each for _, each in behind_people(at, cell, name, above))


def behind_people(at: At, cell: Cell, name: str, above: Above) -> Iterator[tuple[str, Contribution]]:
    """What is behind a measure of people in each unit: the reports of the last month that anyone below it reported."""
    measure, row = WORKFORCE.get(name, "fte"), workforce_row(cell)
    stated = [
        each
        for each in at.figures.stated("workforce", Month.containing(FIRST_DAY), Month.containing(at.as_of))
        if each.kind == measure and split_staff_item(each.item) == row
    ]
    last: dict[str, int] = {}
    for number, unit in sorted({(each.month, each.unit) for each in stated}):
        last |= dict.fromkeys(above(unit, Month(number)), number)
    since = cell.since.number if name == "fte_change" and cell.since is not None else None
    latest = set(last.values())
    for each in stated:
        if each.month not in latest and each.month != since:
            continue
        month = Month(each.month)
        for part_of in above(each.unit, month):
            sign = (each.month == last[part_of]) - (each.month == since)
            if sign:
                yield part_of, Contribution(name, each.unit, each.item, month, sign * each.amount, each.position)
