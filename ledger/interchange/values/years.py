"""Years that a region decides about."""

from typing import Any

from ledger.domain.days import FIRST_DAY, LAST_DAY
from ledger.domain.errors import Unreadable
from ledger.interchange.values.messages import WrongKind, named, shown

_YEAR_DIGITS = 4


def read_year(value: Any, path: str = "") -> int:
    """A year, as a number or as four digits. Raises :class:`Unreadable`, also outside 1990-2100."""
    year = value
    if isinstance(value, str):
        digits = value.strip()
        year = int(digits) if len(digits) == _YEAR_DIGITS and digits.isascii() and digits.isdigit() else None
    if type(year) is not int:
        raise WrongKind(path, value, "a year", "Write four digits: 2024")
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
        f"{shown(written)} lies outside {FIRST_DAY.year}-{LAST_DAY.year}", hint="Is the year a typing error?"
    )
