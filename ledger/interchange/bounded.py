"""Reading files that somebody named: never more than there is room for, and never for ever.

A name may lead to a device without an end, to a pipe that nobody writes to, or to a file of many gigabytes.
"""

import os
import stat
import time
from pathlib import Path
from typing import BinaryIO

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase

PATIENCE_S = 10.0
"""How long a pipe may stay silent."""
_NAP_S = 0.02
_AT_ONCE = 65536

SMALL_FILE = 4_000_000
"""Bytes: keys, checkpoints, proofs and receipts are smaller by far."""
TEXT_FILE = 16_000_000
"""Bytes: mappings and published tables are smaller by far."""

LARGE_FILE = 512_000_000
"""Bytes: a year of a whole region's accounts, voucher by voucher, is smaller."""


class FileTooLarge(Unreadable):
    code = "file-too-large"

    def __init__(self, name: object, most: int) -> None:
        super().__init__(
            f"{name} has more than {most:,} bytes, and is not read".replace(",", " "),
            hint=phrase("Is it the right file? Nothing of its kind is that large"),
        )


class NoOrdinaryFile(Unreadable):
    code = "no-ordinary-file"

    def __init__(self, name: object, what: str) -> None:
        super().__init__(
            phrase("{name} is {what}, not a file", name=name, what=what),
            hint=phrase("Name a file; of a journal, - reads standard input"),
        )


class SilentPipe(Unreadable):
    code = "silent-pipe"

    def __init__(self, name: object) -> None:
        super().__init__(
            phrase(
                "{name} is a pipe, and nothing came out of it in {patience_s:.0f} seconds",
                name=name,
                patience_s=PATIENCE_S,
            ),
            hint=phrase("Start what writes to it first, or name a file"),
        )


def read_bounded(path: Path, most: int = SMALL_FILE) -> bytes:
    """The bytes of a file or pipe. Raises :class:`Unreadable` beyond *most* bytes, and OSError."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        kind = os.fstat(descriptor)
        is_pipe = stat.S_ISFIFO(kind.st_mode)
        if not is_pipe:
            _require_ordinary(kind, path)
        if kind.st_size > most:
            raise FileTooLarge(path, most)
        chunks, length = [], 0
        while chunk := _from_pipe(descriptor, path) if is_pipe else os.read(descriptor, _AT_ONCE):
            chunks.append(chunk)
            length += len(chunk)
            if length > most:
                raise FileTooLarge(path, most)
        return b"".join(chunks)
    finally:
        os.close(descriptor)


def open_ordinary(path: Path) -> BinaryIO:
    """A file, opened to be read piece by piece. Raises :class:`NoOrdinaryFile` for devices, pipes and folders."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _require_ordinary(os.fstat(descriptor), path)
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _require_ordinary(kind: os.stat_result, path: Path) -> None:
    if stat.S_ISREG(kind.st_mode):
        return
    whats = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    raise NoOrdinaryFile(path, next((what for is_it, what in whats if is_it(kind.st_mode)), "a device"))


def _from_pipe(descriptor: int, path: Path) -> bytes:
    """What comes next out of a pipe; nothing when its writer has closed it. Raises :class:`SilentPipe`."""
    patience = time.monotonic() + PATIENCE_S
    while True:
        try:
            if chunk := os.read(descriptor, _AT_ONCE):
                return chunk
            if _had_writer(descriptor):
                return b""
        except BlockingIOError:
            pass  # it has a writer, which has written nothing yet
        if time.monotonic() > patience:
            raise SilentPipe(path)
        time.sleep(_NAP_S)


def _had_writer(descriptor: int) -> bool:
    """Whether a pipe at its end was ever written to: one that nobody has opened yet looks the same to a reader."""
    import select

    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
