"""Errors for files that cannot be read or written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from ledger.domain.errors import LedgerError, Refused, Unreadable, Unusable
from ledger.domain.values.phrases import phrase, word


class FileNotReadable(Unreadable):
    code = "file-not-readable"

    def __init__(self, name: str, why: str, *, done: Literal["read", "written"] = "read") -> None:
        super().__init__(
            phrase("{name} cannot be {done}: {why}", name=name, done=word(done), why=word(why)),
            hint=phrase("Check the name, and that you may read the file")
            if done == "read"
            else phrase("Check the name, and that you may write the file"),
        )


class FileExists(Refused):
    code = "file-exists"

    def __init__(self, name: str, *, replaceable: bool = True) -> None:
        super().__init__(
            phrase("{name} exists already and was left as it is", name=name),
            hint=phrase("Choose another name") + (phrase(", or give --overwrite") if replaceable else ""),
        )


class NoRoomForFile(Unusable):
    code = "no-room-for-file"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            phrase("{name} cannot be written: {why}", name=name, why=word(why)),
            hint=phrase("Make room, or write it elsewhere, and try again"),
        )


@contextmanager
def writing(name: str | Path) -> Iterator[None]:
    """Whatever keeps the file from being written is told as :func:`write_error` has it."""
    try:
        yield
    except OSError as error:
        raise write_error(str(name), error) from None


def write_error(name: str, error: OSError) -> LedgerError:
    """What it means that a file could not be written: the disk is full or broken, or the name is wrong."""
    why = error.strerror or str(error)
    if error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO}:
        return NoRoomForFile(name, why)
    return FileNotReadable(name, why, done="written")
