"""Workbooks (xlsx): calamine reads the values, and the XML is asked for what they do not say."""

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, whatever zlib calls it

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ledger.domain.errors import LedgerError, Unreadable
from ledger.interchange.sheets.cells import Broken, Cell, error_cell, error_shown
from ledger.interchange.sheets.files.workbook_xml import Marks, cell_at, contents, marks
from ledger.interchange.sheets.sheet import Notice, Row, Sheet

OWN_SHEET = "liggare"
"""The hidden sheet of a template, with the choices of its drop-down lists."""

MOST_BYTES = 512 * 1024 * 1024
"""Of all that is packed in a workbook."""
MOST_CELLS = 20_000_000
"""From the first cell to the last: calamine keeps a place for every cell between them."""

MOST_COVERED = 10_000
"""Of cells behind merged ones, that are told of."""

_UNMERGE = "Unmerge them, and fill in every row"
_ZIP = b"PK\x03\x04"
_NO_WORKBOOK = (CalamineError, BadZipFile, ZlibError, ExpatError, KeyError, ValueError, StopIteration, EOFError)
_TIME_HINT = "Format the cell as a date without a time of day, or as text"
_NOT_CALCULATED = Broken(
    "a formula that was never calculated", "Open the file in a spreadsheet program and save it, or paste the values"
)


class NotAWorkbook(Unreadable):
    code = "not-a-workbook"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The file is no Excel workbook that can be read: {why}",
            hint="Open it in a spreadsheet program and save it as xlsx, without a password",
        )


class WorkbookTooLarge(Unreadable):
    code = "workbook-too-large"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The workbook is larger than can be read: {why}",
            hint="Clear the empty rows and columns beyond the data, or save the sheet as CSV",
        )


def read_workbook(path: Path, name: str, notice: Notice) -> Iterator[Sheet]:
    """The visible sheets, in their order. Raises :class:`Unreadable` and :class:`OSError`."""
    with path.open("rb") as stream:
        if stream.read(len(_ZIP)) != _ZIP:
            raise NotAWorkbook("it is no zip archive, as workbooks are, or has a password")
    try:
        with ZipFile(path) as archive:
            yield from _sheets(archive, path, name, notice)
    except LedgerError:
        raise
    except _NO_WORKBOOK as error:
        raise NotAWorkbook(f"{type(error).__name__}: {error}") from None
    except (NotImplementedError, RuntimeError) as error:
        raise NotAWorkbook(str(error)) from None


def _sheets(archive: ZipFile, path: Path, name: str, notice: Notice) -> Iterator[Sheet]:
    packed = sum(entry.file_size for entry in archive.infolist())
    if packed > MOST_BYTES:
        raise WorkbookTooLarge(f"{packed} bytes are packed in it, and at most {MOST_BYTES} are read")
    told = contents(archive)
    found = {
        title: marks(archive, part, calculates_on_load=told.calculates_on_load) for title, part in told.parts.items()
    }
    for each in found.values():
        if each.rows * each.columns > MOST_CELLS:
            raise WorkbookTooLarge(f"it reaches through row {each.rows} and column {each.columns}")
    book = _opened(path)
    for place, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet or about.name == OWN_SHEET:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            notice(f"{name}: the hidden sheet {about.name} was not read")
            continue
        beside = found[about.name]
        if beside.hidden_rows or beside.hidden_columns:
            hidden = [(beside.hidden_rows, "rows"), (beside.hidden_columns, "columns")]
            listed = " and ".join(f"hidden {what} ({count})" for count, what in hidden if count)
            notice(f"{name}: {about.name} has {listed}, which were read too")
        yield Sheet(
            file=name,
            name=about.name,
            rows=_rows(_guarded(partial(book.get_sheet_by_index, place)), beside),
            serial_days=not told.from_1904,
        )


def _opened(path: Path) -> CalamineWorkbook:
    book: CalamineWorkbook = _guarded(partial(CalamineWorkbook.from_path, path))
    return book


def _guarded(ask: Callable[[], Any]) -> Any:
    """What calamine answers. It gives up on some damaged files with an exception that is none to Python."""
    try:
        return ask()
    except Exception:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise NotAWorkbook("its contents contradict each other") from None


def _rows(sheet: CalamineSheet, beside: Marks) -> Iterator[Row]:
    left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    broken = _broken(beside)
    number = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        yield number, _with_faults(left + [_cell(value) for value in values], broken.get(number - 1, ()))
    for row in sorted(row for row in broken if row >= number):
        yield row + 1, _with_faults([], broken[row])


def _with_faults(cells: list[Cell], faults: Iterable[tuple[int, Broken]]) -> list[Cell]:
    for column, fault in faults:
        cells += [None] * (column + 1 - len(cells))
        cells[column] = fault
    return cells


def _broken(beside: Marks) -> dict[int, list[tuple[int, Broken]]]:
    """The cells that calamine gives as empty or as zero, by row."""
    found: dict[int, list[tuple[int, Broken]]] = {}
    for (row, column), value in beside.errors.items():
        found.setdefault(row, []).append((column, error_cell(value)))
    for row, column in beside.uncalculated:
        found.setdefault(row, []).append((column, _NOT_CALCULATED))
    for (row, column), reference in islice(_covered(beside), MOST_COVERED):
        fault = Broken(f"one of the merged cells {reference}, and only the first of them has the value", _UNMERGE)
        found.setdefault(row, []).append((column, fault))
    return found


def _covered(beside: Marks) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells that merging has hidden behind another one."""
    for reference in beside.merged:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = cell_at(first), cell_at(last or first)
        for row in range(top, min(bottom, beside.rows - 1) + 1):
            for column in range(left, min(right, beside.columns - 1) + 1):
                if (row, column) != (top, left):
                    yield (row, column), reference


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        text = value.strip()
        return (error_shown(text) or text or None) if text[:1] in ("#", "") else text
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    return _day(value)


def _number(value: float) -> Cell:
    """Fifteen digits are what Excel works with; the rest is how binary fractions miss decimal ones."""
    if not math.isfinite(value):
        return Broken(f"{value}, which is no number", "Write the value itself")
    number = Decimal(format(value, ".15g"))
    if abs(value) < _LARGE:
        number = number.quantize(_FINEST)
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def _day(value: object) -> Cell:
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date()
        shown = value.isoformat(" ", "minutes")
        return Broken(f"{shown}, a day with a time of day", _TIME_HINT, shown)
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return Broken(f"{value}, a time", _TIME_HINT, str(value))
    return Broken(f"of a kind that is not known ({type(value).__name__})", "Write the value itself")


_FINEST = Decimal("1e-9")
_LARGE = 1e15
