"""Recording facts in a ledger on a server."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Self

from ledger.domain.fact import Fact, Recorded
from ledger.domain.values.phrases import phrase
from ledger.store.files.bulk import Bulk, Row
from ledger.store.files.connection import Connection
from ledger.store.files.recorder import Log
from ledger.store.instants import instant
from ledger.store.postgres.address import Address
from ledger.store.postgres.errors import ConnectionLost, MayNotRecord, MayNotRestore, OnlyACopy, translated
from ledger.store.postgres.eventsourced import ServerApplication, append
from ledger.store.postgres.log import ServerClock, ServerConnection, ServerReader

_RESTORE = b"SELECT restore(%s::bigint[], %s::text[], %s::bigint[], %s::bytea[], %s::bigint[])"
_ABOUT = """SELECT session_user::text, clock_timestamp(), pg_is_in_recovery(),
    has_function_privilege('append(text[], bigint[], bytea[], text[], bigint[])', 'EXECUTE')"""
_MAY_RESTORE = """SELECT session_user::text,
    has_function_privilege('restore(bigint[], text[], bigint[], bytea[], bigint[])', 'EXECUTE')"""


class ServerBulk(Bulk, ServerReader):
    """The log as seen from inside a transaction on the server."""

    _restoring = False
    _first_instant: int | None = None
    """When the first fact of the transaction was recorded: the others follow it, each a microsecond later."""

    last_id = ""
    """The id of the fact that was handed over last."""

    def add(self, stream: str, version: int, fact: Fact, state: bytes | None = None) -> Recorded:
        fact_id = self._new_id(fact)
        self._position += 1
        self._instant += 1
        recorded = self._put(stream, version, fact_id, Recorded(self._position, instant(self._instant), fact), state)
        if self._first_instant is not None:
            return recorded
        self.flush()
        return Recorded(recorded.position, instant(self._instant), fact)

    def restore(self, rows: Iterable[tuple[int, datetime, str, int, Fact]]) -> int:
        self._restoring = True
        return super().restore(rows)

    def _insert(self, rows: Sequence[Row]) -> None:
        assert isinstance(self._connection, ServerConnection)  # noqa: S101 - the log of a server opened it
        with translated(self._connection.where), self._connection.connection.cursor(binary=True) as cursor:
            if self._restoring:
                positions, streams, versions, _, states, instants, _ = (list(each) for each in zip(*rows, strict=True))
                cursor.execute(_RESTORE, (positions, streams, versions, states, instants))
            else:
                _, first_instant = append(cursor, [(row[1], row[2], row[4]) for row in rows], {})
                if self._first_instant is None:
                    self._first_instant = self._instant = first_instant
        self.last_id = rows[-1][-1]


def _require_recorder(connection: Connection, address: Address) -> tuple[str, datetime]:
    """Who has logged in, and the server's time. Raises unless that user can record there."""
    user, then, follows, may = connection.execute(_ABOUT).fetchone()
    if follows:
        raise OnlyACopy(address.without_password)
    if not may:
        raise MayNotRecord(address.without_password, user)
    return user, then


class ServerLog(Log, ServerReader):
    """The log of one ledger on a server, opened for recording."""

    _bulk: ClassVar[type[Bulk]] = ServerBulk

    @classmethod
    def connect(cls, address: Address, cache: Path | None = None) -> Self:
        """The ledger at an address. Raises :class:`Unusable` when there is none, or the user may not record."""
        reader = ServerReader.connect(address, cache)
        connection = reader._connection  # noqa: SLF001 - it becomes ours
        try:
            user, then = _require_recorder(connection, address)
            log = cls(
                connection, address.without_password, ServerClock(then), ServerApplication(address), nullcontext()
            )
        except BaseException:
            reader.close()
            raise
        log.actor = user
        return log

    @contextmanager
    def bulk(self) -> Iterator[Bulk]:
        bulk: ServerBulk | None = None
        finished = False
        try:
            with super().bulk() as opened:
                assert isinstance(opened, ServerBulk)  # noqa: S101 - as declared above
                bulk = opened
                yield bulk
                bulk.flush()
                finished = True
        except ConnectionLost as error:
            if not finished or bulk is None or not bulk.last_id:
                raise
            self._require_committed(bulk.last_id, error)

    def _require_committed(self, fact_id: str, lost: ConnectionLost) -> None:
        """Whether a transaction was committed whose answer never came: asked when its turn has ended for certain."""
        try:
            with self._application.writing():
                found = self.find(fact_id)
        except ConnectionLost:
            raise ConnectionLost(str(self.path), phrase("while the facts were committed"), ids=None) from lost
        if found is None:
            raise lost

    def require_restoring(self) -> None:
        user, may = self._row(_MAY_RESTORE)
        if not may:
            raise MayNotRestore(str(self.path), user)
