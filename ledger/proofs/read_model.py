"""The stored read model beside one derived anew, row for row."""

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from ledger.domain.fact import Recorded, Reference
from ledger.domain.values.days import Month
from ledger.projections import balances, tables
from ledger.projections.fact_log import identity_of
from ledger.projections.read_model_files import newest
from ledger.proofs.findings import MOST_KEPT, Findings
from ledger.store.files.log import LogReader
from ledger.store.files.reading import uri

Row = tuple[Any, ...]

_AT_ONCE = 2000
_LAYOUT = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
_PLACE_OF_POSITION = {"flows": 2, "statements": 7, "voided": 1, "marks": 0}
"""In which column of a table the position stands that a row came from."""
_ORDER = {
    "words": "id",
    "flows": "book, month, position, leg",
    "statements": "measure, month, kind, unit, item, day, fact, position",
    "months": "book, month",
    "voided": "rowid",
    "marks": "position, mark, value",
}
"""How rows stand in two read models with the same facts: as they were posted, which needs no sorting."""


class StoredModel:
    """The read model that lies beside the ledger, seen as it was at one moment."""

    def __init__(self, connection: sqlite3.Connection, position: int) -> None:
        self.connection = connection
        self.position = position
        """How many facts it was derived from."""


@contextlib.contextmanager
def stored_model(log: LogReader, findings: Findings) -> Iterator[StoredModel | None]:
    """The read model beside the ledger; None if there is none that questions would use."""
    path = log.beside and newest(log.beside)
    connection = _opened(path) if path and path.exists() else None
    if connection is None or path is None:
        yield None
        return
    with contextlib.closing(connection):
        try:
            connection.execute("BEGIN")  # what others post meanwhile is not seen
            tables.require_own_tables(connection)
            model = StoredModel(connection, tables.position(connection, identity_of(log)))
        except tables.Stale:
            model = None  # of another version or ledger: the next question derives it anew
        except (sqlite3.DatabaseError, ValueError, KeyError) as error:
            findings.note(None, f"The read model {path.name} is damaged: {error}")
            model = None
        yield model


def _opened(path: Path) -> sqlite3.Connection | None:
    """The file for reading, also where no file can be made beside it; None where it cannot be read."""
    wal = path.with_name(path.name + "-wal")
    merged = not wal.exists() or wal.stat().st_size == 0
    for mode in ("mode=ro", "mode=ro&immutable=1")[: 1 + merged]:
        connection = sqlite3.connect(uri(path, mode), uri=True, isolation_level=None, timeout=30)
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return connection  # damaged, which whoever asks it next will say
        else:
            return connection
    return None


class FactsPassing:
    """The facts as they are being checked, in the shape a read model is derived from."""

    def __init__(self, log: LogReader, passing: Iterator[Recorded], last: int) -> None:
        self._log = log
        self._passing = passing
        self._last = last

    def last_position(self) -> int:
        return self._last

    def facts(self, after: int = 0, through: int | None = None, types: Collection[str] = ()) -> Iterable[Recorded]:
        """The next facts, each once and in order; of some *types*, as often as asked."""
        return self._log.facts(after, through, types) if types else self._next_through(through or self._last)

    def _next_through(self, through: int) -> Iterator[Recorded]:
        for recorded in self._passing:
            if recorded.position > through:
                self._passing = chain([recorded], self._passing)
                return
            yield recorded

    def stream(self, name: str, after_version: int = 0) -> Iterable[tuple[int, Recorded]]:
        return self._log.stream(name, after_version)

    def find(self, reference: Reference) -> tuple[Recorded, str] | None:
        return self._log.find(reference)

    def metadata(self) -> dict[str, str]:
        return self._log.metadata()


def derived_anew(facts: FactsPassing) -> sqlite3.Connection:
    """A read model in a temporary database, which SQLite keeps on disk when it grows large."""
    connection = sqlite3.connect("", isolation_level=None)
    tables.make(connection, identity_of(facts))
    tables.catch_up(connection, facts)
    return connection


