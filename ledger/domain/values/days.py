"""Days, months and moments. A day is a Swedish calendar day; an instant is UTC."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

import attrs

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)


class Month:
    """A calendar month, counted from year 0 so that months can be compared and stepped.

    Not an attrs class, for the reason given in :class:`~ledger.domain.values.measured.Measured`.
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


def known_at_text(instant: datetime) -> str:
    """*instant* as a person would type it for ``--known-at``: the day if it is its end."""
    day = swedish_day(instant)
    return str(day) if instant == end_of_day(day) else instant_text(instant)


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
