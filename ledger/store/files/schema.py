"""The two tables of a ledger's file and the triggers that keep anyone from changing what is recorded.

The triggers hold against every program that opens the file. They guard insertion too, because
``INSERT OR REPLACE`` deletes the row it replaces without asking the trigger on deletion.
"""

import sqlite3
from pathlib import Path

from ledger.domain.values.phrases import phrase
from ledger.store.errors import ID_TAKEN, STREAM_MOVED, ForeignLayout, NotALedger

FORMAT = 2
"""The format of a new file. One with a higher number was made by a later version of liggare."""

FORMAT_OF_SERVERS = 1

_FIRST_WITH_CHECKSUMS = 2
"""Facts in older files have no checksum. They are read and added to as they are: nothing recorded is ever changed."""

COLUMNS = ("position", "originator_id", "originator_version", "topic", "state", "recorded_at", "fact_id")
COLUMNS_OF_A_FILE = (*COLUMNS, "checksum")

INSERT = f"INSERT INTO stored_events ({', '.join(COLUMNS_OF_A_FILE)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
INSERT_WITHOUT_CHECKSUM = f"INSERT INTO stored_events ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
INSERT_METADATA = "INSERT INTO metadata (key, value) VALUES (?, ?)"
LAST = "SELECT position, recorded_at FROM stored_events ORDER BY position DESC LIMIT 1"
VERSION = "SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = ?"

_EVENTS = """
CREATE TABLE stored_events (
    position INTEGER PRIMARY KEY,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL CHECK (typeof(originator_version) = 'integer'),
    topic TEXT NOT NULL,
    state BLOB NOT NULL CHECK (typeof(state) = 'blob'),
    recorded_at INTEGER NOT NULL CHECK (typeof(recorded_at) = 'integer'),
    fact_id TEXT NOT NULL UNIQUE CHECK (fact_id <> ''),
    checksum INTEGER NOT NULL CHECK (typeof(checksum) = 'integer'),
    UNIQUE (originator_id, originator_version)
)"""

_METADATA = "CREATE TABLE metadata (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"

_MISPLACED = "NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM stored_events)"
_TOO_EARLY = "NEW.recorded_at <= (SELECT recorded_at FROM stored_events WHERE position = NEW.position - 1)"
_KNOWN = "EXISTS (SELECT 1 FROM stored_events WHERE fact_id = NEW.fact_id)"
_STALE = (
    "NEW.originator_version IS NOT (SELECT coalesce(max(originator_version), 0) + 1"
    " FROM stored_events WHERE originator_id = NEW.originator_id)"
)

_ONLY_AFTER_THE_LAST = f"""
CREATE TRIGGER facts_come_after_the_last BEFORE INSERT ON stored_events
WHEN {_MISPLACED} OR {_TOO_EARLY} OR {_KNOWN} OR {_STALE}
BEGIN
    SELECT RAISE(ABORT, 'a fact gets the position after the last one') WHERE {_MISPLACED};
    SELECT RAISE(ABORT, 'a fact is recorded later than the last one') WHERE {_TOO_EARLY};
    SELECT RAISE(ABORT, '{ID_TAKEN}') WHERE {_KNOWN};
    SELECT RAISE(ABORT, '{STREAM_MOVED}');
END"""
"""Everything is asked once, in one condition, and again only to say what was wrong: half the cost."""

_NEVER_CHANGED = """
CREATE TRIGGER facts_never_change BEFORE UPDATE ON stored_events
BEGIN SELECT RAISE(ABORT, 'a recorded fact never changes; record a correction'); END"""

_NEVER_DELETED = """
CREATE TRIGGER facts_never_go_away BEFORE DELETE ON stored_events
BEGIN SELECT RAISE(ABORT, 'a recorded fact is never deleted; record a reversal'); END"""

_METADATA_STAYS = (
    """
CREATE TRIGGER metadata_never_changes BEFORE UPDATE ON metadata
BEGIN SELECT RAISE(ABORT, 'what a ledger is called and is never changes'); END""",
    """
CREATE TRIGGER metadata_never_goes_away BEFORE DELETE ON metadata
BEGIN SELECT RAISE(ABORT, 'what a ledger is called and is never changes'); END""",
    """
CREATE TRIGGER metadata_is_set_once BEFORE INSERT ON metadata
BEGIN
    SELECT RAISE(ABORT, 'what a ledger is called and is never changes')
        WHERE EXISTS (SELECT 1 FROM metadata WHERE key = NEW.key);
END""",
)

CREATE = (_EVENTS, _METADATA, _ONLY_AFTER_THE_LAST, _NEVER_CHANGED, _NEVER_DELETED, *_METADATA_STAYS)
"""The statements that make an empty ledger, in their order."""


def has_checksums(format_: int) -> bool:
    """Whether every fact in a file of this format has a checksum."""
    return format_ >= _FIRST_WITH_CHECKSUMS


def made_of(format_: int) -> tuple[str, ...]:
    """The statements that a file of this format was made with."""
    if has_checksums(format_):
        return CREATE
    without = "".join(line for line in _EVENTS.splitlines(keepends=True) if "checksum" not in line)
    return (without, *CREATE[1:])


_OBJECTS = """SELECT type, name, lower(tbl_name), sql FROM sqlite_master
    WHERE lower(tbl_name) IN ('stored_events', 'metadata') AND type <> 'index'"""

_OURS = frozenset(statement.strip() for format_ in (1, FORMAT) for statement in made_of(format_))


def require_own_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Raise unless log and metadata are tables as liggare makes them, with no triggers but its own.

    What stands in their place could answer anything, or never: a view, a table with computed columns, a trigger that
    acts on what is recorded. A trigger that is missing lets others change the file, which verification tells.
    """
    found = connection.execute(_OBJECTS).fetchall()
    if {table for _, _, table, _ in found} != {"stored_events", "metadata"}:
        raise NotALedger(path, phrase("it is a database of something else"))
    for kind, name, _, statement in found:
        if kind == "view" or not isinstance(statement, str) or statement.strip() not in _OURS:
            raise ForeignLayout(path, str(kind), str(name))
