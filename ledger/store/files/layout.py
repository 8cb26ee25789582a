"""The tables of a ledger's file are those that liggare makes, before anything is read from them."""

import sqlite3
from pathlib import Path

from ledger.domain.values.phrases import phrase
from ledger.store.errors import ForeignLayout, NotALedger
from ledger.store.files import schema

_OBJECTS = """SELECT type, name, lower(tbl_name), sql FROM sqlite_master
    WHERE lower(tbl_name) IN ('stored_events', 'metadata') AND type <> 'index'"""

_OURS = frozenset(statement.strip() for format_ in (1, schema.FORMAT) for statement in schema.made_of(format_))


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
