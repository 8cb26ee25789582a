"""A first look through a SIE file: what it is encoded in, and what kinds of figures it has.

The standard knows one encoding, IBM PC 8-bit (code page 437), and every file claims it. Many are something else.
"""

import codecs
import re
from collections import Counter
from pathlib import Path
from typing import BinaryIO

import attrs

from ledger.domain.errors import Unreadable

_CHUNK = 1024 * 1024
_OVERLAP = 4096
"""Bytes looked at again with the next chunk, so that what stands across its edge is seen."""

_CP437_LETTERS = "åäöÅÄÖéÉüÜ".encode("cp437")
_LATIN_LETTERS = "åäöÅÄÖéÉüÜ".encode("cp1252")
_ASCII = bytes(range(128))
_PERIOD_BALANCE = re.compile(rb"(?:^|[\r\n])[ \t]*#PSALDO[ \t]")
_SINGLE_OBJECT = rb'#P(?:SALDO|BUDGET)[ \t][^{\r\n]*\{[ \t]*"?%s"?[ \t]+(?:"[^"\r\n]*"|[^ \t"{}\r\n]+)[ \t]*\}'

ENDINGS = (".se", ".si", ".sie")
"""The endings of the names of SIE files, in any case."""

NAMES = {"cp437": "PC8 (code page 437)", "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Latin-1 (Windows)"}
"""What people call the encodings."""


class NotSie(Unreadable):
    code = "not-sie"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is no SIE file: {why}",
            hint="Export it again from the accounting system, as SIE type 2, 3 or 4 (.se, .si)",
        )


def holds_sie(name: str) -> bool:
    """Whether the file's name says that it comes from an accounting system."""
    return name.lower().endswith(ENDINGS)


@attrs.frozen
class Survey:
    """What is known of a file before it is read."""

    encoding: str
    has_period_balances: bool
    """Whether outcomes stand in #PSALDO; otherwise they are added up from vouchers."""
    has_single_objects: bool
    """Whether figures by period stand for one object of the dimension alone, not only for it and others together."""


def survey(path: Path, dimension: str = "1") -> Survey:
    """Look through the whole file. Raises :class:`NotSie` and :class:`OSError`."""
    single = re.compile(_SINGLE_OBJECT % re.escape(dimension.upper()).encode("utf-8", "replace"))
    with path.open("rb") as stream:
        encoding = _marked(stream)
        look = _Look(single)
        while chunk := stream.read(_CHUNK):
            look.at(chunk)
    return Survey(encoding or look.encoding(), look.has_period_balances, look.has_single_objects)


def _marked(stream: BinaryIO) -> str | None:
    """The encoding that a byte order mark tells."""
    first = stream.read(3)
    stream.seek(0)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        why = "it is UTF-16"
        raise NotSie(why)
    return "utf-8-sig" if first == codecs.BOM_UTF8 else None


class _Look:
    """What has been seen of a file, chunk by chunk."""

    def __init__(self, single: re.Pattern[bytes]) -> None:
        self._single = single
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self._foreign: Counter[int] = Counter()
        self._before = b"\n"
        self.has_period_balances = False
        self.has_single_objects = False

    def at(self, chunk: bytes) -> None:
        if not chunk.isascii():
            self._foreign.update(chunk.translate(None, _ASCII))
        if self._decoder is not None:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError:
                self._decoder = None
        if not (self.has_period_balances and self.has_single_objects):
            text = (self._before + chunk).upper()
            if b"#PSALDO" in text or b"#PBUDGET" in text:  # found faster than what is looked for below
                self.has_period_balances = self.has_period_balances or bool(_PERIOD_BALANCE.search(text))
                self.has_single_objects = self.has_single_objects or bool(self._single.search(text))
            self._before = chunk[-_OVERLAP:]

    def encoding(self) -> str:
        """UTF-8 where all of it is; otherwise the encoding in which most foreign bytes are Swedish letters."""
        if self._foreign and self._decoder is not None and not self._decoder.getstate()[0]:
            return "utf-8"
        by_437 = sum(self._foreign[byte] for byte in _CP437_LETTERS)
        by_latin = sum(self._foreign[byte] for byte in _LATIN_LETTERS)
        return "cp1252" if by_latin > by_437 else "cp437"
