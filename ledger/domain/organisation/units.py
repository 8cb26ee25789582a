"""The dated tree of units: facts, state and rules."""

from collections.abc import Iterator
from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule, rule_without
from ledger.domain.stream import Changes, State, folds
from ledger.domain.timeline import Timeline


@fact
class UnitOpened(Fact):
    """A unit comes into being, below another unit or at the top."""

    TYPE = "unit.opened"

    unit: str = field("The code of the new unit", "enhet", defines="unit")
    name: str = field("What people call it", "namn", names="unit")
    parent: str | None = field(
        "The unit it belongs to; none for the top", "överordnad enhet", refers="unit", default=None
    )


@fact
class UnitRenamed(Fact):
    """A unit goes by another name; its code stays."""

    TYPE = "unit.renamed"

    unit: str = field("The unit", "enhet", refers="unit")
    name: str = field("Its new name", "namn", names="unit")


@fact
class UnitMoved(Fact):
    """A unit, with everything below it, comes to belong to another unit."""

    TYPE = "unit.moved"

    unit: str = field("The unit that moves", "enhet", refers="unit")
    parent: str = field("The unit it now belongs to", "överordnad enhet", refers="unit")


@fact
class UnitClosed(Fact):
    """From this day nothing more takes effect in the unit."""

    TYPE = "unit.closed"

    unit: str = field("The unit that closes", "enhet", refers="unit")
    successor: str | None = field("The unit that takes over its tasks", "efterträdare", refers="unit", default=None)


no_posting(UnitOpened, UnitRenamed, UnitMoved, UnitClosed)


class Unit:
    """The history of one unit."""

    def __init__(self) -> None:
        self.opened = date.max
        self.names: Changes[str] = Changes()
        self.parents: Changes[str | None] = Changes()
        self.closings: Changes[UnitClosed] = Changes()

    def is_open(self, day: date) -> bool:
        return self.opened <= day and self.closings.at(day) is None

    def parent(self, day: date) -> str | None:
        """The unit above on *day*; before the opening, the first one."""
        return self.parents.at(max(day, self.opened))


class Organisation(State):
    """All units, and the tree they form on each day."""

    STREAM = "organisation"

    def __init__(self) -> None:
        super().__init__()
        self.units: dict[str, Unit] = {}
        self.changes = Timeline()
        """How many times the tree changes on each day."""

    def ancestors(self, code: str, day: date) -> Iterator[str]:
        """The unit itself, the unit above it on *day*, and so on to the top."""
        seen: set[str] = set()
        above: str | None = code
        while above is not None and above not in seen:
            seen.add(above)
            yield above
            unit = self.units.get(above)
            above = unit.parent(day) if unit else None

    def below(self, code: str, day: date) -> Iterator[str]:
        """The open units directly below *code* on *day*."""
        return (other for other, unit in self.units.items() if unit.is_open(day) and unit.parents.at(day) == code)

    def move_days(self, first: date) -> list[date]:
        """*first* and every later day on which some unit opens, closes or comes to belong elsewhere."""
        return [first, *(day for day, _ in self.changes.changes() if day > first)]


@folds(Organisation, UnitOpened)
def _open(state: Organisation, recorded: Recorded, fact: UnitOpened, times: int) -> None:
    if times > 0:
        unit = state.units[fact.unit] = state.suspended.pop(fact.unit, None) or Unit()
        unit.opened = fact.effective
    else:
        unit = state.suspended[fact.unit] = state.units.pop(fact.unit)
    unit.names.put(recorded, fact.name, times)
    unit.parents.put(recorded, fact.parent, times)
    state.changes.add(fact.effective, times)


@folds(Organisation, UnitRenamed)
def _rename(state: Organisation, recorded: Recorded, fact: UnitRenamed, times: int) -> None:
    state.units[fact.unit].names.put(recorded, fact.name, times)


@folds(Organisation, UnitMoved)
def _move(state: Organisation, recorded: Recorded, fact: UnitMoved, times: int) -> None:
    state.units[fact.unit].parents.put(recorded, fact.parent, times)
    state.changes.add(fact.effective, times)


@folds(Organisation, UnitClosed)
def _close(state: Organisation, recorded: Recorded, fact: UnitClosed, times: int) -> None:
    state.units[fact.unit].closings.put(recorded, fact, times)
    state.changes.add(fact.effective, times)


