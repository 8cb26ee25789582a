"""Balances brought forward: what a book came to at the end of a month, as known through a position, kept for later.

Adding up a book reads every flow up to the moment. As facts are only ever added, what a book came to at an earlier
position, at the end of an earlier month, stays right for ever: from there, only what lies between is left to be read.
A balance is kept when a question had to read much; it is a shortcut, and may be deleted like all of the read model.
"""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from contextlib import suppress

from ledger.projections.wide_sums import added_up

MONTHS = 12
MUCH = 4096
"""So many rows are read in a few thousandths of a second; more are worth a balance."""

MOST_KEYS = 500_000
"""A balance of more is not kept, and one that claims more is not believed: it would be 54 MB."""

_PLAIN, _COMPRESSED = b"-", b"z"

Key = tuple[int, int, int]
"""The words for kind, unit and item, by number."""

_STRIP = """SELECT kind, unit, item, first, last, SUM(amount), SUM(amount / (last - first + 1)), COUNT(*)
    FROM flows WHERE book = ? AND month IN ({months}) AND position > ? AND position <= ? {days}
    GROUP BY kind, unit, item, first, last"""
"""Flows that are spread over the same months add up to two numbers: the whole, and what each month but the last gets.

SQLite's integer division cuts each flow's part toward zero, as the rule of phasing asks.
"""


class Damaged(Exception):
    """A balance that does not hold what was written."""


class Sums:
    """What a book came to: by kind, unit and item, what belongs to months up to each of its year's months."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self.keys = list(keys)
        """Whose sums they are: place by place in each column."""
        self._places: dict[Key, int] | None = None
        """The place of each key, once it is necessary to look for one."""
        self.through: list[MutableSequence[int]] = [array("q") for _ in range(MONTHS)]
        """For each month, January first, the sums of all keys; in December's, the whole amounts. Arrays take a fifth
        of the room of a list, which stands in the place of one that cannot hold its sums."""
        self.rows = 0
        """How many flows were read for it, besides those in a balance."""

    def add(self, rows: Iterable[Sequence[int]]) -> None:
        """Add sums of flows that are spread evenly from a *first* through a *last* month."""
        for kind, unit, item, first, last, amount, part, count in rows:
            place = self._place((kind, unit, item))
            self.rows += count
            for month in range(first, MONTHS):
                in_all = amount if month >= last else part * (month - first + 1)
                try:
                    self.through[month][place] += in_all
                except OverflowError:
                    wide = self.through[month] = list(self.through[month])
                    wide[place] += in_all

    def _place(self, key: Key) -> int:
        if self._places is None:
            self._places = {known: place for place, known in enumerate(self.keys)}
        place = self._places.setdefault(key, len(self.keys))
        if place == len(self.keys):
            self.keys.append(key)
            for column in self.through:
                column.append(0)
        return place

    @property
    def fits(self) -> bool:
        """Whether all sums are of 64 bits, so that they can be packed."""
        return all(isinstance(column, array) for column in self.through)

    def told(self) -> dict[Key, tuple[int, ...]]:
        """The sums by key, in whatever order they were added; keys whose sums are all 0 left out."""
        columns = zip(*self.through, strict=True)
        return {key: sums for key, sums in zip(self.keys, columns, strict=True) if any(sums)}

    def packed(self, most: int | None = None) -> bytes:
        """The sums as bytes that tell whether they are whole; compressed, which takes longer, beyond *most* of them."""
        keys = array("i", [number for key in self.keys for number in key])
        body = b"".join([keys.tobytes(), *(memoryview(column).tobytes() for column in self.through)])  # type: ignore[arg-type]
        head = zlib.crc32(body).to_bytes(4) + len(self.keys).to_bytes(4)
        if most is None or len(body) <= most:
            return _PLAIN + head + body
        return _COMPRESSED + head + zlib.compress(body, level=1)

    @classmethod
    def unpacked(cls, packed: bytes) -> "Sums":
        """The sums that were packed. Raises :class:`Damaged`."""
        how, size, body = packed[:1], int.from_bytes(packed[5:9]), packed[9:]
        keys, column = array("i"), array("q")
        wide, high = 3 * size * keys.itemsize, size * column.itemsize
        if size > MOST_KEYS:
            raise Damaged
        if how == _COMPRESSED:
            body = _decompressed(body, wide + MONTHS * high)
        if len(body) != wide + MONTHS * high or zlib.crc32(body).to_bytes(4) != packed[1:5]:
            raise Damaged
        keys.frombytes(body[:wide])
        numbers = iter(keys)
        sums = cls(zip(numbers, numbers, numbers, strict=True))
        for month, filled in enumerate(sums.through):
            filled.frombytes(body[wide + month * high : wide + (month + 1) * high])  # type: ignore[attr-defined]
        return sums


def _decompressed(body: bytes, length: int) -> bytes:
    """So many bytes and no more: a few may claim to be millions."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(body, length + 1)
    except zlib.error:
        raise Damaged from None
    if len(found) != length or unpacking.unconsumed_tail:
        raise Damaged
    return found


