"""Many facts in one open transaction: all of them are recorded, or none.

Rows wait in a buffer, because SQLite takes a thousand at a time several times faster than one by one.
What waits is seen by the same questions as what is stored.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.values.phrases import phrase
from ledger.store.checksums import checksum
from ledger.store.codec import encode
from ledger.store.errors import DuplicateId, RestoreOutOfOrder, Where
from ledger.store.files import schema
from ledger.store.files.connection import Connection
from ledger.store.files.errors import raise_conflict
from ledger.store.files.log import LogReader
from ledger.store.instants import instant, microseconds, next_instant

CHUNK = 1000
"""How many rows are handed over at a time."""

Row = tuple[int, str, int, str, bytes, int, str]
"""Position, stream, version, type, bytes, instant and id of a fact."""

Rehearsed = tuple[str, int, str, bytes, str]
"""Stream, version, type, bytes and id of a fact that has been judged, but has no place in the log yet."""


class Bulk(LogReader):
    """The log as seen from inside the transaction, and the only way to add to it."""

    def __init__(self, connection: Connection, path: Where, clock: Callable[[], datetime]) -> None:
        super().__init__(connection, path)
        self._clock = clock
        last: tuple[int, int] | None = connection.execute(schema.LAST).fetchone()
        self._position, self._instant = last or (0, 0)
        self._rows_waiting: list[Row] = []
        self._waiting: dict[str, tuple[Recorded, str]] = {}
        self._waiting_in_order: list[tuple[Recorded, str]] = []
        self._versions: dict[str, int] = {}
        self._absent: set[str] = set()
        """Ids that are known not to be recorded."""

    def close(self) -> None:
        """Nothing: the transaction belongs to the log that opened it."""

    def foresee(self, ids: Collection[str]) -> None:
        """Learn in one look which of the ids are not recorded, so that :meth:`find` need not look for each."""
        self._absent = set(ids).difference(self.recorded_ids(ids), self._waiting)

    def add(self, stream: str, version: int, fact: Fact, state: bytes | None = None) -> Recorded:
        """Record a fact, at the latest when the transaction ends. Raises as :meth:`flush` does.

        *state* is its spelling, where that has been worked out already.
        """
        fact_id = self._new_id(fact)
        self._take_place()
        return self._put(stream, version, fact_id, Recorded(self._position, instant(self._instant), fact), state)

    def _take_place(self) -> None:
        """Take the next position and an instant for it."""
        self._instant = self._instant + 1 if self._rows_waiting else next_instant(self._clock(), self._instant)
        self._position += 1

    def take_over(self, rehearsed: Iterable[Rehearsed]) -> None:
        """Record facts that have been judged already, when everything is still as it was then."""
        for stream, version, topic, state, fact_id in rehearsed:
            self._take_place()
            self._rows_waiting.append((self._position, stream, version, topic, state, self._instant, fact_id))
            if len(self._rows_waiting) == CHUNK:
                self.flush()

    def _new_id(self, fact: Fact) -> str:
        if not fact.id:
            message = "a fact gets an id before it is stored"
            raise ValueError(message)
        if fact.id in self._waiting:
            raise DuplicateId(fact.id)
        return fact.id

    def _put(self, stream: str, version: int, fact_id: str, recorded: Recorded, state: bytes | None) -> Recorded:
        """Let a fact wait under the position and instant just taken."""
        state = state or encode(recorded.fact)
        self._absent.discard(fact_id)
        self._rows_waiting.append((self._position, stream, version, recorded.fact.TYPE, state, self._instant, fact_id))
        self._waiting[fact_id] = (recorded, stream)
        self._waiting_in_order.append((recorded, stream))
        self._versions[stream] = version
        if len(self._rows_waiting) == CHUNK:
            self.flush()
        return recorded

    def flush(self) -> None:
        """Hand over the waiting rows.

        Raises :class:`DuplicateId` for an id that is recorded already and :class:`StaleRead` for a version
        that does not follow the stream's last; the transaction cannot be used after either.
        """
        rows, self._rows_waiting = self._rows_waiting, []
        self._waiting.clear()
        self._waiting_in_order.clear()
        self._versions.clear()
        if rows:
            self._insert(rows)

    def _insert(self, rows: Sequence[Row]) -> None:
        assert isinstance(self._connection, sqlite3.Connection)  # noqa: S101 - the log of a file opened it
        with self._translated:
            try:
                if self.has_checksums:
                    summed = [(*row, checksum(row[0], row[5], row[4])) for row in rows]
                    self._connection.executemany(schema.INSERT, summed)
                else:
                    self._connection.executemany(schema.INSERT_WITHOUT_CHECKSUM, rows)
            except sqlite3.IntegrityError as error:
                stored, _ = self._connection.execute(schema.LAST).fetchone() or (0, 0)
                _, stream, version, _, _, _, fact_id = rows[max(0, stored + 1 - rows[0][0])]
                raise_conflict(error, stream=stream, version=version, fact_id=fact_id)
                raise

    def restore(self, rows: Iterable[tuple[int, datetime, str, int, Fact]]) -> int:
        """Record facts under their own positions and instants; how many. Raises :class:`RestoreOutOfOrder`."""
        try:
            for position, recorded_at, stream, version, fact in rows:
                self._follow(position, microseconds(recorded_at))
                self._put(stream, version, self._new_id(fact), Recorded(position, recorded_at, fact), None)
            self.flush()
        except DuplicateId as error:
            raise RestoreOutOfOrder(
                phrase("Two facts in the journal have the id {fact_id}", fact_id=error.fact_id)
            ) from error
        return self._position

    def _follow(self, position: int, stored: int) -> None:
        """Take a position and instant that must come next."""
        if position != self._position + 1:
            raise RestoreOutOfOrder(
                phrase(
                    "Position {position} follows {value}; positions have no gaps",
                    position=position,
                    value=self._position,
                )
            )
        if stored <= self._instant:
            raise RestoreOutOfOrder(
                phrase("Fact #{position} is not recorded later than the fact before it", position=position)
            )
        self._position, self._instant = position, stored

    def last_position(self) -> int:
        return self._position

    def version(self, stream: str) -> int:
        waiting = self._versions.get(stream)
        return super().version(stream) if waiting is None else waiting

    def find(self, reference: Reference) -> tuple[Recorded, str] | None:
        if isinstance(reference, int):
            return self._waiting_at(reference) or super().find(reference)
        if reference in self._waiting:
            return self._waiting[reference]
        if reference.removeprefix("#").isdigit():
            self.flush()  # it may be the position of one that waits
        elif reference in self._absent:
            return None
        return super().find(reference)

    def _waiting_at(self, position: int) -> tuple[Recorded, str] | None:
        place = position - self._waiting_in_order[0][0].position if self._waiting_in_order else -1
        return self._waiting_in_order[place] if 0 <= place < len(self._waiting_in_order) else None

    def streams(self) -> list[str]:
        self.flush()
        return super().streams()

    def stream(self, name: str, after_version: int = 0) -> Iterator[tuple[int, Recorded]]:
        if name in self._versions:
            self.flush()
        return super().stream(name, after_version)

    def _rows(self, select: str, after: int, through: int | None, types: Collection[str] = ()) -> Iterator[Any]:
        self.flush()
        return super()._rows(select, after, through, types)

    def _rows_back(self, select: str, after: int, through: int | None) -> Iterator[Any]:
        self.flush()
        return super()._rows_back(select, after, through)

    def _stored_instant(self, position: int) -> int:
        if self._rows_waiting and position >= self._rows_waiting[0][0]:
            self.flush()
        return super()._stored_instant(position)
