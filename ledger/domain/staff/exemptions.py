"""Exemptions from hiring freezes: facts, state and rules."""

from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.staff.exemption_refusals import (
    ExemptionBeyondRequest,
    ExemptionDecided,
    ExemptionInUse,
    ExemptionNotUsable,
)
from ledger.domain.staff.freezes import Freezes, FrozenEmployment
from ledger.domain.staff.positions import Positions
from ledger.domain.stream import State, folds
from ledger.domain.timeline import Timeline
from ledger.domain.values.measured import NOBODY, Quantity
from ledger.domain.values.phrases import phrase, word


@fact
class ExemptionRequested(Fact):
    """Someone asks to fill positions in spite of a freeze."""

    TYPE = "exemption.requested"
    SWEDISH = "dispens.begärd"

    exemption: str = field("The code of the exemption", "dispens", defines="exemption")
    freeze: str = field("The freeze", "anställningsstopp", refers="freeze")
    unit: str = field("The unit", "enhet", refers="unit")
    category: str = field("The staff category", "personalkategori", recalls="category")
    employment: FrozenEmployment = field("The form of employment", "anställningsform")
    positions: Quantity = field("How many positions", "tjänster")
    reason: str = field("Why", "skäl")


@fact
class ExemptionGranted(Fact):
    """Positions may be filled in spite of the freeze, through *lapses*."""

    TYPE = "exemption.granted"
    SWEDISH = "dispens.beviljad"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    positions: Quantity | None = field("How many positions; none: as many as were requested", "tjänster", default=None)
    lapses: date | None = field("The last day it can be used", "upphör efter", default=None)


@fact
class ExemptionDenied(Fact):
    """The request is turned down."""

    TYPE = "exemption.denied"
    SWEDISH = "dispens.avslagen"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    reason: str | None = field("Why", "skäl", default=None)


@fact
class ExemptionWithdrawn(Fact):
    """The request or the unused exemption is taken back."""

    TYPE = "exemption.withdrawn"
    SWEDISH = "dispens.återtagen"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    reason: str | None = field("Why", "skäl", default=None)


@fact
class ExemptionUsed(Fact):
    """Positions that already exist are filled under the exemption."""

    TYPE = "exemption.used"
    SWEDISH = "dispens.använd"

    exemption: str = field("The exemption", "dispens", refers="exemption")
    positions: Quantity = field("How many positions were filled", "tjänster")


no_posting(ExemptionRequested, ExemptionGranted, ExemptionDenied, ExemptionWithdrawn, ExemptionUsed)


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


class Exemptions(State):
    """All exemptions."""

    STREAM = "freezes"

    def __init__(self) -> None:
        super().__init__()
        self.exemptions: dict[str, Exemption] = {}


@folds(Exemptions, ExemptionRequested)
def _request(state: Exemptions, _: Recorded, fact: ExemptionRequested, times: int) -> None:
    if times > 0:
        exemption = state.exemptions[fact.exemption] = state.suspended.pop(fact.exemption, None) or Exemption(fact)
        exemption.request = fact
    else:
        state.suspended[fact.exemption] = state.exemptions.pop(fact.exemption)


@folds(Exemptions, ExemptionGranted, ExemptionDenied)
def _decide(state: Exemptions, recorded: Recorded, fact: ExemptionGranted | ExemptionDenied, times: int) -> None:
    exemption = state.exemptions[fact.exemption]
    exemption.ruling, exemption.ruled_at = (fact, recorded.position) if times > 0 else (None, 0)


@folds(Exemptions, ExemptionWithdrawn)
def _withdraw(state: Exemptions, _: Recorded, fact: ExemptionWithdrawn, times: int) -> None:
    state.exemptions[fact.exemption].withdrawn = fact if times > 0 else None


@folds(Exemptions, ExemptionUsed)
def _use(state: Exemptions, _: Recorded, fact: ExemptionUsed, times: int) -> None:
    state.exemptions[fact.exemption].uses.add(fact.effective, fact.positions.count * times)


class FreezeDoesNotCover(Refused):
    code = "freeze-does-not-cover"

    def __init__(self, fact: ExemptionRequested, why: str) -> None:
        super().__init__(
            phrase(
                "No exemption from freeze {freeze} is needed on {effective}: {why}",
                freeze=fact.freeze,
                effective=fact.effective,
                why=why,
            ),
            hint=phrase("See scope and dates of the freezes: liggare show freezes"),
        )


