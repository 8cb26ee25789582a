"""Reading a ledger on a server: the statements for a file, sent to PostgreSQL."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self

import psycopg
from psycopg.rows import tuple_row

from ledger.domain.fact import Recorded
from ledger.domain.values.phrases import phrase
from ledger.store.errors import NewerLedger, NotALedger
from ledger.store.files import schema
from ledger.store.files.connection import Rows
from ledger.store.files.log import LogReader
from ledger.store.postgres.address import Address
from ledger.store.postgres.errors import ConnectionLost, ServerOutOfReach, translated

WAITS_S = (0.1, 0.4, 1.0, 2.0)
"""How long to wait before each attempt at reaching a server that has just been lost."""


class ServerConnection:
    """A connection that takes the statements written for SQLite, and whose errors are sentences."""

    def __init__(self, connection: "psycopg.Connection[Any]", where: str) -> None:
        self.connection = connection
        self.where = where

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        with translated(self.where):
            cursor = self.connection.cursor(binary=True, row_factory=tuple_row)
            return cursor.execute(statement.replace("?", "%s").encode(), values or None)

    def close(self) -> None:
        self.connection.close()


class ReadingConnection(ServerConnection):
    """A connection that only reads, and therefore may read again after a server was restarted or replaced."""

    def __init__(self, address: Address) -> None:
        super().__init__(address.connect(), address.without_password)
        self._address = address
        self.in_snapshot = False

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        try:
            return super().execute(statement, values)
        except ConnectionLost:
            if self.in_snapshot:  # which has ended with the connection
                raise
            self._connect_again()
            return super().execute(statement, values)

    def _connect_again(self) -> None:
        self.connection.close()
        for wait_s in WAITS_S:
            time.sleep(wait_s)
            with suppress(ServerOutOfReach):
                self.connection = self._address.connect()
                return
        self.connection = self._address.connect()


class ServerReader(LogReader):
    """The facts of one ledger on a server."""

    has_checksums = False
    _page = 5000
    """Every page is a trip to the server and back."""

    @classmethod
    def connect(cls, address: Address, cache: Path | None = None) -> Self:
        """The ledger at an address. Raises :class:`Unusable` when there is none, or it is out of reach."""
        connection = ReadingConnection(address)
        try:
            _require_ours(connection, address)
            reader = cls(connection, address.without_password)
            (reader.is_copy,) = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            reader.beside = cache and cache / reader.metadata()["identity"]
        except BaseException:
            connection.close()
            raise
        return reader

    _BEGIN: ClassVar[str] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        assert isinstance(self._connection, ReadingConnection)  # noqa: S101 - connect() made it
        self._connection.in_snapshot = True
        try:
            with super().snapshot():
                yield
        finally:
            self._connection.in_snapshot = False

    def _find(self, column: str, value: Any) -> tuple[Recorded, str] | None:
        if isinstance(value, str) and "\0" in value:  # which no text on the server can hold
            return None
        return super()._find(column, value)


def _require_ours(connection: ServerConnection, address: Address) -> None:
    """Raise unless the schema has our tables in a format we know. Spelled out, so that a missing right is told."""
    found = connection.execute(f"SELECT value FROM {address.schema}.metadata WHERE key = 'format'").fetchone()  # noqa: S608 - a name without quotes
    if found is None or not str(found[0]).isdecimal():
        raise NotALedger(address.without_password, phrase("it does not say its format"))
    if int(found[0]) > schema.FORMAT_OF_SERVERS:
        raise NewerLedger(address.without_password, found=int(found[0]), known=schema.FORMAT_OF_SERVERS)
    connection.execute(f"SELECT {', '.join(schema.COLUMNS)} FROM {address.schema}.stored_events LIMIT 0")  # noqa: S608 - our own names


class ServerClock:
    """The server's clock, asked once and counted on from there."""

    def __init__(self, then: datetime) -> None:
        self._then = then
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self._then.timestamp() + time.monotonic() - self._started, UTC)
