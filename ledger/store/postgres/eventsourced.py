"""The eventsourcing library's PostgreSQL module, made to keep our log.

The library keeps the connections and tries again when one breaks; positions, instants and conflicts are the business of
the function ``append`` on the server.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
from eventsourcing.persistence import (
    InfrastructureFactory,
    InterfaceError,
    OperationalError,
    StoredEvent,
)
from eventsourcing.postgres import ConnectionPool, PostgresApplicationRecorder, PostgresDatastore, PostgresFactory
from eventsourcing.utils import Environment, retry
from psycopg.rows import DictRow, dict_row

from ledger.store.entries import FactApplication, StoredFact, conflicts
from ledger.store.files.connection import Connection
from ledger.store.instants import instant
from ledger.store.postgres.address import Address
from ledger.store.postgres.errors import ConnectionLost, is_cut_off, meaning, reason
from ledger.store.postgres.log import ServerConnection
from ledger.store.postgres.schema import LONGEST_TURN_S

ATTEMPTS = 5
"""How often a connection that breaks is tried again. A fact has its id from the first attempt on."""

POOL_TIMEOUT_S = 3
"""How long each attempt waits for a connection."""

_APPEND = (
    b"SELECT first_position, first_instant FROM append(%s::text[], %s::bigint[], %s::bytea[], %s::text[], %s::bigint[])"
)


def append(
    cursor: "psycopg.Cursor[Any]",
    facts: Sequence[tuple[str, int, bytes]],
    reads: Mapping[str, int],
) -> tuple[int, int]:
    """Stream, version and bytes of facts go to the server; the first one's position and instant come back."""
    streams, versions, states = (list(column) for column in zip(*facts, strict=True))
    cursor.execute(_APPEND, (streams, versions, states, list(reads), list(reads.values())), binary=True)
    row = cursor.fetchone()
    assert row is not None  # noqa: S101 - the function returns one
    return row["first_position"], row["first_instant"]


class ServerDatastore(PostgresDatastore):
    """Connections to one ledger."""

    def __init__(self, address: Address) -> None:
        self.address = address
        super().__init__(
            "",
            "",
            "",
            "",
            "",
            schema=address.schema,
            originator_id_type="text",
            idle_in_transaction_session_timeout=LONGEST_TURN_S,
        )
        self.pool = ConnectionPool(
            address.parameters,
            connection_class=psycopg.Connection[DictRow],
            kwargs={"row_factory": dict_row},
            min_size=1,
            max_size=1,
            open=False,
            configure=self.after_connect_func(),
            timeout=POOL_TIMEOUT_S,
            num_workers=1,
        )

    def after_connect_func(self) -> Callable[[psycopg.Connection[Any]], None]:
        usual, address = super().after_connect_func(), self.address

        def after_connect(connection: psycopg.Connection[Any]) -> None:
            usual(connection)
            address.settle(connection)

        return after_connect

    def register_type_adapters(self) -> None:
        """Nothing: the function takes plain arrays."""


class ServerRecorder(PostgresApplicationRecorder):
    """Records through the function on the server."""

    datastore: ServerDatastore

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        facts = [event for event in stored_events if isinstance(event, StoredFact)]
        try:
            with conflicts():
                positions: Sequence[int] = self._insert(facts, **kwargs)
        except (InterfaceError, OperationalError) as error:
            ids = tuple(fact.fact_id for fact in facts)
            raise ConnectionLost(self.datastore.address.without_password, reason(error), ids=ids) from error
        return positions

    @retry((InterfaceError, OperationalError), max_attempts=ATTEMPTS, wait=0.2)
    def _insert(
        self,
        facts: Sequence[StoredFact],
        *,
        reads: Mapping[str, int] | None = None,
        instants: list[datetime] | None = None,
        **_: Any,
    ) -> Sequence[int]:
        """As the function says. When an answer was lost, the next attempt meets what the first has stored."""
        rows = [(str(fact.originator_id), fact.originator_version, fact.state) for fact in facts]
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(binary=True) as cursor,
            translated_unless_lost(self.datastore.address.without_password),
        ):
            first, first_instant = append(cursor, rows, reads or {})
        if instants is not None:
            instants.extend(instant(first_instant + place) for place in range(len(rows)))
        return list(range(first, first + len(rows)))


class ServerFactory(PostgresFactory):
    """Makes the recorder for one ledger."""

    def __init__(self, env: Environment, address: Address) -> None:
        InfrastructureFactory.__init__(self, env)
        self.datastore = ServerDatastore(address)

    def application_recorder(self) -> ServerRecorder:
        return ServerRecorder(self.datastore, events_table_name="notifications")


class ServerApplication(FactApplication):
    """The application over a ledger on a server."""

    recorder: ServerRecorder

    def __init__(self, address: Address) -> None:
        self._address = address
        super().__init__({})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        return ServerFactory(env, self._address)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        where = self._address.without_password
        try:
            with self.recorder.datastore.transaction(commit=True) as cursor, translated_unless_lost(where):
                cursor.execute("SELECT take_turn()")
                yield ServerConnection(cursor.connection, where)
        except (InterfaceError, OperationalError) as error:
            cause = error.__cause__
            told = meaning(cause, where) if isinstance(cause, psycopg.Error) else None
            if told is None or told is cause:
                told = ConnectionLost(where, reason(error))
            raise told from error


@contextlib.contextmanager
def translated_unless_lost(where: str) -> Iterator[None]:
    """The server's errors leave as what they mean, but the library hears of a broken connection, to try again."""
    try:
        yield
    except psycopg.Error as error:
        told = error if is_cut_off(error) else meaning(error, where)
        if told is error:
            raise
        raise told from error
