"""Whether a ledger's file and its ``-wal`` belong together.

SQLite plays any ``-wal`` it finds into the file beside it, also when that is another file: an older copy that was put
back while the ``-wal`` of the newer one was left. So every transaction of ours gives the state it makes a number, and
names the number of the state before. Both stand in the header of the first page, where SQLite has room for two numbers
of its user's: the file's own number must be one that the ``-wal`` begins with or leads to. That page is the first that
is written when a ``-wal`` is merged, so that the rule also holds half-way.
"""

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

import attrs

from ledger.store.errors import WalOfAnother
from ledger.store.files.beneath.raw_bytes import raw_bytes

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_NUMBER_AT, _BEFORE_AT = 60, 68
"""Where in the first page ``PRAGMA user_version`` and ``PRAGMA application_id`` stand."""
_WAL_HEADER, _FRAME_HEADER = 32, 24


class _Executes(Protocol):
    def execute(self, statement: str, /) -> object: ...


def number_state(connection: _Executes, before: int = 0) -> None:
    """Give the state that the open transaction leaves behind a number; *before* is that of the state before it."""
    number = int.from_bytes(os.urandom(4), signed=True)
    connection.execute(f"PRAGMA application_id = {before}")
    connection.execute(f"PRAGMA user_version = {number}")


def require_one_history(path: Path) -> None:
    """Raise :class:`WalOfAnother` when the ``-wal`` beside the file at *path* was left by another file or state."""
    if _belong_together(path):
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if _belong_together(path):  # now that nobody can begin the -wal anew between two looks
            return
    raise WalOfAnother(path)


@attrs.frozen
class _State:
    number: int
    before: int

    @classmethod
    def of(cls, page: bytes) -> "_State":
        return cls(*(int.from_bytes(page[at : at + 4]) for at in (_NUMBER_AT, _BEFORE_AT)))


def _belong_together(path: Path) -> bool:
    """Also when there is no ``-wal``, or nothing to tell from: SQLite itself says what is wrong with it then."""
    try:
        with raw_bytes(path) as file, raw_bytes(path.with_name(path.name + "-wal")) as wal:
            header = file.read(_HEADER)
            if not header.startswith(_MAGIC):
                return True
            states = _states(wal)
            first = next(states, None)
            own = _State.of(header).number
            return first is None or own in (first.before, first.number) or any(own == each.number for each in states)
    except OSError:
        return True


def _states(wal: BinaryIO) -> Iterator[_State]:
    """The states that a ``-wal`` leads to, in their order, some of them perhaps several times."""
    header = wal.read(_WAL_HEADER)
    if len(header) < _WAL_HEADER:
        return
    page_size, salts = int.from_bytes(header[8:12]), header[16:24]
    while len(frame := wal.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == salts:
        (number,) = struct.unpack(">I", frame[:4])
        if number == 1:
            yield _State.of(wal.read(_HEADER).ljust(_HEADER, b"\0"))
            wal.seek(page_size - _HEADER, os.SEEK_CUR)
        else:
            wal.seek(page_size, os.SEEK_CUR)
