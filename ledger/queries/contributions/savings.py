"""Savings plans, and what facts contribute to what was decided and realised."""

from collections.abc import Iterator
from datetime import date

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.follow_up.measures import MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet, SavingsPlanRevised
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution


@attrs.define
class Plan:
    """A plan as of the moment."""

    adopted: SavingsPlanAdopted
    target_amount: Money | None
    target_positions: Quantity | None
    phases: dict[str, SavingsPlanPhaseSet] = attrs.field(factory=dict)
    measures: dict[str, MeasureDecided] = attrs.field(factory=dict)

    @property
    def first(self) -> Month:
        return self.adopted.from_ or Month.containing(self.adopted.effective)


def plans_of(at: At) -> tuple[dict[str, Plan], set[str]]:
    plans: dict[str, Plan] = {}
    cancelled: set[str] = set()
    for recorded in sorted(at.register("savings"), key=_plans_first):
        match recorded.fact:
            case SavingsPlanAdopted() as fact:
                plans[fact.plan] = Plan(fact, fact.amount, fact.positions)
            case SavingsPlanRevised() as fact if fact.plan in plans:
                plans[fact.plan].target_amount = fact.amount
                plans[fact.plan].target_positions = fact.positions
            case SavingsPlanPhaseSet() as fact if fact.plan in plans:
                plans[fact.plan].phases[fact.phase] = fact
            case MeasureDecided() as fact if fact.plan in plans:
                plans[fact.plan].measures[fact.measure] = fact
            case MeasureCancelled() as fact:
                cancelled.add(fact.measure)
    return plans, cancelled


def phases_by_plan(at: At) -> dict[str, list[str]]:
    """The savings plans, each with the phases that were set for it."""
    plans, _ = plans_of(at)
    return {code: list(plan.phases) for code, plan in plans.items()}


def _plans_first(recorded: Recorded) -> tuple[bool, date, int]:
    """A plan comes before all that speaks of it, also when it is a correction recorded later."""
    return not isinstance(recorded.fact, SavingsPlanAdopted), recorded.fact.effective, recorded.position


def savings_contributions(at: At, plan: str | None, phase: str | None) -> Iterator[Contribution]:
    """What facts contribute to the decided and realised columns of a plan or a phase."""
    facts = {recorded.position: recorded.fact for recorded in at.register("savings")}
    plans, cancelled = plans_of(at)
    measures = {
        each.measure: each
        for code, found in plans.items()
        if plan in (None, code)
        for each in found.measures.values()
        if phase in (None, each.phase)
    }
    for position, fact in facts.items():
        if isinstance(fact, MeasureDecided) and fact.measure in measures and fact.measure not in cancelled:
            for column_name, value in (("decided_amount", fact.amount), ("decided_positions", fact.positions)):
                if value is not None:
                    yield Contribution(column_name, fact.unit, fact.measure, None, value.count, position)
    carried_out = [each for each in at.figures.totals("carried-out", by_fact=True) if each.item in measures]
    for total in carried_out:
        unit = measures[total.item].unit
        yield Contribution("realised_positions", unit, total.item, None, total.amount, total.position)
    by_reductions = {total.item for total in carried_out}
    for stated in at.figures.stated("effect", Month.containing(FIRST_DAY), Month.containing(at.as_of)):
        if stated.item in measures and not (stated.kind == "positions" and stated.item in by_reductions):
            unit = measures[stated.item].unit
            yield Contribution(f"realised_{stated.kind}", unit, stated.item, None, stated.amount, stated.position)
