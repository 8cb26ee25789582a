"""The eventsourcing library's SQLite module, made to keep our log in a file.

The library keeps the transactions, the connections and the streams; what is added here is what an
auditor needs of a log: positions without gaps, instants that never step back, and one writer at a time.
"""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ConnectionUnavailableError,
    InfrastructureFactory,
    Notification,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
    SQLiteTransaction,
)
from eventsourcing.utils import Environment

from ledger.store.checksums import checksum
from ledger.store.entries import FactApplication, FactNotification, StoredFact, conflicts
from ledger.store.errors import LedgerBusy, StaleRead
from ledger.store.files import schema
from ledger.store.files.beneath.one_history import number_state
from ledger.store.files.connection import Connection
from ledger.store.files.errors import Translated, raise_conflict
from ledger.store.files.reading import BUSY_TIMEOUT_S, uri
from ledger.store.instants import instant, next_instant

Clock = Callable[[], datetime]

LONGEST_NAP_MS = 5
"""How long a waiting writer sleeps before it looks whether it is its turn. Left to itself SQLite sleeps up to 100 ms
at a time, and a program that records without a pause takes every turn meanwhile."""


class WriteTransaction(SQLiteTransaction):
    """A transaction that takes the lock as it begins, numbers what it makes, and leaves nothing open when it fails."""

    def __init__(self, connection: SQLiteConnection, turn: threading.Lock) -> None:
        super().__init__(connection, commit=True)
        self._turn = turn
        self._cursor = connection.cursor()
        self._changes = 0

    def __enter__(self) -> SQLiteCursor:
        if not self._turn.acquire(timeout=BUSY_TIMEOUT_S):
            raise ConnectionUnavailableError("another thread is recording")
        try:
            return self._begin()
        except BaseException:
            self._turn.release()
            raise

    def _begin(self) -> SQLiteCursor:
        cursor = self._cursor
        patience = time.monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                    raise OperationalError(error) from error
            else:
                self._changes = cursor.sqlite_cursor.connection.total_changes
                return cursor

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        try:
            if exc_type is None:
                self._number()
            super().__exit__(exc_type, exc_val, exc_tb)
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # a commit that failed for want of room is still open
                self.connection.rollback()
            raise
        finally:
            self._turn.release()

    def _number(self) -> None:
        if self._cursor.sqlite_cursor.connection.total_changes != self._changes:
            self._cursor.execute("PRAGMA user_version")
            number_state(self._cursor, before=self._cursor.fetchone()[0])


