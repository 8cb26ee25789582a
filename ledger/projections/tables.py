"""The read model: postings in an SQLite file next to the ledger, disposable and caught up by position.

The only importer of sqlite_utils, and only when a read model has to be made: catching one up and reading it need
no more than the standard library, which starts faster.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from ledger.domain.control import PolicyLifted, PolicySet
from ledger.domain.fact import Recorded, Reference
from ledger.projections.activations import Activations, Change
from ledger.projections.postings import Flow, postings

FORMAT = "2"
"""Raised whenever tables or posting rules change; a read model of another format is made anew."""

CHUNK = 20_000
"""How many facts are caught up in one transaction: enough to be fast, few enough to be resumed."""

Progress = Callable[[int, int], None]
"""Told how many facts of how many have been read."""


class FactLog(Protocol):
    """What a read model is derived from."""

    def last_position(self) -> int: ...
    def facts(self, after: int = 0, through: int | None = None, types: Collection[str] = ()) -> Iterable[Recorded]: ...
    def find(self, reference: Reference) -> tuple[Recorded, str] | None: ...
    def metadata(self) -> dict[str, str]: ...


def identity_of(log: FactLog) -> str:
    """What tells this ledger from every other: given to it when it was made."""
    return log.metadata()["identity"]


class Stale(Exception):
    """The read model is missing, of another format or of another ledger: it has to be made anew."""


def views_path(ledger: Path) -> Path:
    """Where the read model of a ledger lies."""
    return ledger.with_name(ledger.name + ".views")


def connect(path: Path | None) -> sqlite3.Connection:
    """The read model's database; without a path, one in memory."""
    connection = sqlite3.connect(path or ":memory:", timeout=30, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


def make(connection: sqlite3.Connection, identity: str) -> None:
    """Lay out empty tables."""
    from sqlite_utils import Database

    database = Database(connection)
    database.table("meta").create({"key": str, "value": str}, pk="key", if_not_exists=True)
    database.table("words").create({"id": int, "word": str}, pk="id", if_not_exists=True)
    flow = {"position": int, "fact": int, "day": int, "measure": int, "kind": int, "unit": int, "item": int}
    database.table("flows").create({**flow, "first": int, "last": int, "amount": int}, if_not_exists=True)
    database.table("flows").create_index(["measure", "first"], if_not_exists=True)
    database.table("statements").create({**flow, "month": int, "amount": int}, if_not_exists=True)
    database.table("statements").create_index(["measure", "month"], if_not_exists=True)
    database.table("voided").create({"fact": int, "at": int}, if_not_exists=True)
    database.table("voided").create_index(["fact", "at"], if_not_exists=True)
    database.table("marks").create(
        {"position": int, "mark": str, "value": int}, pk=("position", "mark"), if_not_exists=True
    )
    database.table("meta").insert_all(
        [{"key": key, "value": value} for key, value in (("format", FORMAT), ("ledger", identity), ("position", "0"))],
        replace=True,
    )


def position(connection: sqlite3.Connection, identity: str) -> int:
    """How far the read model goes. Raises :class:`Stale` if it is not one of this ledger and program."""
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise Stale from None
        raise
    if meta.get("format") != FORMAT or meta.get("ledger") != identity:
        raise Stale
    return int(meta["position"])


def catch_up(connection: sqlite3.Connection, log: FactLog, progress: Progress | None = None) -> None:
    """Post every fact the read model does not have yet."""
    while True:
        with _transaction(connection):
            after, last = position(connection, identity_of(log)), log.last_position()
            if after >= last:
                return
            through = min(after + CHUNK, last)
            filler = _Filler(connection, log)
            for recorded in log.facts(after, through):
                filler.add(recorded)
            filler.finish(through)
        if progress is not None:
            progress(through, last)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


class _Filler:
    """Turns facts into rows, remembering what it must between them."""

    def __init__(self, connection: sqlite3.Connection, log: FactLog) -> None:
        self._connection = connection
        self._words = {word: number for number, word in connection.execute("SELECT id, word FROM words")}
        self._known_words = len(self._words)
        self._activations = Activations(
            find=lambda reference: found[0] if (found := log.find(reference)) else None,
            facts_before=lambda before, types: log.facts(0, before - 1, tuple(types)),
        )
        self._recall(log)
        self._flows: list[tuple[int, ...]] = []
        self._statements: list[tuple[int, ...]] = []

    def _recall(self, log: FactLog) -> None:
        """What earlier facts have left behind: open policies, pending and reversed facts."""
        known = self._activations
        for position, mark, value in self._connection.execute("SELECT position, mark, value FROM marks"):
            if mark == "attests":
                known.attestations.setdefault(value, set()).add(position)
            elif mark == "reversed":
                known.reversals[position] = value
            else:
                known.pending.add(position)
        (after,) = self._connection.execute("SELECT value FROM meta WHERE key = 'position'").fetchone()
        steps: list[tuple[int, Callable[[Recorded], None], Recorded]] = []
        for recorded in log.facts(0, int(after), (PolicySet.TYPE, PolicyLifted.TYPE)):
            steps.append((recorded.position, known.control.apply, recorded))
            if recorded.position in known.reversals:
                steps.append((known.reversals[recorded.position], known.control.reverse, recorded))
        for _, step, recorded in sorted(steps, key=lambda each: each[0]):
            step(recorded)

    def add(self, recorded: Recorded) -> None:
        for change in self._activations.changes(recorded):
            self._post(change)

    def _post(self, change: Change) -> None:
        fact, at, own = change.recorded.fact, change.at, change.recorded.position
        day, states, word = fact.effective.toordinal(), False, self._word
        for posting in postings(fact):
            if isinstance(posting, Flow):
                measure, kind, unit, item, first, last, amount = posting
                codes = (word(measure), word(kind), word(unit), word(item))
                self._flows.append((at, own, day, *codes, first, last, amount if change.counts else -amount))
            else:
                states = True
                if change.counts:
                    measure, kind, unit, item, month, amount = posting
                    codes = (word(measure), word(kind), word(unit), word(item))
                    self._statements.append((at, own, day, *codes, month, amount))
        if states and not change.counts:
            self._connection.execute("INSERT INTO voided VALUES (?, ?)", (own, at))

    def _word(self, word: str) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._words) + 1
        return number

    def finish(self, through: int) -> None:
        run = self._connection.executemany
        run("INSERT INTO flows VALUES (?,?,?,?,?,?,?,?,?,?)", self._flows)
        run("INSERT INTO statements VALUES (?,?,?,?,?,?,?,?,?)", self._statements)
        new = list(self._words.items())[self._known_words :]
        run("INSERT INTO words VALUES (?, ?)", [(number, word) for word, number in new])
        known = self._activations
        run("DELETE FROM marks WHERE position > ?", [(0,)])
        run(
            "INSERT INTO marks VALUES (?, ?, ?)",
            [
                *((position, "pending", 0) for position in known.pending),
                *((position, "reversed", by) for position, by in known.reversals.items()),
                *((by, "attests", position) for position, each in known.attestations.items() for by in each),
            ],
        )
        run("UPDATE meta SET value = ? WHERE key = 'position'", [(str(through),)])


def rows(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Every row with its words spelled out, sorted: two read models with the same facts have the same rows."""
    words = dict(connection.execute("SELECT id, word FROM words").fetchall())
    spelled = [
        (table, *(words[value] if 3 <= place <= 6 else value for place, value in enumerate(row)))  # noqa: PLR2004 - the columns that hold words
        for table in ("flows", "statements")
        for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own table names
    ]
    yield from sorted(spelled)
    for table in ("voided", "marks"):
        yield from sorted((table, *row) for row in connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
