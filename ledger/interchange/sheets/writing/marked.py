"""A sheet given back with what is wrong in it: the bad cells coloured, and what is wrong as comments on them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from ledger.domain.errors import LedgerError
from ledger.interchange.importing import BadLine
from ledger.interchange.sheets.cells import Broken, Cell
from ledger.interchange.sheets.opening import holds_sheets, open_sheets
from ledger.interchange.sheets.rows.sheet_names import name_for
from ledger.interchange.sheets.sheet import Place, Sheet

AS_WRITTEN: Mapping[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "constant_memory": True,
}
"""Text stays text, whatever it looks like; rows go to the disk as they come."""

Comments = Mapping[tuple[int, int], Sequence[str]]
"""What is wrong, by row (as the sheet counts) and column (from 0)."""

_LONGEST_NAME = 31
_UNFIT_FOR_NAMES = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 40
_LINE_PIXELS = 20
_KINDS = {"date": "yyyy-mm-dd", "number": "General", "text": "@"}
"""The number format of each kind of cell."""


@contextmanager
def new_workbook(target: Path, **options: Any) -> Iterator[Workbook]:
    """A workbook that is written, all of it or none, when the context ends. Raises :class:`OSError`, as files do."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with (
            TemporaryDirectory(prefix="liggare-") as scratch,  # where its rows would be left when it fails
            Workbook(unfinished, {**AS_WRITTEN, "tmpdir": scratch, **options}) as book,
        ):
            yield book
        unfinished.replace(target)
    except FileCreateError as error:
        why = error.args[0] if error.args else error
        raise why if isinstance(why, OSError) else OSError(str(why)) from None
    finally:
        unfinished.unlink(missing_ok=True)


def write_marked(
    target: Path, files: Sequence[str], bad: Sequence[BadLine], *, type_: str | None = None, unit: str = "kr"
) -> None:
    """Write all sheets of *files* to the workbook *target*, with everything that is bad. Raises :class:`OSError`.

    Their names say the type of their facts and the unit of their amounts, so that they can be imported when mended.
    """
    with new_workbook(target) as book:
        marked = _Marked(book)
        for sheet in _sheets(files):
            marked.add(sheet, name_for(sheet, type_, unit), _comments(sheet, bad))
        marked.add_elsewhere(bad)


def _sheets(files: Sequence[str]) -> Iterator[Sheet]:
    for name in filter(holds_sheets, files):
        with suppress(LedgerError, OSError):  # what cannot be read is told of without its cells
            yield from open_sheets(name, lambda _: None)


def _comments(sheet: Sheet, bad: Sequence[BadLine]) -> Comments:
    found: dict[tuple[int, int], list[str]] = {}
    for each in bad:
        place = each.where
        if (
            isinstance(place, Place)
            and place.sheet
            and (place.sheet.file, place.sheet.name) == (sheet.file, sheet.name)
        ):
            hint = f"\n{each.error.hint}" if each.error.hint else ""
            found.setdefault((place.row, place.column or 0), []).append(f"{each.error.sentence}{hint}")
    return found


class _Marked:
    """The workbook that is given back."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._names: set[str] = set()
        self._plain = {kind: book.add_format({"num_format": form}) for kind, form in _KINDS.items()}
        bad = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
        self._bad = {kind: book.add_format({"num_format": form, **bad}) for kind, form in _KINDS.items()}

    def add(self, sheet: Sheet, name: str, comments: Comments) -> None:
        """A sheet with its comments. Rows keep their numbers, except where a row of a CSV file has several lines."""
        paper = self._book.add_worksheet(self._name(name))
        widths: dict[int, int] = {}
        left, row = dict(comments), -1
        with suppress(LedgerError):  # it is among the comments
            for number, cells in sheet.rows:
                row = number - 1 if sheet.name is not None else row + 1
                here = {column: left.pop((number, column)) for at, column in list(left) if at == number}
                self._write_row(paper, row, cells, here)
                for column, cell in enumerate(cells):
                    widths[column] = max(widths.get(column, 0), len(str(cell)) if cell is not None else 0)
        for (_, column), sentences in left.items():
            row += 1
            self._write_row(paper, row, [], {column: sentences})
        for column, width in widths.items():
            paper.set_column(column, column, min(max(width + 2, 10), _WIDEST))
        paper.freeze_panes(1, 0)

    def add_elsewhere(self, bad: Sequence[BadLine]) -> None:
        """What is wrong in no sheet that could be read, as a list."""
        rest = [each for each in bad if not (isinstance(each.where, Place) and each.where.sheet)]
        if rest:
            paper = self._book.add_worksheet(self._name("liggare"))
            for row, each in enumerate(rest):
                paper.write_string(row, 0, str(each.where))
                paper.write_string(row, 1, each.error.sentence)

    def _write_row(self, paper: Worksheet, row: int, cells: Sequence[Cell], comments: Mapping[int, Any]) -> None:
        for column in range(max(len(cells), *(column + 1 for column in comments), 0)):
            cell = cells[column] if column < len(cells) else None
            formats = self._bad if column in comments else self._plain
            if cell is not None or column in comments:
                self._write(paper, row, column, cell, formats)
        for column, sentences in comments.items():
            text = "\n\n".join(sentences)
            height = _LINE_PIXELS * (2 + len(text) // _WIDEST + text.count("\n"))
            paper.write_comment(row, column, text, {"author": "liggare", "width": 300, "height": height})

    def _write(self, paper: Worksheet, row: int, column: int, cell: Cell, formats: Mapping[str, Any]) -> None:
        if isinstance(cell, bool):
            paper.write_boolean(row, column, cell, formats["number"])
        elif isinstance(cell, Decimal):
            paper.write_number(row, column, float(cell), formats["number"])
        elif isinstance(cell, date):
            paper.write_datetime(row, column, cell, formats["date"])
        elif cell is None or cell == "":
            paper.write_blank(row, column, None, formats["text"])
        else:
            paper.write_string(row, column, cell.shown if isinstance(cell, Broken) else cell, formats["text"])

    def _name(self, wanted: str) -> str:
        """A name for a sheet that Excel takes, unlike those before it."""
        name = _UNFIT_FOR_NAMES.sub(" ", wanted).strip()[:_LONGEST_NAME] or "liggare"
        number = 1
        unlike = name
        while unlike.casefold() in self._names:
            number += 1
            unlike = f"{name[: _LONGEST_NAME - 4]} {number}"
        self._names.add(unlike.casefold())
        return unlike
