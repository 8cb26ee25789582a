"""Facts about other facts: reversals, attestations, policies and closed months."""

from ledger.domain.days import Month
from ledger.domain.fact import Fact, Reference, fact, field
from ledger.domain.measured import Money


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
