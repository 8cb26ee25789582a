"""Months that are closed and reopened: facts, state and rules."""

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.stream import State, folds
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase


@fact
class MonthClosed(Fact):
    """A month is closed: new facts with effect in it must say why they are late."""

    TYPE = "month.closed"
    SWEDISH = "månad.stängd"
    EFFECTIVE = "month"

    month: Month = field("The month", "månad")
    unit: str | None = field("Only this unit and those below it", "enhet", refers="unit", default=None)
    reason: str | None = field("Why", "skäl", default=None)


@fact
class MonthReopened(Fact):
    """A closed month takes facts again."""

    TYPE = "month.reopened"
    SWEDISH = "månad.öppnad"
    EFFECTIVE = "month"

    month: Month = field("The month", "månad")
    unit: str | None = field("Only this unit and those below it", "enhet", refers="unit", default=None)
    reason: str | None = field("Why", "skäl", default=None)


no_posting(MonthClosed, MonthReopened)


class ClosedMonths(State):
    """Through which month every unit is closed.

    Closings and reopenings apply to the unit they name and all below it, to every unit where they name none, and in the
    order they were recorded: a closing of a month closes all before it too, a reopening opens all after it.
    """

    STREAM = "control"

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[int, MonthClosed | MonthReopened] = {}
        """By position; one that waited comes in when it is attested."""
        self._found: dict[tuple[Month, frozenset[str]], tuple[int, MonthClosed] | None] = {}
        """What was asked before."""

    def change(self, position: int, fact: MonthClosed | MonthReopened, times: int) -> None:
        """Add a closing or a reopening, or take it away with *times* = -1."""
        if times > 0:
            self._facts[position] = fact
        else:
            del self._facts[position]
        self._found.clear()

    @property
    def last(self) -> Month | None:
        """The last month that was ever closed for anyone: all later ones are open."""
        closed = (fact.month for fact in self._facts.values() if isinstance(fact, MonthClosed))
        return max(closed, key=lambda month: month.number, default=None)

    @property
    def last_position(self) -> int:
        """The position of the last closing."""
        closings = (position for position, said in self._facts.items() if isinstance(said, MonthClosed))
        return max(closings, default=0)

    def named(self) -> set[str]:
        """The units that closings and reopenings name."""
        return {fact.unit for fact in self._facts.values() if fact.unit is not None}

    def closing(self, month: Month, units: Iterable[str] = ()) -> tuple[int, MonthClosed] | None:
        """What closed the month for a unit, given with all units above it; without any, for all units."""
        key = month, frozenset(units) & self.named()
        if key not in self._found:
            self._found[key] = self._closing(*key)
        return self._found[key]

    def _closing(self, month: Month, units: frozenset[str]) -> tuple[int, MonthClosed] | None:
        found: tuple[int, MonthClosed] | None = None
        for position, said in self._binding(units):
            if isinstance(said, MonthReopened):
                found = None if said.month <= month else found
            elif said.month >= month:
                found = found or (position, said)
        return found

    def through(self, units: Iterable[str] = ()) -> Month | None:
        """The last month that is closed for a unit, given with all units above it; without any, for all units."""
        through: Month | None = None
        for _, said in self._binding(frozenset(units)):
            if isinstance(said, MonthClosed):
                through = said.month if through is None or said.month > through else through
            elif through is not None and through >= said.month:
                through = said.month.plus(-1)
        return through

    def _binding(self, units: frozenset[str]) -> Iterator[tuple[int, MonthClosed | MonthReopened]]:
        for position in sorted(self._facts):
            fact = self._facts[position]
            if fact.unit is None or fact.unit in units:
                yield position, fact


@folds(ClosedMonths, MonthClosed, MonthReopened)
def _fold(state: ClosedMonths, recorded: Recorded, fact: MonthClosed | MonthReopened, times: int) -> None:
    state.change(recorded.position, fact, times)


class MonthIsClosed(Refused):
    code = "month-is-closed"

    def __init__(self, fact: Fact, month: Month, closing: MonthClosed) -> None:
        scope = phrase(" for {unit}", unit=closing.unit) if closing.unit else ""
        super().__init__(
            phrase(
                "{month} is closed{scope}, and this {type} takes effect in it", month=month, scope=scope, type=fact.TYPE
            ),
            hint=_way_out(fact, month),
        )


def _way_out(fact: Fact, closed: Month) -> str:
    """What can be done for this type of fact: not every one is free to choose its months."""
    if hasattr(fact, "from_month") and fact.EFFECTIVE != "month-end":
        return phrase("If it belongs later, give --from-month with an open month, or say why it is late: --late-reason")
    if fact.EFFECTIVE == "month-end":
        return phrase(
            "If it is about another month, give that one (--month); if not, say why it is late: --late-reason"
        )
    if fact.EFFECTIVE == "named" or Month.containing(fact.effective) != closed:  # its money has months of its own
        return phrase("Say why it is late: --late-reason")
    return phrase("If it belongs later, choose a later effective date, or say why it is late: --late-reason")


class MonthNotClosed(Refused):
    code = "month-not-closed"

    def __init__(self, fact: MonthReopened) -> None:
        scope = phrase(" for {unit}", unit=fact.unit) if fact.unit else ""
        super().__init__(
            phrase("{month} is not closed{scope}", month=fact.month, scope=scope),
            hint=phrase("Only a closed month can be opened again"),
        )


class MonthAlreadyClosed(Refused):
    code = "month-already-closed"

    def __init__(self, fact: MonthClosed) -> None:
        scope = phrase(" for {unit}", unit=fact.unit) if fact.unit else ""
        super().__init__(
            phrase("{month} is already closed{scope}", month=fact.month, scope=scope),
            hint=phrase("Nothing needs to be done; month.reopened opens it again"),
        )


class MonthNotEnded(Refused):
    code = "month-not-ended"

    def __init__(self, month: Month, today: date) -> None:
        super().__init__(
            phrase("{month} has not ended: today is {today}", month=month, today=today),
            hint=phrase("Close it from {first_day} on, or close an earlier month", first_day=month.plus(1).first_day),
        )


@rule(MonthClosed)
def _admit_closing(world: World, fact: MonthClosed) -> None:
    """The month has ended, and is still open for some unit that is meant."""
    if world.today <= fact.month.last_day:
        raise MonthNotEnded(fact.month, world.today)
    closed = world.state(ClosedMonths)
    if all(closed.closing(fact.month, units) for units in _meant(world, fact)):
        raise MonthAlreadyClosed(fact)


@rule(MonthReopened)
def _admit_reopening(world: World, fact: MonthReopened) -> None:
    """The month is closed for some unit that is meant."""
    closed = world.state(ClosedMonths)
    if not any(closed.closing(fact.month, units) for units in _meant(world, fact)):
        raise MonthNotClosed(fact)


def _meant(world: World, fact: MonthClosed | MonthReopened) -> Iterator[frozenset[str]]:
    """The units that a closing or a reopening is about, each with all units above it on the last day of the month."""
    organisation, day = world.state(Organisation), fact.month.last_day
    if fact.unit is None:
        yield frozenset()
    for code in organisation.nodes:
        units = frozenset(organisation.ancestors(code, day))
        if fact.unit is None or fact.unit in units:
            yield units
