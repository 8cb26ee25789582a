"""What each fact puts into the figures of a column, so that many of them can be supposed in or out at once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import attrs

from ledger.domain.money.outcomes import OutcomeReported
from ledger.queries.check.explaining.column import Column, Drawn, Supposed, Vector
from ledger.queries.check.explaining.history import TOGETHER, History, Key, outcome_key
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.sums import Sums

MOST_TOGETHER = 400
"""Beyond this many facts that can only be judged all together, no facts are searched for."""


@attrs.frozen
class Period:
    """The positions *first* through *last* of the log; None: to this day."""

    first: int
    last: int | None

    def common(self, other: "Period") -> "Period | None":
        """What two periods have in common."""
        first = max(self.first, other.first)
        last = min((each for each in (self.last, other.last) if each is not None), default=None)
        return Period(first, last) if last is None or first <= last else None


def split(periods: Iterable[Period], positions: Iterable[int]) -> Iterator[Period]:
    """The periods, so that none of them goes on past one of the positions."""
    for period in periods:
        first = period.first
        for at in positions:
            if first < at and (period.last is None or at <= period.last):
                yield Period(first, at - 1)
                first = at
        yield Period(first, period.last)


def joined(periods: Iterable[Period]) -> list[Period]:
    """The periods in order, those that follow on one another made one."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda each: each.first):
        if found and found[-1].last == period.first - 1:
            period = Period(found.pop().first, period.last)  # noqa: PLW2901 - it has grown
        found.append(period)
    return found


class Parts:
    """The parts that facts have in the figures of one column, if they count."""

    def __init__(self, column: Column, history: History) -> None:
        self.column, self.history = column, history
        self.counting = history.counting(history.at.position)
        """The facts that count at the moment."""
        self.searchable = len(history.sharing.get(TOGETHER, ())) <= MOST_TOGETHER
        self._own: dict[tuple[int, Key], Sums[int]] = {}
        for drawn in history.layers:
            for place, each in column.contributions(drawn):
                self._own.setdefault((each.position, self._key_of(each)), Sums())[place] += each.amount
        self._together: dict[tuple[int, ...], Vector] = {}

    def effect(self, toggled: Collection[int]) -> Vector:
        """How the figures would change if each of these facts counted that does not, and the other way round."""

        def counts_then(position: int) -> bool:
            return (position in self.counting) != (position in toggled)

        change: Sums[int] = Sums()
        for key in {key for position in toggled for key in self.history.keys[position]}:
            for place, amount in self._stated(key, self.counting.__contains__).items():
                change[place] -= amount
            for place, amount in self._stated(key, counts_then).items():
                change[place] += amount
        return {place: amount for place, amount in change.items() if amount}

    def movers(self) -> Mapping[int, Vector]:
        """The facts that would change a figure, each with what it would change alone."""
        keys = {key for _, key in self._own} | {TOGETHER}
        concerned = [position for position, own in self.history.keys.items() if not keys.isdisjoint(own)]
        alone = ((position, self.effect((position,))) for position in concerned)
        return {position: vector for position, vector in alone if vector}

    def sharing(self, positions: Collection[int]) -> set[int]:
        """The facts that state something that one of these states too."""
        keys = {key for position in positions for key in self.history.keys[position]} - {TOGETHER}
        return {other for key in keys for other in self.history.sharing[key]}.difference(positions)

    def periods(self) -> Iterator[Period]:
        """The positions through which the column was known as it was printed, in the organisation of the moment."""
        counting: set[int] = set()
        values = [0] * len(self.column.cells)
        bounds = [(figure.least, figure.most) for figure in self.column.figures]
        off = set(self.column.off(values))
        since: int | None = None if off else 1
        for at, changes in self.history.steps():
            keys = {key for change in changes for key in self.history.keys[change.recorded.position]}
            moved = self._add(values, keys, counting, -1)
            for change in changes:
                (counting.add if change.counts else counting.discard)(change.recorded.position)
            moved |= self._add(values, keys, counting, 1)
            for place in moved:
                least, most = bounds[place]
                (off.discard if least <= values[place] <= most else off.add)(place)
            if since is not None and off and since < at:
                yield Period(since, at - 1)
            since = None if off else at if since is None else since
        if since is not None:
            yield Period(since, None)

    def of(self, place: int, counting: Collection[int]) -> Mapping[int, int]:
        """Each fact's part of one figure, by its position, if exactly some facts count."""
        parts: Sums[int] = Sums()
        for key in self.history.sharing:
            if key != TOGETHER:
                newest = self._newest(key, counting.__contains__)
                own = None if newest is None else self._own.get((newest, key))
                if newest is not None and own is not None and place in own:
                    parts[newest] += own[place]
        together = [each for each in self.history.sharing.get(TOGETHER, ()) if each in counting]
        if together:
            for position, amount in self.column.parts(self._supposed(together), place).items():
                parts[position] += amount
        return parts

    def _add(self, values: list[int], keys: Collection[Key], counting: Collection[int], sign: int) -> set[int]:
        """Add what is stated under some keys, or take it away; the places that this has changed."""
        moved: set[int] = set()
        for key in keys:
            for place, amount in self._stated(key, counting.__contains__).items():
                values[place] += sign * amount
                moved.add(place)
        return moved

    def _stated(self, key: Key, counts: Callable[[int], bool]) -> Vector:
        if key != TOGETHER:
            newest = self._newest(key, counts)
            return {} if newest is None else self._own.get((newest, key), {})
        together = tuple(sorted(filter(counts, self.history.sharing[key])))
        if together not in self._together:
            values = self.column.values(self._supposed(together))
            self._together[together] = {place: amount for place, amount in enumerate(values) if amount}
        return self._together[together]

    def _newest(self, key: Key, counts: Callable[[int], bool]) -> int | None:
        return next(filter(counts, reversed(self.history.sharing[key])), None)

    def _supposed(self, positions: Collection[int]) -> Drawn:
        facts = self.history.facts
        return Drawn(Supposed(self.history.at, (facts[position] for position in sorted(positions))))

    def _key_of(self, part: Contribution) -> Key:
        fact = self.history.facts[part.position].fact
        keys = self.history.keys[part.position]
        return outcome_key(fact, part.item) if isinstance(fact, OutcomeReported) else keys[0]
