"""Workbooks of other kinds (xls, xlsb): calamine reads their values, and their number formats stay unread."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Cell, Unseen
from ledger.interchange.sheets.files.sheet_marks import Marks
from ledger.interchange.sheets.files.workbook_rows import rows_with_marks
from ledger.interchange.sheets.files.workbooks import MOST_CELLS, NotAWorkbook, WorkbookTooLarge, require_bearable
from ledger.interchange.sheets.sheet import Notice, Row, Sheet

_ERRORS_IN_XLS = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01|\x06\x00.{2}.{6}\x02\x00.\x00\x00\x00\xff\xff", re.DOTALL
)
"""The records of a constant error, and of a formula that came to one ([MS-XLS] 2.4.24 and 2.4.127)."""
_ERRORS_IN_XLSB = frozenset({3, 11})
"""The kinds of such records in an xlsb ([MS-XLSB] 2.4.312 and 2.4.650)."""


def read_old_workbook(path: Path, name: str, kind: str, notice: Notice) -> Iterator[Sheet]:
    """The visible sheets, in their order. Raises :class:`Unreadable` and :class:`OSError`."""
    try:
        data = path.read_bytes()
        if _has_errors(path, data, kind):
            why = phrase("formulas in it came to errors, and where cannot be read from a .{kind}", kind=kind)
            raise NotAWorkbook(why)  # noqa: TRY301
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        notice(
            f"{name}: the number formats of a .{kind} are not read; what they show of units and percent is not known"
        )
        for place, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                notice(f"{name}: the hidden sheet {about.name} was not read")
                continue
            sheet = book.get_sheet_by_index(place)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                raise WorkbookTooLarge(phrase("it reaches through row {total_height}", total_height=sheet.total_height))  # noqa: TRY301
            rows = _unseen(rows_with_marks(sheet, Marks(), False))  # noqa: FBT003 - days have their format in calamine
            yield Sheet(file=name, name=about.name, rows=rows, serial_days=False)
    except (LedgerError, OSError, GeneratorExit):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise NotAWorkbook(
                phrase("it is damaged, or written by a program that does not keep to the standard")
            ) from None
        raise


def _unseen(rows: Iterator[Row]) -> Iterator[Row]:
    for number, cells in rows:
        yield number, [_as_unseen(cell) for cell in cells]


def _as_unseen(cell: Cell) -> Cell:
    return Unseen(cell) if isinstance(cell, Decimal) else cell


def _has_errors(path: Path, data: bytes, kind: str) -> bool:
    """Whether any cell holds an error, which calamine gives as empty."""
    if kind == "xls":
        return _ERRORS_IN_XLS.search(data) is not None
    with ZipFile(path) as archive:
        require_bearable(archive)
        parts = [part for part in archive.namelist() if part.startswith("xl/worksheets/") and part.endswith(".bin")]
        return any(_ERRORS_IN_XLSB.intersection(_kinds(archive.read(part))) for part in parts)


def _kinds(data: bytes) -> Iterator[int]:
    """The kinds of the records of a part: each has its kind and its length in seven bits a byte, and its content."""
    place = 0
    while place < len(data):
        kind, place = _seven_bits(data, place, 2)
        length, place = _seven_bits(data, place, 4)
        yield kind
        place += length


def _seven_bits(data: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for step in range(most):
        byte = data[place] if place < len(data) else 0
        place += 1
        number |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:  # noqa: PLR2004 - the highest bit says that more follow
            break
    return number, place
