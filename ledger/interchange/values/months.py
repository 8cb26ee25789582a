"""Months that a region decides about."""

import re
from functools import lru_cache
from typing import Any

from ledger.domain.days import Month
from ledger.domain.errors import Unreadable
from ledger.interchange.values.messages import WrongKind, named
from ledger.interchange.values.years import within_years

LONGEST_DATE = 40
"""More characters are no month and no day, and messages need not look at them."""

_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_MONTHS_OF_A_YEAR = 12


def is_month(words: str) -> bool:
    """Whether *words* have the form of a month."""
    return _MONTH.match(words.strip()) is not None


def read_month(value: Any, path: str = "") -> Month:
    """A month, or text such as ``2024-07``. Raises a subclass of :class:`Unreadable`."""
    try:
        if type(value) is str and len(value) <= LONGEST_DATE:
            return _month_in(value)
        if type(value) is Month and type(value.number) is int:
            within_years(value.year, str(value) if abs(value.year) < 10**LONGEST_DATE else value.year)
            return value
    except Unreadable as error:
        raise named(error, path) from None
    raise WrongKind(path, value, "a month", "Write year and month in quotes: 2024-07")


@lru_cache(maxsize=4096)
def _month_in(words: str) -> Month:
    match = _MONTH.match(words.strip())
    if not match:
        raise Unreadable(f"{words!r} is not a month", hint="Write year and month: 2024-07")
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= _MONTHS_OF_A_YEAR:
        raise Unreadable(f"{words!r} is not a month: there is no month {month}", hint="Months are 01 to 12: 2024-07")
    return Month.of(within_years(year, words), month)
