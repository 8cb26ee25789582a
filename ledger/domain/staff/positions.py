"""Budgeted positions: facts, state and rules."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, OneOrMore, Recorded, fact, field
from ledger.domain.follow_up.measures import require_alive
from ledger.domain.postings import NO_MONTH, Flow, Posting, posting, staff_item
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import State, folds
from ledger.domain.timeline import Timeline, Timelines
from ledger.domain.values.measured import NOBODY, Quantity
from ledger.domain.values.phrases import phrase

Employment = Literal["permanent", "fixed-term"]


@fact
class PositionsEstablished(Fact):
    """New budgeted positions. In the scope of a hiring freeze they need an exemption."""

    TYPE = "positions.established"
    SWEDISH = "tjänster.inrättade"

    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    exemption: OneOrMore | None = field(
        "The exemption that allows them; one from each freeze that covers them",
        "dispens",
        refers="exemption",
        default=None,
    )
    underway_reason: str | None = field(
        "Why recruitment under way when the freeze began is finished", "skäl för pågående rekrytering", default=None
    )

    @property
    def exemptions(self) -> tuple[str, ...]:
        """The exemptions that allow them, each from a freeze of its own."""
        return (self.exemption,) if isinstance(self.exemption, str) else self.exemption or ()


@fact
class PositionsReduced(Fact):
    """Budgeted positions are taken out."""

    TYPE = "positions.reduced"
    SWEDISH = "tjänster.minskade"

    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    measure: str | None = field("The savings measure this carries out", "åtgärd", refers="measure", default=None)


@fact
class PositionsTransferred(Fact):
    """Budgeted positions move between units; the number stays."""

    TYPE = "positions.transferred"
    SWEDISH = "tjänster.flyttade"

    from_unit: str = field("The unit that gives", "från enhet", refers="unit", leaving=True)
    to_unit: str = field("The unit that receives", "till enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")


PositionsFact = PositionsEstablished | PositionsReduced | PositionsTransferred

Key = tuple[str, str, str]
"""A unit, a staff category and a form of employment."""


class Positions(State):
    """How many positions each unit has by category and employment, and which exemptions were used for them."""

    STREAM = "positions"

    def __init__(self) -> None:
        super().__init__()
        self.own: Timelines[Key] = Timelines()
        self.exempted: Timelines[str] = Timelines()


@folds(Positions, PositionsEstablished, PositionsReduced, PositionsTransferred)
def _fold(state: Positions, _: Recorded, fact: PositionsFact, times: int) -> None:
    for key, positions in changes(fact):
        state.own[key].add(fact.effective, positions.count * times)
    if isinstance(fact, PositionsEstablished):
        for exemption in fact.exemptions:
            state.exempted[exemption].add(fact.effective, fact.positions.count * times)


def changes(fact: PositionsFact) -> Iterable[tuple[Key, Quantity]]:
    """What a fact adds to the positions of a unit, category and employment."""
    match fact:
        case PositionsEstablished():
            return (((fact.unit, fact.category, fact.employment), fact.positions),)
        case PositionsReduced():
            return (((fact.unit, fact.category, fact.employment), -fact.positions),)
        case PositionsTransferred():
            giver = (fact.from_unit, fact.category, fact.employment)
            receiver = (fact.to_unit, fact.category, fact.employment)
            return ((giver, -fact.positions), (receiver, fact.positions))


def _flow(kind: str, unit: str, fact: Any, sign: int = 1) -> Flow:
    item = staff_item(fact.category, fact.employment)
    return Flow("positions", kind, unit, item, NO_MONTH, NO_MONTH, sign * fact.positions.count)


@posting(PositionsEstablished)
def _post_established(fact: PositionsEstablished) -> Iterator[Posting]:
    yield _flow("established", fact.unit, fact)
    for exemption in fact.exemptions:
        yield Flow("exempted", "positions", fact.unit, exemption, NO_MONTH, NO_MONTH, fact.positions.count)


@posting(PositionsReduced)
def _post_reduced(fact: PositionsReduced) -> Iterator[Posting]:
    yield _flow("reduced", fact.unit, fact)
    if fact.measure is not None:
        yield Flow("carried-out", "positions", fact.unit, fact.measure, NO_MONTH, NO_MONTH, fact.positions.count)


@posting(PositionsTransferred)
def _post_transferred(fact: PositionsTransferred) -> Iterator[Posting]:
    yield _flow("transferred", fact.from_unit, fact, -1)
    yield _flow("transferred", fact.to_unit, fact)


class PositionsBelowZero(Refused):
    code = "positions-below-zero"

    def __init__(self, key: Key, day: date, available: Quantity, asked: Quantity) -> None:
        unit, category, employment = key
        super().__init__(
            phrase(
                "{unit} has {available} positions ({category}, {employment}) on {day}, but {asked} "
                "were to be taken out",
                unit=unit,
                available=available,
                category=category,
                employment=employment,
                day=day,
                asked=asked,
            ),
            hint=phrase("See what there is: liggare show staffing --unit {unit} --as-of {day}", unit=unit, day=day),
        )


class PositionsNotPositive(Refused):
    code = "positions-not-positive"

    def __init__(self, positions: Quantity) -> None:
        super().__init__(
            phrase("{positions} positions is no number of positions to decide on", positions=positions),
            hint=phrase("Give a number above zero; what takes positions out is positions.reduced"),
        )


class PositionsStay(Refused):
    code = "positions-stay"

    def __init__(self, unit: str) -> None:
        super().__init__(
            phrase("The positions would move from {unit} to {unit}", unit=unit), hint=phrase("Give two different units")
        )


def require_positive(positions: Quantity) -> None:
    if positions <= NOBODY:
        raise PositionsNotPositive(positions)


@rule(PositionsReduced)
def _admit_reduction(world: World, fact: PositionsReduced) -> None:
    """What is taken out is there, and the measure it carries out has not been cancelled."""
    require_positive(fact.positions)
    _require_enough(world, fact)
    if fact.measure is not None:
        require_alive(world, fact.measure, fact.effective)


@rule(PositionsTransferred)
def _admit_transfer(world: World, fact: PositionsTransferred) -> None:
    require_positive(fact.positions)
    if fact.from_unit == fact.to_unit:
        raise PositionsStay(fact.from_unit)
    _require_enough(world, fact)


def _require_enough(world: World, fact: PositionsReduced | PositionsTransferred) -> None:
    for key, change in changes(fact):
        if change < NOBODY:
            for day, level in world.state(Positions).own.get(key, Timeline()).levels_from(fact.effective):
                if level + change.count < 0:
                    raise PositionsBelowZero(key, day, Quantity(level), -change)


@rule_without(PositionsEstablished, PositionsReduced, PositionsTransferred)
def require_enough_without(world: World, without: PositionsFact) -> None:
    """Raise a refusal if positions are below zero on some day now that *without* does not count."""
    for key, change in changes(without):
        for day, level in world.state(Positions).own.get(key, Timeline()).levels_from(without.effective):
            if level < 0:
                raise PositionsBelowZero(key, day, Quantity(level + change.count), change)
