"""Sums rolled up along the tree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from ledger.domain.values.days import Month
from ledger.projections.tree import Tree
from ledger.queries.at import At, TreeMode

Key = TypeVar("Key")

YEAR = 12
"""Months."""


class Sums(defaultdict[Key, int]):
    """Whole numbers that add up under keys; 0 where nothing was added."""

    def __init__(self) -> None:
        super().__init__(int)


def rolled_up(at: At, mode: TreeMode, unit: str, month: Month | None, top: str | None) -> Iterable[str]:
    """The units that a figure of *unit* (and *month*) is part of, as far up as the units to be shown."""
    above = at.tree_of(mode, month).above(unit)
    if top is None:
        return above
    return above[: above.index(top) + 1] if top in above else ()


def above_within(tree: Tree, code: str, top: str | None) -> Sequence[str]:
    """The node itself and what it is part of, as far up as *top*."""
    above = tree.above(code)
    return above[: above.index(top) + 1] if top is not None and top in above else above


def carried_up(tree: Tree, own: dict[str, Sums[Key]]) -> None:
    """Add what is each node's own to every node above it: each into the one it belongs to, once, from below.

    What comes to nothing is left out.
    """
    for code, parent in tree.upwards(list(own)):
        mine = own[code]
        for key in [key for key, amount in mine.items() if not amount]:
            del mine[key]
        above = own.setdefault(parent, Sums())
        for key, amount in mine.items():
            above[key] += amount


def change_share(now: int, before: int) -> Decimal | None:
    """How much more or less it is than before, as a share of the size of that; None where nothing was before."""
    return Decimal(now - before) / abs(before) if before else None


def months_of_year(year: int, through: Month | None = None) -> list[Month]:
    """January through December, or through an earlier month of that year."""
    first, last = Month.of(year, 1), Month.of(year, 12)
    if through is not None and through < last:
        last = through
    return list(first.through(last)) if first <= last else []