class FactConnectionPool(SQLiteConnectionPool):
    """Connections that wait for their turn and commit to the disk itself."""

    @staticmethod
    def detect_memory_mode(db_name: str) -> bool:  # noqa: ARG004 - a ledger is always a file, whatever its name
        return False

    def _create_connection(self) -> SQLiteConnection:
        connection = sqlite3.connect(
            self.db_name, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA busy_timeout = {LONGEST_NAP_MS}")
        connection.row_factory = sqlite3.Row
        return SQLiteConnection(connection, max_age=self.max_age)


class FactRecorder(SQLiteApplicationRecorder):
    """Numbers facts and takes the time inside the transaction that records them."""

    has_checksums = True
    """Whether facts get one: in a file of an earlier format, they go on having none."""

    def __init__(self, datastore: SQLiteDatastore, clock: Clock) -> None:
        super().__init__(datastore)
        self.clock = clock
        self._writer: SQLiteConnection | None = None
        self._turn = threading.Lock()

    def writing(self) -> WriteTransaction:
        """A transaction on the one connection kept for writing; asking the pool each time costs a tenth."""
        with self._turn:
            if self._writer is None:
                self._writer = self.datastore.pool.get_connection(is_writer=True)
        return WriteTransaction(self._writer, self._turn)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        with conflicts(), self.writing() as cursor:
            return self._insert_events(cursor, stored_events, **kwargs)

    def construct_create_table_statements(self) -> list[str]:
        return list(schema.CREATE)

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        reads: Mapping[str, int] | None = None,
        seen: int | None = None,
        instants: list[datetime] | None = None,
        **_: Any,
    ) -> Sequence[int]:
        """Insert after checking that every stream in *reads* stands where it stood; tell the *instants* too.

        Where the log still ends at the position that was *seen* before reading, none of them can have grown.
        """
        c.execute(schema.LAST)
        last, last_instant = c.fetchone() or (0, 0)
        for stream, version in (reads or {}).items() if last != seen else ():
            c.execute(schema.VERSION, (stream,))
            if c.fetchone()[0] != version:
                raise StaleRead(stream, read=version)
        first_instant = next_instant(self.clock(), last_instant)
        for offset, event in enumerate(stored_events):
            self._insert(c, event, last + 1 + offset, first_instant + offset)
            if instants is not None:
                instants.append(instant(first_instant + offset))
        return list(range(last + 1, last + 1 + len(stored_events)))

    def _insert(self, c: SQLiteCursor, event: StoredEvent, position: int, recorded_at: int) -> None:
        assert isinstance(event, StoredFact)  # noqa: S101 - our mapper makes these
        stream, version = str(event.originator_id), event.originator_version
        values = (position, stream, version, event.topic, event.state, recorded_at, event.fact_id)
        try:
            if self.has_checksums:
                c.execute(schema.INSERT, (*values, checksum(position, recorded_at, event.state)))
            else:
                c.execute(schema.INSERT_WITHOUT_CHECKSUM, values)
        except sqlite3.IntegrityError as error:
            raise_conflict(error, stream=stream, version=version, fact_id=event.fact_id)
            raise

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        order = "DESC" if desc else "ASC"
        statement = f"{_OF_A_STREAM} ORDER BY originator_version {order} LIMIT ?"
        with self.datastore.transaction(commit=False) as c:
            c.execute(statement, (originator_id, _or(gt, 0), _or(lte, _NO_LIMIT), _or(limit, _NO_LIMIT)))
            return [StoredFact(**_columns(row)) for row in c.fetchall()]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = _or(start, 1) - inclusive_of_start
        of_topics = f"AND topic IN ({', '.join('?' * len(topics))})" if topics else ""
        statement = f"{_IN_ORDER} {of_topics} ORDER BY position LIMIT ?"
        with self.datastore.transaction(commit=False) as c:
            c.execute(statement, (after, _or(stop, _NO_LIMIT), *topics, limit))
            rows = [_columns(row) for row in c.fetchall()]
        return [FactNotification(id=row.pop("position"), **row) for row in rows]


class FactFactory(SQLiteFactory):
    """Makes the recorder for one file, with its clock."""

    def __init__(self, env: Environment, clock: Clock) -> None:
        super().__init__(env)
        self.datastore.pool = FactConnectionPool(db_name=self.datastore.pool.db_name)
        self._clock = clock

    def application_recorder(self) -> FactRecorder:
        return FactRecorder(self.datastore, self._clock)


class LogApplication(FactApplication):
    """The application over a ledger's file."""

    recorder: FactRecorder

    def __init__(self, path: Path, clock: Clock, *, has_checksums: bool = True) -> None:
        self._clock = clock
        super().__init__({"SQLITE_DBNAME": uri(path, "mode=rw")})
        self.recorder.has_checksums = has_checksums

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        return FactFactory(env, self._clock)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.recorder.writing() as cursor:
            yield cursor.sqlite_cursor.connection


class TranslatedRecording(Translated):
    """As :class:`Translated`, for SQLite's errors in the library's wrapping."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if isinstance(error, ConnectionUnavailableError):
            raise LedgerBusy(self.path) from error
        super().__exit__(kind, error, tb)

    def sqlite_error(self, error: BaseException | None) -> sqlite3.Error | None:
        return super().sqlite_error(error.__cause__ if isinstance(error, PersistenceError) else error)


_NO_LIMIT = 2**63 - 1
_OF_A_STREAM = (
    "SELECT * FROM stored_events WHERE originator_id = ? AND originator_version > ? AND originator_version <= ?"
)
_IN_ORDER = "SELECT * FROM stored_events WHERE position > ? AND position <= ?"


def _or(number: int | None, default: int) -> int:
    return default if number is None else number


def _columns(row: sqlite3.Row) -> dict[str, Any]:
    """A row as the library's keywords and ours."""
    columns = dict(row)
    columns["recorded_at"] = instant(columns["recorded_at"])
    columns.pop("checksum", None)
    return columns
