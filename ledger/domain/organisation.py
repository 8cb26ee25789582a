"""The dated tree of units and the lines of the accounts: facts, state and rules."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, assert_never

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.stream import Changes, Stream
from ledger.domain.timeline import Timeline

if TYPE_CHECKING:
    from ledger.domain.world import World

Side = Literal["income", "cost", "net"]
Statement = Literal["operating", "investment", "financing"]


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


@fact
class LineOpened(Fact):
    """A row of the result, investment or financing statement comes into use."""

    TYPE = "line.opened"

    line: str = field("The code of the new line", "konto", defines="line")
    name: str = field("What people call it", "namn", names="line")
    side: Side = field("income, cost, or net (a whole unit's net cost on one line)", "sida")
    statement: Statement = field("The statement it belongs to", "räkning")


OrganisationFact = UnitOpened | UnitRenamed | UnitMoved | UnitClosed | LineOpened


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


class Organisation(Stream):
    """All units and lines, folded from the facts about them."""

    def __init__(self) -> None:
        super().__init__()
        self.units: dict[str, Unit] = {}
        self.lines: dict[str, LineOpened] = {}
        self.changes = Timeline()
        """How many times the tree changes on each day."""

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        match fact:
            case UnitOpened():
                self._open(recorded, fact, times)
            case UnitRenamed():
                self.units[fact.unit].names.put(recorded, fact.name, times)
            case UnitMoved():
                self.units[fact.unit].parents.put(recorded, fact.parent, times)
                self.changes.add(fact.effective, times)
            case UnitClosed():
                self.units[fact.unit].closings.put(recorded, fact, times)
                self.changes.add(fact.effective, times)
            case LineOpened() if times < 0:
                del self.lines[fact.line]
            case LineOpened():
                self.lines[fact.line] = fact

    def _open(self, recorded: Recorded, fact: UnitOpened, times: int) -> None:
        key = ("unit", fact.unit)
        if times > 0:
            unit = self.units[fact.unit] = self.suspended.pop(key, None) or Unit()
            unit.opened = fact.effective
        else:
            unit = self.suspended[key] = self.units.pop(fact.unit)
        unit.names.put(recorded, fact.name, times)
        unit.parents.put(recorded, fact.parent, times)
        self.changes.add(fact.effective, times)

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


def admit(world: "World", fact: OrganisationFact) -> None:
    """Raise a refusal if the fact breaks a rule of the tree, on its effective date or any later day."""
    organisation = world.organisation
    match fact:
        case UnitOpened():
            if fact.parent is not None:
                _require_parent(organisation, fact.unit, fact.parent, fact.effective)
        case UnitMoved():
            _require_parent(organisation, fact.unit, fact.parent, fact.effective)
        case UnitClosed():
            _require_closable(world, fact)
        case UnitRenamed() | LineOpened():
            pass
        case _:
            assert_never(fact)


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


def _require_closable(world: "World", fact: UnitClosed) -> None:
    organisation, day = world.organisation, fact.effective
    if fact.successor == fact.unit:
        raise TreeWouldLoop(fact.unit, fact.unit, day)
    last = world.mentions_of("unit", fact.unit).last_day()
    if last is not None and last >= day:
        raise UnitStillNamed(fact.unit, day, last)
    for when in organisation.move_days(day):
        children = sorted(organisation.below(fact.unit, when))
        if children:
            raise UnitsStillBelow(fact.unit, when, children)


def check(world: "World", without: OrganisationFact) -> None:
    """Raise a refusal if the tree breaks a rule now that *without* no longer counts."""
    organisation = world.organisation
    for code, unit in organisation.units.items():
        for when in organisation.move_days(max(unit.opened, without.effective)):
            parent = unit.parents.at(when)
            if parent is None or not unit.is_open(when):
                continue
            if code in organisation.ancestors(parent, when):
                raise TreeWouldLoop(code, parent, when)
            require_open(organisation, parent, when)
