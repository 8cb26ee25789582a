"""Making a new ledger: whole or not at all, and never over something that is there."""

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from ledger.domain.values.days import instant_text
from ledger.store.errors import LedgerExists, LedgerOutOfReach
from ledger.store.files import schema
from ledger.store.files.beneath.one_history import number_state
from ledger.store.files.errors import Translated


def create(path: str | Path, *, name: str = "", orgnr: str = "", clock: Callable[[], datetime]) -> None:
    """Make an empty ledger at *path*. Raises :class:`LedgerExists` when anything is there already."""
    about = {
        "format": str(schema.FORMAT),
        "name": name,
        "orgnr": orgnr,
        "created": instant_text(clock()),
        "identity": str(uuid.uuid4()),
    }
    with in_the_making(Path(path)) as unfinished:
        _fill(unfinished, about)


@contextlib.contextmanager
def in_the_making(path: Path) -> Iterator[Path]:
    """Where to make a ledger that gets its name when it is whole, so that a failure half-way leaves nothing behind.

    And nobody can record in it before, who would lose what they recorded. Raises :class:`LedgerExists` when anything
    is there already, or has come to be there.
    """
    for taken in (path, _beside(path, "-wal"), _beside(path, "-journal")):
        if os.path.lexists(taken):  # SQLite would play another ledger's -wal into the new one
            raise LedgerExists(taken)
    unfinished = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        with Translated(path):
            yield unfinished
            _merge(unfinished)
        _put_in_place(unfinished, path)
    finally:
        for left in (unfinished, _beside(unfinished, "-wal"), _beside(unfinished, "-shm")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _fill(path: Path, about: dict[str, str]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in schema.CREATE:
            connection.execute(statement)
        connection.executemany(schema.INSERT_METADATA, about.items())
        number_state(connection)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _merge(path: Path) -> None:
    """Have everything in the file itself, which alone gets its name: closing it keeps silent when the disk is full."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _put_in_place(unfinished: Path, path: Path) -> None:
    """Give the finished file its name, in one step that fails if the name has been taken meanwhile."""
    try:
        try:
            os.link(unfinished, path)
        except FileExistsError:
            raise LedgerExists(path) from None
        except OSError:  # a file system without links: reserve the name, then replace the reservation
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            unfinished.replace(path)
        _make_lasting(path.parent)
    except FileExistsError:
        raise LedgerExists(path) from None
    except OSError as error:
        raise LedgerOutOfReach(path, error.strerror or str(error)) from error


def _make_lasting(directory: Path) -> None:
    """Have the disk remember the new name even if the power goes."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
