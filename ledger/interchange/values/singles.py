"""Readers of single values: dates, months, years, choices, references and amounts, each named by its field."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from ledger.domain.days import FIRST_DAY, LAST_DAY, Month, check_year, read_day, read_month
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Reference
from ledger.domain.measured import Money, Quantity
from ledger.interchange.values.amounts import read_decimal, read_money, read_quantity
from ledger.interchange.values.texts import NotAChoice, WrongKind, is_number, read_code, shown

Reader = Callable[[Any, str], Any]
"""From a JSON value, and the path that messages call it by, to the value of a field. Raises :class:`Unreadable`."""

_YEAR_DIGITS = 4
_LONGEST_DATE = 40


def naming(read: Callable[[Any], Any]) -> Reader:
    """*read*, with the path of the field put before what it complains of."""

    def named(value: Any, path: str) -> Any:
        try:
            return read(value)
        except Unreadable as error:
            error.sentence = f"{path}: {error.sentence}"
            raise

    return named


def _read_date(value: Any, path: str) -> date:
    if type(value) is not str or len(value) > _LONGEST_DATE:
        raise WrongKind(path, value, "a date", "Write year, month and day in quotes: 2024-07-31")
    return _named_day(value, path)  # type: ignore[no-any-return]


def _read_month(value: Any, path: str) -> Month:
    if type(value) is not str or len(value) > _LONGEST_DATE:
        raise WrongKind(path, value, "a month", "Write year and month in quotes: 2024-07")
    return _named_month(value, path)  # type: ignore[no-any-return]


def _read_year(value: Any, path: str) -> int:
    year = value
    if isinstance(value, str):
        digits = value.strip()
        year = int(digits) if len(digits) == _YEAR_DIGITS and digits.isascii() and digits.isdigit() else None
    if type(year) is not int:
        raise WrongKind(path, value, "a year", "Write four digits: 2024")
    if FIRST_DAY.year <= year <= LAST_DAY.year:
        return year
    try:
        return check_year(year, shown(value).strip("'"))
    except Unreadable as error:
        error.sentence = f"{path}: {error.sentence}"
        raise


def _read_bool(value: Any, path: str) -> bool:
    if type(value) is not bool:
        raise WrongKind(path, value, "true or false", "Write true or false, without quotes")
    return value


def read_reference(value: Any, path: str) -> Reference:
    """A number is a position and text is an id."""
    if type(value) is int:
        if value < 1:
            raise WrongKind(path, value, "a position", "Positions count from 1; an id stands in quotes")
        return value
    if is_number(value) or isinstance(value, (bool, list, dict)):
        raise WrongKind(path, value, "an id or a position", 'Write an id in quotes, "RS-2024-112", or a position, 123')
    return read_code(value, path)


def read_choice(choices: dict[str, None], value: Any, path: str) -> str:
    if isinstance(value, str):
        word = value.strip()
        if word in choices:
            return word
    raise NotAChoice(path, value, tuple(choices))


_named_day = naming(read_day)
_named_month = naming(read_month)
LEAVES: dict[Any, Reader] = {
    bool: _read_bool,
    int: _read_year,
    date: _read_date,
    Month: _read_month,
    Money: naming(read_money),
    Quantity: naming(partial(read_quantity, exact=True)),
    Decimal: naming(partial(read_decimal, exact=True)),
}