def compare(stored: StoredModel, fresh: sqlite3.Connection, findings: Findings) -> None:
    """Note every row that is in one of them only, and whatever else would lead a question astray."""
    try:
        for (wrong,) in stored.connection.execute(f"PRAGMA integrity_check({MOST_KEPT})").fetchall():
            if wrong != "ok":
                findings.note(None, f"The read model is damaged inside: {wrong}")
        if stored.connection.execute(_LAYOUT).fetchall() != fresh.execute(_LAYOUT).fetchall():
            findings.note(None, "The tables or indexes of the read model are not as liggare makes them")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        findings.note(None, f"The read model is damaged: {error}")
    for table, order in _ORDER.items():
        try:
            _compare_table(table, order, stored.connection, fresh, findings)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            findings.note(None, f"The table {table} of the read model cannot be read: {error}")
    try:
        _compare_balances(stored.connection, fresh, findings)
    except (sqlite3.DatabaseError, UnicodeDecodeError, TypeError) as error:
        findings.note(None, f"The table balances of the read model cannot be read: {error}")


def _compare_balances(stored: sqlite3.Connection, fresh: sqlite3.Connection, findings: Findings) -> None:
    """Every balance that was kept is what the flows, read from the first, add up to."""
    words = dict(fresh.execute("SELECT id, word FROM words"))
    for book, month, position, packed in balances.kept(stored):
        try:
            held = balances.Sums.unpacked(packed).told()
        except balances.Damaged:
            held = None  # which questions notice, and leave aside
        if held is not None and held != balances.summed(fresh, book, month, 0, position).told():
            which = f"{words.get(book)} through {Month(month)}, as known at #{position}"
            findings.note(None, f"the balance of {which}, in the read model is not what the facts give")


def _compare_table(
    table: str, order: str, stored: sqlite3.Connection, fresh: sqlite3.Connection, findings: Findings
) -> None:
    columns = [name for _, name, *_ in fresh.execute(f"PRAGMA table_info({table})")]
    select = f"SELECT {', '.join(columns)} FROM {table} ORDER BY "  # noqa: S608 - our own names
    if _same(stored.execute(select + order), fresh.execute(select + order)):
        return
    place = _PLACE_OF_POSITION.get(table)
    select += ", ".join(columns if place is None else [columns[place], *columns])
    before = findings.count
    for row, is_stored in _differences(stored.execute(select), fresh.execute(select), place):
        values = ", ".join(f"{column} {value}" for column, value in zip(columns, row, strict=True))
        which = "has a row that the facts do not give" if is_stored else "lacks a row that the facts give"
        position = row[place] if place is not None and isinstance(row[place], int) else None
        findings.note(position, f"the read model {which}, in {table}: {values}")
    if findings.count == before:
        findings.note(None, f"the rows of {table} in the read model stand in another order than the facts give")


def _same(some: sqlite3.Cursor, others: sqlite3.Cursor) -> bool:
    while rows := some.fetchmany(_AT_ONCE):
        if rows != others.fetchmany(_AT_ONCE):
            return False
    return others.fetchone() is None


def _differences(stored: Iterator[Row], fresh: Iterator[Row], place: int | None) -> Iterator[tuple[Row, bool]]:
    """The rows that are in one of two sorted lists, and whether it is the stored one."""
    ours, theirs = next(stored, None), next(fresh, None)
    while ours is not None or theirs is not None:
        if ours == theirs:
            ours, theirs = next(stored, None), next(fresh, None)
        elif theirs is None or (ours is not None and _rank(ours, place) < _rank(theirs, place)):
            yield ours or (), True
            ours = next(stored, None)
        else:
            yield theirs, False
            theirs = next(fresh, None)


def _rank(row: Row, place: int | None) -> tuple[tuple[int, Any], ...]:
    """How SQLite sorts rows: nothing, then numbers, then text, then bytes; the position first."""
    values = row if place is None else (row[place], *row)
    return tuple((_KINDS.get(type(value), 1), 0 if value is None else value) for value in values)


_KINDS: dict[type, int] = {type(None): 0, str: 2, bytes: 3}
