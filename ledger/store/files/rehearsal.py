"""A log as it would be with more facts, which stand in a temporary database of their own: nobody waits for it.

What has been judged here need not be judged again when its turn comes, unless somebody has recorded meanwhile.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from ledger.domain.fact import Recorded, Reference
from ledger.store.files.bulk import Bulk, Rehearsed
from ledger.store.files.errors import Translated
from ledger.store.files.log import LogReader
from ledger.store.instants import microseconds

_TABLE = """
CREATE TABLE stored_events (
    position INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB,
    recorded_at INTEGER, fact_id TEXT UNIQUE
)"""
_BY_STREAM = "CREATE INDEX IF NOT EXISTS by_stream ON stored_events (originator_id, originator_version)"
"""Made when it is first needed: most imports read no stream that they add to."""
_ROWS = "SELECT originator_id, originator_version, topic, state, fact_id FROM stored_events ORDER BY position"


class Rehearsal(Bulk):
    """The facts of a log, as they are in one snapshot of it, and those that are added here. Close it.

    SQLite keeps the added ones in memory as long as they are few, and then in a file that has no name.
    """

    has_checksums = False

    def __init__(self, log: LogReader, clock: Callable[[], datetime]) -> None:
        connection = sqlite3.connect("", isolation_level=None)
        connection.execute(_TABLE)
        connection.execute("BEGIN")
        super().__init__(connection, log.path, clock)
        self._temporary = connection
        self._translated = Translated(Path(tempfile.gettempdir()))
        self._log = log
        self._added: dict[str, int] = {}
        """The versions of the streams that facts were added to, and that wait no longer."""
        self._position = self.before = log.last_position()
        self._instant = microseconds(log.last_instant())

    def close(self) -> None:
        self._temporary.close()

    def rows(self) -> Iterator[Rehearsed]:
        """The added facts, in their order."""
        self.flush()
        with self._translated:
            yield from self._temporary.execute(_ROWS)

    def flush(self) -> None:
        for stream, version in self._versions.items():
            self._added[stream] = version
        super().flush()

    def recorded_ids(self, ids: Collection[str]) -> set[str]:
        return super().recorded_ids(ids) | self._log.recorded_ids(ids)

    def version(self, stream: str) -> int:
        return self._versions.get(stream) or self._added.get(stream) or self._log.version(stream)

    def find(self, reference: Reference) -> tuple[Recorded, str] | None:
        if isinstance(reference, int):
            return self._log.find(reference) if reference <= self.before else super().find(reference)
        if reference in self._waiting:
            return self._waiting[reference]
        may_be_a_position = reference.removeprefix("#").isdigit()
        if reference in self._absent and not may_be_a_position:
            return None
        found = self._find("fact_id", reference) or self._log.find(reference)
        return found or (super().find(reference) if may_be_a_position else None)

    def streams(self) -> list[str]:
        return sorted({*self._versions, *self._added, *self._log.streams()})

    def stream(self, name: str, after_version: int = 0) -> Iterator[tuple[int, Recorded]]:
        yield from self._log.stream(name, after_version)
        if self._has_own(name):
            yield from super().stream(name, after_version)

    def of_types(self, stream: str, types: Collection[str], after_version: int = 0) -> Iterator[Recorded]:
        yield from self._log.of_types(stream, types, after_version)
        if self._has_own(stream):
            yield from super().of_types(stream, types, after_version)

    def _has_own(self, stream: str) -> bool:
        """Whether facts were added to the stream; they can be read then."""
        if stream in self._versions:
            self.flush()
        if stream not in self._added:
            return False
        with self._translated:
            self._temporary.execute(_BY_STREAM)
        return True

    def _rows(self, select: str, after: int, through: int | None, types: Collection[str] = ()) -> Iterator[Any]:
        yield from self._log._rows(select, after, through, types)  # noqa: SLF001 - the same reader, elsewhere
        yield from super()._rows(select, after, through, types)

    def _rows_back(self, select: str, after: int, through: int | None) -> Iterator[Any]:
        yield from super()._rows_back(select, after, through)
        yield from self._log._rows_back(select, after, through)  # noqa: SLF001 - as above

    def _stored_instant(self, position: int) -> int:
        if position <= self.before:
            return self._log._stored_instant(position)  # noqa: SLF001 - as above
        return super()._stored_instant(position)
