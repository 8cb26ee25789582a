"""The lines of an import in a temporary file of its own: all are read before anything is asked of the ledger.

Whoever writes them may take its time, and they can be read again.
"""

import errno
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import TracebackType
from typing import Any, Self

import attrs

from ledger.domain.errors import LedgerError
from ledger.store.errors import DiskFailed, DiskFull


@attrs.frozen
class FileEnd:
    """A file ends here: what its lines brought is one import."""

    file: str | None = None
    """Its name, without its folder."""
    sha256: str | None = None


Line = tuple[str, Mapping[str, Any] | LedgerError]
"""Where a line stands (FILE:LINE) and its fields, or what is wrong with it."""

Kept = tuple[str, Mapping[str, Any] | LedgerError | FileEnd]
"""A line, or the end of the file it stands in."""

TOGETHER = 500
"""So many lines are kept, and looked up in the ledger, at a time."""

Progress = Callable[[int, int | None], None]
"""Told how many lines are done of how many; None while nobody knows how many there are."""


class KeptLines:
    """Lines that have been read. The file has no name, so that it ends with the program however that ends."""

    def __init__(self, lines: Iterable[Kept], progress: Progress | None = None) -> None:
        """Read all *lines*. Raises :class:`Unusable` when there is no room for them."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever uses this as a context
        self._aside: dict[int, tuple[str | None, LedgerError | FileEnd | None]] = {}
        """By the number of a line: where it stands, when that is more than a name, and what it is instead of fields."""
        self._lines = 0
        try:
            self._keep(lines, progress)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._lines

    def __iter__(self) -> Iterator[Kept]:
        """All lines, as often as asked."""
        self._file.seek(0)
        number = 0
        while number < self._lines:
            together = pickle.load(self._file)  # noqa: S301 - nobody but this program can write there
            for where, fields in together:
                place, aside = self._aside.get(number, (None, None))
                yield place or where, aside or fields
                number += 1

    def _keep(self, lines: Iterable[Kept], progress: Progress | None) -> None:
        rest = iter(lines)
        while together := list(islice(rest, TOGETHER)):
            plain = pickle.dumps([self._plain(line) for line in together], protocol=pickle.HIGHEST_PROTOCOL)
            self._write(plain)
            if progress is not None:
                progress(self._lines, None)

    def _write(self, plain: bytes) -> None:
        try:
            self._file.write(plain)
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from error

    def _plain(self, line: Kept) -> tuple[str | None, Any]:
        """What of a line is kept in the file; errors, the ends of files and the places of cells are kept aside."""
        where, fields = line
        place = None if type(where) is str else where
        aside = fields if isinstance(fields, LedgerError | FileEnd) else None
        if place is not None or aside is not None:
            self._aside[self._lines] = (place, aside)
        self._lines += 1
        return (None if place is not None else where), (None if aside is not None else fields)


def _no_room(error: OSError) -> LedgerError:
    folder = tempfile.gettempdir()
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(folder)
    return DiskFailed(folder, error.strerror or str(error))
