"""Hiring freezes and whom they cover: facts, state and rules."""

from datetime import date
from typing import Literal

import attrs

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule
from ledger.domain.stream import Changes, State, folds
from ledger.domain.values.phrases import phrase

FrozenEmployment = Literal["permanent", "fixed-term", "agency"]
EVERY_CATEGORY = "*"


@fact
class FreezeDeclared(Fact):
    """No one is hired within the scope, from this day through *until*."""

    TYPE = "freeze.declared"
    SWEDISH = "anställningsstopp.infört"

    freeze: str = field("The code of the freeze", "anställningsstopp", defines="freeze")
    units: tuple[str, ...] = field("The units it covers, with all below them", "enheter", refers="unit")
    categories: tuple[str, ...] = field(
        "The staff categories it covers; * for all", "personalkategorier", recalls="category"
    )
    except_categories: tuple[str, ...] | None = field(
        "The staff categories it leaves out", "utom kategorier", recalls="category", default=None
    )
    employment: tuple[FrozenEmployment, ...] = field("The forms of employment it covers", "anställningsformer")
    until: date | None = field("The last day; none: until a new decision", "till och med", default=None)


@fact
class FreezeAmended(Fact):
    """The scope of a freeze changes from this day; what is not given stays."""

    TYPE = "freeze.amended"
    SWEDISH = "anställningsstopp.ändrat"

    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")
    units: tuple[str, ...] | None = field(
        "The units it now covers, with all below", "enheter", refers="unit", default=None
    )
    categories: tuple[str, ...] | None = field(
        "The staff categories it now covers; * for all", "personalkategorier", recalls="category", default=None
    )
    except_categories: tuple[str, ...] | None = field(
        "The staff categories it now leaves out", "utom kategorier", recalls="category", default=None
    )
    employment: tuple[FrozenEmployment, ...] | None = field(
        "The forms it now covers", "anställningsformer", default=None
    )


@fact
class FreezeExtended(Fact):
    """The last day of a freeze is set anew."""

    TYPE = "freeze.extended"
    SWEDISH = "anställningsstopp.förlängt"

    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")
    until: date | None = field("The new last day; none: until a new decision", "till och med", default=None)


@fact
class FreezeLifted(Fact):
    """From this day the freeze is no longer in force."""

    TYPE = "freeze.lifted"
    SWEDISH = "anställningsstopp.hävt"

    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")


no_posting(FreezeDeclared, FreezeAmended, FreezeExtended, FreezeLifted)


@attrs.frozen
class Scope:
    """Whom a freeze covers on a day."""

    units: tuple[str, ...]
    categories: tuple[str, ...]
    except_categories: tuple[str, ...]
    employment: tuple[str, ...]

    def covers(self, organisation: Organisation, unit: str, category: str, employment: str, day: date) -> bool:
        return (
            employment in self.employment
            and category not in self.except_categories
            and (EVERY_CATEGORY in self.categories or category in self.categories)
            and any(above in self.units for above in organisation.ancestors(unit, day))
        )


class Freeze:
    """The history of one hiring freeze."""

    def __init__(self, declared: FreezeDeclared) -> None:
        self.declared = declared
        self.amendments: Changes[FreezeAmended] = Changes()
        self.extensions: Changes[FreezeExtended] = Changes()
        self.liftings: Changes[FreezeLifted] = Changes()

    def until(self, day: date) -> date | None:
        """The last day as decided by *day*; None: until a new decision."""
        extended = self.extensions.at(day)
        return extended.until if extended else self.declared.until

    def in_force(self, day: date) -> bool:
        until = self.until(day)
        return self.declared.effective <= day and (until is None or day <= until) and not self.liftings.at(day)

    def scope(self, day: date) -> Scope:
        declared = self.declared
        scope = Scope(declared.units, declared.categories, declared.except_categories or (), declared.employment)
        for amended in self.amendments.through(day):
            scope = Scope(
                scope.units if amended.units is None else amended.units,
                scope.categories if amended.categories is None else amended.categories,
                scope.except_categories if amended.except_categories is None else amended.except_categories,
                scope.employment if amended.employment is None else amended.employment,
            )
        return scope


class Freezes(State):
    """All hiring freezes."""

    STREAM = "freezes"

    def __init__(self) -> None:
        super().__init__()
        self.freezes: dict[str, Freeze] = {}


@folds(Freezes, FreezeDeclared)
def _declare(state: Freezes, _: Recorded, fact: FreezeDeclared, times: int) -> None:
    if times > 0:
        freeze = state.freezes[fact.freeze] = state.suspended.pop(fact.freeze, None) or Freeze(fact)
        freeze.declared = fact
    else:
        state.suspended[fact.freeze] = state.freezes.pop(fact.freeze)


@folds(Freezes, FreezeAmended)
def _amend(state: Freezes, recorded: Recorded, fact: FreezeAmended, times: int) -> None:
    state.freezes[fact.freeze].amendments.put(recorded, fact, times)


@folds(Freezes, FreezeExtended)
def _extend(state: Freezes, recorded: Recorded, fact: FreezeExtended, times: int) -> None:
    state.freezes[fact.freeze].extensions.put(recorded, fact, times)


@folds(Freezes, FreezeLifted)
def _lift(state: Freezes, recorded: Recorded, fact: FreezeLifted, times: int) -> None:
    state.freezes[fact.freeze].liftings.put(recorded, fact, times)


class FreezeIsLifted(Refused):
    code = "freeze-is-lifted"

    def __init__(self, freeze: str, lifted: date) -> None:
        super().__init__(
            phrase("Freeze {freeze} was lifted on {lifted}", freeze=freeze, lifted=lifted),
            hint=phrase("Declare a new freeze: freeze.declared"),
        )


no_rule(FreezeDeclared)


@rule(FreezeAmended, FreezeExtended, FreezeLifted)
def _admit_change(world: World, fact: FreezeAmended | FreezeExtended | FreezeLifted) -> None:
    """A freeze is lifted once, and is not changed from then on."""
    lifted = world.state(Freezes).freezes[fact.freeze].liftings.latest()
    if lifted is not None and (isinstance(fact, FreezeLifted) or lifted.effective <= fact.effective):
        raise FreezeIsLifted(fact.freeze, lifted.effective)
