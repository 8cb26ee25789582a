"""A sheet: its rows, whatever kind of file they stand in, and how a message says where in it something stands."""

from collections.abc import Callable, Iterator, Sequence
from typing import Self

import attrs

from ledger.interchange.sheets.cells import Cell

Notice = Callable[[str], None]
"""Told, in a sentence, what is not wrong but good to know."""

Row = tuple[int, Sequence[Cell]]
"""The number of a row as Excel or an editor counts, from 1, and its cells from the first column on."""

MOST_ABOVE = 10
"""So many rows may stand above the headings: a title, a date, who made it."""

_LETTERS = 26


class Place(str):
    """Where something stands, as messages name it: ``beslut.xlsx: Blad1!C7``, ``beslut.csv:7``."""

    __slots__ = ("column", "row", "sheet")
    sheet: "Sheet | None"
    row: int
    column: int | None

    def __new__(cls, text: str, *, sheet: "Sheet | None" = None, row: int = 0, column: int | None = None) -> Self:
        place = super().__new__(cls, text)
        place.sheet, place.row, place.column = sheet, row, column
        return place


@attrs.frozen(eq=False, kw_only=True)
class Sheet:
    """A sheet of a workbook, or a whole CSV file."""

    file: str
    """The name of the file as it was given."""
    name: str | None = None
    """The name of the sheet; None in a CSV file, which has but one."""
    rows: Iterator[Row]
    serial_days: bool = False
    """Whether a number in a column of days can only count from Excel's usual first day."""

    def place(self, row: int, column: int | None = None, last: int | None = None) -> Place:
        """A row, a cell (columns from 0), or through the row *last* the same."""
        through = last if last is not None and last > row else None
        if self.name is None:
            text = f"{self.file}:{row}" + (f"-{through}" if through else "")
        elif column is None:
            text = f"{self.file}: {self.quoted}!{row}" + (f":{through}" if through else "")
        else:
            letters = column_letters(column)
            text = f"{self.file}: {self.quoted}!{letters}{row}" + (f":{letters}{through}" if through else "")
        return Place(text, sheet=self, row=row, column=column)

    @property
    def whole(self) -> Place:
        """The place of what concerns the sheet, and no row of it."""
        return Place(self.file if self.name is None else f"{self.file}: {self.quoted}", sheet=self, row=1)

    @property
    def quoted(self) -> str:
        """The name as Excel's formulas write it."""
        name = self.name or ""
        simple = name.replace(".", "_").replace("-", "_").isidentifier()
        return name if simple else "'" + name.replace("'", "''") + "'"


def column_letters(column: int) -> str:
    """The letters over a column, counted from 0: A, B, …, Z, AA, …"""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
