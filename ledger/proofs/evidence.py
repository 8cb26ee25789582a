"""The log as an auditor reads it: every column as it lies in the file, and nothing believed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Self

from ledger.store import schema
from ledger.store.codec import journal_line
from ledger.store.errors import DamagedFact, DamagedLedger
from ledger.store.instants import instant
from ledger.store.log import LogReader, open_log

_COLUMNS = "SELECT position, originator_id, originator_version, topic, state, recorded_at, fact_id FROM stored_events"
_LAYOUT = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"
_SHARED_IDS = """SELECT fact_id, min(position), max(position) FROM stored_events
    GROUP BY fact_id HAVING count(*) > 1 ORDER BY 2 LIMIT ?"""


class Entry(NamedTuple):
    """One row of the log."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    stored_instant: int
    fact_id: str

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded. Raises :class:`DamagedFact` when the number is no instant."""
        try:
            return instant(self.stored_instant)
        except (TypeError, ValueError, OverflowError, OSError) as error:
            raise DamagedFact(self.position, f"{self.stored_instant!r} is not an instant") from error

    @property
    def leaf(self) -> bytes:
        """What is hashed of a fact: its line in the exported journal, without the newline.

        The line begins with position and instant, so that neither can be changed unnoticed. Raises
        :class:`DamagedFact` for bytes that are no object, because the line would hide how they begin.
        """
        if not isinstance(self.state, bytes) or not self.state.startswith(b'{"'):
            raise DamagedFact(self.position, "its bytes are no JSON object")
        return journal_line(self.position, self.recorded_at, self.state)


class Evidence(LogReader):
    """A ledger opened to be checked, without write access."""

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The ledger at *path*. Raises :class:`Unusable` when it is none, or out of reach."""
        reader = open_log(path)
        return cls(reader._connection, reader.path)  # noqa: SLF001 - it becomes ours

    def entries(self, after: int = 0, through: int | None = None) -> Iterator[Entry]:
        """The rows after one position through another, in their order."""
        return map(Entry._make, self._rows(_COLUMNS, after, through))

    def leaves(self, through: int | None = None) -> Iterator[bytes]:
        """The leaf of every fact, in their order. Raises :class:`DamagedLedger` when one is missing."""
        for expected, entry in enumerate(self.entries(0, through), 1):
            if entry.position != expected:
                raise DamagedLedger(self.path, f"there is no fact #{expected}")
            yield entry.leaf

    def layout(self) -> dict[str, str]:
        """The statement behind every table, trigger, index and view that is not SQLite's own, by kind and name."""
        with self._translated:
            rows = self._connection.execute(_LAYOUT).fetchall()
        return {f"{kind} {name}": (statement or "").strip() for kind, name, statement in rows}

    def structure(self, most: int) -> list[str]:
        """What SQLite itself finds wrong with the file: broken pages, rows without their place in an index, …"""
        with self._translated:
            rows = self._connection.execute(f"PRAGMA integrity_check({most:d})").fetchall()
        return [str(found) for (found,) in rows if found != "ok"]

    def shared_ids(self, most: int) -> list[tuple[str, int, int]]:
        """Ids that more than one fact has, with the first and the last of their positions."""
        with self._translated:
            return self._connection.execute(_SHARED_IDS, (most,)).fetchall()


def intended_layout() -> dict[str, str]:
    """The statements that make an empty ledger, by kind and name."""
    statements = [statement.strip() for statement in schema.CREATE]
    return {" ".join(statement.split(maxsplit=3)[1:3]).lower(): statement for statement in statements}
