"""One column and what explains it: the fewest facts, or another moment of knowledge."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from ledger.domain.values.days import Moment
from ledger.queries.at import At
from ledger.queries.check.explaining.column import Column, Drawn, Supposed
from ledger.queries.check.explaining.facts import FactTold, told
from ledger.queries.check.explaining.history import History
from ledger.queries.check.explaining.parts import Parts, Period, joined, split
from ledger.queries.check.explaining.search import Facts, Search

MOST_PERIODS = 8
"""Of the periods through which a column was known as printed, no more are looked into than these, the nearest."""


@attrs.frozen(kw_only=True)
class Explanation:
    """Why figures of a column differ, as far as facts or another moment tell."""

    column: str
    facts: Sequence[FactTold]
    """The fewest facts that explain the figures; none where only another moment does."""
    others: int
    """How many other sets of as many facts would do the same."""
    known_through: int | None
    """Where only another moment explains the figures: its position."""
    between: Sequence[FactTold]
    """… and the facts that make the difference."""
    periods: Sequence[Period]
    """The positions through which the whole column was known as it was printed, those nearest to the moment first."""
    explained: Sequence[str]
    """The rows that differ and are explained."""
    unexplained: Sequence[str]
    """The rows that differ and are not."""
    is_of_facts: bool = True
    """Whether the figures are sums of facts, so that facts could explain them."""
    was_searched: bool
    """Whether every small set of facts has been tried; there can be too many."""


@attrs.define
class Solved:
    """A column, the figures the ledger has for it, and what has been found to explain those that differ."""

    column: Column
    drawn: Drawn
    values: Sequence[int]
    parts: Parts | None = None
    """What the facts put into the column, once something in the table has to be explained."""
    choices: Sequence[Facts] = ()
    facts: Facts = frozenset()
    period: Period | None = None
    """The moment that explains the figures, where no facts do."""
    periods: Sequence[Period] = ()
    left: Sequence[int] = ()
    """The places of figures that stay unexplained."""
    was_searched: bool = True

    @property
    def at(self) -> At:
        return self.drawn.at

    @property
    def off(self) -> list[int]:
        """The places of the figures that differ at the moment asked for."""
        return self.column.off(self.values)

    def solve(self, history: History) -> None:
        """Look for facts, and for moments, that explain the figures that differ."""
        self.left = self.off
        parts = self.parts = Parts(self.column, history)
        self.was_searched = parts.searchable
        if not parts.searchable:
            return
        self.periods = list(split(parts.periods(), history.reorganised))
        if not self.left:
            return
        search = Search(parts, self.values)
        self.choices = search.smallest()
        self.was_searched = not search.is_given_up
        self.periods = self._nearest(joined(each for each in self._nearest(self.periods) if self.was_known(each)))
        if self.choices or self.periods:
            self.left = []
            self.period = None if self.choices else self.periods[0]
        elif (alone := search.best_alone()) is not None:
            self.choices, self.left = [alone[0]], alone[1]

    def _nearest(self, periods: Iterable[Period]) -> list[Period]:
        """The periods that begin or end nearest to the moment, the nearest first."""
        here = self.at.position

        def distance(period: Period) -> int:
            return min(abs(period.first - here), abs((here if period.last is None else period.last) - here))

        return sorted(periods, key=distance)[:MOST_PERIODS]

    def was_known(self, period: Period) -> bool:
        """Whether the column was as printed when a period began; asked of the ledger where units differ since."""
        here, there = sorted((self.at.position, period.first))
        if self.parts is None or not any(here < at <= there for at in self.parts.history.reorganised):
            return True
        return not self.column.off(self.column.values(Drawn(known_through(self.at, period.first))))

    def choose(self, liked: Counter[Facts]) -> None:
        """Of several sets, the one that explains most columns; then the facts recorded last."""
        if self.choices:
            self.facts = max(self.choices, key=lambda each: (liked[each], sorted(each, reverse=True)))

    def parts_of(self, row: str) -> Mapping[int, int]:
        """Each fact's part of one figure, as far as it is explained: of what was printed, not of the ledger's."""
        place = self.column.rows.index(row)
        if self.parts is None:
            return self.column.parts(self.drawn, place)
        if self.period:
            return self.parts.of(place, self.parts.history.counting(self.period.first))
        return self.parts.of(place, self.parts.counting ^ self.facts)

    def could_count(self, row: str, position: int) -> bool:
        """Whether a fact, known by itself, would be in a figure."""
        recorded = self.at.find(position)
        alone = Drawn(Supposed(self.at, [recorded] if recorded else []))
        return position in self.column.parts(alone, self.column.rows.index(row))

    def has(self, row: str) -> bool:
        """Whether a figure of the row is compared."""
        return row in self.column.rows

    def differs(self, row: str) -> bool:
        """Whether the figure of a row is another in the ledger at the moment asked for."""
        return self.column.rows.index(row) in self.off

    def is_left(self, row: str) -> bool:
        """Whether a figure stays unexplained."""
        return self.column.rows.index(row) in self.left

    @property
    def in_short(self) -> str:
        """What explains the figures, in a few words."""
        if self.period:
            return f"known through #{self.period.first}"
        counting = self.parts.counting if self.parts else frozenset()
        with_or_without = (f"{'without' if each in counting else 'with'} #{each}" for each in sorted(self.facts))
        return ", ".join(with_or_without)

    def explanation(self) -> Explanation:
        rows = self.column.rows
        return Explanation(
            column=self.column.label,
            facts=self._told(self.facts),
            others=max(len(self.choices) - 1, 0),
            known_through=self.period.first if self.period else None,
            between=self._told(self._between()),
            periods=self.periods,
            explained=[rows[place] for place in self.off if place not in self.left],
            unexplained=[rows[place] for place in self.left],
            was_searched=self.was_searched,
        )

    def _between(self) -> frozenset[int]:
        """The facts that count at one of the two moments, and would change a figure."""
        if self.parts is None or self.period is None:
            return frozenset()
        changed = self.parts.counting ^ self.parts.history.counting(self.period.first)
        return changed & self.parts.movers().keys()

    def _told(self, positions: frozenset[int]) -> list[FactTold]:
        if self.parts is None:
            return []
        return list(told(self.at, self.parts.history, self.parts.counting, positions))


def known_through(at: At, position: int) -> At:
    """The ledger as known when the fact at a position had just been recorded."""
    recorded = at.find(position)
    known_at = recorded.recorded_at if recorded else at.moment.known_at
    return at.known_through(position, Moment(at.as_of, known_at))
