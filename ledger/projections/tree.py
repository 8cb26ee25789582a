"""The tree of units on a day, and sums rolled up along it."""

from collections.abc import Iterator
from datetime import date

import attrs

from ledger.domain.organisation.units import Organisation


@attrs.frozen
class Place:
    """A unit's place in the tree."""

    unit: str
    name: str
    parent: str | None
    level: int
    """0 at the top of the whole tree."""


class Tree:
    """The units as they belong together on *day*, children by code."""

    def __init__(self, organisation: Organisation, day: date) -> None:
        self._organisation = organisation
        self._day = day
        self._children: dict[str | None, list[str]] = {}
        for code, unit in organisation.units.items():
            self._children.setdefault(unit.parent(day), []).append(code)
        for codes in self._children.values():
            codes.sort()
        self._above: dict[str, tuple[str, ...]] = {}

    def __contains__(self, code: str) -> bool:
        """Whether there is such a unit, open or not."""
        return code in self._organisation.units

    def above(self, code: str) -> tuple[str, ...]:
        """The unit itself, and every unit it belongs to."""
        found = self._above.get(code)
        if found is None:
            found = self._above[code] = tuple(self._organisation.ancestors(code, self._day))
        return found

    def places(self, top: str | None = None) -> Iterator[Place]:
        """Every unit (from *top* down, if given) with its place, each before what belongs to it."""
        first = [top] if top is not None else self._children.get(None, [])
        level = len(self.above(top)) - 1 if top is not None else 0
        return self._walk(first, level)

    def _walk(self, codes: list[str], level: int) -> Iterator[Place]:
        for code in codes:
            unit = self._organisation.units[code]
            yield Place(code, unit.names.at(self._day) or unit.names.first() or "", unit.parent(self._day), level)
            yield from self._walk(self._children.get(code, []), level + 1)

    def is_open(self, code: str) -> bool:
        return self._organisation.units[code].is_open(self._day)

    def within(self, code: str, top: str | None) -> bool:
        """Whether the unit is *top* or belongs to it; every unit is within None."""
        return top is None or top in self.above(code)
