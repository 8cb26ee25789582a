"""What hiring freezes cover, what exemptions allow, and whether positions may be filled: state and rules."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, assert_never

import attrs

from ledger.domain.errors import Refused
from ledger.domain.fact import Recorded
from ledger.domain.freezes import (
    EVERY_CATEGORY,
    ExemptionDenied,
    ExemptionFact,
    ExemptionGranted,
    ExemptionRequested,
    ExemptionUsed,
    ExemptionWithdrawn,
    FreezeAmended,
    FreezeDeclared,
    FreezeExtended,
    FreezeFact,
    FreezeLifted,
)
from ledger.domain.measured import NOBODY, Quantity
from ledger.domain.organisation import Organisation, UnitMoved
from ledger.domain.stream import Changes, Stream
from ledger.domain.timeline import Timeline

if TYPE_CHECKING:
    from ledger.domain.positions import PositionsEstablished
    from ledger.domain.world import World


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


class Exemption:
    """The life of one exemption: requested, then granted or denied, perhaps withdrawn, perhaps used."""

    def __init__(self, request: ExemptionRequested) -> None:
        self.request = request
        self.ruling: ExemptionGranted | ExemptionDenied | None = None
        self.ruled_at: int = 0
        self.withdrawn: ExemptionWithdrawn | None = None
        self.uses = Timeline()
        """Fillings of positions that already existed; establishing new ones is counted with the positions."""

    @property
    def granted(self) -> Quantity:
        if not isinstance(self.ruling, ExemptionGranted):
            return NOBODY
        return self.request.positions if self.ruling.positions is None else self.ruling.positions


class Freezes(Stream):
    """All hiring freezes and exemptions."""

    def __init__(self) -> None:
        super().__init__()
        self.freezes: dict[str, Freeze] = {}
        self.exemptions: dict[str, Exemption] = {}

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        match fact:
            case FreezeDeclared():
                self._declare(fact, times)
            case FreezeAmended():
                self.freezes[fact.freeze].amendments.put(recorded, fact, times)
            case FreezeExtended():
                self.freezes[fact.freeze].extensions.put(recorded, fact, times)
            case FreezeLifted():
                self.freezes[fact.freeze].liftings.put(recorded, fact, times)
            case _:
                self._evolve_exemption(recorded, times)

    def _declare(self, fact: FreezeDeclared, times: int) -> None:
        key = ("freeze", fact.freeze)
        if times > 0:
            freeze = self.freezes[fact.freeze] = self.suspended.pop(key, None) or Freeze(fact)
            freeze.declared = fact
        else:
            self.suspended[key] = self.freezes.pop(fact.freeze)

    def _evolve_exemption(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        match fact:
            case ExemptionRequested():
                key = ("exemption", fact.exemption)
                if times > 0:
                    exemption = self.exemptions[fact.exemption] = self.suspended.pop(key, None) or Exemption(fact)
                    exemption.request = fact
                else:
                    self.suspended[key] = self.exemptions.pop(fact.exemption)
            case ExemptionGranted() | ExemptionDenied():
                self.exemptions[fact.exemption].ruling = fact if times > 0 else None
                self.exemptions[fact.exemption].ruled_at = recorded.position if times > 0 else 0
            case ExemptionWithdrawn():
                self.exemptions[fact.exemption].withdrawn = fact if times > 0 else None
            case ExemptionUsed():
                self.exemptions[fact.exemption].uses.add(fact.effective, fact.positions.count * times)


class FreezeDoesNotCover(Refused):
    code = "freeze-does-not-cover"

    def __init__(self, fact: ExemptionRequested, why: str) -> None:
        super().__init__(
            f"No exemption from freeze {fact.freeze} is needed on {fact.effective}: {why}",
            hint="See scope and dates of the freezes: liggare show freezes",
        )


class FreezeIsLifted(Refused):
    code = "freeze-is-lifted"

    def __init__(self, freeze: str, lifted: date) -> None:
        super().__init__(f"Freeze {freeze} was lifted on {lifted}", hint="Declare a new freeze: freeze.declared")


class ExemptionDecided(Refused):
    code = "exemption-decided"

    def __init__(self, exemption: str, state: str, day: date, position: int) -> None:
        super().__init__(
            f"Exemption {exemption} was already {state} on {day} (#{position})",
            hint="An exemption is decided once: request a new one, or reverse the decision",
        )


class ExemptionBeyondRequest(Refused):
    code = "exemption-beyond-request"

    def __init__(self, exemption: str, requested: Quantity, granted: Quantity) -> None:
        super().__init__(
            f"Exemption {exemption} was requested for {requested} positions, but {granted} would be granted",
            hint="Grant at most what was requested, or request a new exemption",
        )


class ExemptionNotUsable(Refused):
    code = "exemption-not-usable"

    def __init__(self, exemption: str, why: str) -> None:
        super().__init__(
            f"Exemption {exemption} cannot be used: {why}", hint=f"See it: liggare show exemptions ({exemption})"
        )


class ExemptionInUse(Refused):
    code = "exemption-in-use"

    def __init__(self, exemption: str, used: Quantity, done: str) -> None:
        super().__init__(
            f"Exemption {exemption} cannot be {done}: {used} positions have been filled under it",
            hint="Reverse the facts that use it first",
        )


class HiringFrozen(Refused):
    code = "hiring-frozen"

    def __init__(self, freeze: str, unit: str, category: str, employment: str, day: date) -> None:
        super().__init__(
            f"Freeze {freeze} covers {category} ({employment}) in {unit} on {day}",
            hint="Give --exemption with an unused exemption from it, or --underway-reason if recruitment was "
            "under way when it began",
        )


def admit(world: "World", fact: FreezeFact | ExemptionFact) -> None:
    """Raise a refusal if the fact breaks a rule of freezes and exemptions."""
    match fact:
        case FreezeDeclared():
            pass
        case FreezeAmended() | FreezeExtended() | FreezeLifted():
            lifted = world.freezes.freezes[fact.freeze].liftings.latest()
            if lifted is not None and (isinstance(fact, FreezeLifted) or lifted.effective <= fact.effective):
                raise FreezeIsLifted(fact.freeze, lifted.effective)
        case ExemptionRequested():
            _require_needed(world, fact)
        case ExemptionGranted() | ExemptionDenied():
            _require_undecided(world, fact)
        case ExemptionWithdrawn():
            _require_withdrawable(world, fact)
        case ExemptionUsed():
            if fact.positions <= NOBODY:
                raise ExemptionNotUsable(fact.exemption, f"{fact.positions} positions is no number to fill")
            require_usable(world, fact.exemption, fact.effective, fact.positions)
        case _:
            assert_never(fact)


def _require_needed(world: "World", fact: ExemptionRequested) -> None:
    freeze, day = world.freezes.freezes[fact.freeze], fact.effective
    if fact.positions <= NOBODY:
        raise FreezeDoesNotCover(fact, f"{fact.positions} positions is no number to fill")
    if not freeze.in_force(day):
        raise FreezeDoesNotCover(fact, "it is not in force on that day")
    if not freeze.scope(day).covers(world.organisation, fact.unit, fact.category, fact.employment, day):
        raise FreezeDoesNotCover(fact, f"it does not cover {fact.category} ({fact.employment}) in {fact.unit}")


def _require_undecided(world: "World", fact: ExemptionGranted | ExemptionDenied) -> None:
    exemption = world.freezes.exemptions[fact.exemption]
    if exemption.ruling is not None:
        state = "granted" if isinstance(exemption.ruling, ExemptionGranted) else "denied"
        raise ExemptionDecided(fact.exemption, state, exemption.ruling.effective, exemption.ruled_at)
    if exemption.withdrawn is not None:
        raise ExemptionNotUsable(fact.exemption, f"it was withdrawn on {exemption.withdrawn.effective}")
    if isinstance(fact, ExemptionGranted):
        granted = exemption.request.positions if fact.positions is None else fact.positions
        if granted > exemption.request.positions:
            raise ExemptionBeyondRequest(fact.exemption, exemption.request.positions, granted)
        if granted <= NOBODY:
            raise ExemptionNotUsable(fact.exemption, f"granting {granted} positions allows nothing; deny it instead")
        if fact.lapses is not None and fact.lapses < fact.effective:
            raise ExemptionNotUsable(fact.exemption, f"it would lapse on {fact.lapses}, before {fact.effective}")


def _require_withdrawable(world: "World", fact: ExemptionWithdrawn) -> None:
    exemption = world.freezes.exemptions[fact.exemption]
    if isinstance(exemption.ruling, ExemptionDenied):
        raise ExemptionDecided(fact.exemption, "denied", exemption.ruling.effective, exemption.ruled_at)
    if exemption.withdrawn is not None:
        raise ExemptionNotUsable(fact.exemption, f"it was withdrawn on {exemption.withdrawn.effective}")
    used = positions_used(world, fact.exemption)
    if used > NOBODY:
        raise ExemptionInUse(fact.exemption, used, "withdrawn")


def positions_used(world: "World", code: str) -> Quantity:
    """What has been filled under an exemption, by establishing positions and by filling existing ones."""
    established = world.positions.exempted.get(code, Timeline())
    return Quantity(world.freezes.exemptions[code].uses.total() + established.total())


def require_usable(world: "World", code: str, day: date, positions: Quantity) -> None:
    """Raise unless the exemption is granted, valid on *day*, and has so many positions left."""
    exemption = world.freezes.exemptions[code]
    ruling = exemption.ruling
    if not isinstance(ruling, ExemptionGranted):
        raise ExemptionNotUsable(code, "it was denied" if ruling else "it is not granted")
    if exemption.withdrawn is not None:
        raise ExemptionNotUsable(code, f"it was withdrawn on {exemption.withdrawn.effective}")
    if day < ruling.effective:
        raise ExemptionNotUsable(code, f"it is granted from {ruling.effective}, and {day} is before that")
    if ruling.lapses is not None and day > ruling.lapses:
        raise ExemptionNotUsable(code, f"it lapsed after {ruling.lapses}, and {day} is later")
    used = positions_used(world, code)
    if used + positions > exemption.granted:
        raise ExemptionNotUsable(
            code, f"it was granted for {exemption.granted} positions, {used} are used, and {positions} were asked for"
        )


def require_allowed(world: "World", fact: "PositionsEstablished") -> None:
    """Every freeze that covers the new positions needs its exemption, or recruitment already under way."""
    if fact.exemption:
        request = world.freezes.exemptions[fact.exemption].request
        require_usable(world, fact.exemption, fact.effective, fact.positions)
        _require_same(world, request, fact)
    _require_unfrozen(world, fact)


def _require_same(world: "World", request: ExemptionRequested, fact: "PositionsEstablished") -> None:
    """An exemption is for one category and employment, in one unit and those below it."""
    if (request.category, request.employment) != (fact.category, fact.employment):
        raise ExemptionNotUsable(request.exemption, f"it is for {request.category} ({request.employment})")
    if request.unit not in world.organisation.ancestors(fact.unit, fact.effective):
        raise ExemptionNotUsable(request.exemption, f"it is for {request.unit}, not for {fact.unit}")


def _require_unfrozen(world: "World", fact: "PositionsEstablished") -> None:
    for freeze in forbidding(world, fact):
        raise HiringFrozen(freeze, fact.unit, fact.category, fact.employment, fact.effective)


def forbidding(world: "World", fact: "PositionsEstablished") -> Iterator[str]:
    """The freezes that cover the positions and are not answered by an exemption or a reason."""
    if fact.underway_reason:
        return
    freezes = world.freezes
    answered = freezes.exemptions[fact.exemption].request.freeze if fact.exemption else None
    for code, freeze in freezes.freezes.items():
        if code != answered and freeze.in_force(fact.effective):
            scope = freeze.scope(fact.effective)
            if scope.covers(world.organisation, fact.unit, fact.category, fact.employment, fact.effective):
                yield code


def check(world: "World", without: FreezeFact | ExemptionFact | UnitMoved) -> None:
    """Raise if positions were filled that could not be, now that *without* does not count."""
    if isinstance(without, ExemptionGranted | ExemptionRequested):
        exemption = world.freezes.exemptions.get(without.exemption)
        if exemption is not None and positions_used(world, without.exemption) > NOBODY:
            _check_uses(world, exemption)
    elif isinstance(without, FreezeAmended | FreezeExtended | FreezeLifted | UnitMoved):
        for established in world.established_from(without.effective):
            _require_unfrozen(world, established)


def _check_uses(world: "World", exemption: Exemption) -> None:
    """What was filled under an exemption must fit the request and the grant that now stand, if they stand."""
    request, ruling = exemption.request, exemption.ruling
    code, used = request.exemption, positions_used(world, request.exemption)
    if not isinstance(ruling, ExemptionGranted):
        raise ExemptionInUse(code, used, "taken back")
    if exemption.granted > request.positions:
        raise ExemptionBeyondRequest(code, request.positions, exemption.granted)
    days = Timeline()
    days.merge(exemption.uses)
    days.merge(world.positions.exempted.get(code, Timeline()))
    if used > exemption.granted or any(
        day < ruling.effective or (ruling.lapses is not None and day > ruling.lapses) for day, _ in days.changes()
    ):
        raise ExemptionInUse(code, used, "changed like that")
    for established in world.established_from(days.first_day() or ruling.effective):
        if established.exemption == code:
            _require_same(world, request, established)
            _require_unfrozen(world, established)