class UnitClosedOn(Refused):
    code = "unit-closed"

    def __init__(self, unit: str, day: date, why: str) -> None:
        super().__init__(
            f"Unit {unit} is not open on {day}: {why}",
            hint="See when units open and close: liggare show units; or choose another effective date",
        )


class TreeWouldLoop(Refused):
    code = "tree-would-loop"

    def __init__(self, unit: str, parent: str, day: date) -> None:
        relation = "itself" if unit == parent else f"{parent}, which belongs to {unit}"
        super().__init__(
            f"Unit {unit} cannot be placed under {relation} on {day}",
            hint="Choose a parent outside the unit, or move that one first: liggare show units",
        )


class UnitStillNamed(Refused):
    code = "unit-still-named"

    def __init__(self, unit: str, closes: date, last: date) -> None:
        super().__init__(
            f"Unit {unit} cannot close on {closes}: facts take effect in it until {last}",
            hint=f"Close it from a later day, or see the facts: liggare journal --unit {unit}",
        )


class UnitsStillBelow(Refused):
    code = "units-still-below"

    def __init__(self, unit: str, day: date, children: list[str]) -> None:
        super().__init__(
            f"Unit {unit} cannot close: {', '.join(children)} still belong{'s' * (len(children) == 1)} to it on {day}",
            hint="Move or close the units below it first",
        )


def require_open(organisation: Organisation, code: str, day: date) -> None:
    """Raise :class:`UnitClosedOn` unless the unit (which exists) is open on *day*."""
    unit = organisation.units[code]
    if day < unit.opened:
        raise UnitClosedOn(code, day, f"it opens on {unit.opened}")
    closing = unit.closings.at(day)
    if closing is not None:
        successor = f", succeeded by {closing.successor}" if closing.successor else ""
        raise UnitClosedOn(code, day, f"it closed on {closing.effective}{successor}")


no_rule(UnitRenamed)


@rule(UnitOpened)
def _admit_opening(world: World, fact: UnitOpened) -> None:
    if fact.parent is not None:
        _require_parent(world.state(Organisation), fact.unit, fact.parent, fact.effective)


@rule(UnitMoved)
def _admit_move(world: World, fact: UnitMoved) -> None:
    _require_parent(world.state(Organisation), fact.unit, fact.parent, fact.effective)


def _require_parent(organisation: Organisation, unit: str, parent: str, day: date) -> None:
    """The new place must be open and outside the unit for as long as the unit stays there."""
    replaced = organisation.units[unit].parents.days() if unit in organisation.units else []
    until = min((other for other in replaced if other > day), default=date.max)
    for when in organisation.move_days(day):
        if when >= until or (unit in organisation.units and not organisation.units[unit].is_open(when)):
            break
        if unit in organisation.ancestors(parent, when):
            raise TreeWouldLoop(unit, parent, when)
        require_open(organisation, parent, when)


@rule(UnitClosed)
def _admit_closing(world: World, fact: UnitClosed) -> None:
    """Nothing takes effect in the unit from the day on, and no unit belongs to it."""
    organisation, day = world.state(Organisation), fact.effective
    if fact.successor == fact.unit:
        raise TreeWouldLoop(fact.unit, fact.unit, day)
    last = world.mentions_of("unit", fact.unit).last_day()
    if last is not None and last >= day:
        raise UnitStillNamed(fact.unit, day, last)
    for when in organisation.move_days(day):
        children = sorted(organisation.below(fact.unit, when))
        if children:
            raise UnitsStillBelow(fact.unit, when, children)


@rule_without(UnitOpened, UnitMoved, UnitClosed)
def require_tree_without(world: World, without: UnitOpened | UnitMoved | UnitClosed) -> None:
    """Raise a refusal if the tree breaks a rule now that *without* no longer counts."""
    organisation = world.state(Organisation)
    for code, unit in organisation.units.items():
        for when in organisation.move_days(max(unit.opened, without.effective)):
            parent = unit.parents.at(when)
            if parent is None or not unit.is_open(when):
                continue
            if code in organisation.ancestors(parent, when):
                raise TreeWouldLoop(code, parent, when)
            require_open(organisation, parent, when)
