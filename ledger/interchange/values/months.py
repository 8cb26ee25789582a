"""Years and months that a region decides about."""

import re
from functools import lru_cache
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import FIRST_DAY, LAST_DAY, Month
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import WrongKind, named, shown

LONGEST_DATE = 40
"""More characters are no month and no day, and messages need not look at them."""

_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_MONTHS_OF_A_YEAR = 12
_YEAR_DIGITS = 4


def read_year(value: Any, path: str = "") -> int:
    """A year, as a number or as four digits. Raises :class:`Unreadable`, also outside 1990-2100."""
    year = value
    if isinstance(value, str):
        digits = value.strip()
        year = int(digits) if len(digits) == _YEAR_DIGITS and digits.isascii() and digits.isdigit() else None
    if type(year) is not int:
        raise WrongKind(path, value, phrase("a year"), phrase("Write four digits: 2024"))
    try:
        return within_years(year, value)
    except Unreadable as error:
        raise named(error, path) from None


def within_years(year: int, written: object) -> int:
    """*year* itself, if it is one that a region decides about; *written* is what the message repeats.

    Raises :class:`Unreadable`.
    """
    if FIRST_DAY.year <= year <= LAST_DAY.year:
        return year
    raise Unreadable(
        phrase(
            "{written} lies outside {year}-{year_2}", written=shown(written), year=FIRST_DAY.year, year_2=LAST_DAY.year
        ),
        hint=phrase("Is the year a typing error?"),
    )


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
    raise WrongKind(path, value, phrase("a month"), phrase("Write year and month in quotes: 2024-07"))


@lru_cache(maxsize=4096)
def _month_in(words: str) -> Month:
    match = _MONTH.match(words.strip())
    if not match:
        raise Unreadable(phrase("{words!r} is not a month", words=words), hint=phrase("Write year and month: 2024-07"))
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= _MONTHS_OF_A_YEAR:
        raise Unreadable(
            phrase("{words!r} is not a month: there is no month {month}", words=words, month=month),
            hint=phrase("Months are 01 to 12: 2024-07"),
        )
    return Month.of(within_years(year, words), month)
