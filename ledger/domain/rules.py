"""One question for every fact offered: is it admitted? And for every reversal: does the rest still hold?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, get_args

from ledger.domain import assignments, budget, control, indicators, organisation, outcome, positions, savings, scopes
from ledger.domain.assignments import AssignmentFact
from ledger.domain.budget import BudgetFact
from ledger.domain.control import (
    ControlFact,
    CorrectsStanding,
    DecisionAttested,
    DecisionReversed,
    MonthClosed,
    MonthIsClosed,
    MonthReopened,
    PolicyLifted,
    PolicySet,
    UnknownFact,
)
from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, definition, mentions, type_registry
from ledger.domain.freezes import ExemptionFact, FreezeFact
from ledger.domain.indicators import IndicatorFact
from ledger.domain.organisation import OrganisationFact, UnitMoved
from ledger.domain.outcome import OutcomeFact
from ledger.domain.phasing import shares
from ledger.domain.positions import PositionsFact, PositionsReduced, WorkforceReported
from ledger.domain.savings import SavingsFact
from ledger.domain.world import World

_OPENED_BY = {
    "unit": "unit.opened --unit",
    "line": "line.opened --line",
    "freeze": "freeze.declared --freeze",
    "exemption": "exemption.requested --exemption",
    "plan": "savings-plan.adopted --plan",
    "measure": "measure.decided --measure",
    "indicator": "indicator.defined --indicator",
    "assignment": "assignment.given --assignment",
    "policy": "policy.set --policy",
}


class UnknownCode(Refused):
    code = "unknown-code"

    def __init__(self, kind: str, code: str, known: list[str]) -> None:
        near = get_close_matches(code, known, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        super().__init__(
            f"There is no {kind} {code!r}",
            hint=f"{meant}A new one comes into being with: liggare record {_OPENED_BY[kind]} {code} …",
        )


class NotYet(Refused):
    code = "not-yet"

    def __init__(self, kind: str, code: str, day: date, first: date) -> None:
        super().__init__(
            f"There is no {kind} {code} on {day}: it begins on {first}",
            hint=f"Choose an effective date from {first} on",
        )


class CodeTaken(Refused):
    code = "code-taken"

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(
            f"There already is a {kind} {code}", hint="Choose another code; a code means the same thing for ever"
        )


class StillNamed(Refused):
    code = "still-named"

    def __init__(self, target: Recorded, kind: str, code: str, facts: int) -> None:
        super().__init__(
            f"#{target.position} cannot be reversed: {_facts_that_name(facts)} the {kind} {code}",
            hint="Reverse those facts first, or record what changed as a new decision",
        )


def _facts_that_name(facts: int) -> str:
    return "1 fact that counts names" if facts == 1 else f"{facts} facts that count name"


def admit(world: World, fact: Fact) -> None:
    """Raise a refusal unless every rule lets the fact in, given everything recorded so far."""
    _require_named_things(world, fact)
    defined = definition(fact)
    if defined is not None and first_day(world, *defined) is not None:
        raise CodeTaken(*defined)
    if fact.corrects is not None:
        corrected = world.find(fact.corrects)
        if corrected is None:
            raise UnknownFact(fact.corrects)
        if not world.is_reversed(corrected):
            raise CorrectsStanding(corrected)
    _require_open_months(world, fact)
    _ADMISSION[type_registry[fact.TYPE]](world, fact)


def _admit_reduction(world: World, fact: PositionsReduced) -> None:
    positions.admit(world, fact)
    if fact.measure is not None:
        savings.require_alive(world, fact.measure, fact.effective)


def _admit_reversal(world: World, fact: DecisionReversed) -> None:
    control.require_reversible(world, named(world, fact))


def _admit_attestation(world: World, fact: DecisionAttested) -> None:
    control.require_attestable(world, fact, named(world, fact))


def _check_move(world: World, without: UnitMoved) -> None:
    organisation.check(world, without)
    scopes.check(world, without)


Rule = Callable[[World, Any], None]


def _by_type(*rules: tuple[Any, Rule]) -> dict[type[Fact], Rule]:
    """The rule for each type of fact; a later entry takes the place of an earlier one."""
    return {each: rule for facts, rule in rules for each in (get_args(facts) or (facts,))}


_ADMISSION = _by_type(
    (OrganisationFact, organisation.admit),
    (BudgetFact, budget.admit),
    (OutcomeFact, outcome.admit),
    (PositionsFact, positions.admit),
    (PositionsReduced, _admit_reduction),
    (WorkforceReported, positions.admit),
    (FreezeFact, scopes.admit),
    (ExemptionFact, scopes.admit),
    (SavingsFact, savings.admit),
    (IndicatorFact, indicators.admit),
    (AssignmentFact, assignments.admit),
    (ControlFact, control.admit),
    (DecisionReversed, _admit_reversal),
    (DecisionAttested, _admit_attestation),
)
"""What decides over a fact of each type."""

_CHECKS = _by_type(
    (OrganisationFact, organisation.check),
    (UnitMoved, _check_move),
    (BudgetFact, budget.check),
    (PositionsFact, positions.check),
    (FreezeFact, scopes.check),
    (ExemptionFact, scopes.check),
    (SavingsFact, savings.check),
)
"""What must still hold when a fact of each type no longer counts."""


def named(world: World, fact: DecisionReversed | DecisionAttested) -> Recorded:
    """The fact that a reversal or an attestation is about. Raises :class:`UnknownFact`."""
    reference = fact.reverses if isinstance(fact, DecisionReversed) else fact.attests
    target = world.find(reference)
    if target is None:
        raise UnknownFact(reference)
    return target


def check_without(world: World, target: Recorded) -> None:
    """Raise a refusal if a fact that counts has lost what it names, or a rule is broken.

    To be asked when *target* has been folded out, and its replacement, if there is one, folded in.
    """
    without = target.fact
    defined = definition(without)
    if defined is not None:
        _require_unnamed(world, target, *defined)
    rule = _CHECKS.get(type(without))
    if rule is not None:
        rule(world, without)


def _require_unnamed(world: World, target: Recorded, kind: str, code: str) -> None:
    """Nothing may name what the target defined, unless its replacement begins early enough."""
    named_on = world.mentions_of(kind, code)
    first, earliest = first_day(world, kind, code), named_on.first_day()
    if earliest is not None and (first is None or earliest < first):
        raise StillNamed(target, kind, code, named_on.total())


def first_day(world: World, kind: str, code: str) -> date | None:
    """From which day the thing exists, None if there is no such thing."""
    match kind:
        case "unit":
            unit = world.organisation.units.get(code)
            return unit.opened if unit else None
        case "exemption":
            exemption = world.freezes.exemptions.get(code)
            return exemption.request.effective if exemption else None
        case "freeze":
            freeze = world.freezes.freezes.get(code)
            return freeze.declared.effective if freeze else None
        case "policy":
            policy = world.control.policies.get(code)
            return policy.set.effective if policy else None
        case _:
            fact = _facts_that_define(world, kind).get(code)
            return fact.effective if fact else None


def _facts_that_define(world: World, kind: str) -> Mapping[str, Fact]:
    match kind:
        case "line":
            return world.organisation.lines
        case "plan":
            return world.savings.plans
        case "measure":
            return world.savings.measures
        case "indicator":
            return world.indicators.defined
        case "assignment":
            return world.assignments.given
        case _:
            message = f"nothing of the kind {kind!r} can be named"
            raise ValueError(message)


def codes(world: World, kind: str) -> Iterable[str]:
    """The codes of all things of a kind."""
    match kind:
        case "unit":
            return world.organisation.units
        case "exemption":
            return world.freezes.exemptions
        case "freeze":
            return world.freezes.freezes
        case "policy":
            return world.control.policies
        case _:
            return _facts_that_define(world, kind)


def _require_named_things(world: World, fact: Fact) -> None:
    """Everything the fact names exists on its effective date, and the units are open on it."""
    for kind, code in mentions(fact):
        first = first_day(world, kind, code)
        if first is None:
            raise UnknownCode(kind, code, list(codes(world, kind)))
        if kind == "unit":
            organisation.require_open(world.organisation, code, fact.effective)
        elif fact.effective < first and kind != "policy":
            raise NotYet(kind, code, fact.effective, first)


def _require_open_months(world: World, fact: Fact) -> None:
    """A closed month takes only facts that say why they are late."""
    control_state = world.control
    if fact.late_reason or not control_state.months:
        return
    subject = fact
    while isinstance(subject, DecisionReversed | DecisionAttested):
        subject = named(world, subject).fact
    if isinstance(subject, MonthClosed | MonthReopened | PolicySet | PolicyLifted):
        return
    units = set(_units_touched(world, subject))
    for month in sorted(months_touched(subject), key=lambda month: month.number):
        closing = control_state.closed_for(month, units)
        if closing is not None:
            raise MonthIsClosed(fact, closing)


def months_touched(fact: Fact) -> set[Month]:
    """The month the fact takes effect in, and the months its money belongs to."""
    months = {Month.containing(fact.effective)}
    if isinstance(fact, BudgetFact):
        for share in shares(fact):
            months.update(share.first.through(share.last))
    return months


def _units_touched(world: World, fact: Fact) -> Iterator[str]:
    """The units a fact is about, and all units above them."""
    for kind, code in mentions(fact):
        if kind == "measure" and code in world.savings.measures:
            unit = world.savings.measures[code].unit
        elif kind == "exemption" and code in world.freezes.exemptions:
            unit = world.freezes.exemptions[code].request.unit
        elif kind == "unit":
            unit = code
        else:
            continue
        yield from world.organisation.ancestors(unit, fact.effective)
