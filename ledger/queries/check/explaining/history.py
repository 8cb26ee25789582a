"""The facts that printed figures can be made of, and when each of them came to count or ceased to."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby

from ledger.domain.control.counting import Change, Counting
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Recorded
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.queries.at import At
from ledger.queries.check.explaining.column import REPORTS, Column, Drawn, Supposed

Key = Hashable
TOGETHER: Key = "together"
"""Of facts that have a say in what the others mean: in staffing, the latest month; in savings, the whole plan."""

SAVINGS = ("savings", "measures")
"""The questions about what measures of savings plans came to."""


class History:
    """Every fact that can be in some columns, recorded before or after the moment, and what it speaks of.

    Facts that state the same thing have a key in common, and of those that count only the newest has a part in the
    figures. Other facts have a key of their own, and add up.
    """

    def __init__(self, at: At, streams: Iterable[str], *, question: str, has_versions: bool) -> None:
        """Facts that take effect after the as-of day are left out: they are in no figure, whenever they were known."""
        self.at = at
        self._question, self._has_versions = question, has_versions
        self._log = sorted(self._read(at, {*streams, "control"}), key=lambda each: each.position)
        self.facts = {each.position: each for each in self._log if _is_summed(each, at)}
        self.changes = list(self._changes())
        self.keys = {position: self._keys_of(recorded) for position, recorded in self.facts.items()}
        self.sharing: dict[Key, list[int]] = {}
        """The facts that have a key, those that would replace the others last."""
        for recorded in sorted(self.facts.values(), key=lambda each: (each.fact.effective, each.position)):
            for key in self.keys[recorded.position]:
                self.sharing.setdefault(key, []).append(recorded.position)

    @staticmethod
    def _read(at: At, streams: Iterable[str]) -> Iterator[Recorded]:
        """The facts of the streams, and of those in which corrections may wait together with their reversals."""
        waiting, read = set(streams), set[str]()
        while waiting:
            name = waiting.pop()
            read.add(name)
            for _, recorded in at.log.stream(name):
                yield recorded
                if isinstance(recorded.fact, DecisionReversed):
                    following = at.log.find(recorded.position + 1)
                    if following is not None and following[0].fact.corrects and following[1] not in read:
                        waiting.add(following[1])

    def _changes(self) -> Iterator[Change]:
        counting = Counting(self.at.find)
        for recorded in self._log:
            for change in counting.learn(recorded):
                if change.recorded.position in self.facts:
                    yield change

    def counting(self, position: int) -> frozenset[int]:
        """The facts that count, as known through a position."""
        counting: set[int] = set()
        for change in self.changes:
            if change.at > position:
                break
            (counting.add if change.counts else counting.discard)(change.recorded.position)
        return frozenset(counting)

    def steps(self) -> Iterator[tuple[int, Sequence[Change]]]:
        """The changes position by position."""
        for at, changes in groupby(self.changes, key=lambda change: change.at):
            yield at, list(changes)

    def is_reversed(self, position: int, through: int) -> bool:
        """Whether a fact has been taken back, as known through a position."""
        names = (position, self.facts[position].fact.id)
        return any(
            isinstance(each.fact, DecisionReversed) and each.fact.reverses in names and each.position <= through
            for each in self._log
        )

    @cached_property
    def reorganised(self) -> Sequence[int]:
        """The positions at which the ledger learnt of units or lines."""
        return [each.position for _, each in self.at.log.stream("organisation")]

    @cached_property
    def layers(self) -> Sequence[Drawn]:
        """Ledgers with all of the facts between them, in none of which one fact replaces another."""
        return [Drawn(Supposed(self.at, layer)) for layer in self._layers()]

    def _layers(self) -> Iterator[list[Recorded]]:
        waiting = [each for each in self.facts.values() if TOGETHER not in self.keys[each.position]]
        while waiting:
            layer: list[Recorded] = []
            left: list[Recorded] = []
            taken: set[Key] = set()
            for recorded in waiting:
                keys = self.keys[recorded.position]
                if taken.isdisjoint(keys):
                    layer.append(recorded)
                    taken.update(keys)
                else:
                    left.append(recorded)
            yield layer
            waiting = left

    def _keys_of(self, recorded: Recorded) -> Sequence[Key]:
        fact = recorded.fact
        if self._question in SAVINGS or isinstance(fact, WorkforceReported):
            return [TOGETHER]
        match fact:
            case OutcomeReported():
                return [outcome_key(fact, line) for line in fact.lines]
            case ForecastSubmitted():
                return [TOGETHER if self._has_versions else ("forecast", fact.unit, fact.year)]
            case _:
                return [recorded.position]


def outcome_key(fact: OutcomeReported, line: str) -> Key:
    return ("outcome", fact.unit, fact.month, line)


def _is_summed(recorded: Recorded, at: At) -> bool:
    fact = recorded.fact
    return fact.TYPE.partition(".")[0] not in ("decision", "policy", "month") and fact.effective <= at.as_of


def streams_behind(column: Column, at: At) -> tuple[str, ...]:
    """The streams whose facts can be in a column."""
    years = sorted({_year(column, place, at) for place in range(len(column.cells))})
    match column.question:
        case "staffing":
            return "positions", *(name for name in at.log.streams() if name.startswith("workforce-"))
        case "savings" | "measures":
            return "savings", "positions"
        case "outcome":
            return tuple(f"outcome-{year}" for year in sorted({year - back for year in years for back in range(3)}))
        case _:
            reported = sorted({year - back for year in years for back in range(2)})
            planned = (f"{noun}-{year}" for noun in ("budget", "forecast") for year in years)
            return "carry-over", *planned, *(f"outcome-{year}" for year in reported)


def _year(column: Column, place: int, at: At) -> int:
    cell = column.cells[place]
    if column.question in (*REPORTS, "outcome"):
        return (cell.month or Month.containing(at.as_of)).year
    return at.as_of.year if cell.year is None else cell.year
