"""Workbooks (xlsx, xlsm): calamine reads the values, and the XML is asked for what they do not say."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, whatever zlib calls it

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.files.sheet_marks import Marks, Surroundings, marks
from ledger.interchange.sheets.files.workbook_rows import rows_with_marks
from ledger.interchange.sheets.files.workbook_styles import notable_formats, raised_texts
from ledger.interchange.sheets.files.workbook_xml import contents
from ledger.interchange.sheets.sheet import Notice, Sheet

OWN_SHEET = "liggare"
"""The hidden sheet of a template, with the choices of its drop-down lists."""

MOST_BYTES = 512 * 1024 * 1024
"""Of all that is packed in a workbook."""
MOST_PARTS = 10_000
MOST_CELLS = 20_000_000
"""From the first cell to the last: calamine keeps a place for every cell between them."""

_IS_ENCRYPTED = 1
_DAMAGED = (
    BadZipFile,
    ZlibError,
    ExpatError,
    ValueError,
    StopIteration,
    EOFError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)


class NotAWorkbook(Unreadable):
    code = "not-a-workbook"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("The file is no Excel workbook that can be read: {why}", why=why),
            hint=phrase("Open it in a spreadsheet program and save it as xlsx, without a password"),
        )


class WorkbookTooLarge(Unreadable):
    code = "workbook-too-large"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("The workbook is larger than can be read: {why}", why=why),
            hint=phrase("Clear the empty rows and columns beyond the data, or save the sheet as CSV"),
        )


def read_workbook(path: Path, name: str, notice: Notice) -> Iterator[Sheet]:
    """The visible sheets, in their order. Raises :class:`Unreadable` and :class:`OSError`."""
    try:
        with ZipFile(path) as archive:
            require_bearable(archive)
            yield from _sheets(archive, path, name, notice)
    except LedgerError:
        raise
    except KeyError as error:
        raise NotAWorkbook(
            phrase("a part of it is missing, or was never there ({part_named})", part_named=_part_named(error))
        ) from None
    except (*_DAMAGED, CalamineError):
        raise NotAWorkbook(
            phrase("it is damaged, or written by a program that does not keep to the standard")
        ) from None


def require_bearable(archive: ZipFile) -> None:
    """Refuse an archive that would grow without bounds, or whose parts are not what they seem."""
    entries = archive.infolist()
    packed = sum(entry.file_size for entry in entries)
    if packed > MOST_BYTES or len(entries) > MOST_PARTS:
        raise WorkbookTooLarge(
            phrase("{packed} bytes in {number} parts are packed in it", packed=packed, number=len(entries))
        )
    if len({entry.filename for entry in entries}) != len(entries):
        raise NotAWorkbook(phrase("two of its parts have the same name"))
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise NotAWorkbook(phrase("it has a password"))


def _part_named(error: KeyError) -> str:
    """The part that is missing, where that is what was looked for."""
    named = re.search(r"'([\w/.\[\] -]+\.\w+)'", str(error.args[0]) if error.args else "")
    return named[1] if named else "its table of contents"


def _sheets(archive: ZipFile, path: Path, name: str, notice: Notice) -> Iterator[Sheet]:
    told = contents(archive)
    around = Surroundings(
        calculates_on_load=told.calculates_on_load,
        formats=notable_formats(archive, told.styles),
        raised=raised_texts(archive, told.strings),
    )
    found = {title: marks(archive, part, around) for title, part in told.parts.items()}
    for each in found.values():
        if each.rows * each.columns > MOST_CELLS:
            raise WorkbookTooLarge(
                phrase("it reaches through row {rows} and column {columns}", rows=each.rows, columns=each.columns)
            )
    book = _opened(path)
    for place, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet or about.name == OWN_SHEET:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            notice(f"{name}: the hidden sheet {about.name} was not read")
            continue
        beside = found[about.name]
        tell_hidden(name, about.name, beside, notice)
        yield Sheet(
            file=name,
            name=about.name,
            rows=rows_with_marks(_guarded(partial(book.get_sheet_by_index, place)), beside, told.from_1904),
            serial_days=not told.from_1904,
        )


def tell_hidden(name: str, sheet: str, beside: Marks, notice: Notice) -> None:
    """Tell of hidden rows and columns, which are read like others."""
    if beside.hidden_rows or beside.hidden_columns:
        hidden = [(beside.hidden_rows, "rows"), (beside.hidden_columns, "columns")]
        listed = " and ".join(f"hidden {what} ({count})" for count, what in hidden if count)
        notice(f"{name}: {sheet} has {listed}, which were read too")


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
        raise NotAWorkbook(phrase("its contents contradict each other")) from None
