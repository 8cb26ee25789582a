"""The search for the fewest facts that, supposed in or out, make every figure of a column come out as printed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

import attrs

from ledger.queries.check.explaining.column import Vector
from ledger.queries.check.explaining.parts import Parts

MOST_FACTS = 3
"""No larger sets are tried: with more facts than that, something can be found for almost any figures."""
MOST_TRIED = 60_000
"""So many sets are tried for a column before the search is given up."""
MOST_FOUND = 20
"""So many sets of the same size are told apart; beyond that it does not matter which is the one."""

Facts = frozenset[int]
"""Positions of facts that are supposed to count although they do not, or the other way round."""


@attrs.frozen
class Room:
    """By how much a figure may change, and then is as printed."""

    least: int
    most: int

    def holds(self, change: int) -> bool:
        return self.least <= change <= self.most


@attrs.define
class Search:
    """Tries sets of one fact, of two and of three. Never more facts than there are figures to explain."""

    parts: Parts
    values: Sequence[int]
    """The figures of the moment."""
    tried: int = 0
    rooms: list[Room] = attrs.field(init=False)
    _movers: Mapping[int, Vector] = attrs.field(init=False)
    _at: Mapping[int, list[tuple[int, int]]] = attrs.field(init=False)
    """By place, how much each fact would change the figure there, in order."""
    _seen: set[Facts] = attrs.field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        figures = self.parts.column.figures
        self.rooms = [
            Room(figure.least - value, figure.most - value) for figure, value in zip(figures, self.values, strict=True)
        ]
        self._movers = self.parts.movers()
        at: dict[int, list[tuple[int, int]]] = {place: [] for place in range(len(figures))}
        for position, vector in self._movers.items():
            for place, amount in vector.items():
                at[place].append((amount, position))
        self._at = {place: sorted(amounts) for place, amounts in at.items()}

    @property
    def is_given_up(self) -> bool:
        return self.tried >= MOST_TRIED

    def smallest(self) -> list[Facts]:
        """The smallest sets that explain every figure; there may be several, or none."""
        off = self._off({})
        for size in range(1, min(MOST_FACTS, len(off)) + 1):
            found: list[Facts] = []
            self._seen.clear()
            for each in self._sets(frozenset(), {}, size):
                found.append(each)
                if len(found) == MOST_FOUND:
                    break
            if found or self.is_given_up:
                return found
        return []

    def best_alone(self) -> tuple[Facts, list[int]] | None:
        """One fact that explains most figures, at least two, and harms none, with the places it does not explain."""
        off = set(self._off({}))
        best: tuple[Facts, list[int]] | None = None
        for position, vector in self._movers.items():
            left = self._off(vector)
            if off.issuperset(left) and len(off) - len(left) > 1 and (best is None or len(left) < len(best[1])):
                best = frozenset((position,)), left
        return best

    def _off(self, change: Vector) -> list[int]:
        return [place for place, room in enumerate(self.rooms) if not room.holds(change.get(place, 0))]

    def _sets(self, chosen: Facts, change: Vector, left: int) -> Iterator[Facts]:
        """The sets of so many more facts. One of them has to move a figure that is still off: only such are tried."""
        off = self._off(change)
        if not off or left == 0:
            if not off and left == 0:
                yield chosen
            return
        place = min(off, key=lambda each: len(self._at[each]))
        for position in self._worth_trying(chosen, place, change.get(place, 0), left):
            wider = chosen | {position}
            if len(wider) == len(chosen) or wider in self._seen:
                continue
            if self.is_given_up:
                return
            self._seen.add(wider)
            self.tried += 1
            yield from self._sets(wider, self.parts.effect(wider), left - 1)

    def _worth_trying(self, chosen: Facts, place: int, change: int, left: int) -> Iterator[int]:
        """The facts that move the figure there; as the last of a set, only those that move it just enough."""
        amounts, room = self._at[place], self.rooms[place]
        first, last = 0, len(amounts)
        if left == 1:
            first = bisect_left(amounts, room.least - change, key=lambda each: each[0])
            last = bisect_right(amounts, room.most - change, key=lambda each: each[0])
        yield from (position for _, position in amounts[first:last])
        yield from self.parts.sharing(chosen)
