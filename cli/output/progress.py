"""A bar for work that takes long: shown on a terminal, after a moment, on standard error."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cli.output.terminal import raw_stream

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_S = 0.5
"""Work that is done sooner shows no bar."""


class Bar:
    """Tells how far the work has come, if somebody watches and it takes long enough."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._started = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()

    def stop(self) -> None:
        """Take the bar away; it comes again when more is done."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = self._task = None

    def of(self, done: int, total: int | None) -> None:
        """So much of *total* is done (None: nobody knows how much there is)."""
        if self._progress is None:
            if not sys.stderr.isatty() or time.monotonic() - self._started < PATIENCE_S:
                return
            self._start()
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total)

    def so_far(self, done: int) -> None:
        """So much is done, of nobody knows how much."""
        self.of(done, None)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(file=raw_stream(sys.stderr)),
            transient=True,
        )
        self._progress.start()
        self._task = self._progress.add_task(self._what, total=None)