def kept(connection: sqlite3.Connection) -> Iterator[tuple[int, int, int, bytes]]:
    """The balances there are: book, month, position and what they hold."""
    yield from connection.execute("SELECT book, month, position, sums FROM balances ORDER BY id")


def summed(connection: sqlite3.Connection, book: int, month: int, day: int, position: int) -> Sums:
    """What a book came to on a *day* of a *month* (0: at its end), as known through a position."""
    months = dict(connection.execute("SELECT month, rows FROM months WHERE book = ? AND month <= ?", (book, month)))
    whole = sorted(each for each in months if each < month or not day)
    sums = _brought_forward(connection, book, whole, months, position)
    if day and month in months:
        sums.add(_strip(connection, book, [month], 0, position, f"AND day <= {day}"))
    return sums


def _brought_forward(
    connection: sqlite3.Connection, book: int, whole: list[int], months: dict[int, int], position: int
) -> Sums:
    """The sums of whole months: the nearest balance, and what lies between."""
    if not whole:
        return Sums()
    nearest = _nearest(connection, book, whole[-1], months, position)
    sums, known, through = Sums(), 0, 0
    if nearest is not None:
        _, known, through = nearest
        found = _taken(connection, *nearest)
        if found is None:
            known = through = 0
        else:
            sums = found
    before, after = [each for each in whole if each <= through], [each for each in whole if each > through]
    sums.add(_strip(connection, book, before, known, position))
    sums.add(_strip(connection, book, after, 0, position))
    if sums.rows > MUCH and sums.fits:
        _keep(connection, book, whole[-1], position, sums, sum(months.values()))
    return sums


def _taken(connection: sqlite3.Connection, number: int, position: int, month: int) -> Sums | None:
    """The balance under a number, if it is still the one for this position and month, and whole."""
    packed = connection.execute(
        "SELECT sums FROM balances WHERE id = ? AND position = ? AND month = ?", (number, position, month)
    ).fetchone()
    if packed is None:  # another question has made room meanwhile
        return None
    try:
        return Sums.unpacked(packed[0])
    except Damaged:
        with suppress(sqlite3.OperationalError):  # it may only be read, or be busy just now
            connection.execute("DELETE FROM balances WHERE id = ?", (number,))
        return None


def _nearest(
    connection: sqlite3.Connection, book: int, month: int, months: dict[int, int], position: int
) -> tuple[int, int, int] | None:
    """The balance from which the fewest rows are left to be read, if there is any: its number, position and month."""
    found = connection.execute(
        "SELECT id, position, month FROM balances WHERE book = ? AND month <= ? AND position <= ?",
        (book, month, position),
    ).fetchall()
    a_position = sum(months.values()) / max(position, 1)  # rows that come with each, about

    def left(balance: tuple[int, int, int]) -> float:
        _, known, through = balance
        return (position - known) * a_position + sum(rows for each, rows in months.items() if through < each <= month)

    return min(found, key=left, default=None)


def _strip(
    connection: sqlite3.Connection, book: int, months: Sequence[int], after: int, through: int, days: str = ""
) -> Iterator[tuple[int, ...]]:
    """The flows of some months that count from a position after one through another, added up."""
    if not months or after >= through:
        return iter(())
    statement = _STRIP.format(months=", ".join(map(str, months)), days=days)
    return added_up(connection, statement, (book, after, through))


def _keep(connection: sqlite3.Connection, book: int, month: int, position: int, sums: Sums, rows: int) -> None:
    """Keep a balance for later questions, unless the file may only be read or is busy just now.

    Older balances of the book make room: together they take about half the room of its flows, and one there may be.
    """
    if len(sums.keys) > MOST_KEYS:
        return
    room = rows * _BYTES_A_FLOW
    packed = sums.packed(most=room // 8)
    most = max(1, room // (2 * len(packed)))
    timeout = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute(
            "INSERT INTO balances (book, position, month, sums) VALUES (?, ?, ?, ?)", (book, position, month, packed)
        )
        connection.execute(
            "DELETE FROM balances WHERE book = ? AND id NOT IN"
            " (SELECT id FROM balances WHERE book = ? ORDER BY id DESC LIMIT ?)",
            (book, book, most),
        )
    connection.execute(f"PRAGMA busy_timeout = {timeout}")


_BYTES_A_FLOW = 32
"""What a row of flows takes on the disk, about."""
