"""What of a change decisions account for, what is left by unit, and the moves that reorganised what is compared."""

from collections.abc import Iterator, Mapping, Sequence

from ledger.domain.organisation.units import UnitMoved
from ledger.queries.at import At
from ledger.queries.cell import Side
from ledger.queries.explain.rolled import Part, Rolled
from ledger.queries.sums import Sums

_NOTHING: Mapping[tuple[str | None, int], int] = {}


class Decided:
    """The decisions between two versions, by unit with all below it, and the rest of the change."""

    def __init__(self, rolled: Rolled) -> None:
        self._rolled, after = rolled, rolled.after
        amounts: Sums[tuple[Part, int]] = Sums()
        touched: Sums[tuple[Part, int]] = Sums()
        found = rolled.found.decided
        for each in found(rolled.before, after) if found is not None else ():
            part = Part(each.unit, each.month, each.item, each.project)
            amounts[part, each.position] += each.amount
            touched[part, each.position] += abs(each.amount)
        self._amounts = rolled.rolled_up(after.at, amounts)
        self._touched = rolled.rolled_up(after.at, touched)
        self._below: dict[str, list[str]] = {}
        for place in after.at.places(after.cell.unit, after.cell.tree):
            if place.parent is not None:
                self._below.setdefault(place.parent, []).append(place.unit)

    def decisions(self, unit: str, line: str | None) -> list[tuple[int, int]]:
        """Each with what it accounts for: 0 for one that moves money within the unit."""
        touched, amounts = self._touched.get(unit, _NOTHING), self._amounts.get(unit, _NOTHING)
        return [
            (position, amounts.get((of, position), 0)) for of, position in sorted(touched, key=_position) if of == line
        ]

    def rest(self, unit: str, line: str | None) -> list[tuple[str, int]]:
        """What else changed, in the units directly below, the largest first, and in the unit itself."""
        below = [(each, self._other(each, line)) for each in self._below.get(unit, ())]
        own = self._other(unit, line) - sum(amount for _, amount in below)
        found = sorted((each for each in below if each[1]), key=lambda each: -abs(each[1]))
        return [*found, (unit, own)] if own else found

    def _other(self, unit: str, line: str | None) -> int:
        change = self._rolled.closing(unit, line) - self._rolled.restated(unit, line)
        return change - sum(amount for _, amount in self.decisions(unit, line))


def _position(key: tuple[str | None, int]) -> int:
    return key[1]


class Moves:
    """The moves of units that count at one of two moments alone."""

    def __init__(self, before: Side, after: Side) -> None:
        sides = [(side.at, _moves(side)) for side in (before, after)]
        (_, was), (_, now) = sides
        mode = after.cell.tree
        self._concerned: list[tuple[int, set[str]]] = []
        """By fact, the units that what it moves belongs to at one of the moments, and not at the other."""
        for position, unit in sorted((was.items() | now.items()) - (was.items() & now.items())):
            above = [set(at.tree_of(mode).above(unit)) if unit in at.tree_of(mode) else set() for at, _ in sides]
            self._concerned.append((position, above[0] ^ above[1]))

    def behind(self, unit: str) -> Sequence[int]:
        """The facts that moved something into the unit, or out of it."""
        return [position for position, units in self._concerned if unit in units]


def _moves(side: Side) -> Mapping[int, str]:
    return dict(_moved(side.at, is_newest=side.cell.tree == "today"))


def _moved(at: At, *, is_newest: bool) -> Iterator[tuple[int, str]]:
    for recorded in at.known("organisation") if is_newest else at.register("organisation"):
        if isinstance(recorded.fact, UnitMoved):
            yield recorded.position, recorded.fact.unit
