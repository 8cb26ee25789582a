"""Whole numbers that options ask for: how many decimals, how many of the last rows."""

from functools import partial
from typing import Any

from ledger.domain.fact import LAST_POSITION
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import Reader, WrongKind

MOST_DECIMALS = 6
"""More decimals than öre in a million kronor have are never printed."""
MOST_ROWS = 10**9

_MOST_DIGITS = 19


def read_whole(least: int, most: int, value: Any, path: str = "") -> int:
    """A whole number within bounds, both included, or its digits. Raises :class:`WrongKind`."""
    number = value
    if type(value) is str:
        digits = value.strip()
        number = int(digits) if 0 < len(digits) <= _MOST_DIGITS and digits.isascii() and digits.isdigit() else None
    if type(number) is not int or not least <= number <= most:
        bounds = (
            phrase("from {least}", least=least)
            if most >= MOST_ROWS
            else phrase("from {least} to {most}", least=least, most=most)
        )
        raise WrongKind(
            path,
            value,
            phrase("a whole number {bounds}", bounds=bounds),
            phrase("Write it in digits, {bounds}", bounds=bounds),
        )
    return number


read_decimals: Reader = partial(read_whole, 0, MOST_DECIMALS)
"""How many decimals amounts are printed with."""
read_last: Reader = partial(read_whole, 1, MOST_ROWS)
"""How many of the last rows are wanted."""
read_count: Reader = partial(read_whole, 0, LAST_POSITION)
"""A number of things, or a place among them."""
