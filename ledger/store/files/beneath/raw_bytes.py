"""Bytes of files that SQLite may have open in this process, read past it.

POSIX locks belong to a process, and closing any descriptor of a file gives up all that the process holds on it. SQLite
would then work without its locks, and another program that ends might take the ``-wal`` away beneath it, with what was
recorded. So descriptors that were opened here stay open for as long as their file is there.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO, cast


class _Descriptors:
    """Those that are open, for all threads: one for each file, which no other can be taken for while it is open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[tuple[int, int], int] = {}
        """By device and inode."""
        self._readers = 0

    @contextmanager
    def reading(self, path: Path) -> Iterator[int]:
        with self._lock:
            if not self._readers:
                self._close_what_is_gone()
            descriptor = self._of(path)
            self._readers += 1
        try:
            yield descriptor
        finally:
            with self._lock:
                self._readers -= 1

    def _of(self, path: Path) -> int:
        found = path.stat()
        known = self._open.get((found.st_dev, found.st_ino))
        if known is not None:
            return known
        descriptor = os.open(path, os.O_RDONLY)
        opened = os.fstat(descriptor)  # the file may have been replaced since the look
        self._open[opened.st_dev, opened.st_ino] = descriptor
        return descriptor

    def _close_what_is_gone(self) -> None:
        for gone in [each for each, descriptor in self._open.items() if not os.fstat(descriptor).st_nlink]:
            os.close(self._open.pop(gone))


_descriptors = _Descriptors()


@contextmanager
def raw_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file at *path*, to be read. Raises :class:`OSError`."""
    if not hasattr(os, "pread"):  # Windows, where locks belong to the descriptor
        with path.open("rb") as file:
            yield file
        return
    with _descriptors.reading(path) as descriptor:
        yield cast("BinaryIO", _Raw(descriptor))


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
