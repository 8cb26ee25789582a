"""Finding the headings of a sheet: below a title, a date and a unit of amounts, none of which are headings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

import attrs

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Fact
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Broken, Cell, Raised
from ledger.interchange.sheets.columns.amount_units import unit_in_title
from ledger.interchange.sheets.columns.known import Known
from ledger.interchange.sheets.columns.meanings import is_nearly_known, weight_of
from ledger.interchange.sheets.formats.number_formats import Shown
from ledger.interchange.sheets.sheet import MOST_ABOVE, Row
from ledger.interchange.values.messages import shown

MOST_COLUMNS = 1000
"""Of one sheet."""
_MOST_COMPARED = 40
"""A row with more cells is not looked at for headings that are nearly right."""


class TooManyColumns(Unreadable):
    code = "too-many-columns"

    def __init__(self, row: int, number: int) -> None:
        super().__init__(
            phrase(
                "Row {row} has {number} filled cells, and a sheet has at most {most_columns} columns",
                row=row,
                number=number,
                most_columns=MOST_COLUMNS,
            ),
            hint=phrase("Take out the columns that are not needed; is it a sheet at all?"),
        )


class NoHeadings(Unreadable):
    code = "no-headings"

    def __init__(self, first: str, cls: type[Fact] | None) -> None:
        super().__init__(
            phrase(
                "No row has the headings of {type}: it begins with {first}",
                type=(cls.TYPE if cls else phrase("any type of fact")),
                first=shown(first),
            ),
            hint=phrase(
                "Put them in one row above the figures; see them: liggare template {type}",
                type=(cls.TYPE if cls else phrase("TYPE")),
            ),
        )


@attrs.frozen
class Headings:
    """Where the headings stand, and what stands above them."""

    row: int
    cells: Sequence[Cell]
    names: Mapping[int, str]
    above: Sequence[Row]

    def units_above(self) -> Iterator[tuple[int, str, str]]:
        """The units of amounts that the lines above the headings name: row, line and unit."""
        for row, cells in self.above:
            for cell in cells:
                unit = unit_in_title(str(cell)) if isinstance(cell, str | Raised) else None
                if unit:
                    yield row, str(cell), unit


def find_headings(
    rows: Iterator[Row], cls: type[Fact] | None, known: Known, fits: Callable[[Mapping[int, str]], bool]
) -> tuple[Headings | None, Iterator[Row]]:
    """The headings, if there are rows at all, and the rows below them.

    Those are the headings of which more than half mean something; where there are none such among the first rows, the
    likeliest. *fits* says whether a single heading is enough. Raises :class:`TooManyColumns` and :class:`NoHeadings`.
    """
    tried: list[Row] = []
    for row in rows:
        if all(cell is None for cell in row[1]):
            continue
        tried.append(row)
        filled = sum(cell is not None for cell in row[1])
        if filled > MOST_COLUMNS:
            raise TooManyColumns(row[0], filled)
        names = _names(row[1])
        columns, right = _weights(names, cls, known)
        if (columns and 1 < right > filled / 2) or (right == filled == 1 and fits(names)):
            return Headings(row[0], row[1], names, tried[:-1]), rows
        if len(tried) > MOST_ABOVE:
            break
    if not tried:
        return None, rows
    scores = [_score(each, cls, known) for each in tried]
    best = max(range(len(tried)), key=lambda place: scores[place])
    if scores[best] == (0, 0):
        raise NoHeadings(next(str(cell) for cell in tried[0][1] if cell is not None), cls)
    number, cells = tried[best]
    return Headings(number, cells, _names(cells), tried[:best]), chain(tried[best + 1 :], rows)


def _score(row: Row, cls: type[Fact] | None, known: Known) -> tuple[int, int]:
    """How likely it is that a row has the headings: how many are right, and nearly right. A title has one cell."""
    names = _names(row[1])
    columns, _ = _weights(names, cls, known)
    if len(names) == 1:
        return 0, columns
    if len(names) > _MOST_COMPARED:
        return columns, 0
    return columns, sum(is_nearly_known(name, cls) for name in names.values())


def _weights(names: Mapping[int, str], cls: type[Fact] | None, known: Known) -> tuple[int, int]:
    """How many of the headings are those of columns, and how many mean anything at all."""
    found = [weight_of(name, cls, known) for name in names.values()]
    return found.count("column"), len(found) - found.count("nothing")


def _names(cells: Sequence[Cell]) -> dict[int, str]:
    return {
        index: heading_text(cell)
        for index, cell in enumerate(cells)
        if cell is not None and not isinstance(cell, Broken)
    }


def heading_text(cell: Cell) -> str:
    """A heading as text. Excel makes a date of 2024-01, and a number of an account."""
    if isinstance(cell, date):
        return str(Month.containing(cell))
    if isinstance(cell, Raised):
        return cell.plain
    if isinstance(cell, Shown):
        return str(cell).strip()
    return format(cell, "f") if isinstance(cell, Decimal) else " ".join(str(cell).split())


def broken_headings(headings: Headings) -> Iterator[tuple[int, LedgerError]]:
    """The headings that hold nothing one could read."""
    from ledger.interchange.sheets.columns.cell_reading import UnusableCell

    for index, cell in enumerate(headings.cells):
        if isinstance(cell, Broken):
            yield index, UnusableCell(phrase("The heading"), cell)
