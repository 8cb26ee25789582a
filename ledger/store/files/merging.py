"""The ``-wal`` of a ledger's file, where SQLite writes first: it is merged into the file as soon as nobody needs it.

What is left beside a file may outlive it there, and meet another one that is put in its place.
"""

import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ledger.store.files.beneath.raw_bytes import raw_bytes

_WAL_HEADER, _FRAME_HEADER = 32, 24
_PAGE_SIZES, _USUAL_PAGE_SIZE = [2**power for power in range(9, 17)], 4096
_READ_AT = 16
"""Where the ``-shm`` file says how many frames of the ``-wal`` SQLite reads, in this computer's order of bytes."""


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


def is_cut_short(path: Path) -> bool:
    """Whether a transaction ends in the ``-wal`` behind the last one that SQLite reads.

    It passes over whatever stands behind damage, and would wipe it out with the next merge; ``salvage`` can still save
    it. Asked with the file at *path* open, which is when SQLite has looked through the ``-wal``.
    """
    try:
        with (
            raw_bytes(path.with_name(path.name + "-shm")) as shared,
            raw_bytes(path.with_name(path.name + "-wal")) as wal,
        ):
            shared.seek(_READ_AT)
            read = int.from_bytes(shared.read(4), sys.byteorder)
            header = wal.read(_WAL_HEADER)
            page = int.from_bytes(header[8:12])
            size = _FRAME_HEADER + (page if page in _PAGE_SIZES else _USUAL_PAGE_SIZE)
            salts = (header[16:24], wal.read(_FRAME_HEADER)[8:16])  # either may be what is damaged
            at = _WAL_HEADER + read * size
            while (frame := _at(wal, at)) and frame[8:16] in salts:
                if any(frame[4:8]):
                    return True
                at += size
    except OSError:
        pass
    return False


def _at(wal: BinaryIO, at: int) -> bytes:
    """The header of the frame that begins there; nothing where there is none."""
    wal.seek(at)
    frame = wal.read(_FRAME_HEADER)
    return frame if len(frame) == _FRAME_HEADER else b""
