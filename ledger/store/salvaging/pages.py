"""Rows on the pages of an SQLite file, read one page at a time and without believing anything about the others.

The format is SQLite's own (https://sqlite.org/fileformat2.html); as much of it is read here as rows of a table and
entries of an index need. Nothing raises but :class:`Unsound`: bytes that cannot be read as what they should be.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR = 0x0D, 0x0A, 0x02
FILE_HEADER = 100
"""How many bytes stand on the first page before its own header."""

_LARGEST = 8 * 1024 * 1024
"""No fact has as many bytes; a length beyond it is a broken length."""
_ZERO, _ONE, _FIRST_BYTES = 8, 9, 12
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, _ZERO: 0, _ONE: 0}
"""By serial type: how many bytes nothing, and a whole number, have."""

Overflow = Callable[[int], bytes]
"""The bytes of the page with a number, which go on with what had no room on another."""


class Unsound(Exception):
    """These bytes are not what they should be."""


class Row(NamedTuple):
    """One row of a table or entry of an index."""

    rowid: int
    """0 in an index, where it is the last of the values."""
    values: list[Any]


class Page:
    """One page. *usable*: how many of its bytes SQLite uses."""

    def __init__(self, data: bytes, usable: int, overflow: Overflow, *, first: bool = False) -> None:
        self._data = data
        self._usable = usable
        self._overflow = overflow
        self._header = FILE_HEADER if first else 0
        self.kind = data[self._header] if len(data) > self._header else 0

    def rows(self) -> Iterator[Row | None]:
        """Every row the page says it has, in its order; None for one that cannot be read."""
        interior = self.kind == INDEX_INTERIOR
        start = self._header + (12 if interior else 8)
        count = int.from_bytes(self._data[self._header + 3 : self._header + 5])
        for place in range(start, min(start + 2 * count, len(self._data) - 1), 2):
            cell = int.from_bytes(self._data[place : place + 2]) + (4 if interior else 0)
            try:
                yield self.row_at(cell)
            except Unsound:
                yield None

    def row_at(self, cell: int) -> Row:
        """The row whose cell begins there. Raises :class:`Unsound` if none does."""
        length, at = varint(self._data, cell)
        rowid = 0
        if self.kind not in {INDEX_LEAF, INDEX_INTERIOR}:
            rowid, at = varint(self._data, at)
            rowid -= rowid >> 63 << 64  # the highest bit is the sign
        if not 0 < length <= _LARGEST:
            raise Unsound
        return Row(rowid, record(self._payload(length, at)))

    def carved(self) -> Iterator[Row]:
        """Whatever reads as a row of a table, wherever on the page it begins."""
        for cell in range(len(self._data) - 4):
            try:
                yield self.row_at(cell)
            except Unsound:
                continue

    def _payload(self, length: int, at: int) -> bytes:
        local = _local(length, self._usable, in_table=self.kind not in {INDEX_LEAF, INDEX_INTERIOR})
        payload = self._data[at : at + local]
        if len(payload) != local:
            raise Unsound
        if local == length:
            return payload
        if told_length(payload) != length:
            raise Unsound  # before following pages for what is no row
        parts, left = [payload], length - local
        following = int.from_bytes(self._data[at + local : at + local + 4])
        while left > 0:
            page = self._overflow(following)
            part = page[4 : min(self._usable, left + 4)]
            if not part:
                raise Unsound
            parts.append(part)
            left -= len(part)
            following = int.from_bytes(page[:4])
        return b"".join(parts)


_LONGEST_HEADER = 64
"""No row of ours has a longer header: it holds a few bytes for each column."""


def _local(length: int, usable: int, *, in_table: bool) -> int:
    """How much of a payload stands on the page itself."""
    most = usable - 35 if in_table else (usable - 12) * 64 // 255 - 23
    if length <= most:
        return length
    least = (usable - 12) * 32 // 255 - 23
    wanted = least + (length - least) % (usable - 4)
    return wanted if wanted <= most else least


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where the next thing begins. Raises :class:`Unsound` past the end."""
    value = 0
    try:
        for place in range(at, at + 8):
            byte = data[place]
            value = value << 7 | byte & 0x7F
            if byte < 0x80:  # noqa: PLR2004 - the highest bit says that more follows
                return value, place + 1
        return value << 8 | data[at + 8], at + 9
    except IndexError:
        raise Unsound from None


def record(payload: bytes) -> list[Any]:
    """The values of one row. Raises :class:`Unsound`."""
    at, kinds = _header(payload)
    if at + sum(map(_size, kinds)) != len(payload):
        raise Unsound
    values: list[Any] = []
    for kind in kinds:
        end = at + _size(kind)
        values.append(_value(payload[at:end], kind))
        at = end
    return values


def told_length(payload: bytes) -> int:
    """How long a row is by what stands at its beginning. Raises :class:`Unsound`."""
    end, kinds = _header(payload)
    return end + sum(map(_size, kinds))


def _header(payload: bytes) -> tuple[int, list[int]]:
    """Where the header of a row ends, and the serial types of its values."""
    end, at = varint(payload, 0)
    if not at <= end <= min(len(payload), _LONGEST_HEADER):
        raise Unsound
    kinds: list[int] = []
    while at < end:
        kind, at = varint(payload, at)
        kinds.append(kind)
    if at != end:
        raise Unsound
    return end, kinds


def _size(kind: int) -> int:
    """How many bytes a value of this serial type has."""
    if kind >= _FIRST_BYTES:
        return (kind - _FIRST_BYTES) // 2
    size = _SIZES.get(kind)
    if size is None:
        raise Unsound  # a fraction, which we never store, or a type that is not used
    return size


def _value(part: bytes, kind: int) -> Any:
    if kind == 0:
        return None
    if kind in {_ZERO, _ONE}:
        return kind - _ZERO
    if kind < _FIRST_BYTES:
        return int.from_bytes(part, signed=True)
    if kind % 2 == 0:
        return part
    try:
        return part.decode()
    except UnicodeDecodeError:
        raise Unsound from None
