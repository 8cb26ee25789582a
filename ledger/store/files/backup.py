"""A copy of a ledger's file, taken while others record."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ledger.store.files.creation import in_the_making
from ledger.store.files.errors import Translated
from ledger.store.files.log import LogReader
from ledger.store.files.reading import open_log


def back_up(ledger: Path, copy: Path, *, hands_off: bool = False) -> int:
    """Make a whole copy of one moment; how many facts it holds. Raises :class:`LedgerExists`, and :class:`Unusable`.

    The copy gets its name when every fact in it has been read, so that nothing damaged is ever taken for a backup.
    """
    with open_log(ledger, hands_off=hands_off) as log, in_the_making(copy) as unfinished:
        _copy(log, unfinished, copy)
        with open_log(unfinished) as copied:
            facts = 0
            for facts, _ in enumerate(copied.raw(), 1):  # noqa: B007 - the last one counts
                pass
    return facts


def _copy(log: LogReader, unfinished: Path, copy: Path) -> None:
    """All pages in one read transaction, which keeps nobody from recording."""
    source = log._connection  # noqa: SLF001 - pages are copied, not facts
    assert isinstance(source, sqlite3.Connection)  # noqa: S101 - the log of a file opened it
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as target:
        try:
            source.backup(target)
        except sqlite3.Error as error:
            is_damaged = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            with Translated(log.path if is_damaged else copy):
                raise
