"""When the ledger knew: instants, and moments of a day and an instant."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Month, end_of_day, start_of_day
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.days import is_day, read_as_of, read_day
from ledger.interchange.values.messages import WrongKind, named, shown
from ledger.interchange.values.months import LONGEST_DATE, is_month, read_month, within_years

PartOfMoment = tuple[date | None, datetime | None]
"""A day and an instant, either of which may be left out."""

_LONGEST_MOMENT = 2 * LONGEST_DATE


def read_known_at(value: Any, path: str = "") -> datetime:
    """A day or a month, meaning its last microsecond in Sweden, or an instant with its offset; in UTC.

    Raises a subclass of :class:`Unreadable`.
    """
    if _is_dated(value):
        return end_of_day(read_as_of(value, path))
    return _read_instant(value, path)


def read_known_from(value: Any, path: str = "") -> datetime:
    """A day or a month, meaning its first microsecond in Sweden, or an instant with its offset; in UTC.

    Raises a subclass of :class:`Unreadable`.
    """
    if type(value) is Month or (type(value) is str and is_month(value)):
        return start_of_day(read_month(value, path).first_day)
    return start_of_day(read_day(value, path)) if _is_dated(value) else _read_instant(value, path)


def read_moment(value: Any, path: str = "") -> PartOfMoment:
    """``AS-OF@KNOWN-AT``, ``AS-OF`` or ``@KNOWN-AT``. Raises a subclass of :class:`Unreadable`."""
    if type(value) is date or type(value) is Month:
        return read_as_of(value, path), None
    if type(value) is not str or len(value) > _LONGEST_MOMENT:
        raise WrongKind(
            path, value, phrase("a moment"), phrase("Write 2024-07, @2024-08-23 (known at) or 2024-07@2024-08-23")
        )
    as_of, _, known_at = (words.strip() for words in value.partition("@"))
    return read_as_of(as_of, path) if as_of else None, read_known_at(known_at, path) if known_at else None


def _is_dated(value: Any) -> bool:
    return type(value) in (date, Month) or (type(value) is str and (is_month(value) or is_day(value)))


def _read_instant(value: Any, path: str) -> datetime:
    try:
        return _in_utc(_instant_in(value), value)
    except Unreadable as error:
        raise named(error, path) from None


def _instant_in(value: Any) -> datetime | None:
    if type(value) is str and len(value) <= LONGEST_DATE:
        with suppress(ValueError):
            return datetime.fromisoformat(value.strip())
    return value if isinstance(value, datetime) else None


def _in_utc(instant: datetime | None, written: Any) -> datetime:
    offset = instant.utcoffset() if instant is not None else None
    text = written.isoformat() if isinstance(written, datetime) else written
    if instant is None or offset is None:
        raise Unreadable(
            phrase("{text} is not a day, a month or an instant", text=shown(text)),
            hint=phrase("Write 2024-09-15, 2024-09, or an instant with its offset: 2024-09-15T10:30:00Z"),
        )
    within_years(instant.year, text)
    clock = datetime.combine(instant.date(), instant.time(), UTC)  # also of a subclass that holds more than a datetime
    return clock - offset
