"""Months as people and their systems write them, in cells and as headings.

``2024-07``, ``2024-07-31``, ``202407``, ``2024M07``, ``2024/07``, ``jul``, ``jul-24``, ``juli 2024``, ``2024 juli``;
where the year is known from elsewhere, also ``7``.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from ledger.domain.errors import LedgerError
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.interchange.values.days import read_day
from ledger.interchange.values.months import read_month

JANUARY_TO_DECEMBER: Mapping[str, str] = MappingProxyType(
    {
        "en": "january february march april may june july august september october november december",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    }
)
"""The months as headings; their first three letters will do."""

_NAMED = re.compile(r"([^\W\d_]+)\.?(?:[\s'’/_-]*([0-9]{4}|[0-9]{2}))?")
_NAMED_LAST = re.compile(r"([0-9]{4})[\s'/_-]*([^\W\d_]+)\.?")
_NUMBERED = re.compile(r"([0-9]{4})[./ ]?([0-9]{2})|([0-9]{4})[mM]([0-9]{1,2})")
_DAY_OF_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"0?[1-9]|1[0-2]")
_SEPT = "sept"

NamedMonth = tuple[int, int | None]
"""The number of a month, and its year where the words say it."""


@lru_cache(maxsize=4096)
def month_in(words: str) -> NamedMonth | None:
    """The month that *words* name; None if they name none. A bare number names none: see :func:`number_of_month`."""
    words = words.strip().casefold()
    numbered = _NUMBERED.fullmatch(words)
    try:
        if _DAY_OF_MONTH.fullmatch(words):
            month = Month.containing(read_day(words))
        elif numbered:
            year, number = (numbered[1], numbered[2]) if numbered[1] else (numbered[3], numbered[4])
            month = read_month(f"{year}-{number:0>2}")
        else:
            month = read_month(words)
    except LedgerError:
        return _by_name(words)
    return month.month, month.year


def number_of_month(words: str) -> int | None:
    """1 to 12 as the month of a year that is said elsewhere."""
    return int(words) if _NUMBER.fullmatch(words.strip()) else None


@lru_cache(maxsize=4096)
def month_text(words: str, year: int | None) -> str:
    """The month as the journal writes it, of *year* where the words say none; the words where they name no month."""
    named = month_in(words)
    if named is None and year:
        number = number_of_month(words)
        named = (number, None) if number else None
    if named is None or not (named[1] or year):
        return words
    return str(Month.of(named[1] or year or 0, named[0]))


def _by_name(words: str) -> NamedMonth | None:
    named, last = _NAMED.fullmatch(words), _NAMED_LAST.fullmatch(words)
    name, digits = (named[1], named[2]) if named else (last[2], last[1]) if last else ("", None)
    number = _numbers().get(name)
    return (number, _year_said(digits)) if number else None


def _year_said(digits: str | None) -> int | None:
    """A year of four digits, or of two as spreadsheets shorten it: 24 is 2024, 98 is 1998."""
    if digits is None or len(digits) > 2:  # noqa: PLR2004 - two digits are a year shortened
        return int(digits) if digits else None
    return int(digits) + (1900 if int(digits) >= FIRST_DAY.year % 100 else 2000)


@cache
def _numbers() -> dict[str, int]:
    return {_SEPT: 9} | {
        name: number
        for names in JANUARY_TO_DECEMBER.values()
        for number, whole in enumerate(names.split(), 1)
        for name in (whole, whole[:3])
    }
