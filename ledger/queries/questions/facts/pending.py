"""Facts that count only once another person attests them."""

from collections.abc import Sequence
from datetime import date, datetime

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.demands import Demand, may_attest
from ledger.domain.control.policies import PolicyLifted, PolicySet, size
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Recorded
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.options import UNIT
from ledger.queries.question import Question
from ledger.queries.summary import summary, units_named


@row
class PendingRow:
    """A fact that does not count until somebody vouches for it."""

    position: int = column("Fact", "The place of the fact in the journal.", key=True)
    recorded_at: datetime = column("Recorded", "When it was recorded.")
    type: str = column("Type", "The type of the fact.")
    id: str | None = column("Id", "Its id.")
    effective: date = column("Effective", "The day it is to take effect.")
    actor: str | None = column("Recorded by", "The officer who recorded it.")
    policy: str = column("Policy", "The policy that makes it wait; several, with a comma between them.")
    attesters: tuple[str, ...] = column("May attest", "Who may attest it; empty for anybody else.")
    amount: Money | None = column("Amount", "Its size in kronor.")
    summary: str = column("Summary", "What it says, in short.")


def pending(at: At, *, unit: str | None = None) -> Answer:
    """The facts that wait for an attestation, as known at the moment. A correction stands for its reversal too."""
    at.places(unit)
    types = {name for policy in at.policies for name in policy.set.types}
    of_policies = {DecisionReversed.TYPE, DecisionAttested.TYPE, PolicyLifted.TYPE, PolicySet.TYPE}
    facts = list(at.facts_of({*types, *of_policies})) if types else []
    judge = at.judge(facts)
    found = [each for each in facts if judge.is_pending(each) and not judge.is_reversed(each.position)]
    waiting = {each.position: each for each in map(judge.attested_with, found)}
    return Answer(
        question="pending",
        moment=at.moment,
        position=at.position,
        options={"unit": unit},
        columns=PendingRow,
        rows=[
            _pending_row(each, judge.demands(each))
            for _, each in sorted(waiting.items())
            if not judge.is_reversed(each.position)
            and (unit is None or any(at.tree.within(code, unit) for code in units_named(each.fact)))
        ],
    )


def _pending_row(recorded: Recorded, demands: Sequence[Demand]) -> PendingRow:
    fact = recorded.fact
    return PendingRow(
        position=recorded.position,
        recorded_at=recorded.recorded_at,
        type=fact.TYPE,
        id=fact.id,
        effective=fact.effective,
        actor=fact.actor,
        policy=", ".join(dict.fromkeys(demand.policy for demand in demands)),
        attesters=may_attest(fact, demands),
        amount=size(fact) or None,
        summary=summary(fact),
    )


QUESTION = Question(
    name="pending",
    title="Waiting for attestation",
    sentence="Facts that count only once another person attests them.",
    topic="facts",
    rows=PendingRow,
    answer=pending,
    options=(UNIT,),
    example="--unit HSN",
)
