"""What SQLite can say about a ledger's file, and the one place where it becomes sentences."""

import sqlite3
from collections.abc import Callable
from types import TracebackType
from typing import Self

from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import phrase
from ledger.store.errors import (
    ID_TAKEN,
    STREAM_MOVED,
    DamagedLedger,
    DiskFailed,
    DiskFull,
    DuplicateId,
    LedgerBusy,
    LedgerOutOfReach,
    NotALedger,
    ReadOnlyLedger,
    StaleRead,
    Where,
)


def raise_conflict(error: sqlite3.IntegrityError, *, stream: str, version: int, fact_id: str) -> None:
    """Raise :class:`DuplicateId` or :class:`StaleRead` if that is why SQLite refused the row."""
    text = str(error)
    if text == ID_TAKEN or text.endswith("stored_events.fact_id"):
        raise DuplicateId(fact_id) from error
    if text == STREAM_MOVED or text.endswith("stored_events.originator_version"):
        raise StaleRead(stream, read=version - 1) from error


_SENTENCES: dict[str, Callable[[Where, str], LedgerError]] = {
    "FULL": lambda path, _: DiskFull(path),
    "IOERR": DiskFailed,
    "READONLY": lambda path, _: ReadOnlyLedger(path),
    "BUSY": lambda path, _: LedgerBusy(path),
    "LOCKED": lambda path, _: LedgerBusy(path),
    "CANTOPEN": LedgerOutOfReach,
    "PERM": LedgerOutOfReach,
    "AUTH": LedgerOutOfReach,
    "NOTADB": lambda path, _: NotALedger(path, phrase("it is not an SQLite file")),
    "CORRUPT": DamagedLedger,
    "FORMAT": DamagedLedger,
}


def sentence_for(error: sqlite3.Error, path: Where) -> LedgerError | None:
    """What SQLite's error means to a person; None when it is a mistake of ours."""
    if str(error).startswith("Could not decode to UTF-8"):  # raised by Python, so SQLite gave it no name
        return DamagedLedger(path, phrase("a text in it is not UTF-8"))
    name: str = getattr(error, "sqlite_errorname", "")
    if str(error) == "unsupported file format":  # SQLite has no name of its own for a header that it cannot read
        return DamagedLedger(path, str(error))
    sentence = _SENTENCES.get(name.removeprefix("SQLITE_").partition("_")[0])
    return sentence(path, f"{error} ({name})") if sentence else None


class Translated:
    """A context in which SQLite's errors about the file at *path* leave as sentences for people."""

    def __init__(self, path: Where) -> None:
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, UnicodeDecodeError):  # SQLite's complaint quoted what it stumbled over
            raise DamagedLedger(self.path, phrase("a text in it is not UTF-8")) from error
        cause = self.sqlite_error(error)
        sentence = sentence_for(cause, self.path) if cause else None
        if sentence:
            raise sentence from error

    def sqlite_error(self, error: BaseException | None) -> sqlite3.Error | None:
        """What SQLite said, if *error* comes from it."""
        return error if isinstance(error, sqlite3.Error) else None
