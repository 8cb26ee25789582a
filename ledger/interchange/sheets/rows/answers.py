"""An answer of ``liggare show`` that comes back as a sheet: budgets by unit and line, in which wholes hold their parts.

The row of a unit adds everything below it. What is adopted for a unit is its own part: its row less those of the units
directly below it.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import attrs

from ledger.domain.fact import Fact
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.headings import folded, table_of_lines
from ledger.interchange.sheets.rows.finding import Headings
from ledger.interchange.sheets.sheet import Row
from ledger.interchange.sheets.telling import Told

_NEEDED = ("unit", "parent", "level", "line", "current")
_KEPT: Mapping[str, str] = {
    "unit": "unit",
    "name": "unit name",
    "line": "line",
    "linename": "line name",
    "current": "amount",
}
"""The columns that are read, each with the heading it would have in a sheet."""


def is_answer(headings: Headings, cls: type[Fact] | None) -> bool:
    """Whether the headings are those of budgets by unit and line, read for facts with amounts on lines."""
    return cls is not None and bool(table_of_lines(cls)) and set(_NEEDED) <= set(_places(headings))


def own_parts(headings: Headings, rows: Iterator[Row], told: Told) -> tuple[Headings, Iterator[Row]]:
    """The same sheet with what each unit has itself, in the headings of a sheet of facts."""
    places = _places(headings)
    kept = {places[name]: heading for name, heading in _KEPT.items() if name in places}
    for index, heading in headings.names.items():
        if index not in kept and folded(heading) not in _NEEDED:
            told.pass_over("columns of the answer", heading)
    told.read_so("amounts are each unit's own part of", headings.names[places["current"]])
    return attrs.evolve(headings, names=kept), _own(list(rows), places, set(kept))


def _places(headings: Headings) -> dict[str, int]:
    return {folded(name): index for index, name in headings.names.items()}


def _own(rows: Sequence[Row], places: Mapping[str, int], kept: set[int]) -> Iterator[Row]:
    below: dict[tuple[Cell, Cell], Decimal] = {}
    for _, cells in rows:
        parent, amount = cells[places["parent"]], _number(cells[places["current"]])
        if parent is not None and amount is not None:
            key = parent, cells[places["line"]]
            below[key] = below.get(key, Decimal(0)) + amount
    for number, cells in rows:
        row = [cell if index in kept else None for index, cell in enumerate(cells)]
        amount = _number(cells[places["current"]])
        parts = below.get((cells[places["unit"]], cells[places["line"]]))
        if amount is not None and parts is not None:
            row[places["current"]] = amount - parts if amount != parts else None
        yield number, row


def _number(cell: Cell) -> Decimal | None:
    """An amount as the answer writes it; None for anything else, which is told of where it is read."""
    if isinstance(cell, Decimal):
        return cell
    try:
        return Decimal(cell.replace(",", ".").replace("−", "-")) if isinstance(cell, str) else None
    except InvalidOperation:
        return None
