"""Whether positions may be filled: freezes, exemptions, positions and the tree together. Rules alone."""

from collections.abc import Iterator
from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.organisation.units import Organisation, UnitMoved
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.staff.exemption_refusals import ExemptionBeyondRequest, ExemptionInUse, ExemptionNotUsable
from ledger.domain.staff.exemptions import (
    Exemption,
    ExemptionGranted,
    ExemptionRequested,
    Exemptions,
    positions_used,
    require_usable,
)
from ledger.domain.staff.freezes import FreezeAmended, FreezeExtended, FreezeLifted, Freezes
from ledger.domain.staff.positions import Positions, PositionsEstablished, require_positive
from ledger.domain.timeline import Timeline
from ledger.domain.values.measured import NOBODY
from ledger.domain.values.phrases import phrase, word


class HiringFrozen(Refused):
    code = "hiring-frozen"

    def __init__(self, freeze: str, unit: str, category: str, employment: str, day: date) -> None:
        super().__init__(
            phrase(
                "Freeze {freeze} covers {category} ({employment}) in {unit} on {day}",
                freeze=freeze,
                category=category,
                employment=employment,
                unit=unit,
                day=day,
            ),
            hint=phrase(
                "Give --exemption with an unused exemption from it, beside those from other freezes, "
                "or --underway-reason if recruitment was under way when it began"
            ),
        )


class ExemptionsOfOneFreeze(Refused):
    code = "exemptions-of-one-freeze"

    def __init__(self, one: str, other: str, freeze: str) -> None:
        super().__init__(
            phrase(
                "{one} and {other} are both exemptions from freeze {freeze}, and either would be "
                "used for all positions",
                one=one,
                other=other,
                freeze=freeze,
            ),
            hint=phrase("Name one of them, or record the positions of each by themselves"),
        )


@rule(PositionsEstablished)
def _admit_establishing(world: World, fact: PositionsEstablished) -> None:
    """Every freeze that covers the new positions needs its exemption, or recruitment already under way."""
    require_positive(fact.positions)
    _require_one_for_each_freeze(world, fact)
    for code in fact.exemptions:
        require_usable(world, code, fact.effective, fact.positions)
        _require_same(world, world.state(Exemptions).exemptions[code].request, fact)
    _require_unfrozen(world, fact)


def _require_one_for_each_freeze(world: World, fact: PositionsEstablished) -> None:
    """Each exemption is used for all the positions, so that a second one from the same freeze would be used in vain."""
    used: dict[str, str] = {}
    for code in fact.exemptions:
        freeze = world.state(Exemptions).exemptions[code].request.freeze
        if freeze in used:
            raise ExemptionsOfOneFreeze(used[freeze], code, freeze)
        used[freeze] = code


def _require_same(world: World, request: ExemptionRequested, fact: PositionsEstablished) -> None:
    """An exemption is for one category and employment, in one unit and those below it."""
    if (request.category, request.employment) != (fact.category, fact.employment):
        raise ExemptionNotUsable(
            request.exemption,
            phrase(
                "it is for {category} ({employment})", category=request.category, employment=word(request.employment)
            ),
        )
    if request.unit not in world.state(Organisation).ancestors(fact.unit, fact.effective):
        raise ExemptionNotUsable(
            request.exemption, phrase("it is for {unit}, not for {unit_2}", unit=request.unit, unit_2=fact.unit)
        )


def _require_unfrozen(world: World, fact: PositionsEstablished) -> None:
    for freeze in forbidding(world, fact):
        raise HiringFrozen(freeze, fact.unit, fact.category, fact.employment, fact.effective)


def forbidding(world: World, fact: PositionsEstablished) -> Iterator[str]:
    """The freezes that cover the positions and are not answered by an exemption or a reason."""
    if fact.underway_reason:
        return
    exemptions = world.state(Exemptions).exemptions
    answered = {exemptions[each].request.freeze for each in fact.exemptions}
    for code, freeze in world.state(Freezes).freezes.items():
        if code not in answered and freeze.in_force(fact.effective):
            scope = freeze.scope(fact.effective)
            if scope.covers(world.state(Organisation), fact.unit, fact.category, fact.employment, fact.effective):
                yield code


@rule_without(ExemptionGranted, ExemptionRequested)
def _require_uses_without(world: World, without: ExemptionGranted | ExemptionRequested) -> None:
    """What was filled under the exemption fits what is left of it."""
    exemption = world.state(Exemptions).exemptions.get(without.exemption)
    if exemption is not None and positions_used(world, without.exemption) > NOBODY:
        _check_uses(world, exemption)


@rule_without(FreezeAmended, FreezeExtended, FreezeLifted, UnitMoved)
def _require_unfrozen_without(world: World, without: FreezeAmended | FreezeExtended | FreezeLifted | UnitMoved) -> None:
    """No positions were established that a freeze would have forbidden."""
    for established in world.counting(PositionsEstablished, without.effective):
        _require_unfrozen(world, established)


def _check_uses(world: World, exemption: Exemption) -> None:
    """What was filled under an exemption must fit the request and the grant that now stand, if they stand."""
    request, ruling = exemption.request, exemption.ruling
    code, used = request.exemption, positions_used(world, request.exemption)
    if not isinstance(ruling, ExemptionGranted):
        raise ExemptionInUse(code, used, phrase("taken back"))
    if exemption.granted > request.positions:
        raise ExemptionBeyondRequest(code, request.positions, exemption.granted)
    days = Timeline()
    days.merge(exemption.uses)
    days.merge(world.state(Positions).exempted.get(code, Timeline()))
    if used > exemption.granted or any(
        day < ruling.effective or (ruling.lapses is not None and day > ruling.lapses) for day, _ in days.changes()
    ):
        raise ExemptionInUse(code, used, phrase("changed like that"))
    for established in world.counting(PositionsEstablished, days.first_day() or ruling.effective):
        if code in established.exemptions:
            _require_same(world, request, established)
            _require_unfrozen(world, established)
