"""What kind of file a file is, by its first bytes rather than by its name."""

import os
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, whatever zlib calls it

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.bounded import LARGE_FILE, FileTooLarge, open_ordinary

Kind = Literal["text", "xlsx", "xlsb", "ods", "xls"]

_AS_XLSX = phrase("Open it in a spreadsheet program and save it as an Excel workbook (.xlsx)")
_AS_CSV = "Save the table as CSV UTF-8 (.csv) or as an Excel workbook (.xlsx)"
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", f"{_AS_CSV}; a table in a PDF has to be copied into a spreadsheet first"),
    (b"{\\rtf", "a text document (RTF)", _AS_CSV),
    (b"\x89PNG", "a picture (PNG)", _AS_CSV),
    (b"\xff\xd8\xff", "a picture (JPEG)", _AS_CSV),
    (b"GIF8", "a picture (GIF)", _AS_CSV),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it, and import the file in it"),
    (b"7z\xbc\xaf", "a compressed archive (7z)", "Unpack it, and import the file in it"),
    (b"Rar!", "a compressed archive (RAR)", "Unpack it, and import the file in it"),
    (b"SQLite format 3\0", "a database, perhaps a ledger", "Export its journal: liggare export FILE.jsonl"),
    (b"\x09\x08", "a workbook of Excel 5 or older", _AS_XLSX),
    (b"\x09\x04", "a workbook of Excel 4 or older", _AS_XLSX),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKED_AT = 4096
_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "a workbook with a password", "Open it, take the password away, and save it as .xlsx"),
    ("WordDocument", "a Word document", _AS_CSV),
    ("PowerPoint Document", "a PowerPoint presentation", _AS_CSV),
)
_OTHER_ARCHIVES: tuple[tuple[str, str, str], ...] = (
    ("word/", "a Word document", _AS_CSV),
    ("ppt/", "a PowerPoint presentation", _AS_CSV),
    ("Index/", "an Apple Numbers document", "Export it from Numbers as an Excel workbook (.xlsx)"),
)
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


class WrongKindOfFile(Unreadable):
    code = "wrong-kind-of-file"

    def __init__(self, name: str, what: str, hint: str) -> None:
        super().__init__(phrase("{name} is {what}, which is not read as a sheet", name=name, what=what), hint=hint)


def require_named_as_text(name: str) -> None:
    """Raise :class:`WrongKindOfFile` for text that is called a workbook."""
    if not name.lower().endswith(".csv"):
        hint = phrase("If it is a table with semicolons, commas or tabs between the cells, name it .csv")
        raise WrongKindOfFile(name, phrase("no workbook but text, or empty"), hint)


def kind_of(path: Path, name: str) -> Kind:
    """Which of the kinds that are read the file is. Raises :class:`OSError` and :class:`Unreadable`.

    What is no ordinary file, or is larger than any sheet, is refused before it is read.
    """
    with open_ordinary(path) as stream:
        if os.fstat(stream.fileno()).st_size > LARGE_FILE:
            raise FileTooLarge(name, LARGE_FILE)
        first = stream.read(_LOOKED_AT)
    if first.startswith(_ZIP):
        return _of_archive(path, name)
    if first.startswith(_OLE):
        return _of_streams(path, name)
    for beginning, what, hint in _BEGINNINGS:
        if first.startswith(beginning):
            raise WrongKindOfFile(name, what, hint)
    return _of_text(first, name)


def _of_text(first: bytes, name: str) -> Kind:
    text = first.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")):
        raise WrongKindOfFile(name, phrase("a web page (HTML), as some systems export tables"), _AS_XLSX)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise WrongKindOfFile(name, phrase("a workbook in the XML of Excel 2003"), _AS_XLSX)
    if text.startswith(b"<?xml"):
        raise WrongKindOfFile(name, phrase("an XML file"), _AS_CSV)
    return "text"


def _of_archive(path: Path, name: str) -> Kind:
    names, said = _contents(path, name)
    if said:
        if said in (_SPREADSHEET, f"{_SPREADSHEET}-template"):
            return "ods"
        raise WrongKindOfFile(name, phrase("an OpenDocument file other than a spreadsheet"), _AS_CSV)
    for folder, what, hint in _OTHER_ARCHIVES:
        if any(each.startswith(folder) for each in names):
            raise WrongKindOfFile(name, what, hint)
    if any(each.endswith("workbook.bin") for each in names):
        return "xlsb"
    if any(each.startswith("xl/") or each == "[Content_Types].xml" for each in names):
        return "xlsx"
    raise WrongKindOfFile(
        name, phrase("a zip archive without a workbook in it"), phrase("Unpack it, and import the file in it")
    )


def _contents(path: Path, name: str) -> tuple[list[str], str]:
    """The names of what is in an archive, and what it says that it is, if it does. Raises :class:`WrongKindOfFile`."""
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" not in names:
                return names, ""
            with archive.open("mimetype") as stream:
                return names, stream.read(2 * len(_SPREADSHEET)).decode("latin-1").strip()
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, ZlibError):
        hint = phrase("Fetch it anew; or open it in a spreadsheet program and save it as .xlsx")
        raise WrongKindOfFile(name, phrase("a damaged or cut off workbook or archive"), hint) from None


def _of_streams(path: Path, name: str) -> Kind:
    """An old binary workbook, by the names of what is in it."""
    data = path.read_bytes()
    for stream, what, hint in _STREAMS:
        if stream.encode("utf-16-le") in data:
            raise WrongKindOfFile(name, what, hint)
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return "xls"
    raise WrongKindOfFile(name, phrase("an old Office file without a workbook in it"), _AS_XLSX)
