"""Opening a ledger's file for reading: found to be a ledger, in a format that is known, and without writing to it."""

import os
import sqlite3
from pathlib import Path

from ledger.domain.values.phrases import phrase
from ledger.store.errors import (
    DiskFailed,
    DiskFull,
    LedgerOutOfReach,
    NewerLedger,
    NoLedger,
    NotALedger,
    ReadOnlyLedger,
    UnfinishedWrites,
)
from ledger.store.files import schema
from ledger.store.files.beneath.one_history import require_one_history
from ledger.store.files.errors import Translated
from ledger.store.files.log import LogReader
from ledger.store.files.merging import has_content, is_cut_short

BUSY_TIMEOUT_S = 30.0


def open_log(
    path: str | Path, *, recording: bool = False, traceless: bool = False, hands_off: bool = False
) -> LogReader:
    """The ledger at *path*, for reading. Raises :class:`Unusable` when it is none, or out of reach.

    SQLite puts files of its own beside a ledger that it reads, and merges what a killed program left in the ``-wal``;
    who closes last takes them away. With *hands_off* nothing is merged, and a damaged ``-wal`` is never. A short look
    may be *traceless*: unless somebody writes just now, it leaves nothing even when it is killed.

    Without write access to the directory, or room on its disk, SQLite needs to be told that nobody writes. That is
    true only while there is no ``-wal`` file: with one, the newest facts would silently be missing.
    """
    path = Path(path)
    _require_file(path)
    wal = path.with_name(path.name + "-wal")
    if traceless and not wal.exists():
        return _connected(path, "mode=ro&immutable=1")
    require_one_history(path)
    try:
        if recording or not has_content(wal):
            return _merging(path, recording=recording)
        reader = _connected(path, "mode=ro")
        if hands_off or is_cut_short(path):
            return reader
        reader.close()
        return _merging(path)
    except (LedgerOutOfReach, ReadOnlyLedger, DiskFull, DiskFailed):
        if recording or not os.access(path, os.R_OK):
            raise
        if has_content(wal):
            raise UnfinishedWrites(path) from None
        return _connected(path, "mode=ro&immutable=1")


def _merging(path: Path, *, recording: bool = False) -> LogReader:
    """Who closes it merges what stands in the ``-wal``, if nobody else has it open."""
    reader = _connected(path, "mode=rw", reading=not recording)
    reader.merges = True
    return reader


def uri(path: Path, mode: str) -> str:
    """The file as SQLite's URI, so that no name is ever taken for one of SQLite's special ones."""
    return f"{path.absolute().as_uri()}?{mode}"


def _require_file(path: Path) -> None:
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        raise NoLedger(path) from None
    except OSError as error:
        raise LedgerOutOfReach(path, error.strerror or str(error)) from error
    if path.is_dir():
        raise NotALedger(path, phrase("it is a directory"))
    if not size and not path.with_name(f"{path.name}-wal").exists():
        raise NotALedger(path, phrase("it is empty"))


def _connected(path: Path, mode: str, *, reading: bool = True) -> LogReader:
    with Translated(path):
        connection = sqlite3.connect(uri(path, mode), uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_S)
        try:
            connection.execute(f"PRAGMA query_only = {reading:d}")
            connection.execute("PRAGMA trusted_schema = OFF")
            schema.require_own_tables(connection, path)
            format_ = _format_of(connection, path)
        except BaseException:
            connection.close()
            raise
    reader = LogReader(connection, path)
    reader.has_checksums = schema.has_checksums(format_)
    reader.sees_no_writers = "immutable=1" in mode
    return reader


def _format_of(connection: sqlite3.Connection, path: Path) -> int:
    """The format of the file. Raises unless it has our tables in one that we know."""
    try:
        found = connection.execute("SELECT value FROM metadata WHERE key = 'format'").fetchone()
        format_ = int(found[0]) if found and str(found[0]).isdecimal() else None
        columns = schema.COLUMNS_OF_A_FILE if schema.has_checksums(format_ or 0) else schema.COLUMNS
        connection.execute(f"SELECT {', '.join(columns)} FROM stored_events LIMIT 0")  # noqa: S608 - our own names
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise NotALedger(path, phrase("it is a database of something else")) from error
    if format_ is None:
        raise NotALedger(path, phrase("it does not say its format"))
    if format_ > schema.FORMAT:
        raise NewerLedger(path, found=format_, known=schema.FORMAT)
    return format_
