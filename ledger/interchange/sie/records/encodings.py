"""Which encoding a SIE file is written in, and whether it is a SIE file at all.

The standard knows one encoding, IBM PC 8-bit (code page 437), and every file claims it. Many are something else.
"""

import codecs
from collections import Counter
from typing import BinaryIO

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase

_CP437_LETTERS = "åäöÅÄÖéÉüÜ".encode("cp437")
_LATIN_LETTERS = "åäöÅÄÖéÉüÜ".encode("cp1252")
_ASCII = bytes(range(128))
_LOOKED_AT = 4096
"""Bytes at the beginning of a file that show what kind of file it is."""

ENDINGS = (".se", ".si", ".sie")
"""The endings of the names of SIE files, in any case."""

NAMES = {"cp437": "PC8 (code page 437)", "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Latin-1 (Windows)"}
"""What people call the encodings."""

_OTHER_KINDS = {
    b"PK\x03\x04": "an Excel or other packed file (ZIP)",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a packed file (gzip)",
    b"SQLite format 3\0": "a database (SQLite)",
    b"{": "JSON",
    b"<!": "a web page (HTML) or other XML",
    b"<html": "a web page (HTML)",
    b"<?xml": "XML",
}
"""What files begin with that are named .se by mistake."""


class NotSie(Unreadable):
    code = "not-sie"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("This is no SIE file: {why}", why=why),
            hint=phrase("Export it again from the accounting system, as SIE type 2, 3 or 4 (.se, .si)"),
        )


class Sie5(Unreadable):
    code = "sie-5"

    def __init__(self) -> None:
        super().__init__(
            phrase("This is SIE 5 (XML), which is not read here"),
            hint=phrase("Export SIE type 4 instead (SIE 4E, .se); type 2 or 3 will do where months are enough"),
        )


def holds_sie(name: str) -> bool:
    """Whether the file's name says that it comes from an accounting system."""
    return name.lower().endswith(ENDINGS)


def marked_encoding(stream: BinaryIO) -> str | None:
    """The encoding that a byte order mark tells. Raises :class:`NotSie` and :class:`Sie5` for files of other kinds."""
    first = stream.read(_LOOKED_AT)
    stream.seek(0)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if b"<\0S\0i\0e" in first or b"\0<\0S\0i\0e" in first:
            raise Sie5
        why = phrase("it is UTF-16")
        raise NotSie(why)
    text = first.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith((b"<Sie", b"<?xml")) and b"<Sie" in text:
        raise Sie5
    for beginning, kind in _OTHER_KINDS.items():
        if text[: len(beginning)].lower() == beginning.lower() and not (beginning == b"{" and text[1:2] in b"\r\n"):
            why = phrase("it is {kind}", kind=kind)
            raise NotSie(why)
    return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else None


class Letters:
    """The letters of a file, chunk by chunk, and the encoding they are likeliest written in."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self._foreign: Counter[int] = Counter()

    def add(self, chunk: bytes) -> None:
        if not chunk.isascii():
            self._foreign.update(chunk.translate(None, _ASCII))
        if self._decoder is not None:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError:
                self._decoder = None

    @property
    def encoding(self) -> str:
        """UTF-8 where all of it is; otherwise the encoding in which most foreign bytes are Swedish letters."""
        if self._foreign and self._decoder is not None and not self._decoder.getstate()[0]:
            return "utf-8"
        by_437 = sum(self._foreign[byte] for byte in _CP437_LETTERS)
        by_latin = sum(self._foreign[byte] for byte in _LATIN_LETTERS)
        return "cp1252" if by_latin > by_437 else "cp437"
