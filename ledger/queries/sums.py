"""Sums by unit and line, rolled up along the tree."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.books import Books, TreeMode

Key = TypeVar("Key")


class Sums(defaultdict[Key, int]):
    """Whole numbers that add up under keys; 0 where nothing was added."""

    def __init__(self) -> None:
        super().__init__(int)


def money(count: int) -> Money:
    return Money(count)


def rolled_up(books: Books, mode: TreeMode, unit: str, month: Month | None, top: str | None) -> Iterable[str]:
    """The units that a figure of *unit* (and *month*) is part of, as far up as the units to be shown."""
    tree = books.tree_of(mode, month)
    above = tree.above(unit)
    if top is None:
        return above
    return above[: above.index(top) + 1] if top in above else ()


def months_of_year(year: int, through: Month | None = None) -> list[Month]:
    """January through December, or through an earlier month of that year."""
    first, last = Month.of(year, 1), Month.of(year, 12)
    if through is not None and through < last:
        last = through
    return list(first.through(last)) if first <= last else []


def add_up(figures: Mapping[tuple[str, str], int], above: Callable[[str], Iterable[str]]) -> Sums[tuple[str, str]]:
    """Figures by unit and line, with every unit's own part added to all units above it."""
    sums: Sums[tuple[str, str]] = Sums()
    for (unit, line), amount in figures.items():
        for each in above(unit):
            sums[each, line] += amount
    return sums
