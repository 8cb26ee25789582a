"""A ledger opened for questions. Never writes to the log."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.domain.values.days import Moment, instant_text
from ledger.projections.read_model import Notice, Views
from ledger.projections.reading import Reading
from ledger.projections.tables import Progress
from ledger.queries.at import At
from ledger.store.files.log import LogReader
from ledger.store.opening import open_log


class LedgerReader:
    """The log of a ledger and its read model, from which any moment can be asked about."""

    def __init__(self, log: LogReader, views: Views) -> None:
        self.log = log
        self.views = views

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        writable: bool = True,
        apart: bool = False,
        cache: Path | None = None,
        progress: Progress | None = None,
        notice: Notice | None = None,
    ) -> Self:
        """Raises :class:`Unusable` when there is no ledger at *where*, or it cannot be read.

        Unless *writable*, nothing is written anywhere, not even the read model. That of a ledger on a server is kept
        in the folder *cache*, if one is given. *apart* keeps that of a file there too, and leaves the file alone.
        """
        log = open_log(where, cache=cache, hands_off=apart or not writable)
        if apart:
            log.merges = False
            log.beside = cache / log.metadata()["identity"] if cache is not None else log.beside
        if log.is_copy and notice is not None:
            through = f"#{log.last_position()}, recorded {instant_text(log.last_instant())}"
            notice(f"{log.path} follows another server, and has replayed it through {through}.")
        return cls(log, Views(log.beside, log, writable=writable, progress=progress, notice=notice))

    def close(self) -> None:
        self.views.close()
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def final_instant(self, known_at: datetime) -> datetime:
        """The instant, or that of the last fact if it is earlier: what is known at it can never become more.

        Later than the last fact, something may still come: an import gives its facts their instants while it runs.
        """
        last = self.log.last_position()
        return min(known_at, self.log.recorded_at(last)) if last else known_at

    def ahead_of(self, clock: Callable[[], datetime]) -> int:
        """How many facts have been recorded at instants that the clock has yet to reach."""
        last = self.log.last_position()  # before the clock is read: facts may be recorded meanwhile
        return max(last - self.log.position_at(clock()), 0)

    def at(self, as_of: date, known_at: datetime) -> At:
        """The ledger as of a day, as known at an instant: at the latest, on a copy, that of the last fact it has."""
        if self.log.is_copy:
            known_at = min(known_at, self.log.last_instant())
        position = self.log.position_at(known_at)

        def figures(day: date, through: int) -> Reading:
            return Reading(self.views.current(through), day, through, self.views.renewed)

        return At(self.log, figures, Moment(as_of, known_at), position)
