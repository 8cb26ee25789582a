"""The days on which something was recorded."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from ledger.domain.values.days import end_of_day, swedish_day


class RecordedDay(NamedTuple):
    """A Swedish day, and the position of the last fact recorded on it."""

    day: date
    last: int


class DatedLog(Protocol):
    """What is read of the log."""

    def last_position(self) -> int: ...
    def recorded_at(self, position: int) -> datetime: ...
    def position_at(self, known_at: datetime) -> int: ...


def recorded_days(log: DatedLog, known: Sequence[RecordedDay] = ()) -> list[RecordedDay]:
    """The days in order; after those *known* from an earlier call, whose last day is looked at again.

    The log is asked a few times for each day, however many facts it has.
    """
    found = list(known[:-1])
    position = found[-1].last if found else 0
    through = log.last_position()
    while position < through:
        day = swedish_day(log.recorded_at(position + 1))
        position = max(log.position_at(end_of_day(day)), position + 1)
        found.append(RecordedDay(day, position))
    return found
