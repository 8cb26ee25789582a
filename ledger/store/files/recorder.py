"""Recording facts: the log of a ledger opened for writing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Self

from ledger.domain.fact import Fact, Recorded
from ledger.store.entries import Entry, FactApplication
from ledger.store.errors import LedgerNotEmpty, Where
from ledger.store.files.bulk import Bulk
from ledger.store.files.connection import Connection
from ledger.store.files.creation import create
from ledger.store.files.eventsourced import Clock, LogApplication, TranslatedRecording
from ledger.store.files.log import LogReader
from ledger.store.files.reading import open_log

__all__ = ["Bulk", "Clock", "Log", "create"]


class Log(LogReader):
    """The log of one ledger, for reading and recording."""

    actor: str | None = None
    """Who records, where the store itself knows and would refuse anybody else."""

    _bulk: ClassVar[type[Bulk]] = Bulk

    def __init__(
        self,
        connection: Connection,
        path: Where,
        clock: Clock,
        application: FactApplication,
        recording: AbstractContextManager[object],
    ) -> None:
        super().__init__(connection, path)
        self.clock = clock
        """The clock that instants of recording are taken from."""
        self._application = application
        self._recording = recording

    @classmethod
    def open(cls, path: str | Path, clock: Clock) -> Self:
        """The ledger in the file at *path*. Raises :class:`Unusable` when it is none, or out of reach."""
        path = Path(path)
        reader = open_log(path, recording=True)
        application = LogApplication(path, clock, has_checksums=reader.has_checksums)
        log = cls(reader._connection, path, clock, application, TranslatedRecording(path))  # noqa: SLF001 - it becomes ours
        log.has_checksums, log.merges = reader.has_checksums, True
        return log

    def close(self) -> None:
        self._application.close()
        super().close()

    def append(
        self, entries: Sequence[tuple[str, int, Fact]], reads: Mapping[str, int], *, seen: int | None = None
    ) -> list[Recorded]:
        """Record facts, each as a version of its stream, in one durable transaction.

        *seen*: where the log ended before any stream in *reads* was read.

        Raises :class:`StaleRead` when a stream in *reads* or an appended one has grown since it was read,
        and :class:`DuplicateId` when a fact's id is recorded already; nothing is recorded then.
        """
        if not entries:
            return []
        events = [Entry(*entry) for entry in entries]
        instants: list[datetime] = []
        with self._recording:
            recordings = self._application.events.put(events, reads=reads, seen=seen, instants=instants)
        facts = (event.fact for event in events)
        positions = (recording.notification.id for recording in recordings)
        return [Recorded(*each) for each in zip(positions, instants, facts, strict=True)]

    @contextmanager
    def bulk(self) -> Iterator[Bulk]:
        """One transaction for many facts: committed at the end, taken back when an exception leaves it."""
        with self._recording, self._application.writing() as connection:
            bulk = self._bulk(connection, self.path, self.clock)
            bulk.has_checksums = self.has_checksums
            yield bulk
            bulk.flush()

    def require_restoring(self) -> None:
        """Raise unless a journal may be restored here by whoever asks."""

    def restore(self, rows: Iterable[tuple[int, datetime, str, int, Fact]]) -> int:
        """Record a whole journal as it was, in one transaction; how many facts. Only into an empty ledger."""
        with self.bulk() as bulk:
            if bulk.last_position():
                raise LedgerNotEmpty(self.path, bulk.last_position())
            return bulk.restore(rows)
