"""Export the journal of a ledger as a stream of lines."""

import os
import stat
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ledger.store.codec import journal_line
from ledger.store.files.log import LogReader

Progress = Callable[[int, int], None]


def export_journal(log: LogReader, progress: Progress | None = None) -> Generator[bytes, None, None]:
    """Yield every fact as a line: its position, its instant, then its bytes as they are stored."""
    last = log.last_position()
    for position, recorded_at, state in log.raw(0, last):
        yield journal_line(position, recorded_at, state) + b"\n"
        if progress is not None and position % 1000 == 0:
            progress(position, last)


def write_whole(path: Path, lines: Iterable[bytes]) -> int:
    """Write lines to a file, which gets its name only when it is complete; how many. Raises OSError.

    A pipe or a device is written to directly.
    """
    if path.exists() and not path.is_file():
        return _write_through(path, lines)
    written = 0
    unfinished = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        with _new(unfinished, path) as file:
            for line in lines:
                file.write(line)
                written += 1
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return written


def _new(path: Path, replaced: Path) -> BinaryIO:
    """A new file that those may read whom the umask lets, and nobody who might not read the one it will replace."""
    readable = 0o666
    with suppress(FileNotFoundError):
        readable &= stat.S_IMODE(replaced.stat().st_mode)
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), readable), "wb")


def _write_through(path: Path, lines: Iterable[bytes]) -> int:
    written = 0
    with path.open("wb") as opened:
        for line in lines:
            opened.write(line)
            written += 1
    return written
