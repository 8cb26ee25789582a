"""The files of a ledger's read model: each one that is made has a name of its own, and the last one made is used.

A name is never given to another file, because SQLite finds what belongs to a database (``-wal``, ``-shm``) by its
name, and may still be reading or clearing away the one before. So no lock is needed, whichever processes open,
replace and remove read models at once, and nothing has to take the place of a file that is open, which Windows refuses.
"""

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

_ABANDONED_S = 600
"""How old an unfinished file is that its maker has surely left."""


def newest(ledger: Path) -> Path:
    """Where the read model of a ledger lies; without one, where the first will."""
    return _named(ledger, max((number for number, ending, _ in _files(ledger) if not ending), default=1))


def unused(ledger: Path) -> Path:
    """A name for the next read model, of which no file is left."""
    return _named(ledger, max((number for number, _, _ in _files(ledger)), default=0) + 1)


def lay_out(ledger: Path, path: Path, make: Callable[[sqlite3.Connection], None]) -> bool:
    """Have *make* fill a database that appears at *path* when it is whole; False if there is one by now.

    Raises OSError or :class:`sqlite3.OperationalError` when it cannot be written.
    """
    unfinished = ledger.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        with contextlib.closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # should the power go now, the next question notices
            connection.execute("BEGIN")
            make(connection)
            connection.execute("COMMIT")
        return _appeared(unfinished, path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _appeared(unfinished: Path, path: Path) -> bool:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: nobody else gets the name that is reserved
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            return False
        unfinished.replace(path)
    return True


def remove_older(ledger: Path, path: Path) -> None:
    """Remove what was made before *path*, except what somebody has open on a system that minds."""
    older = sorted((number, ending, found) for number, ending, found in _files(ledger))
    kept = [number for number, _, found in older if found.name == path.name]
    for number, _, found in older:  # a database before what belongs to it, see identity
        if number < max(kept, default=0):
            with contextlib.suppress(OSError):
                found.unlink()
    for left in ledger.parent.glob(f".{ledger.name}.views*.new"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < path.stat().st_mtime - _ABANDONED_S:
                left.unlink()


def remove(path: Path) -> None:
    """Remove a read model that is of no use. Raises OSError where that cannot be."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


Identity = tuple[int, int]


def identity(path: Path) -> Identity | None:
    """Which file lies there; None if there is none.

    The same before a database was opened and after it was read from: then its ``-wal`` was there too if it had one,
    as a database is removed before what belongs to it.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _named(ledger: Path, number: int) -> Path:
    return ledger.with_name(f"{ledger.name}.views" + (f"-{number}" if number > 1 else ""))


def _files(ledger: Path) -> Iterator[tuple[int, str, Path]]:
    """The number, the ending and the path of every file of a read model."""
    pattern = re.compile(re.escape(f"{ledger.name}.views") + r"(?:-([1-9]\d*))?(-wal|-shm)?")
    for path in ledger.parent.iterdir() if ledger.parent.exists() else ():
        if found := pattern.fullmatch(path.name):
            yield int(found[1] or 1), found[2] or "", path
