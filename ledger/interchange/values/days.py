"""Days that a region decides about, and the days that answers are true for."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import WrongKind, named
from ledger.interchange.values.months import LONGEST_DATE, is_month, read_month, within_years

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)


def is_day(words: str) -> bool:
    """Whether *words* have the form of a day."""
    return _DAY.match(words.strip()) is not None


def read_day(value: Any, path: str = "") -> date:
    """A day, or text such as ``2024-07-31``. A day with a time is refused. Raises a subclass of :class:`Unreadable`."""
    try:
        if type(value) is str and len(value) <= LONGEST_DATE:
            return _day_in(value)
        if type(value) is date:
            within_years(value.year, str(value))
            return value
    except Unreadable as error:
        raise named(error, path) from None
    raise WrongKind(path, value, phrase("a date"), phrase("Write year, month and day in quotes: 2024-07-31"))


def read_as_of(value: Any, path: str = "") -> date:
    """A day, or a month meaning its last day. Raises a subclass of :class:`Unreadable`."""
    if type(value) is Month or (type(value) is str and is_month(value)):
        return read_month(value, path).last_day
    return read_day(value, path)


@lru_cache(maxsize=4096)
def _day_in(words: str) -> date:
    match = _DAY.match(words.strip())
    if not match:
        raise Unreadable(
            phrase("{words!r} is not a date", words=words), hint=phrase("Write year, month and day: 2024-07-31")
        )
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable(
            phrase("{words!r} is not a date: that day does not exist", words=words), hint=phrase("Check month and day")
        ) from None
    within_years(day.year, words)
    return day
