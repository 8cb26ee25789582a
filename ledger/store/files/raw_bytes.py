"""Bytes of files that SQLite may have open in this process, read past it.

POSIX locks belong to a process, and closing any descriptor of a file gives up all that the process holds on it. SQLite
would then work without its locks, and another program that ends might take the ``-wal`` away beneath it, with what was
recorded. So descriptors that were opened here stay open for as long as their file is there.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

_open: dict[tuple[int, int], int] = {}
"""The descriptors by device and inode: one for each file, which no other file can be taken for while it is open."""


@contextmanager
def raw_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file at *path*, to be read. Raises :class:`OSError`."""
    if not hasattr(os, "pread"):  # Windows, where locks belong to the descriptor
        with path.open("rb") as file:
            yield file
        return
    yield cast("BinaryIO", _Raw(_descriptor(path)))


def _descriptor(path: Path) -> int:
    found = path.stat()
    key = (found.st_dev, found.st_ino)
    if key not in _open:
        for gone in [each for each, descriptor in _open.items() if not os.fstat(descriptor).st_nlink]:
            os.close(_open.pop(gone))
        descriptor = os.open(path, os.O_RDONLY)
        opened = os.fstat(descriptor)
        _open[opened.st_dev, opened.st_ino] = descriptor  # it may have been replaced since the look
        return descriptor
    return _open[key]


class _Raw:
    """A place in a file from which bytes are read."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._at = 0

    def read(self, size: int) -> bytes:
        found = b""
        while len(found) < size and (more := os.pread(self._descriptor, size - len(found), self._at)):
            found += more
            self._at += len(more)
        return found

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + (self._at if whence == os.SEEK_CUR else 0)
        return self._at
