"""The savings question: target, decided, realised and measured side by side."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.days import FIRST_DAY, Month
from ledger.domain.fact import Recorded
from ledger.domain.follow_up.measures import MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet, SavingsPlanRevised
from ledger.domain.measured import Money, Quantity
from ledger.queries.answer import Answer, UnknownGrouping, column, row
from ledger.queries.at import At
from ledger.queries.explain.contributions import Contribution
from ledger.queries.questions.staffing import reported_fte


@row
class SavingsRow:
    """A plan (phase empty) or one of its phases. Savings are positive."""

    plan: str = column("Plan", key=True)
    phase: str | None = column("Phase", key=True)
    target_amount: Money | None = column("Target")
    target_positions: Quantity | None = column("Target positions")
    decided_amount: Money = column("Decided")
    decided_positions: Quantity = column("Decided positions")
    realised_amount: Money = column("Realised")
    realised_positions: Quantity = column("Realised positions")
    realised_hours: Quantity = column("Freed hours")
    share_amount: Decimal | None = column("Share")
    share_positions: Decimal | None = column("Share of positions")
    measured_fte_change: Quantity | None = column("Measured FTE")
    pace_amount: Money | None = column("Pace per month")


@row
class SavingsUnitRow(SavingsRow):
    """A plan or phase in one unit with all below it. Targets are set for the whole."""

    unit: str = column("Unit", key=True)
    name: str = column("Name")


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


@attrs.define
class Realised:
    """What measures came to."""

    amount: int = 0
    positions: int = 0
    hours: int = 0


def savings(at: At, *, unit: str | None = None, by: str = "") -> Answer:
    """Every plan and its phases; with ``--by unit`` every unit's part of them."""
    if by not in ("", "unit"):
        raise UnknownGrouping(by, ["unit"])
    at.places(unit)
    plans, cancelled = _plans(at)
    effects = _effects(at)
    rows: list[Any] = []
    for code, plan in plans.items():
        for phase in (None, *sorted(plan.phases)):
            part = _Part(at, code, plan, phase, cancelled, effects)
            rows += part.by_unit(unit) if by else [part.row(unit)]
    return Answer(
        question="savings",
        moment=at.moment,
        position=at.position,
        options={"unit": unit, "by": by or None},
        columns=SavingsUnitRow if by else SavingsRow,
        rows=rows,
    )


def _plans(at: At) -> tuple[dict[str, Plan], set[str]]:
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
    plans, _ = _plans(at)
    return {code: list(plan.phases) for code, plan in plans.items()}


def _plans_first(recorded: Recorded) -> tuple[bool, date, int]:
    """A plan comes before all that speaks of it, also when it is a correction recorded later."""
    return not isinstance(recorded.fact, SavingsPlanAdopted), recorded.fact.effective, recorded.position


def _effects(at: At) -> dict[str, Realised]:
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


class _Part:
    """A plan, or one phase of it, with its measures."""

    def __init__(
        self,
        at: At,
        code: str,
        plan: Plan,
        phase: str | None,
        cancelled: set[str],
        effects: dict[str, Realised],
    ) -> None:
        self.at, self.code, self.plan, self.phase = at, code, plan, phase
        self.measures = [each for each in plan.measures.values() if phase is None or each.phase == phase]
        self.cancelled, self.effects = cancelled, effects
        setting = plan.phases[phase] if phase is not None else None
        self.target_amount = setting.amount if setting else plan.target_amount
        self.target_positions = setting.positions if setting else plan.target_positions
        self.categories = setting.categories if setting else None

    def row(self, unit: str | None) -> SavingsRow:
        measures = [each for each in self.measures if self.at.tree.within(each.unit, unit)]
        return SavingsRow(
            **self._sums(measures, unit),
            **self._against_target(measures),
            target_amount=self.target_amount,
            target_positions=self.target_positions,
        )

    def by_unit(self, top: str | None) -> Iterator[SavingsUnitRow]:
        for place in self.at.places(top):
            measures = [each for each in self.measures if self.at.tree.within(each.unit, place.unit)]
            if measures:
                yield SavingsUnitRow(
                    unit=place.unit,
                    name=place.name,
                    **self._sums(measures, place.unit),
                    target_amount=None,
                    target_positions=None,
                    share_amount=None,
                    share_positions=None,
                    pace_amount=None,
                )

    def _sums(self, measures: Iterable[MeasureDecided], unit: str | None) -> dict[str, Any]:
        standing = [each for each in measures if each.measure not in self.cancelled]
        realised = [self.effects.get(each.measure, Realised()) for each in measures]
        return {
            "plan": self.code,
            "phase": self.phase,
            "decided_amount": Money(sum(each.amount.count for each in standing if each.amount)),
            "decided_positions": Quantity(sum(each.positions.count for each in standing if each.positions)),
            "realised_amount": Money(sum(each.amount for each in realised)),
            "realised_positions": Quantity(sum(each.positions for each in realised)),
            "realised_hours": Quantity(sum(each.hours for each in realised)),
            "measured_fte_change": self._measured(unit),
        }

    def _measured(self, unit: str | None) -> Quantity | None:
        """Reported FTE of the latest month less that of the plan's first month."""
        if self.phase is not None and not self.categories:
            return None
        reported = dict(reported_fte(self.at, unit, self.categories))
        first = self.plan.first.number
        return Quantity(reported[max(reported)] - reported[first]) if first in reported else None

    def _against_target(self, measures: Iterable[MeasureDecided]) -> dict[str, Any]:
        realised = [self.effects.get(each.measure, Realised()) for each in measures]
        amount, positions = sum(each.amount for each in realised), sum(each.positions for each in realised)
        return {
            "share_amount": _share(amount, self.target_amount),
            "share_positions": _share(positions, self.target_positions),
            "pace_amount": self._pace(amount),
        }

    def _pace(self, realised: int) -> Money | None:
        """What is left to save for each month after the as-of day through the plan's last."""
        last = self.plan.adopted.to
        if self.target_amount is None or last is None:
            return None
        months = last.number - Month.containing(self.at.as_of).number
        if months <= 0:
            return None
        left = max(self.target_amount.count - realised, 0)
        return Money((left + months // 2) // months)


def _share(realised: int, target: Money | Quantity | None) -> Decimal | None:
    return Decimal(realised) / Decimal(target.count) if target else None


def savings_contributions(at: At, plan: str | None, phase: str | None) -> Iterator[Contribution]:
    """What facts contribute to the decided and realised columns of a plan or a phase."""
    facts = {recorded.position: recorded.fact for recorded in at.register("savings")}
    plans, cancelled = _plans(at)
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
