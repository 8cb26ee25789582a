"""Reading a ledger's file, with plain SQLite: the facts in the order they were recorded."""

import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from ledger.domain.errors import LedgerError
from ledger.domain.fact import Recorded, Reference
from ledger.domain.values.phrases import phrase
from ledger.store.checksums import require_unchanged
from ledger.store.codec import decode
from ledger.store.errors import DamagedFact, DamagedLedger, Where
from ledger.store.files import schema
from ledger.store.files.connection import Connection
from ledger.store.files.errors import Translated
from ledger.store.files.merging import merge
from ledger.store.instants import instant, microseconds
from ledger.store.sieves import Sieve

_LAST_POSITION = 2**63 - 1
"""The largest number SQLite has."""
_TOO_LONG = 20
"""Digits that are more than any position has; Python refuses to read thousands of them."""

_STREAMS = """
WITH RECURSIVE stream (id) AS (
    SELECT min(originator_id) FROM stored_events
    UNION ALL
    SELECT (SELECT min(originator_id) FROM stored_events WHERE originator_id > stream.id) FROM stream
    WHERE stream.id IS NOT NULL
)
SELECT id FROM stream WHERE id IS NOT NULL"""


_is_uuid = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def _is_identity(value: object) -> bool:
    return isinstance(value, str) and _is_uuid(value) is not None


