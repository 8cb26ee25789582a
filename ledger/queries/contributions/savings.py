"""Savings plans, and what facts contribute to what was decided and realised."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.follow_up.measures import MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet, SavingsPlanRevised
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution


@attrs.frozen
class Target:
    """What is to be saved; None where nothing is said of it."""

    amount: Money | None = None
    positions: Quantity | None = None
    hours: Quantity | None = None

    @classmethod
    def of(cls, fact: SavingsPlanAdopted | SavingsPlanPhaseSet | SavingsPlanRevised) -> "Target":
        return cls(fact.amount, fact.positions, fact.hours)

    @classmethod
    def sum(cls, settings: Iterable[SavingsPlanPhaseSet]) -> "Target":
        """The targets of several units' parts added up; nothing where there are none."""
        found = list(settings)
        hours = [each.hours.count for each in found if each.hours is not None]
        return cls(
            Money(sum(each.amount.count for each in found)) if found else None,
            Quantity(sum(each.positions.count for each in found)) if found else None,
            Quantity(sum(hours)) if hours else None,
        )


@attrs.define
class Plan:
    """A plan as of the moment."""

    adopted: SavingsPlanAdopted
    target: Target
    covered_amount: Money | None = None
    """What another fact, such as a grant, has taken over of the plan."""
    covered_positions: Quantity | None = None
    settings: dict[str, SavingsPlanPhaseSet] = attrs.field(factory=dict)
    """The target of each phase as a whole, where one was set."""
    parts: dict[tuple[str, str], SavingsPlanPhaseSet] = attrs.field(factory=dict)
    """Units' parts of phases, by phase and unit."""
    measures: dict[str, MeasureDecided] = attrs.field(factory=dict)

    @property
    def first(self) -> Month:
        return self.adopted.from_ or Month.containing(self.adopted.effective)

    @property
    def phases(self) -> list[str]:
        return sorted({*self.settings, *(phase for phase, _ in self.parts)})

    def parts_of(self, phase: str | None) -> dict[str, list[SavingsPlanPhaseSet]]:
        """By unit, what was set for it in a phase, or in all of them."""
        found: dict[str, list[SavingsPlanPhaseSet]] = {}
        for (of, unit), setting in self.parts.items():
            if phase in (None, of):
                found.setdefault(unit, []).append(setting)
        return found


@attrs.define
class Realised:
    """What a measure came to: öre, and thousandths of positions and hours."""

    amount: int = 0
    positions: int = 0
    hours: int = 0


def plans_of(at: At) -> tuple[dict[str, Plan], set[str]]:
    """The plans by code, and the measures that have been cancelled."""
    plans: dict[str, Plan] = {}
    cancelled: set[str] = set()
    for recorded in sorted(at.register("savings"), key=_plans_first):
        match recorded.fact:
            case SavingsPlanAdopted() as fact:
                plans[fact.plan] = Plan(fact, Target.of(fact))
            case SavingsPlanRevised() as fact if fact.plan in plans:
                plan = plans[fact.plan]
                plan.target = Target.of(fact)
                plan.covered_amount, plan.covered_positions = fact.covered_amount, fact.covered_positions
            case SavingsPlanPhaseSet() as fact if fact.plan in plans:
                if fact.unit is None:
                    plans[fact.plan].settings[fact.phase] = fact
                else:
                    plans[fact.plan].parts[fact.phase, fact.unit] = fact
            case MeasureDecided() as fact if fact.plan in plans:
                plans[fact.plan].measures[fact.measure] = fact
            case MeasureCancelled() as fact:
                cancelled.add(fact.measure)
    return plans, cancelled


def phases_by_plan(at: At) -> dict[str, list[str]]:
    """The savings plans, each with the phases that were set for it."""
    plans, _ = plans_of(at)
    return {code: plan.phases for code, plan in plans.items()}


def _plans_first(recorded: Recorded) -> tuple[bool, date, int]:
    """A plan comes before all that speaks of it, also when it is a correction recorded later."""
    return not isinstance(recorded.fact, SavingsPlanAdopted), recorded.fact.effective, recorded.position


def realised_by_measure(at: At) -> Mapping[str, Realised]:
    """What each measure has realised. Positions taken out in its name count instead of those reported."""
    realised: dict[str, Realised] = {}
    for stated in at.figures.stated("effect", Month.containing(FIRST_DAY), Month.containing(at.as_of)):
        found = realised.setdefault(stated.item, Realised())
        setattr(found, stated.kind, getattr(found, stated.kind) + stated.amount)
    carried_out: dict[str, int] = {}
    for total in at.figures.totals("carried-out"):
        carried_out[total.item] = carried_out.get(total.item, 0) + total.amount
    for measure, positions in carried_out.items():
        realised.setdefault(measure, Realised()).positions = positions
    return realised


def savings_contributions(
    at: At, plan: str | None, phase: str | None, measure: str | None = None, *, cancelled_too: bool = False
) -> Iterator[Contribution]:
    """What facts contribute to the decided and realised columns of a plan, a phase or a measure.

    What was decided of a measure that has been cancelled since is left out, unless it is asked for too.
    """
    plans, cancelled = plans_of(at)
    measures = {
        each.measure: each
        for code, found in plans.items()
        if plan in (None, code)
        for each in found.measures.values()
        if phase in (None, each.phase) and measure in (None, each.measure)
    }
    for recorded in at.register("savings"):
        fact = recorded.fact
        if (
            isinstance(fact, MeasureDecided)
            and fact.measure in measures
            and (cancelled_too or fact.measure not in cancelled)
        ):
            yield from _decided(fact, recorded.position)
    yield from _realised(at, measures)


def _decided(fact: MeasureDecided, position: int) -> Iterator[Contribution]:
    for kind, value in (("amount", fact.amount), ("positions", fact.positions), ("hours", fact.hours)):
        if value is not None:
            yield Contribution(f"decided_{kind}", fact.unit, fact.measure, None, value.count, position)


def _realised(at: At, measures: Mapping[str, MeasureDecided]) -> Iterator[Contribution]:
    carried_out = [each for each in at.figures.totals("carried-out", by_fact=True) if each.item in measures]
    for total in carried_out:
        unit = measures[total.item].unit
        yield Contribution("realised_positions", unit, total.item, None, total.amount, total.position)
    by_reductions = {total.item for total in carried_out}
    for stated in at.figures.stated("effect", Month.containing(FIRST_DAY), Month.containing(at.as_of)):
        if stated.item in measures and not (stated.kind == "positions" and stated.item in by_reductions):
            unit = measures[stated.item].unit
            yield Contribution(f"realised_{stated.kind}", unit, stated.item, None, stated.amount, stated.position)
