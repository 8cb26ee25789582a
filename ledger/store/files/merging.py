"""The ``-wal`` of a ledger's file, where SQLite writes first: it is merged into the file as soon as nobody needs it.

What is left beside a file may outlive it there, and meet another one that is put in its place.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path


def has_content(wal: Path) -> bool:
    """Whether there is anything in a ``-wal``."""
    try:
        return wal.stat().st_size > 0
    except OSError:
        return False


def merge(connection: sqlite3.Connection, path: Path) -> None:
    """Empty the ``-wal`` into the file at *path*, unless somebody reads or writes just now, who does it later."""
    if has_content(path.with_name(path.name + "-wal")):
        with suppress(sqlite3.Error):  # what is recorded is safe where it stands
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
