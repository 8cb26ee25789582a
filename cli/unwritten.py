"""What it means that a file could not be written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.domain.errors import LedgerError, Unusable


class NoRoomForFile(Unusable):
    code = "no-room-for-file"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be written: {why}", hint="Make room, or write it elsewhere, and try again")


@contextmanager
def writing(name: str | Path) -> Iterator[None]:
    """Whatever keeps the file from being written is told as :func:`not_written` has it."""
    try:
        yield
    except OSError as error:
        raise not_written(str(name), error) from None


def not_written(name: str, error: OSError) -> LedgerError:
    """What it means that a file could not be written: the disk is full or broken, or the name is wrong."""
    from cli.files import FileNotReadable

    why = error.strerror or str(error)
    if error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO}:
        return NoRoomForFile(name, why)
    return FileNotReadable(name, why, done="written")
