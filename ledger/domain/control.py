"""Facts about other facts: reversals, attestations, policies and closed months: facts, state and rules."""

from datetime import date
from typing import TYPE_CHECKING

from ledger.domain.days import Month, swedish_day
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, fact, field, type_registry
from ledger.domain.measured import Money
from ledger.domain.stream import Stream

if TYPE_CHECKING:
    from ledger.domain.world import World


@fact
class DecisionReversed(Fact):
    """The named fact should never have counted. A repeal from a later day is a decision of its own."""

    TYPE = "decision.reversed"
    EFFECTIVE = "named"

    reverses: Reference = field("The fact that should not have counted (id or position)", "återtar")
    reason: str = field("Why", "skäl")


@fact
class DecisionAttested(Fact):
    """Another person than the one who recorded the named fact vouches for it."""

    TYPE = "decision.attested"
    EFFECTIVE = "named"

    attests: Reference = field("The fact that is vouched for (id or position)", "attesterar")


@fact
class PolicySet(Fact):
    """Facts of these types and amounts count only once they are attested."""

    TYPE = "policy.set"

    policy: str = field("The code of the policy", "policy", defines="policy")
    types: tuple[str, ...] = field("The types of fact it concerns", "typer")
    from_amount: Money | None = field("The smallest amount it concerns, whatever the sign", "från belopp", default=None)
    attesters: tuple[str, ...] | None = field(
        "The user ids that may attest; none: anyone else", "attestanter", default=None
    )


@fact
class PolicyLifted(Fact):
    """From now on the policy concerns no new facts."""

    TYPE = "policy.lifted"

    policy: str = field("The policy", "policy", refers="policy")


@fact
class MonthClosed(Fact):
    """A month is settled: new facts with effect in it must say why they are late."""

    TYPE = "month.closed"
    EFFECTIVE = "month"

    month: Month = field("The month", "månad")
    unit: str | None = field("Only this unit and those below it", "enhet", refers="unit", default=None)
    reason: str | None = field("Why", "skäl", default=None)


@fact
class MonthReopened(Fact):
    """A closed month takes facts again."""

    TYPE = "month.reopened"
    EFFECTIVE = "month"

    month: Month = field("The month", "månad")
    unit: str | None = field("Only this unit and those below it", "enhet", refers="unit", default=None)
    reason: str | None = field("Why", "skäl", default=None)


ControlFact = DecisionReversed | DecisionAttested | PolicySet | PolicyLifted | MonthClosed | MonthReopened

ALWAYS_COUNT = frozenset({"decision.attested", "policy.set", "policy.lifted", "month.closed", "month.reopened"})
"""Types no policy can concern: attesting an attestation would have no end, and a policy must bind at once."""


class Policy:
    """One policy and when it was lifted, by the positions of the facts that say so."""

    def __init__(self, recorded: Recorded, fact: PolicySet) -> None:
        self.position = recorded.position
        self.set = fact
        self.liftings: dict[int, date] = {}

    def concerns(self, recorded: Recorded) -> bool:
        """Whether the fact was recorded while the policy was in force, and is of its types and amounts."""
        day = swedish_day(recorded.recorded_at)
        in_force = self.position < recorded.position and self.set.effective <= day
        lifted = any(at < recorded.position and effective <= day for at, effective in self.liftings.items())
        return in_force and not lifted and recorded.fact.TYPE in self.set.types and self._is_large(recorded.fact)

    def _is_large(self, fact: Fact) -> bool:
        return self.set.from_amount is None or size(fact) >= abs(self.set.from_amount)


class Control(Stream):
    """The policies and the closed months."""

    def __init__(self) -> None:
        super().__init__()
        self.policies: dict[str, Policy] = {}
        self.months: dict[tuple[Month, str | None], dict[int, MonthClosed | MonthReopened]] = {}
        """What was said of a month, by position: the last word counts, whatever its effective date."""

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        match fact:
            case PolicySet():
                key = ("policy", fact.policy)
                if times > 0:
                    policy = self.policies[fact.policy] = self.suspended.pop(key, None) or Policy(recorded, fact)
                    policy.position, policy.set = recorded.position, fact
                else:
                    self.suspended[key] = self.policies.pop(fact.policy)
            case PolicyLifted() if times > 0:
                self.policies[fact.policy].liftings[recorded.position] = fact.effective
            case PolicyLifted():
                del self.policies[fact.policy].liftings[recorded.position]
            case MonthClosed() | MonthReopened():
                said = self.months.setdefault((fact.month, fact.unit), {})
                if times > 0:
                    said[recorded.position] = fact
                else:
                    del said[recorded.position]

    def closed(self, month: Month, unit: str | None) -> MonthClosed | None:
        """The closing of the month for just this unit (None: for all), unless it was opened again."""
        said = self.months.get((month, unit))
        last = said[max(said)] if said else None
        return last if isinstance(last, MonthClosed) else None

    def closed_for(self, month: Month, units: set[str]) -> MonthClosed | None:
        """A closing of the month that binds one of *units* (given with all units above them)."""
        for closed_month, unit in self.months:
            if closed_month == month and (unit is None or unit in units):
                closing = self.closed(month, unit)
                if closing is not None:
                    return closing
        return None


def size(fact: Fact) -> Money:
    """How much money a fact is about, whatever the sign: what a policy's amount is compared with."""
    lines = getattr(fact, "lines", None)
    if lines:
        return Money(sum(abs(amount.count) for amount in lines.values()))
    amount = getattr(fact, "amount", None)
    return abs(amount) if isinstance(amount, Money) else Money(0)


