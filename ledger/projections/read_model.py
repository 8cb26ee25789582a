"""Opening the read model of a ledger: found, caught up, made anew when it cannot be used, or kept in memory."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from ledger.projections import tables
from ledger.projections.fact_log import DatedLog, identity_of
from ledger.projections.folder_lock import undisturbed
from ledger.projections.tables import Progress, Stale

Notice = Callable[[str], None]
"""Told, in a sentence, what a person should know."""


_OF_ANOTHER = "it was made by another version or for another ledger"
_OUT_OF_REACH = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
}


def _is_out_of_reach(error: Exception) -> bool:
    """Whether nothing is wrong with the file, only with writing it just now."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in _OUT_OF_REACH


def _is_out_of_room(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def _take_away(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


class Views:
    """The read model of one ledger. Nothing in it is truth: it may be deleted at any time."""

    def __init__(
        self,
        ledger: Path | None,
        log: DatedLog,
        *,
        writable: bool = True,
        progress: Progress | None = None,
        notice: Notice | None = None,
    ) -> None:
        self.path = None if ledger is None else tables.views_path(ledger)
        self._log = log
        self._writable = writable
        self._progress = progress
        self._notice = notice or (lambda _: None)
        self._connection: sqlite3.Connection | None = None
        self.in_memory = False
        """Whether it had to be derived for this once."""

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def current(self) -> sqlite3.Connection:
        """The read model's database, with every fact of the log posted."""
        if self._connection is None:
            self._connection = self._opened()
        try:
            tables.catch_up(self._connection, self._log, self._progress)
        except Stale:
            self._connection = self._made_anew(_OF_ANOTHER, unless_made=True)
        except tables.DAMAGE as error:
            return self.renewed(error)
        return self._connection

    def renewed(self, error: Exception, held: sqlite3.Connection | None = None) -> sqlite3.Connection:
        """The read model derived anew because of *error*; in memory where it cannot be written just now.

        Unless that has been done since *held*, the connection the error comes from, was handed out.
        """
        if held is not None and self._connection is not None and held is not self._connection:
            return self._connection
        if self._writable and not _is_out_of_reach(error):
            self._connection = self._made_anew(f"it is damaged ({error})")
        else:
            self.close()
            self._connection = self._in_memory()
        return self._connection

    def rebuild(self) -> sqlite3.Connection:
        """Throw the read model away and derive it again from the log."""
        self._connection = self._made_anew(None)
        return self._connection

    def _opened(self) -> sqlite3.Connection:
        if not self._writable:
            return self._read_only() or self._in_memory()
        if self.path is None:
            return self._in_memory()
        fresh = not self.path.exists()
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with undisturbed(self.path.parent, shared=True):
                return self._connected()
        except Stale:
            return self._made_anew(None if fresh else _OF_ANOTHER, unless_made=True)
        except OSError:
            return self._in_memory()
        except tables.DAMAGE as error:
            return self.renewed(error)

    def _connected(self) -> sqlite3.Connection:
        """The read model that is there. Raises :class:`Stale` if it is not one of this log and program."""
        assert self.path is not None  # noqa: S101 - whoever has none does not ask
        connection = tables.connect(self.path)
        try:
            tables.require_sound(connection)
            tables.require_posted_from(connection, self._log)
        except BaseException:
            connection.close()
            raise
        return connection

    def _made_anew(self, why: str | None, *, unless_made: bool = False) -> sqlite3.Connection:
        """A new read model in the place of what is there; *unless_made*: or the one that another has just put there."""
        self.close()
        if self.path is None:
            return self._in_memory()
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with undisturbed(self.path.parent):
                of_another = self._of_another() if unless_made else None
                connection = of_another or self._laid_out(why)
        except (sqlite3.OperationalError, OSError):
            return self._in_memory()
        try:
            tables.catch_up(connection, self._log, self._progress)
        except sqlite3.OperationalError as error:
            connection.close()
            if of_another is None and _is_out_of_room(error):  # half of it is of no use, and takes room
                with contextlib.suppress(OSError), undisturbed(self.path.parent):
                    _take_away(self.path)
            return self._in_memory()
        return connection

    def _of_another(self) -> sqlite3.Connection | None:
        try:
            return self._connected()
        except (Stale, *tables.DAMAGE):
            return None

    def _laid_out(self, why: str | None) -> sqlite3.Connection:
        """Empty tables in a new file. Whoever has the old one open keeps it for as long as they do."""
        assert self.path is not None  # noqa: S101 - as above
        if why is not None:
            self._notice(f"The read model {self.path.name} is derived anew: {why}.")
        _take_away(self.path)
        try:
            connection = tables.connect(self.path)
            tables.make(connection, identity_of(self._log))
        except BaseException:
            with contextlib.suppress(OSError):
                _take_away(self.path)
            raise
        return connection

    def _read_only(self) -> sqlite3.Connection | None:
        """The read model that is there, if it is of this ledger and has every fact."""
        if self.path is None or not self.path.exists():
            return None
        try:
            address = f"{self.path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(address, uri=True, timeout=30, isolation_level=None)
        except sqlite3.DatabaseError:
            return None
        with contextlib.suppress(*tables.DAMAGE, Stale):
            tables.require_sound(connection)
            tables.require_posted_from(connection, self._log)
            if tables.position(connection, identity_of(self._log)) == self._log.last_position():
                return connection
        connection.close()
        return None

    def _in_memory(self) -> sqlite3.Connection:
        """Where nothing can be written (a full disk, an auditor's copy), the read model lives as long as a question."""
        self.in_memory = True
        connection = tables.connect(None)
        tables.make(connection, identity_of(self._log))
        tables.catch_up(connection, self._log, self._progress)
        return connection
