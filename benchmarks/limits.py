"""What SQLite can do at best with the same decisions, and no rules, no dates to tell apart and no proofs."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from decisions import decisions, offered

from ledger.domain.values.days import Month, end_of_day
from ledger.queries.reader import LedgerReader
from ledger.store.files.reading import open_log


def raw(path: Path) -> sqlite3.Connection:
    """A table with the columns and keys of ours, and durable commits."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE stored_events (position INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,"
        " topic TEXT, state BLOB, recorded_at INTEGER, fact_id TEXT UNIQUE, UNIQUE (originator_id, originator_version))"
    )
    return connection


INSERT = "INSERT INTO stored_events VALUES (?,?,?,?,?,?,?)"


def bulk_insert(path: Path, size: int) -> Callable[[], object]:
    """The same bytes with the same keys in one transaction, made ready beforehand."""
    rows = [(each.position, f"budget-{each.effective.year}", each.position, each.fact["type"],
             offered(each).encode(), each.position, f"D{each.position}") for each in decisions(size)]  # fmt: skip

    def insert() -> None:
        connection = raw(path)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, rows)
        connection.commit()
        connection.close()

    return insert


def bare_replay(ledger: Path) -> Iterator[object]:
    """Every fact read by a cursor and decoded by msgspec into dicts: nothing built, nothing checked."""
    decode = msgspec.json.Decoder().decode
    connection = sqlite3.connect(ledger)
    for (state,) in connection.execute("SELECT state FROM stored_events ORDER BY position"):
        yield decode(state)
    connection.close()


def replay(ledger: Path) -> Iterator[object]:
    """Every fact of a ledger, built."""
    with open_log(ledger) as log:
        yield from log.facts()


class Aggregate:
    """The budgets of one year, summed by a covering index over the same postings; and the same figures from ours."""

    def __init__(self, ledger: Path, scratch: Path, size: int, year: int) -> None:
        self._reader = LedgerReader.open(ledger)
        self._year = year
        self._connection = sqlite3.connect(scratch)
        self._connection.execute("CREATE TABLE postings (unit INT, line INT, day INT, position INT, amount INT)")
        codes: dict[str, int] = {}
        self._connection.executemany(
            "INSERT INTO postings VALUES (?,?,?,?,?)",
            (
                (codes.setdefault(unit, len(codes)), codes.setdefault(line, len(codes)),
                 each.effective.toordinal(), each.position, ore)
                for each in decisions(size) if each.effective.year == year for unit, line, ore in each.moves
            ),
        )  # fmt: skip
        self._connection.execute("CREATE INDEX covering ON postings (unit, line, day, position, amount)")
        self._connection.commit()

    def covering_index(self, as_of: date, known_at: date) -> list[Any]:
        position = self._reader.log.position_at(end_of_day(known_at))
        return self._connection.execute(
            "SELECT unit, line, SUM(amount) FROM postings WHERE day <= ? AND position <= ? GROUP BY unit, line",
            (as_of.toordinal(), position),
        ).fetchall()

    def ours(self, as_of: date, known_at: date) -> list[Any]:
        at = self._reader.at(as_of, end_of_day(known_at))
        return list(at.figures.totals("budget", year=self._year, through=[Month.containing(as_of)]))

    def require_agreement(self, as_of: date, known_at: date) -> None:
        """Both come to the same sum, or nothing is worth measuring."""
        limit = sum(amount for *_, amount in self.covering_index(as_of, known_at))
        if limit != sum(total.amount for total in self.ours(as_of, known_at)):
            message = f"the read model does not agree with the covering index as of {as_of}, known at {known_at}"
            raise SystemExit(message)
