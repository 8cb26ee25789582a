"""Opening the read model of a ledger: found, caught up, made anew when it cannot be used, or kept in memory."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from ledger.domain.errors import Unusable
from ledger.projections import read_model_files as files
from ledger.projections import tables
from ledger.projections.fact_log import DatedLog, identity_of
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


def _is_out_of_room(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


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
        self._ledger = ledger
        self.path: Path | None = None
        """Where the one in use lies, or the one that could not be used."""
        self._log = log
        self._writable = writable
        self._progress = progress
        self._notice = notice or (lambda _: None)
        self._judged: files.Identity | None = None
        """Which file lay there."""
        self._connection: sqlite3.Connection | None = None
        self.in_memory = False
        """Whether it had to be derived for this once."""

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def current(self, needed: int | None = None) -> sqlite3.Connection:
        """The read model's database, with every fact of the log posted.

        Where one cannot be read, those before it, if no later ones are *needed*. Raises what the log raises.
        """
        try:
            return self._current()
        except Unusable as error:
            unreadable = getattr(error, "position", None)
            if unreadable is None or needed is None or needed >= unreadable:
                raise
            self.close()
            self._log = self._log.until(unreadable - 1)
            return self._current()

    def _current(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._opened()
        try:
            tables.catch_up(self._connection, self._log, self._progress)
        except Stale:
            self._connection = self._made_anew(_OF_ANOTHER)
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
        if self._ledger is not None:
            with contextlib.suppress(OSError):  # which is met again where the read model is to be written
                self._ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._look(self._ledger)
        self._connection = self._made_anew(None)
        return self._connection

    def _opened(self) -> sqlite3.Connection:
        if self._ledger is None:
            return self._in_memory()
        if not self._writable:
            return self._read_only() or self._in_memory()
        try:
            found = self._found(self._ledger)
        except Stale:
            return self._made_anew(_OF_ANOTHER)
        except OSError:
            return self._in_memory()
        except tables.DAMAGE as error:
            return self.renewed(error)
        return found or self._made_anew(None)

    def _found(self, ledger: Path) -> sqlite3.Connection | None:
        """The read model that is there. Raises :class:`Stale` if it is not one of this log and program."""
        while True:
            path = self._look(ledger)
            if self._judged is None:
                return None
            connection = tables.connect(path)
            try:
                tables.require_sound(connection)
                tables.require_posted_from(connection, self._log)
            except BaseException as error:
                connection.close()
                if not isinstance(error, (Stale, *tables.DAMAGE)) or files.identity(path) == self._judged:
                    raise
            else:
                if files.identity(path) == self._judged:
                    return connection
                connection.close()

    def _look(self, ledger: Path) -> Path:
        self.path = files.newest(ledger)
        self._judged = files.identity(self.path)
        return self.path

    def _made_anew(self, why: str | None) -> sqlite3.Connection:
        """The read model that takes the place of the one at our path, by whomever it is made."""
        self.close()
        if self._ledger is None:
            return self._in_memory()
        try:
            self._ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = files.unused(self._ledger)  # before looking what others have made, or theirs would have it
            connection = self._of_another(self._ledger)
            is_ours = connection is None
            connection = connection or self._laid_out(self._ledger, new, why)
        except (sqlite3.OperationalError, OSError):
            return self._in_memory()
        try:
            tables.catch_up(connection, self._log, self._progress)
        except (sqlite3.OperationalError, Stale) as error:
            connection.close()
            if is_ours and self.path and _is_out_of_room(error):  # half of it is of no use, and takes room
                with contextlib.suppress(OSError):
                    files.remove(self.path)
            return self._in_memory()
        return connection

    def _of_another(self, ledger: Path) -> sqlite3.Connection | None:
        """The one that somebody else has made meanwhile."""
        path = files.newest(ledger)
        if (path, files.identity(path)) == (self.path, self._judged):
            return None
        with contextlib.suppress(Stale, *tables.DAMAGE):
            return self._found(ledger)
        return None

    def _laid_out(self, ledger: Path, new: Path, why: str | None) -> sqlite3.Connection:
        """Empty tables in a new file. Whoever has the old one open keeps it for as long as they do."""
        old = self.path
        if files.lay_out(ledger, new, lambda empty: tables.make(empty, identity_of(self._log))):
            if why is not None and old is not None:
                self._notice(f"The read model {old.name} is derived anew: {why}.")
            files.remove_older(ledger, new)
        self.path = new
        return tables.connect(new)

    def _read_only(self) -> sqlite3.Connection | None:
        """The read model that is there, if it is of this ledger and has every fact."""
        assert self._ledger is not None  # noqa: S101 - whoever has none does not ask
        path = self._look(self._ledger)
        if self._judged is None:
            return None
        try:
            address = f"{path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(address, uri=True, timeout=30, isolation_level=None)
        except sqlite3.DatabaseError:
            return None
        with contextlib.suppress(*tables.DAMAGE, Stale):
            tables.require_sound(connection)
            tables.require_posted_from(connection, self._log)
            is_current = tables.position(connection, identity_of(self._log)) == self._log.last_position()
            if is_current and files.identity(path) == self._judged:
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
