"""Cells as other programs read them: unrounded, in plain digits, the same in every language."""

from decimal import Decimal

import attrs

from ledger.domain.fact import journal_name

SHARE_DECIMALS = 6


def field_names(columns: type) -> dict[str, str]:
    """The fields of a row class and the names they go by outside."""
    return {attribute.name: journal_name(attribute.name) for attribute in attrs.fields(columns)}


def is_share(name: str) -> bool:
    """Whether the column *name* holds shares of one, which quotients rarely end in few decimals."""
    return name == "share" or name.startswith("share_") or name.endswith("_share")


def share_text(share: Decimal) -> str:
    """A share with six decimals, halves away from zero: ``0.666667``."""
    over, under = share.as_integer_ratio()
    millionths = (2 * abs(over) * 10**SHARE_DECIMALS + under) // (2 * under)
    whole, rest = divmod(millionths, 10**SHARE_DECIMALS)
    return f"{'-' if over < 0 and millionths else ''}{whole}.{rest:0{SHARE_DECIMALS}d}"


def decimal_text(number: Decimal) -> str:
    """Every digit of *number* and no exponent, without trailing zeros."""
    if not number.is_finite():
        raise ValueError(f"{number} is no figure")
    return trimmed(format(number, "f"))


def trimmed(figure: str) -> str:
    """A decimal number in words, without zeros that say nothing."""
    short = figure.rstrip("0").rstrip(".") if "." in figure else figure
    return "0" if short == "-0" else short
