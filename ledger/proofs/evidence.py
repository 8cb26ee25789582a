"""The log as an auditor reads it: every column as it lies there, and nothing believed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from ledger.domain.values.phrases import phrase
from ledger.store.checksums import checksum
from ledger.store.codec import journal_line
from ledger.store.errors import DamagedFact, DamagedLedger
from ledger.store.files import schema
from ledger.store.files.errors import Translated
from ledger.store.files.log import LogReader
from ledger.store.instants import instant
from ledger.store.opening import open_log
from ledger.store.salvaging.wal import read_wal

_COLUMNS = (
    "SELECT position, originator_id, originator_version, topic, state, recorded_at, fact_id, {} FROM stored_events"
)
_LAYOUT = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"


class Entry(NamedTuple):
    """One row of the log."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    stored_instant: int
    fact_id: str
    stored_checksum: int | None
    """None in files of an earlier format, and on a server, whose pages have checksums of their own."""

    @property
    def is_as_recorded(self) -> bool:
        """Whether bytes, position and instant have the checksum they were recorded with."""
        if self.stored_checksum is None:
            return True
        try:
            return checksum(self.position, self.stored_instant, self.state) == self.stored_checksum
        except TypeError:
            return False

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded. Raises :class:`DamagedFact` when the number is no instant."""
        try:
            return instant(self.stored_instant)
        except (TypeError, ValueError, OverflowError, OSError) as error:
            raise DamagedFact(
                self.position, phrase("{stored_instant!r} is not an instant", stored_instant=self.stored_instant)
            ) from error

    def leaf(self, recorded_at: datetime) -> bytes:
        """What is hashed of a fact: its line in the exported journal, without the newline.

        The line begins with position and instant, so that neither can be changed unnoticed. Raises
        :class:`DamagedFact` for bytes that are no object, because the line would hide how they begin.
        """
        if not isinstance(self.state, bytes) or not self.state.startswith(b'{"'):
            raise DamagedFact(self.position, phrase("its bytes are no JSON object"))
        return journal_line(self.position, recorded_at, self.state)


class Evidence:
    """A ledger opened to be checked, without write access."""

    def __init__(self, log: LogReader) -> None:
        self.log = log
        connection = log._connection  # noqa: SLF001 - an auditor looks where nobody else should
        self._file = connection if isinstance(connection, sqlite3.Connection) else None

    @classmethod
    def open(cls, where: str | Path, *, cache: Path | None = None, hands_off: bool = False) -> Self:
        """The ledger at *where*. Raises :class:`Unusable` when there is none, or it is out of reach."""
        with _in_words(where):
            return cls(open_log(where, cache=cache, hands_off=hands_off))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.log.close()

    def metadata(self) -> dict[str, str]:
        """What the ledger is called and is. Raises :class:`DamagedLedger` when nothing tells it from others."""
        with _in_words(self.log.path):
            return self.log.metadata()

    def entries(self, after: int = 0, through: int | None = None) -> Iterator[Entry]:
        """The rows after one position through another, in their order."""
        columns = _COLUMNS.format("coalesce(checksum, -1)" if self.log.has_checksums else "NULL")
        with _in_words(self.log.path):
            yield from map(Entry._make, self.log._rows(columns, after, through))  # noqa: SLF001 - as above

    def leaves(self, through: int | None = None) -> Iterator[bytes]:
        """The leaf of every fact, in their order. Raises :class:`DamagedLedger` when one is missing, or the last."""
        expected = 1
        for entry in self.entries(0, through):
            if entry.position != expected:
                raise self._missing(expected)
            yield entry.leaf(entry.recorded_at)
            expected += 1
        if through is not None and expected <= through:
            raise self._missing(expected)

    def leaf(self, position: int) -> bytes:
        """The leaf of one fact. Raises :class:`DamagedLedger` when it is missing."""
        for entry in self.entries(position - 1, position):
            return entry.leaf(entry.recorded_at)
        raise self._missing(position)

    def _missing(self, position: int) -> DamagedLedger:
        return DamagedLedger(self.log.path, phrase("there is no fact #{position}", position=position))

    def layout(self) -> dict[str, str]:
        """The statement behind every table, trigger, index and view that is not SQLite's own, by kind and name.

        On a server: its functions, triggers and rules, and rights to more than reading.
        """
        if self._file is None:
            from ledger.store.postgres.layout import layout

            return layout(self.log._connection)  # noqa: SLF001 - as above
        return {f"{kind} {name}": (statement or "").strip() for kind, name, statement in self._asked(_LAYOUT)}

    def intended_layout(self) -> dict[str, str]:
        """What :meth:`layout` was when the ledger was made."""
        if self._file is None:
            from ledger.store.postgres.layout import intended_layout as intended_on_server

            return intended_on_server()
        return intended_layout(int(self.metadata()["format"]))

    def structure(self, most: int) -> list[str]:
        """What SQLite itself finds wrong with a file: broken pages, rows without their place in an index, …"""
        found = self._asked(f"PRAGMA integrity_check({most:d})")
        return [str(wrong) for (wrong,) in found if wrong != "ok"]

    def passed_over(self) -> int:
        """How many pages stand in the ``-wal`` behind damage, where SQLite does not read them."""
        if self._file is None or not isinstance(self.log.path, Path):
            return 0
        try:
            with self.log.path.with_name(f"{self.log.path.name}-wal").open("rb") as file:
                wal = read_wal(file)
                return len(wal.passed_over) if wal.begins_well and wal.damaged else 0
        except OSError:
            return 0

    def _asked(self, statement: str, *values: Any) -> list[Any]:
        if self._file is None:
            return []
        with _in_words(self.log.path), Translated(self.log.path):
            return self._file.execute(statement, values).fetchall()


@contextmanager
def _in_words(where: str | Path) -> Iterator[None]:
    """SQLite's complaint about a damaged file may quote its bytes, and Python then stumbles over those."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise DamagedLedger(where, phrase("a text in it is not UTF-8")) from error


def intended_layout(format_: int) -> dict[str, str]:
    """The statements that make an empty ledger in a file of this format, by kind and name."""
    statements = [statement.strip() for statement in schema.made_of(format_)]
    return {" ".join(statement.split(maxsplit=3)[1:3]).lower(): statement for statement in statements}
