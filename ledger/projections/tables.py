"""The read model: postings in an SQLite file next to the ledger, disposable and caught up by position.

The only importer of sqlite_utils, and only when a read model has to be made: catching one up and reading it need
no more than the standard library, which starts faster.
"""

import contextlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ledger.domain.values.days import instant_text
from ledger.projections.fact_log import DatedLog, FactLog, identity_of

FORMAT = "7"
"""Raised whenever tables or posting rules change; a read model of another format is made anew."""

_CLUSTERED = (
    """CREATE TABLE IF NOT EXISTS flows (
        book INTEGER, month INTEGER, position INTEGER, leg INTEGER, day INTEGER, back INTEGER,
        kind INTEGER, unit INTEGER, item INTEGER, first INTEGER, last INTEGER, amount INTEGER,
        PRIMARY KEY (book, month, position, leg)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS statements (
        measure INTEGER, month INTEGER, kind INTEGER, unit INTEGER, item INTEGER, day INTEGER, fact INTEGER,
        position INTEGER, amount INTEGER,
        PRIMARY KEY (measure, month, kind, unit, item, day, fact, position)) WITHOUT ROWID""",
)
"""Rows in the order they are asked for, so that a question reads what it needs and nothing else.

A flow lies in its *book* (a measure, for budgets of one year), under the month it takes effect in, at the position from
which it counts; *day* is the day of that month, and the fact it comes from lies *back* positions before. *first* and
*last* are months of the book's year. Questions about whole months up to a position read one range a month.
"""

CHUNK = 20_000
"""How many facts are caught up in one transaction: enough to be fast, few enough to be resumed."""

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""How a broken read model makes itself felt: SQLite's complaint may quote bytes that Python cannot read."""

CHECKED_WHOLE = 2 * 1024 * 1024
"""How many bytes of a read model are checked before it is asked: a few milliseconds' worth."""

Progress = Callable[[int, int], None]
"""Told how many facts of how many have been read."""


class Stale(Exception):
    """The read model is missing, of another format or of another ledger: it has to be made anew."""


def connect(path: Path | None) -> sqlite3.Connection:
    """The read model's database; without a path, one in memory."""
    connection = sqlite3.connect(path or ":memory:", timeout=30, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


def make(connection: sqlite3.Connection, identity: str) -> None:
    """Lay out empty tables."""
    with _without("pandas", "numpy"):
        from sqlite_utils import Database

    database = Database(connection)
    database.table("meta").create({"key": str, "value": str}, pk="key", if_not_exists=True)
    database.table("words").create({"id": int, "word": str}, pk="id", if_not_exists=True)
    for statement in _CLUSTERED:  # sqlite_utils has no word for tables that are their own index
        database.execute(statement)
    database.table("months").create({"book": int, "month": int, "rows": int}, pk=("book", "month"), if_not_exists=True)
    database.table("voided").create({"fact": int, "at": int}, if_not_exists=True)
    database.table("voided").create_index(["fact", "at"], if_not_exists=True)
    database.table("marks").create(
        {"position": int, "mark": str, "value": int}, pk=("position", "mark"), if_not_exists=True
    )
    balance = {"id": int, "book": int, "position": int, "month": int, "sums": bytes}
    database.table("balances").create(balance, pk="id", if_not_exists=True)
    database.table("meta").insert_all(
        [{"key": key, "value": value} for key, value in (("format", FORMAT), ("ledger", identity), ("position", "0"))],
        replace=True,
    )


@contextlib.contextmanager
def _without(*names: str) -> Iterator[None]:
    """Import something without libraries that it only would make use of: they take three times as long to load.

    One that is loaded already stays.
    """
    hidden = [each for each in names if each not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # Python takes None for: there is no such module
    try:
        yield
    finally:
        for each in hidden:
            sys.modules.pop(each, None)


def position(connection: sqlite3.Connection, identity: str) -> int:
    """How far the read model goes. Raises :class:`Stale` if it is not one of this ledger and program."""
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise Stale from None
        raise
    if meta.get("format") != FORMAT or meta.get("ledger") != identity or not meta.get("position", "").isdecimal():
        raise Stale
    return int(meta["position"])


_FOREIGN = "SELECT 1 FROM sqlite_master WHERE type IN ('view', 'trigger') OR sql LIKE '% AS (%' LIMIT 1"
"""What could answer in the place of the tables: views, triggers, computed columns."""


def require_own_tables(connection: sqlite3.Connection) -> None:
    """Raise :class:`Stale` when something that liggare does not make could answer in the place of the tables."""
    if connection.execute(_FOREIGN).fetchone():
        raise Stale


def require_sound(connection: sqlite3.Connection) -> None:
    """Raise :class:`Stale` for what is no read model, and sqlite3.DatabaseError if a small one is broken anywhere.

    So that damage is not met in the middle of an answer, when a part of it has been read. A large one would cost more
    than its answer: there only what is read is noticed.
    """
    require_own_tables(connection)
    (pages,), (size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    if pages * size <= CHECKED_WHOLE:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)


def require_posted_from(connection: sqlite3.Connection, log: DatedLog) -> None:
    """Raise :class:`Stale` unless the last fact posted is still there: the log may be an older copy put back."""
    last = position(connection, identity_of(log))
    if last > log.last_position():
        raise Stale
    posted = connection.execute("SELECT value FROM meta WHERE key = 'recorded_at'").fetchone()
    if last and (posted is None or posted[0] != instant_text(log.recorded_at(last))):
        raise Stale


def catch_up(connection: sqlite3.Connection, log: FactLog, progress: Progress | None = None) -> None:
    """Post every fact the read model does not have yet."""
    while True:
        with _transaction(connection):
            after, last = position(connection, identity_of(log)), log.last_position()
            if after >= last:
                return
            through = min(after + CHUNK, last)
            # the posting rules are loaded only when there is something to post
            from ledger.projections.filling import Filler

            filler = Filler(connection, log)
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


_WORDS = {"flows": (0, 6, 7, 8), "statements": (0, 2, 3, 4), "months": (0,), "voided": (), "marks": ()}
"""The columns that hold words, in the tables that follow from the facts alone."""


def rows(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Every row with its words spelled out, sorted: two read models with the same facts have the same rows."""
    words = dict(connection.execute("SELECT id, word FROM words").fetchall())
    for table, places in _WORDS.items():
        yield from sorted(
            (table, *(words[value] if place in places else value for place, value in enumerate(row)))
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own table names
        )
