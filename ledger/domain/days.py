"""Days, months and moments. A day is a Swedish calendar day; an instant is UTC."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import attrs

from ledger.domain.errors import Unreadable

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)


class Month:
    """A calendar month, counted from year 0 so that months can be compared and stepped.

    Not an attrs class, for the reason given in :class:`~ledger.domain.measured.Measured`.
    """

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    @classmethod
    def of(cls, year: int, month: int) -> Self:
        return cls(year * 12 + month - 1)

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(day.year * 12 + day.month - 1)

    @property
    def year(self) -> int:
        return self.number // 12

    @property
    def month(self) -> int:
        return self.number % 12 + 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)

    def plus(self, months: int) -> "Month":
        return Month(self.number + months)

    def through(self, last: "Month") -> Iterator["Month"]:
        """From one month to another, both included."""
        return (Month(number) for number in range(self.number, last.number + 1))

    def __eq__(self, other: object) -> bool:
        return self.number == other.number if isinstance(other, Month) else NotImplemented

    def __lt__(self, other: "Month") -> bool:
        return self.number < other.number

    def __le__(self, other: "Month") -> bool:
        return self.number <= other.number

    def __gt__(self, other: "Month") -> bool:
        return self.number > other.number

    def __ge__(self, other: "Month") -> bool:
        return self.number >= other.number

    def __hash__(self) -> int:
        return self.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __repr__(self) -> str:
        return f"Month.of({self.year}, {self.month})"


@attrs.frozen
class Moment:
    """The world through *as_of*, as the ledger knew it through *known_at*; both ends included."""

    as_of: date
    known_at: datetime


_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)


@lru_cache(maxsize=4096)
def read_month(words: str) -> Month:
    """``2024-07`` as a month. Raises :class:`Unreadable`."""
    match = _MONTH.match(words.strip())
    if not match:
        raise Unreadable(f"{words!r} is not a month", hint="Write year and month: 2024-07")
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:  # noqa: PLR2004 - the months of a year
        raise Unreadable(f"{words!r} is not a month: there is no month {month}", hint="Months are 01 to 12: 2024-07")
    check_year(year, words)
    return Month.of(year, month)


@lru_cache(maxsize=4096)
def read_day(words: str) -> date:
    """``2024-07-31`` as a day. Raises :class:`Unreadable`."""
    match = _DAY.match(words.strip())
    if not match:
        raise Unreadable(f"{words!r} is not a date", hint="Write year, month and day: 2024-07-31")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable(f"{words!r} is not a date: that day does not exist", hint="Check month and day") from None
    check_year(day.year, words)
    return day


def check_year(year: int, words: object) -> int:
    """*year* itself, if it is one a region decides about. Raises :class:`Unreadable`."""
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise Unreadable(f"{words!r} lies outside {FIRST_DAY.year}-{LAST_DAY.year}", hint="Is the year a typing error?")
    return year


def read_as_of(words: str) -> date:
    """A day, or a month meaning its last day."""
    return read_month(words).last_day if _MONTH.match(words.strip()) else read_day(words)


def read_known_at(words: str) -> datetime:
    """A day or month (its end in Swedish time) or an instant with its offset, as UTC."""
    words = words.strip()
    if _MONTH.match(words) or _DAY.match(words):
        return end_of_day(read_as_of(words))
    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise Unreadable(
            f"{words!r} is not a day, a month or an instant",
            hint="Write 2024-09-15, 2024-09, or an instant with its offset: 2024-09-15T10:30:00Z",
        )
    check_year(instant.year, words)
    return instant.astimezone(UTC)


def known_at_text(instant: datetime) -> str:
    """What :func:`read_known_at` reads as *instant*, as a person would type it: the day if it is its end."""
    day = swedish_day(instant)
    return str(day) if instant == end_of_day(day) else instant_text(instant)


def read_known_from(words: str) -> datetime:
    """A day or month (its beginning in Swedish time) or an instant with its offset, as UTC."""
    words = words.strip()
    if _MONTH.match(words):
        return start_of_day(read_month(words).first_day)
    return start_of_day(read_day(words)) if _DAY.match(words) else read_known_at(words)


def start_of_day(day: date) -> datetime:
    """The first microsecond of *day* in Sweden, as UTC."""
    return datetime.combine(day, time(), tzinfo=STOCKHOLM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last microsecond of *day* in Sweden, as UTC."""
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)


def swedish_day(instant: datetime) -> date:
    """The calendar day in Sweden at *instant*."""
    return instant.astimezone(STOCKHOLM).date()


def instant_text(instant: datetime) -> str:
    """An instant as the journal writes it: UTC, microseconds, ``Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
