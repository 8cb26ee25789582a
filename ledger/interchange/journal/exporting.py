"""The journal of a whole ledger, streamed."""

import os
import tempfile
from collections.abc import Callable, Generator, Iterable
from pathlib import Path

from ledger.store.codec import journal_line
from ledger.store.files.log import LogReader

Progress = Callable[[int, int], None]


def export_journal(log: LogReader, progress: Progress | None = None) -> Generator[bytes, None, None]:
    """Every fact as a line, as it is stored, with its position and instant first."""
    last = log.last_position()
    for position, recorded_at, state in log.raw(0, last):
        yield journal_line(position, recorded_at, state) + b"\n"
        if progress is not None and position % 1000 == 0:
            progress(position, last)


def write_whole(path: Path, lines: Iterable[bytes]) -> int:
    """Write the lines to a file that appears only when it is complete; how many. Raises OSError.

    What is no file, such as a pipe or a device, is written to as it is.
    """
    if path.exists() and not path.is_file():
        return _write_through(path, lines)
    written = 0
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as unfinished:
            for line in lines:
                unfinished.write(line)
                written += 1
            unfinished.flush()
            os.fsync(unfinished.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return written


def _write_through(path: Path, lines: Iterable[bytes]) -> int:
    written = 0
    with path.open("wb") as opened:
        for line in lines:
            opened.write(line)
            written += 1
    return written