class LogReader:
    """The facts of one ledger, read from an open connection. Close it, or use it as a context."""

    has_checksums = True
    """Whether every fact has a checksum: on servers, and in files of an earlier format, it has none."""

    _page = 256
    """How many rows are read at a time: few, as a budget may have 50 000 lines."""

    _BEGIN: ClassVar[str] = "BEGIN"

    _until = _LAST_POSITION

    is_copy = False
    """Whether it follows another log, and may not have everything yet."""

    sees_no_writers = False
    """Whether SQLite was told that nobody writes: what is recorded after it was opened is not seen."""

    merges = False
    """Whether what stands in the ``-wal`` is merged into the file when this is closed."""

    def __init__(self, connection: Connection, path: Where) -> None:
        self.path = path
        self.beside: Path | None = path if isinstance(path, Path) else None
        """Beside this path lies what is derived from the log, if it lies anywhere."""
        self._connection = connection
        self._translated = Translated(path)

    def close(self) -> None:
        if self.merges and isinstance(self._connection, sqlite3.Connection) and isinstance(self.path, Path):
            merge(self._connection, self.path)
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def metadata(self) -> dict[str, str]:
        """What the ledger is: format, name, orgnr, created and identity.

        Raises :class:`DamagedLedger` when the identity is none: it becomes part of file names and of what is signed.
        """
        with self._translated:
            found = dict(self._connection.execute("SELECT key, value FROM metadata"))
        if not _is_identity(found.get("identity")):
            raise DamagedLedger(self.path, phrase("it does not say which ledger it is"))
        return found

    def last_position(self) -> int:
        """The position of the newest fact; 0 in an empty ledger."""
        row = self._row(schema.LAST)
        return min(int(row[0]), self._until) if row else 0

    def recorded_at(self, position: int) -> datetime:
        """When the fact at *position* was recorded. Raises :class:`DamagedLedger` if there is none."""
        return instant(self._stored_instant(position))

    def last_instant(self) -> datetime:
        """When the newest fact was recorded; in an empty ledger, when that was made."""
        last = self.last_position()
        return self.recorded_at(last) if last else datetime.fromisoformat(self.metadata()["created"])

    def position_at(self, known_at: datetime) -> int:
        """The last position recorded at or before *known_at*; 0 before the first.

        Instants increase with positions, so halving the positions finds it without an index.
        """
        sought = microseconds(known_at)
        known, unknown = 0, self.last_position() + 1
        while unknown - known > 1:
            middle = (known + unknown) // 2
            if self._stored_instant(middle) <= sought:
                known = middle
            else:
                unknown = middle
        return known

    def streams(self) -> list[str]:
        """The names of all streams, sorted."""
        with self._translated:
            return [name for (name,) in self._connection.execute(_STREAMS)]

    def version(self, stream: str) -> int:
        """How many facts the stream has."""
        return int(self._row(schema.VERSION, stream)[0])

    def until(self, position: int) -> Self:
        """The same log as it was when it ended at a position, read through the same connection."""
        earlier = copy(self)
        earlier._until = position  # noqa: SLF001 - of the same class
        return earlier

    def stream(self, name: str, after_version: int = 0) -> Iterator[tuple[int, Recorded]]:
        """The facts of a stream after a version, each with its own version."""
        condition = "originator_id = ?"
        for version, *row in self._each(self._of_a_stream, "originator_version", after_version, condition, name):
            yield version, self._recorded(*row)

    def of_types(self, stream: str, types: Collection[str], after_version: int = 0) -> Iterator[Recorded]:
        """The facts of a stream that are of some types; the bytes of the others are not read."""
        condition = f"originator_id = ? AND topic IN ({', '.join('?' * len(types))})"
        for _, *row in self._each(self._of_a_stream, "originator_version", after_version, condition, stream, *types):
            yield self._recorded(*row)

    @property
    def _fact(self) -> str:
        """The columns that a fact is read from."""
        return f"position, recorded_at, topic, state, {'checksum' if self.has_checksums else 'NULL'}"

    def _recorded(self, position: int, recorded_at: int, topic: str, state: bytes, summed: object) -> Recorded:
        if self.has_checksums:
            require_unchanged(position, recorded_at, state, summed)
        when = _instant(position, recorded_at)
        try:
            return Recorded(position, when, decode(topic, state, position))
        except DamagedFact as error:
            error.known_before(when)
            raise

    @property
    def _of_a_stream(self) -> str:
        return f"SELECT originator_version, {self._fact} FROM stored_events"  # noqa: S608 - our own names

    def find(self, reference: Reference) -> tuple[Recorded, str] | None:
        """The fact with this id or position and the stream it is in. Digits, also after #, may be either."""
        if isinstance(reference, str):
            found = self._find("fact_id", reference)
            digits = reference.removeprefix("#")
            if found or not (digits.isascii() and digits.isdigit() and len(digits) < _TOO_LONG):
                return found
            reference = int(digits)
        return self._find("position", reference) if 0 < reference <= _LAST_POSITION else None

    def recorded_ids(self, ids: Collection[str]) -> set[str]:
        """Those of the ids that facts have."""
        marks = ", ".join("?" * len(ids))
        statement = f"SELECT fact_id FROM stored_events WHERE fact_id IN ({marks})"  # noqa: S608 - question marks
        with self._translated:
            return {fact_id for (fact_id,) in self._connection.execute(statement, tuple(ids))}

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What others record meanwhile is not seen. It keeps nobody from recording."""
        with self._translated:
            self._connection.execute(self._BEGIN)
            self._row(schema.LAST)  # a transaction begins with what it first reads
        try:
            yield
        finally:
            with suppress(sqlite3.Error, LedgerError):
                self._connection.execute("ROLLBACK")

    def facts(self, after: int = 0, through: int | None = None, types: Collection[str] = ()) -> Iterator[Recorded]:
        """The facts after one position through another, in their order; of these types, if any are given."""
        for row in self._rows(f"SELECT {self._fact} FROM stored_events", after, through, types):  # noqa: S608 - our own names
            yield self._recorded(*row)

    def sifted(self, sieve: Sieve, after: int = 0, through: int | None = None) -> Iterator[Recorded]:
        """The facts whose bytes a sieve lets through, the newest first. The others are not read."""
        for row in self._rows_back(f"SELECT {self._fact} FROM stored_events", after, through):  # noqa: S608 - our own names
            if sieve(row[2], row[3]):
                yield self._recorded(*row)

    def raw(self, after: int = 0, through: int | None = None) -> Iterator[tuple[int, datetime, bytes]]:
        """Position, instant and bytes of the facts in their order, without reading what the bytes say."""
        select = f"SELECT {self._fact} FROM stored_events"  # noqa: S608 - our own names
        for position, recorded_at, _, state, summed in self._rows(select, after, through):
            if self.has_checksums:
                require_unchanged(position, recorded_at, state, summed)
            yield position, instant(recorded_at), state

    def _rows(self, select: str, after: int, through: int | None, types: Collection[str] = ()) -> Iterator[Any]:
        last = _LAST_POSITION if through is None else through
        of_types = f" AND topic IN ({', '.join('?' * len(types))})" if types else ""
        return self._each(select, "position", after, f"position <= ?{of_types}", last, *types)

    def _rows_back(self, select: str, after: int, through: int | None) -> Iterator[Any]:
        last = self.last_position() if through is None else through
        return self._each(select, "position", last + 1, "position > ?", after, backwards=True)

    def _each(
        self, select: str, key: str, after: int, condition: str, *values: Any, backwards: bool = False
    ) -> Iterator[Any]:
        """Page by page: memory does not grow with the history, and nothing is held open while a page is used.

        An open cursor would keep the ``-wal`` from being merged, and a page that is being printed may take long. Facts
        never change, so every page may be read by itself.
        """
        ends = "" if self._until == _LAST_POSITION else f" AND position <= {self._until}"
        beyond, order = ("<", f"{key} DESC") if backwards else (">", key)
        page = f"{select} WHERE {key} {beyond} ? AND {condition}{ends} ORDER BY {order} LIMIT {self._page}"
        while True:
            rows: list[Any] = []
            try:
                with self._translated:
                    rows.extend(self._connection.execute(page, (after, *values)))
            except DamagedLedger as error:
                yield from rows
                raise DamagedLedger(self.path, error.why, first=self._first_unreadable()) from error
            yield from rows
            if len(rows) < self._page:
                return
            after = rows[-1][0]

    def _first_unreadable(self) -> int | None:
        """The first position at which SQLite stumbles: asked for when it has, so that the damage has a place."""
        last = 0
        with suppress(sqlite3.Error, UnicodeDecodeError, DamagedLedger):
            for position, *_ in self._connection.execute(f"SELECT {self._fact} FROM stored_events ORDER BY position"):  # noqa: S608 - our own names
                last = position
            return None
        return last + 1

    def _row(self, statement: str, *values: Any) -> Any:
        with self._translated:
            return self._connection.execute(statement, values).fetchone()

    def _stored_instant(self, position: int) -> int:
        row = self._row("SELECT recorded_at FROM stored_events WHERE position = ?", position)
        if row is None:
            raise DamagedLedger(self.path, phrase("there is no fact #{position}", position=position))
        if type(row[0]) is not int:
            raise DamagedFact(position, phrase("{row!r} is not an instant", row=row[0]))
        return row[0]

    def _find(self, column: str, value: Any) -> tuple[Recorded, str] | None:
        if isinstance(value, str) and not _is_text(value):
            return None
        row = self._row(
            f"SELECT originator_id, {self._fact} FROM stored_events WHERE {column} = ?",  # noqa: S608 - one of two names
            value,
        )
        return (self._recorded(*row[1:]), row[0]) if row else None


def _is_text(words: str) -> bool:
    """Whether words can be stored at all: bytes of a command line that were no UTF-8 cannot."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _instant(position: int, stored: int) -> datetime:
    try:
        return instant(stored)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise DamagedFact(position, phrase("{stored!r} is not an instant", stored=stored)) from error
