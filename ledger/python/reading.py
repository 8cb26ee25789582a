"""A ledger opened for questions."""

from collections.abc import Callable, Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

from ledger.domain.control.reversals import UnknownFact
from ledger.domain.fact import Recorded, Reference
from ledger.domain.values.days import swedish_day
from ledger.interchange.values.codes import read_lookup
from ledger.interchange.values.days import read_as_of
from ledger.interchange.values.moments import read_known_at
from ledger.python.moment import Day, Instant, LedgerAt
from ledger.queries.reader import LedgerReader


class OpenLedger:
    """A ledger opened for questions. Nothing is written to it."""

    def __init__(self, reader: LedgerReader, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._clock = clock

    def at(self, as_of: Day | None = None, known_at: Instant | None = None) -> "LedgerAt":
        """The ledger as of a day, as known at an instant; both are now if left out.

        What is recorded later is not seen: ask for another moment. Raises :class:`Unreadable`.
        """
        day = None if as_of is None else read_as_of(as_of, "as_of")
        instant = self._clock() if known_at is None else read_known_at(known_at, "known_at")
        return LedgerAt(self._reader, day, instant, swedish_day(self._clock()))

    @property
    def position(self) -> int:
        """That of the last fact; 0 while there is none."""
        return self._reader.log.last_position()

    def facts(self, after: int = 0) -> Iterator[Recorded]:
        """The facts behind a position, in the order they were recorded."""
        yield from self._reader.log.facts(after if after == 0 else int(read_lookup(after, "after")))

    def fact(self, reference: Reference) -> Recorded:
        """The fact with this id or position. Raises :class:`UnknownFact`."""
        found = self._reader.log.find(read_lookup(reference, "The reference"))
        if found is None:
            raise UnknownFact(reference)
        return found[0]

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()
