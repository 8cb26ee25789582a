"""The ``-wal`` file: which pages it holds in place of those in the file itself, and what SQLite would not read of it.

Every frame is a page with a header, and its checksum goes over all frames before it. So whatever follows a damaged
frame cannot be told by SQLite from what was never committed, and is passed over when the ledger is opened.
"""

import struct
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

import attrs

_HEADER, _FRAME = 32, 24
_USUAL_SIZE = 4096
_ENOUGH = 9
_MAGIC = {0x377F0682: "little", 0x377F0683: "big"}
"""What the file begins with, and the order of bytes in which it is summed."""


@attrs.define
class Wal:
    """What a ``-wal`` file holds, by where it stands in it."""

    page_size: int = 0
    committed: dict[int, int] = attrs.field(factory=dict)
    """By the number of a page: where its newest version begins that was committed for certain."""
    passed_over: dict[int, int] = attrs.field(factory=dict)
    """The same of pages of transactions that end, but in or behind damage."""
    begins_well: bool = True
    """Whether its header is sound. A power cut may tear it when the file is begun anew, with everything merged."""
    damaged: bool = False
    """Whether a transaction ends behind the damage: a power cut tears the last one alone."""


def read_wal(file: BinaryIO) -> Wal:
    """What is in the file. Never raises because of what stands there."""
    header = file.read(_HEADER)
    if len(header) < _HEADER:
        return Wal()
    magic, _, page_size, _, *_ = numbers = struct.unpack(">8I", header)
    order = _MAGIC.get(magic)
    sums = _summed(header[:24], order, (0, 0)) if order else (0, 0)
    sound = order is not None and sums == numbers[6:8]
    found = Wal(page_size if sound else _USUAL_SIZE, begins_well=sound)
    salts = header[16:24] if sound else _usual_salts(file, found.page_size)
    _read_frames(file, found, order if sound else None, salts, sums)
    return found


def _read_frames(file: BinaryIO, found: Wal, order: str | None, salts: bytes, sums: tuple[int, int]) -> None:
    """Sort the frames of the file into *found*. Without an *order* of bytes none of them can be trusted.

    Frames with other *salts* are left over from before the file was begun anew, unless one of ours comes after them.
    """
    waiting: dict[int, int] = {}
    behind: dict[int, int] = {}
    trusted = order is not None
    for at, header, page in _frames(file, found.page_size):
        number, ends = struct.unpack(">2I", header[:8])
        ours = header[8:16] == salts
        torn = trusted
        if trusted and order:
            sums = _summed(page, order, _summed(header[:8], order, sums))
            trusted = ours and sums == struct.unpack(">2I", header[16:24])
        torn = torn and not trusted
        if torn:
            behind |= waiting
        if trusted:
            waiting[number] = at
            if ends:
                found.committed |= waiting
                waiting.clear()
        else:
            behind[number] = at
            if ours and ends:
                found.passed_over |= behind
                found.damaged = found.damaged or not torn
                behind.clear()


def _usual_salts(file: BinaryIO, page_size: int) -> bytes:
    """What most of the first frames have in their headers, where that of the file does not tell."""
    salts = Counter(header[8:16] for _, header, _ in islice(_frames(file, page_size), _ENOUGH) if any(header[8:16]))
    return max(salts, key=salts.__getitem__, default=b"")


def _frames(file: BinaryIO, page_size: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Where each page begins, the header of its frame, and the page."""
    at = _HEADER
    file.seek(at)
    while len(frame := file.read(_FRAME + page_size)) == _FRAME + page_size:
        yield at + _FRAME, frame[:_FRAME], frame[_FRAME:]
        at += len(frame)


def _summed(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    """SQLite's checksum over *data*, going on from *sums*."""
    words = array("I", data)
    if order != sys.byteorder:
        words.byteswap()
    one, other = sums
    pairs = iter(words)
    for word in pairs:
        one = one + word + other & 0xFFFFFFFF
        other = other + next(pairs) + one & 0xFFFFFFFF
    return one, other
