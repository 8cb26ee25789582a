"""An answer of ``liggare show`` that comes back as a sheet: budgets by unit and line, in which wholes hold their parts.

The row of a unit or a line adds everything below it. What is adopted is the own part of each: its row less those of the
units and of the lines directly below it.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

import attrs

from ledger.domain.fact import Fact
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.headings import folded, table_of_lines
from ledger.interchange.sheets.columns.known import PARENT_OF_LINE, Known
from ledger.interchange.sheets.rows.finding import Headings
from ledger.interchange.sheets.sheet import Row
from ledger.interchange.sheets.telling import Told

_NEEDED = ("unit", "parent", "level", "line", "current")
_KEPT: Mapping[str, str] = MappingProxyType({"unit": "unit", "line": "line", "current": "amount"})
"""The columns that are read, each with the heading it would have in a sheet."""


def is_answer(headings: Headings, cls: type[Fact] | None) -> bool:
    """Whether the headings are those of budgets by unit and line, read for facts with amounts on lines."""
    return cls is not None and bool(table_of_lines(cls)) and set(_NEEDED) <= set(_places(headings))


def own_parts(headings: Headings, rows: Iterator[Row], known: Known, told: Told) -> tuple[Headings, Iterator[Row]]:
    """The same sheet with what each unit has itself, in the headings of a sheet of facts."""
    places = _places(headings)
    kept = {places[name]: heading for name, heading in _KEPT.items() if name in places}
    for index, heading in headings.names.items():
        if index not in kept and folded(heading) not in _NEEDED:
            told.pass_over("columns of the answer", heading)
    told.read_so("amounts are each unit's own part of", headings.names[places["current"]])
    return attrs.evolve(headings, names=kept), _own(list(rows), places, known)


def _places(headings: Headings) -> dict[str, int]:
    return {folded(name): index for index, name in headings.names.items()}


def _own(rows: Sequence[Row], places: Mapping[str, int], known: Known) -> Iterator[Row]:
    """Each row with what is the unit's and the line's own: less the units and the lines directly below."""
    above = known.names(PARENT_OF_LINE)
    full = {(cells[places["unit"]], cells[places["line"]]): _number(cells[places["current"]]) for _, cells in rows}
    units = {cells[places["unit"]]: cells[places["parent"]] for _, cells in rows}
    own = {key: amount for key, amount in full.items() if amount is not None}
    parts = set()
    for (unit, line), amount in full.items():
        key = units[unit], line
        if key in own and amount is not None:
            own[key] -= amount
            parts.add(key)
    for (unit, line), amount in dict(own).items():
        key = unit, above.get(str(line)) or None
        if key in own:
            own[key] -= amount
            parts.add(key)
    for number, cells in rows:
        key = cells[places["unit"]], cells[places["line"]]
        row: list[Cell] = [None] * len(cells)
        row[places["unit"]], row[places["line"]] = key
        amount = own.get(key)
        row[places["current"]] = cells[places["current"]] if amount is None else amount
        if amount == 0 and key in parts:
            row[places["current"]] = None
        yield number, row


def _number(cell: Cell) -> Decimal | None:
    """An amount as the answer writes it; None for anything else, which is told of where it is read."""
    if isinstance(cell, Decimal):
        return cell
    try:
        return Decimal(cell.replace(",", ".").replace("−", "-")) if isinstance(cell, str) else None
    except InvalidOperation:
        return None
