"""A first look through a SIE file: its encoding, and which figures each account has.

What gives an account's outcome depends on rows anywhere in the file. They are found here, in bytes, so that the
reading afterwards can place every row as it comes and keep none.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import attrs

from ledger.interchange.sie.records.encodings import Letters, marked_encoding
from ledger.interchange.sie.records.lexer import LONGEST_LINE, split_any

_CHUNK = 1024 * 1024
_FIELD = rb'"?([^ \t"{}\\\r\n]++)"?'
_PAIR = rb'(?:"[^"\\{}\r\n]*"|[^ \t"{}\\\r\n]++)'
_LABEL = rb"#[Pp](?:[Ss][Aa][Ll][Dd][Oo]|[Bb][Uu][Dd][Gg][Ee][Tt])[ \t]+"
_BY_PERIOD = re.compile(
    rb"(" + _LABEL + rb")(?:((?:" + _FIELD.replace(b"(", b"(?:") + rb"[ \t]+){2}" + _FIELD.replace(b"(", b"(?:") + rb")"
    rb"(?:[ \t]*\{[ \t]*(?:" + _FIELD + rb"[ \t]+" + _PAIR + rb"[ \t]*)?\}|[ \t]+[-+0-9]))?"
)
"""Label; year, period and account; the dimension, where figures are for one object alone.

Whatever is written otherwise, with escapes or for several objects, has the label alone here.
"""

Key = tuple[str, str, str, str]
"""Label, year, period and account, as written in the file."""


@attrs.frozen
class Survey:
    """What is known of a file before it is read."""

    encoding: str
    balances: frozenset[tuple[str, str]]
    """Year and account of all that have #PSALDO. The outcome of others is added up from vouchers."""
    single: frozenset[Key]
    """Where figures stand for one object of the dimension alone."""
    several: frozenset[Key]
    """Where figures stand for an object of the dimension and others together."""

    @property
    def has_balances(self) -> bool:
        return bool(self.balances)


def survey(path: Path, dimension: str = "1") -> Survey:
    """Look through the whole file.

    Raises :class:`~ledger.interchange.sie.records.encodings.NotSie` or ``Sie5`` for other files, and :class:`OSError`.
    """
    look = _Look(dimension.encode("utf-8", "replace"))
    letters = Letters()
    with path.open("rb") as stream:
        marked = marked_encoding(stream)
        for lines in _whole_lines(stream, letters):
            look.at(lines)
    return look.survey(marked or letters.encoding)


def _whole_lines(stream: BinaryIO, letters: Letters) -> Iterator[bytes]:
    """Chunks that end where a line ends. A line that is longer than any record may be is cut: it is refused later."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        letters.add(chunk)
        text = rest + chunk
        end = max(text.rfind(b"\n"), text.rfind(b"\r")) + 1
        rest = text[end:][-LONGEST_LINE:]
        yield text[:end]
    yield rest


class _Look:
    """The rows by period seen so far."""

    def __init__(self, dimension: bytes) -> None:
        self._dimension = dimension
        self._seen: set[tuple[bytes, bytes | None, bytes | None]] = set()
        self._balances: set[tuple[bytes, bytes]] = set()
        self._single: set[tuple[bytes, ...]] = set()
        self._several: set[tuple[bytes, ...]] = set()

    def at(self, text: bytes) -> None:
        for found in _BY_PERIOD.finditer(text):
            usual = label, fields, dimension = found[1], found[2], found[3]
            if usual in self._seen or not _begins_line(text, found.start()):
                continue
            if fields is None:
                end = min(
                    each
                    for each in (text.find(b"\n", found.end()), text.find(b"\r", found.end()), len(text))
                    if each >= 0
                )
                self._take(label, text[found.end() : end])
                continue
            self._seen.add(usual)
            self._take(label, fields + (b" {%s x}" % dimension if dimension else b""))

    def _take(self, written: bytes, rest: bytes) -> None:
        label = written.strip().upper()
        fields, _ = split_any((b"#P " + rest).decode("latin-1"))
        if len(fields) < 4 or any(type(field) is not str for field in fields[1:4]):  # noqa: PLR2004 - label, year, period, account
            return  # refused when it is read
        year, period, account = (str(field).encode("latin-1") for field in fields[1:4])
        if label == b"#PSALDO":
            self._balances.add((year, account))
        objects = fields[4] if len(fields) > 4 else ()  # noqa: PLR2004 - what follows the account
        if type(objects) is tuple and self._dimension.decode("latin-1") in objects[::2]:
            of_several = len(objects) > 2  # noqa: PLR2004 - a pair
            (self._several if of_several else self._single).add((label, year, period, account))

    def survey(self, encoding: str) -> Survey:
        def read(*fields: bytes) -> tuple[str, ...]:
            return tuple(field.decode(encoding, "replace") for field in fields)

        return Survey(
            encoding,
            frozenset(read(*each) for each in self._balances),  # type: ignore[misc]  # two fields each
            frozenset(read(*each) for each in self._single),  # type: ignore[misc]  # four fields each
            frozenset(read(*each) for each in self._several),  # type: ignore[misc]
        )


def _begins_line(text: bytes, place: int) -> bool:
    """Whether nothing but blanks stands before it on its line."""
    while place and text[place - 1] in b" \t\x1a":
        place -= 1
    return not place or text[place - 1] in b"\r\n"


def _end_of_line(text: bytes, place: int) -> int:
    ends = (text.find(b"\n", place), text.find(b"\r", place))
    return min((end for end in ends if end >= 0), default=len(text))