@rule(ExemptionRequested)
def _admit_request(world: World, fact: ExemptionRequested) -> None:
    """It asks for positions that the freeze covers on the day."""
    freeze, day = world.state(Freezes).freezes[fact.freeze], fact.effective
    if fact.positions <= NOBODY:
        raise FreezeDoesNotCover(fact, phrase("{positions} positions is no number to fill", positions=fact.positions))
    if not freeze.in_force(day):
        raise FreezeDoesNotCover(fact, phrase("it is not in force on that day"))
    if not freeze.scope(day).covers(world.state(Organisation), fact.unit, fact.category, fact.employment, day):
        raise FreezeDoesNotCover(
            fact,
            phrase(
                "it does not cover {category} ({employment}) in {unit}",
                category=fact.category,
                employment=word(fact.employment),
                unit=fact.unit,
            ),
        )


@rule(ExemptionGranted, ExemptionDenied)
def _admit_ruling(world: World, fact: ExemptionGranted | ExemptionDenied) -> None:
    """It is decided once, and at most what was requested is granted."""
    exemption = world.state(Exemptions).exemptions[fact.exemption]
    if exemption.ruling is not None:
        state = "granted" if isinstance(exemption.ruling, ExemptionGranted) else "denied"
        raise ExemptionDecided(fact.exemption, state, exemption.ruling.effective, exemption.ruled_at)
    if exemption.withdrawn is not None:
        raise ExemptionNotUsable(
            fact.exemption, phrase("it was withdrawn on {effective}", effective=exemption.withdrawn.effective)
        )
    if isinstance(fact, ExemptionGranted):
        granted = exemption.request.positions if fact.positions is None else fact.positions
        if granted > exemption.request.positions:
            raise ExemptionBeyondRequest(fact.exemption, exemption.request.positions, granted)
        if granted <= NOBODY:
            raise ExemptionNotUsable(
                fact.exemption, phrase("granting {granted} positions allows nothing; deny it instead", granted=granted)
            )
        if fact.lapses is not None and fact.lapses < fact.effective:
            raise ExemptionNotUsable(
                fact.exemption,
                phrase("it would lapse on {lapses}, before {effective}", lapses=fact.lapses, effective=fact.effective),
            )


@rule(ExemptionWithdrawn)
def _admit_withdrawal(world: World, fact: ExemptionWithdrawn) -> None:
    """It can be withdrawn until something is used."""
    exemption = world.state(Exemptions).exemptions[fact.exemption]
    if isinstance(exemption.ruling, ExemptionDenied):
        raise ExemptionDecided(fact.exemption, "denied", exemption.ruling.effective, exemption.ruled_at)
    if exemption.withdrawn is not None:
        raise ExemptionNotUsable(
            fact.exemption, phrase("it was withdrawn on {effective}", effective=exemption.withdrawn.effective)
        )
    used = positions_used(world, fact.exemption)
    if used > NOBODY:
        raise ExemptionInUse(fact.exemption, used, "withdrawn")


@rule(ExemptionUsed)
def _admit_use(world: World, fact: ExemptionUsed) -> None:
    if fact.positions <= NOBODY:
        raise ExemptionNotUsable(
            fact.exemption, phrase("{positions} positions is no number to fill", positions=fact.positions)
        )
    require_usable(world, fact.exemption, fact.effective, fact.positions)


def positions_used(world: World, code: str) -> Quantity:
    """What has been filled under an exemption, by establishing positions and by filling existing ones."""
    established = world.state(Positions).exempted.get(code, Timeline())
    return Quantity(world.state(Exemptions).exemptions[code].uses.total() + established.total())


def require_usable(world: World, code: str, day: date, positions: Quantity) -> None:
    """Raise unless the exemption is granted, valid on *day*, and has so many positions left."""
    exemption = world.state(Exemptions).exemptions[code]
    ruling = exemption.ruling
    if not isinstance(ruling, ExemptionGranted):
        raise ExemptionNotUsable(code, phrase("it was denied") if ruling else phrase("it is not granted"))
    if exemption.withdrawn is not None:
        raise ExemptionNotUsable(
            code, phrase("it was withdrawn on {effective}", effective=exemption.withdrawn.effective)
        )
    if day < ruling.effective:
        raise ExemptionNotUsable(
            code,
            phrase("it is granted from {effective}, and {day} is before that", effective=ruling.effective, day=day),
        )
    if ruling.lapses is not None and day > ruling.lapses:
        raise ExemptionNotUsable(
            code, phrase("it lapsed after {lapses}, and {day} is later", lapses=ruling.lapses, day=day)
        )
    used = positions_used(world, code)
    if used + positions > exemption.granted:
        raise ExemptionNotUsable(
            code,
            phrase(
                "it was granted for {granted} positions, {used} are used, and {positions} were asked for",
                granted=exemption.granted,
                used=used,
                positions=positions,
            ),
        )
