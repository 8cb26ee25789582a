"""Threads that make pages. Each has opened the ledger for itself, as a connection to SQLite belongs to one thread."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import attrs

from ledger.domain.errors import LedgerError, Unusable
from ledger.domain.values.phrases import phrase
from ledger.queries.reader import LedgerReader

T = TypeVar("T")
Job = Callable[[LedgerReader], T]

_TRIES = 5
"""How often a page is made anew because the ledger changed under a reader that cannot see others write."""


class Busy(LedgerError):
    code = "busy"

    def __init__(self) -> None:
        super().__init__(
            phrase("More pages have been asked for than can be made just now"),
            hint=phrase("Ask again in a few seconds"),
        )


@attrs.define
class _Desk:
    """One thread's reader, and which file it has opened."""

    where: Path | str
    opening: Callable[[], LedgerReader]
    reader: LedgerReader | None = None
    opened: tuple[object, object] = (None, None)

    def does(self, job: Job[T]) -> T:
        """What *job* makes of the ledger as it lies there now. Raises what the job raises."""
        for _ in range(_TRIES - 1):
            reader = self._current()
            made = self._made(job, reader)
            if self._is_current(reader):
                return made
            self.close()
        return self._made(job, self._current())

    def _made(self, job: Job[T], reader: LedgerReader) -> T:
        try:
            return job(reader)
        except Unusable:  # it may have been moved, damaged or mended: the next page looks anew
            self.close()
            raise

    def _current(self) -> LedgerReader:
        if self.reader is not None and not self._is_current(self.reader):
            self.close()
        if self.reader is None:
            self.opened = _seen(self.where)
            self.reader = self.opening()
        return self.reader

    def _is_current(self, reader: LedgerReader) -> bool:
        which, state = _seen(self.where)
        return which == self.opened[0] and (not reader.log.sees_no_writers or state == self.opened[1])

    def close(self) -> None:
        if self.reader is not None:
            self.reader.close()
            self.reader = None


def _seen(where: Path | str) -> tuple[object, object]:
    """Which file lies there, and in which state it is; of a server nothing can be seen from outside."""
    if not isinstance(where, Path):
        return None, None
    try:
        found = where.stat()
        wal = where.with_name(f"{where.name}-wal")
        size = wal.stat().st_size if wal.exists() else 0
    except OSError as error:
        return error.errno, None
    return (found.st_dev, found.st_ino), (found.st_mtime_ns, found.st_size, size)


class Desks:
    """So many threads, and a queue before them with an end."""

    def __init__(self, where: Path | str, opening: Callable[[], LedgerReader], *, threads: int, waiting: int) -> None:
        self._where, self._opening = where, opening
        self._most = threads + waiting
        self._inside = 0
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[tuple[Future[object], Job[object]] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._work, name=f"page-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def ask(self, job: Job[T]) -> "Future[T]":
        """The job's result, in time. One that is cancelled before its turn is never begun. Raises :class:`Busy`."""
        future: Future[T] = Future()
        with self._lock:
            if self._inside >= self._most:
                raise Busy
            self._inside += 1
        future.add_done_callback(self._left)
        self._jobs.put((future, job))  # type: ignore[arg-type]  # a queue of jobs of every kind
        return future

    def _left(self, _: object) -> None:
        with self._lock:
            self._inside -= 1

    def _work(self) -> None:
        desk = _Desk(self._where, self._opening)
        while (item := self._jobs.get()) is not None:
            future, job = item
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(desk.does(job))
                except BaseException as error:  # noqa: BLE001 - it is told where the result is waited for
                    future.set_exception(error)
            del future, job, item
        desk.close()

    def close(self) -> None:
        """Let what was begun be finished, then close every reader."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
