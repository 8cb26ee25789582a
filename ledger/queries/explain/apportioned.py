"""What each fact has in a figure that is no plain sum: the size of one, or a quotient of two. The parts sum to it.

Whole numbers throughout: a value is counted in units of its last decimal.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def apportioned(value: int, amounts: Mapping[K, int], scale: Fraction = Fraction(0)) -> dict[K, int]:
    """*value* shared out in proportion to amounts, which may have either sign, so that the parts sum to it exactly.

    Where the amounts sum to nothing, each part is its amount times *scale*; and these then sum to nothing.
    """
    whole = sum(amounts.values())
    each_ore = Fraction(value, whole) if whole else scale
    parts: dict[K, int] = {}
    reached, told = Fraction(0), 0
    for key, amount in amounts.items():
        reached += amount * each_ore
        parts[key] = round(reached) - told
        told += parts[key]
    return parts


Sides = tuple[Mapping[K, int], Mapping[K, int]]
"""By fact, what it has on the side a value is of, and on the side that is divided by."""


def changes(value: Callable[[int, int], int], before: Sides[K], after: Sides[K]) -> tuple[dict[K, int], dict[K, int]]:
    """What each fact has in the change of a value, on the side it is of and on the side that is divided by.

    *value* gives the figure of two sums. First the upper side changes, at the lower one as it is afterwards; then the
    lower one. So the parts sum to the change, and a fact that is the same on both sides has none.
    """
    (of_before, per_before), (of_after, per_after) = before, after
    of, per = _differences(of_before, of_after), _differences(per_before, per_after)
    sum_before, sum_after = sum(of_before.values()), sum(of_after.values())
    divided_before, divided_after = sum(per_before.values()), sum(per_after.values())
    between = value(sum_before, divided_after)
    upper = apportioned(value(sum_after, divided_after) - between, of, _slope(value, sum_after, divided_after))
    lower = apportioned(between - value(sum_before, divided_before), per, _lower_slope(between, divided_after))
    return upper, lower


def _differences(before: Mapping[K, int], after: Mapping[K, int]) -> dict[K, int]:
    keys: Iterable[K] = dict.fromkeys([*before, *after])
    found = {key: after.get(key, 0) - before.get(key, 0) for key in keys}
    return {key: amount for key, amount in found.items() if amount}


def _slope(value: Callable[[int, int], int], of: int, per: int) -> Fraction:
    """How much the value changes with each öre of the upper side."""
    return Fraction(value(of, per), of) if of else Fraction(0)


def _lower_slope(value: int, per: int) -> Fraction:
    """How much the value changes with each öre of the lower side."""
    return Fraction(-value, per) if per else Fraction(0)
