"""Figures as people read them: rounded once, half away from zero, in Swedish or English."""

from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ledger.domain.values.measured import Money, Quantity
from ledger.reports.catalogue import Language as Language  # noqa: PLC0414 - it belongs to numbers too
from ledger.reports.exact import decimal_text

AmountUnit = Literal["kr", "tkr", "Mkr"]

ORE_IN: dict[AmountUnit, int] = {"kr": 100, "tkr": 100_000, "Mkr": 100_000_000}
MOST_DECIMALS = 3
"""An indicator value is printed with the decimals it has, but no more than these."""


def rounded(count: int, size: int, decimals: int = 0) -> int:
    """*count* ÷ *size* with *decimals*, counted in the last decimal; halves go away from zero."""
    scaled = abs(count) * int(10**decimals)
    quotient = (2 * scaled + size) // (2 * size)
    return -quotient if count < 0 else quotient


def format_money(money: Money, unit: AmountUnit, lang: Language, *, decimals: int = 0) -> str:
    return digits(rounded(money.count, ORE_IN[unit], decimals), decimals, lang)


def format_quantity(quantity: Quantity, lang: Language, *, decimals: int | None = None) -> str:
    """People or hours; without *decimals*, with those the quantity has."""
    places = quantity_decimals(quantity) if decimals is None else decimals
    return digits(rounded(quantity.count, 1000, places), places, lang)


def format_share(share: Decimal, lang: Language) -> str:
    """A share of one as percent with one decimal."""
    over, under = share.as_integer_ratio()
    percent = digits(rounded(100 * over, under, 1), 1, lang)
    return f"{percent}\N{NO-BREAK SPACE}%" if lang == "sv" else f"{percent}%"


def format_number(number: Decimal, lang: Language) -> str:
    """An indicator value, with the decimals it has, three at most."""
    decimals = min(len(decimal_text(number).partition(".")[2]), MOST_DECIMALS)
    over, under = number.as_integer_ratio()
    return digits(rounded(over, under, decimals), decimals, lang)


def quantity_decimals(quantity: Quantity) -> int:
    """How many decimals it takes to print *quantity* exactly."""
    return len(str(quantity).partition(".")[2])


def digits(last_places: int, decimals: int, lang: Language) -> str:
    """A whole number of the last decimal, as text: ``digits(-1234567, 1, "en")`` is ``-123,456.7``."""
    whole, rest = divmod(abs(last_places), 10**decimals)
    minus, group, point = _symbols(lang)
    text = f"{whole:,}".replace(",", group)
    fraction = f"{point}{rest:0{decimals}d}" if decimals else ""
    return f"{minus if last_places < 0 else ''}{text}{fraction}"


@lru_cache
def _symbols(lang: Language) -> tuple[str, str, str]:
    """Minus, group separator and decimal sign.

    Babel knows the signs of a language, but its own formatting writes a hyphen for the minus in every one of them.
    """
    if lang == "en":
        return "-", ",", "."
    from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

    return get_minus_sign_symbol(lang), get_group_symbol(lang), get_decimal_symbol(lang)