class UnknownFact(Refused):
    code = "unknown-fact"

    def __init__(self, reference: Reference) -> None:
        super().__init__(
            f"There is no fact {reference if isinstance(reference, str) else f'#{reference}'} in the ledger",
            hint="Name a fact by its id or its position: liggare journal",
        )


class AlreadyReversed(Refused):
    code = "already-reversed"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            f"#{target.position} ({target.fact.TYPE}) is already reversed",
            hint="A fact is reversed at most once; record what should count as a new fact",
        )


class ReversalIsFinal(Refused):
    code = "reversal-is-final"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            f"#{target.position} is itself a reversal and cannot be reversed",
            hint="Record the decision again as a new fact",
        )


class CorrectsStanding(Refused):
    code = "corrects-standing-fact"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            f"#{target.position} ({target.fact.TYPE}) still counts, so nothing can take its place",
            hint=f"Reverse it in the same import, or first: liggare record decision.reversed "
            f"--reverses {target.position} --reason …",
        )


class NotAttestable(Refused):
    code = "not-attestable"

    def __init__(self, target: Recorded, why: str, way_out: str) -> None:
        super().__init__(f"#{target.position} ({target.fact.TYPE}) cannot be attested: {why}", hint=way_out)


class MonthIsClosed(Refused):
    code = "month-is-closed"

    def __init__(self, fact: Fact, closing: MonthClosed) -> None:
        scope = f" for {closing.unit}" if closing.unit else ""
        super().__init__(
            f"{closing.month} is closed{scope}, and this {fact.TYPE} takes effect in it",
            hint=_way_out(fact, closing.month),
        )


def _way_out(fact: Fact, closed: Month) -> str:
    """What can be done for this type of fact: not every one is free to choose its months."""
    if hasattr(fact, "from_month"):
        way = "If it belongs later, give --from-month with an open month, or s"
    elif fact.EFFECTIVE == "month-end":
        way = "If it is about another month, give that one (--month); if not, s"
    elif fact.EFFECTIVE == "named" or Month.containing(fact.effective) != closed:  # its money has months of its own
        way = "S"
    else:
        way = "If it belongs later, choose a later effective date, or s"
    return f"{way}ay why it is late: --late-reason"


class MonthNotClosed(Refused):
    code = "month-not-closed"

    def __init__(self, fact: MonthReopened) -> None:
        scope = f" for {fact.unit}" if fact.unit else ""
        super().__init__(f"{fact.month} is not closed{scope}", hint="Only a closed month can be opened again")


class MonthAlreadyClosed(Refused):
    code = "month-already-closed"

    def __init__(self, fact: MonthClosed) -> None:
        scope = f" for {fact.unit}" if fact.unit else ""
        super().__init__(
            f"{fact.month} is already closed{scope}", hint="Nothing needs to be done; month.reopened opens it again"
        )


class PolicyOverControl(Refused):
    code = "policy-over-control"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"A policy cannot concern facts of type {name}: they always count at once",
            hint="Policies are for decisions and reports, and for decision.reversed",
        )


class PolicyTypesUnknown(Refused):
    code = "policy-types-unknown"

    def __init__(self, unknown: str) -> None:
        super().__init__(
            f"A policy cannot concern facts of type {unknown!r}: there are none",
            hint="Use the types that liggare record --help lists",
        )


def require_reversible(world: "World", target: Recorded) -> None:
    """Raise if the fact is a reversal, or was reversed before."""
    if isinstance(target.fact, DecisionReversed):
        raise ReversalIsFinal(target)
    if world.is_reversed(target):
        raise AlreadyReversed(target)


def require_attestable(world: "World", fact: DecisionAttested, target: Recorded) -> None:
    """Raise if the fact cannot be vouched for by this person, or not any more."""
    if isinstance(target.fact, DecisionAttested):
        raise NotAttestable(target, "it is an attestation", "Attest the fact it is about")
    if world.is_reversed(target):
        raise NotAttestable(target, "it is reversed", "Attest the fact that replaces it")
    if world.is_attested(target):
        raise NotAttestable(target, "it is attested already", "Nothing needs to be done")
    if fact.actor is None:
        raise NotAttestable(target, "it is not said by whom", "Say who attests it: --actor")
    if fact.actor == target.fact.actor:
        raise NotAttestable(target, f"{fact.actor} recorded it", "Another person must attest it: --actor")
    for policy in world.control.policies.values():
        attesters = policy.set.attesters
        if attesters and policy.concerns(target) and fact.actor not in attesters:
            raise NotAttestable(
                target, f"{fact.actor} may not attest under policy {policy.set.policy}", f"Ask {', '.join(attesters)}"
            )


def admit(world: "World", fact: PolicySet | PolicyLifted | MonthClosed | MonthReopened) -> None:
    """Raise a refusal if a month is closed twice or opened when it is not closed."""
    match fact:
        case MonthClosed():
            if world.control.closed(fact.month, fact.unit):
                raise MonthAlreadyClosed(fact)
        case MonthReopened():
            if not world.control.closed(fact.month, fact.unit):
                raise MonthNotClosed(fact)
        case PolicySet():
            for name in fact.types:
                if name not in type_registry:
                    raise PolicyTypesUnknown(name)
                if name in ALWAYS_COUNT:
                    raise PolicyOverControl(name)
        case PolicyLifted():
            pass
