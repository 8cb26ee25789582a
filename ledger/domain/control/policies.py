"""Policies on which facts need an attestation: facts, state and rules."""

from datetime import date

from ledger.domain.days import swedish_day
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.measured import Money
from ledger.domain.nouns import fact_class
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule
from ledger.domain.stream import State, folds


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


no_posting(PolicySet, PolicyLifted)
no_rule(PolicyLifted)

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


class Policies(State):
    """All policies."""

    STREAM = "control"

    def __init__(self) -> None:
        super().__init__()
        self.policies: dict[str, Policy] = {}


@folds(Policies, PolicySet)
def _set(state: Policies, recorded: Recorded, fact: PolicySet, times: int) -> None:
    if times > 0:
        policy = state.policies[fact.policy] = state.suspended.pop(fact.policy, None) or Policy(recorded, fact)
        policy.position, policy.set = recorded.position, fact
    else:
        state.suspended[fact.policy] = state.policies.pop(fact.policy)


@folds(Policies, PolicyLifted)
def _lift(state: Policies, recorded: Recorded, fact: PolicyLifted, times: int) -> None:
    liftings = state.policies[fact.policy].liftings
    if times > 0:
        liftings[recorded.position] = fact.effective
    else:
        del liftings[recorded.position]


def size(fact: Fact) -> Money:
    """How much money a fact is about, whatever the sign: what a policy's amount is compared with."""
    lines = getattr(fact, "lines", None)
    if lines:
        return Money(sum(abs(amount.count) for amount in lines.values()))
    amount = getattr(fact, "amount", None)
    return abs(amount) if isinstance(amount, Money) else Money(0)


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


@rule(PolicySet)
def _admit(world: World, fact: PolicySet) -> None:  # noqa: ARG001 - all rules are asked alike
    """The types it names are there, and can wait."""
    for name in fact.types:
        if fact_class(name) is None:
            raise PolicyTypesUnknown(name)
        if name in ALWAYS_COUNT:
            raise PolicyOverControl(name)
