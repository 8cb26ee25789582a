"""CSV files as people's programs save them: separated by semicolons, commas or tabs, in UTF-8 or Windows-1252."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Cell, error_shown
from ledger.interchange.sheets.columns.headings import folded, headings
from ledger.interchange.sheets.sheet import MOST_ABOVE, Notice, Row, Sheet

LONGEST_LINE = 1024 * 1024
"""In characters."""
SEPARATORS = ";\t,"
_CHUNK = 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MIXED = re.compile(rb"\xc3[\x80-\xbf]")
"""How å, ä, ö and their like look in UTF-8. In Windows-1252 it would be à and a sign that never follows it."""
_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""How Excel lets a file say what separates its cells."""
_QUOTED = re.compile(r'"[^"]*"?')


class NotText(Unreadable):
    code = "not-text"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("The file is no CSV file: {why}", why=why),
            hint=phrase("Save it as CSV UTF-8 in the spreadsheet program, or import the xlsx"),
        )


class NotSeparated(Unreadable):
    code = "not-separated"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("The line cannot be cut into cells: {why}", why=why),
            hint=phrase(
                'A cell with a separator, quote or line break stands in quotes, its own quotes doubled: "a ""b"""'
            ),
        )


def read_csv(path: Path, name: str, notice: Notice) -> Sheet:
    """The file as a sheet, whose rows are read as they are asked for. Raises :class:`OSError` and :class:`NotText`."""
    encoding = _encoding(path)
    if encoding == "cp1252":
        notice(f"{name} is not UTF-8 and was read as Windows-1252")
    return Sheet(file=name, rows=_rows(path, encoding))


def _encoding(path: Path) -> str:
    """Which encoding the whole file fits."""
    with path.open("rb") as stream:
        first = stream.read(4)
        stream.seek(0)
        marked = next((encoding for mark, encoding in _MARKS if first.startswith(mark)), None)
        if marked == "utf-16":
            return marked
        offset = _first_foreign(stream)
        if offset is None:
            return marked or "utf-8"
        if marked:
            raise NotText(
                phrase("it says that it is UTF-8, and has a byte that is not at byte {offset}", offset=offset)
            )
        stream.seek(0)
        _require_windows(stream)
    return "cp1252"


def _first_foreign(stream: BinaryIO) -> int | None:
    """Where the first byte stands that is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    while True:
        chunk = stream.read(_CHUNK)
        if 0 in chunk:
            raise NotText(phrase("it has a zero byte at byte {read}", read=read + chunk.index(0)))
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return read - kept + error.start
        if not chunk:
            return None
        read += len(chunk)


def _require_windows(stream: BinaryIO) -> None:
    before, read = b"", 0
    while chunk := stream.read(_CHUNK):
        mixed = _MIXED.search(before + chunk)
        if mixed:
            raise NotText(
                phrase(
                    "it is UTF-8 in some places (byte {read}) and not in others",
                    read=read - len(before) + mixed.start(),
                )
            )
        if 0 in chunk:
            raise NotText(phrase("it has a zero byte at byte {read}", read=read + chunk.index(0)))
        try:
            chunk.decode("cp1252")
        except UnicodeDecodeError as error:
            raise NotText(phrase("byte {read} is neither UTF-8 nor Windows-1252", read=read + error.start)) from None
        before, read = chunk[-1:], read + len(chunk)


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="", errors="strict") as stream:
        try:
            yield from _cut(stream)
        except UnicodeError:
            raise NotText(phrase("it is not {encoding} all through", encoding=encoding)) from None


def _cut(stream: IO[str]) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_LINE)
    lines, held = _bounded(stream), list[str]()
    for line in lines:
        held.append(line)
        if len([each for each in held if each.strip()]) > MOST_ABOVE or _SAID.fullmatch(_first(held)):
            break
    said = _SAID.fullmatch(_first(held))
    separator = said[1] if said else _separator(held)
    skipped = len(held) if said else 0
    reader = csv.reader(lines if said else chain(held, lines), delimiter=separator, strict=True)
    before = skipped
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise NotSeparated(phrase("{error}, from line {before} on", error=error, before=before + 1)) from None
        if row is None:
            return
        yield before + 1, [_cell(text) for text in row]
        before = skipped + reader.line_num


def _bounded(stream: IO[str]) -> Iterator[str]:
    """The lines, as long as they are lines."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise NotText(
                phrase(
                    "line {number} has more than {longest_line} characters", number=number, longest_line=LONGEST_LINE
                )
            )
        yield line


def _first(lines: Sequence[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _separator(lines: Sequence[str]) -> str:
    """What cuts one of the first lines into the most headings; failing that, what most of them have as often."""
    known = {folded(heading) for heading in headings(None)}
    found = {each: max(_known_in(line.split(each), known) for line in lines or [""]) for each in SEPARATORS}
    best = max(SEPARATORS, key=lambda each: found[each])
    plain = [_QUOTED.sub("", line) for line in lines if line.strip()]
    return best if found[best] > 1 else max(SEPARATORS, key=lambda each: _most_alike(plain, each))


def _most_alike(lines: Sequence[str], separator: str) -> tuple[int, int]:
    """In how many lines it stands as often; and how often. A title above the headings has none."""
    times = Counter(line.count(separator) for line in lines if separator in line)
    often, alike = max(times.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return alike, often


def _known_in(cells: Sequence[str], known: Container[str]) -> int:
    return sum(folded(cell.strip().strip('"')) in known for cell in cells)


def _cell(text: str) -> Cell:
    text = text.strip()
    if not text:
        return None
    return (error_shown(text) or text) if text[0] == "#" else text
