"""Budgeted positions and the reported workforce: facts, state and rules.

The measures of people (positions, FTE, annual workers, headcount) are never added together.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, assert_never

from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.measured import NOBODY, Quantity
from ledger.domain.scopes import require_allowed
from ledger.domain.stream import Stream
from ledger.domain.timeline import Timeline, Timelines

if TYPE_CHECKING:
    from ledger.domain.world import World

Employment = Literal["permanent", "fixed-term"]
WorkforceMeasure = Literal["fte", "annual-workers", "headcount"]
WorkforceEmployment = Literal["permanent", "fixed-term", "agency", "all"]


@fact
class PositionsEstablished(Fact):
    """New budgeted positions. In the scope of a hiring freeze they need an exemption."""

    TYPE = "positions.established"

    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    exemption: str | None = field("The exemption that allows them", "dispens", refers="exemption", default=None)
    underway_reason: str | None = field(
        "Why recruitment under way when the freeze began is finished", "skäl för pågående rekrytering", default=None
    )


@fact
class PositionsReduced(Fact):
    """Budgeted positions are taken out."""

    TYPE = "positions.reduced"

    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    measure: str | None = field("The savings measure this carries out", "åtgärd", refers="measure", default=None)


@fact
class PositionsTransferred(Fact):
    """Budgeted positions move between units; the number stays."""

    TYPE = "positions.transferred"

    from_unit: str = field("The unit that gives", "från enhet", refers="unit")
    to_unit: str = field("The unit that receives", "till enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: Employment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")


@fact
class WorkforceReported(Fact):
    """How many people a unit had in a month, in one measure. A restated value replaces the one before."""

    TYPE = "workforce.reported"
    EFFECTIVE = "month-end"

    unit: str = field("The unit", "enhet", refers="unit")
    month: Month = field("The month", "månad")
    measure: WorkforceMeasure = field("FTE, annual workers or headcount", "mått")
    employment: WorkforceEmployment = field("The form of employment, or all", "anställningsform")
    value: Quantity = field("How many", "värde")
    category: str | None = field(
        "The staff category; none for the whole unit", "personalkategori", recalls="category", default=None
    )
    hours: Quantity | None = field("Hours worked, where annual workers are reported", "timmar", default=None)
    hours_per_year: Quantity | None = field(
        "The hours of a full year they are divided by", "timmar per årsarbetare", default=None
    )
    causes: dict[str, Quantity] | None = field("What the change is due to: {cause: value}", "orsaker", default=None)


PositionsFact = PositionsEstablished | PositionsReduced | PositionsTransferred

Key = tuple[str, str, str]
"""A unit, a staff category and a form of employment."""


class Positions(Stream):
    """How many positions each unit has by category and employment, and which exemptions were used for them."""

    def __init__(self) -> None:
        super().__init__()
        self.own: Timelines[Key] = Timelines()
        self.exempted: Timelines[str] = Timelines()

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        for key, positions in entries(fact):
            self.own[key].add(fact.effective, positions.count * times)
        if isinstance(fact, PositionsEstablished) and fact.exemption:
            self.exempted[fact.exemption].add(fact.effective, fact.positions.count * times)


def entries(fact: Fact) -> Iterable[tuple[Key, Quantity]]:
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
        case _:
            return ()


class PositionsBelowZero(Refused):
    code = "positions-below-zero"

    def __init__(self, key: Key, day: date, available: Quantity, asked: Quantity) -> None:
        unit, category, employment = key
        super().__init__(
            f"{unit} has {available} positions ({category}, {employment}) on {day}, but {asked} were to be taken out",
            hint=f"See what there is: liggare show staffing --unit {unit} --as-of {day}",
        )


class PositionsNotPositive(Refused):
    code = "positions-not-positive"

    def __init__(self, positions: Quantity) -> None:
        super().__init__(
            f"{positions} positions is no number of positions to decide on",
            hint="Give a number above zero; what takes positions out is positions.reduced",
        )


class PositionsStay(Refused):
    code = "positions-stay"

    def __init__(self, unit: str) -> None:
        super().__init__(f"The positions would move from {unit} to {unit}", hint="Give two different units")


def require_positive(positions: Quantity) -> None:
    if positions <= NOBODY:
        raise PositionsNotPositive(positions)


def admit(world: "World", fact: PositionsFact | WorkforceReported) -> None:
    """Raise a refusal if positions go below zero on any day, or a hiring freeze forbids new ones."""
    match fact:
        case PositionsEstablished():
            require_positive(fact.positions)
            require_allowed(world, fact)
        case PositionsReduced():
            require_positive(fact.positions)
            _require_enough(world, fact)
        case PositionsTransferred():
            require_positive(fact.positions)
            if fact.from_unit == fact.to_unit:
                raise PositionsStay(fact.from_unit)
            _require_enough(world, fact)
        case WorkforceReported():
            pass
        case _:
            assert_never(fact)


def _require_enough(world: "World", fact: PositionsReduced | PositionsTransferred) -> None:
    for key, change in entries(fact):
        if change < NOBODY:
            for day, level in world.positions.own.get(key, Timeline()).levels_from(fact.effective):
                if level + change.count < 0:
                    raise PositionsBelowZero(key, day, Quantity(level), -change)


def check(world: "World", without: PositionsFact) -> None:
    """Raise a refusal if positions are below zero on some day now that *without* does not count."""
    for key, change in entries(without):
        for day, level in world.positions.own.get(key, Timeline()).levels_from(without.effective):
            if level < 0:
                raise PositionsBelowZero(key, day, Quantity(level + change.count), change)
