"""Instants of recording as the log keeps them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

from ledger.store.errors import MOST_STEPPED_BACK, ClockSteppedBack

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST_STEPPED_BACK = MOST_STEPPED_BACK // _MICROSECOND


def microseconds(instant: datetime) -> int:
    """The instant as it is stored, exact."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(stored: int) -> datetime:
    """The stored instant as UTC, exact until the year 2255 (a float counts the seconds)."""
    return datetime.fromtimestamp(stored / 1_000_000, UTC)


def next_instant(now: datetime, last: int) -> int:
    """When the next fact is recorded: now, but always later than the *last* stored instant.

    Raises :class:`ClockSteppedBack` when the clock lies more than five minutes before it.
    """
    stored = microseconds(now)
    if stored < last - _MOST_STEPPED_BACK:
        raise ClockSteppedBack(now=now, last=instant(last))
    return max(stored, last + 1)
