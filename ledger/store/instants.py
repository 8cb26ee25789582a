"""Instants of recording as the log keeps them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledger.store.clock_errors import ClockNotBelieved, ClockSteppedBack
from ledger.store.errors import LONGEST_PAUSE, MOST_STEPPED_BACK

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


def require_believable(now: datetime, *, recorded: datetime, touched: datetime) -> None:
    """Raise :class:`ClockNotBelieved` when the clock seems to have jumped ahead, which nothing could undo.

    *recorded*: the instant of the last fact; *touched*: when the ledger's file was last written, which is later than
    that in one that was restored.
    """
    last = max(recorded, touched)
    if now - last > LONGEST_PAUSE:
        raise ClockNotBelieved(now=now, last=last)


def touched_at(where: str | Path) -> datetime | None:
    """When a ledger's file was last written; None for one on a server, which has a clock of its own, or none at all."""
    if isinstance(where, str) or not where.is_file():
        return None
    return datetime.fromtimestamp(where.stat().st_mtime, UTC)
