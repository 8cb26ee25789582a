"""What one fact contributes to one cell of an answer.

A question sums contributions by its rows; an explanation lists them by fact. Both read the same contributions, so
the parts of a figure always sum to it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ledger.domain.values.days import Month

Signs = Mapping[str, int]
"""The columns a figure is made of, each to be added (1) or taken away (-1)."""


Above = Callable[[str, Month | None], Iterable[str]]
"""The units that what a unit reported of a month is part of: itself, and those above it."""


class Contribution(NamedTuple):
    """An amount that belongs to one column of one unit's own part."""

    column: str
    unit: str
    item: str
    """The line, or category and employment, or measure."""
    month: Month | None
    """The month it belongs to, where the tree of that month may be asked for."""
    amount: int
    position: int
    """The fact behind it; 0 where contributions of several facts were summed up before."""
    project: str | None = None
    """The project that money belongs to."""


def signs_of(column: str, derived: Mapping[str, Signs]) -> Signs:
    """What a column is made of: itself, unless it is derived from others."""
    return derived.get(column, {column: 1})


def summed(contributions: Iterable[Contribution], signs: Signs) -> Iterator[Contribution]:
    """Those contributions that a figure is made of, with their signs."""
    for each in contributions:
        sign = signs.get(each.column)
        if sign is not None:
            yield each if sign > 0 else each._replace(amount=-each.amount)
