"""Target, decided, realised and measured side by side."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.follow_up.measures import MeasureDecided
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.savings import Plan, plans_of, savings_contributions
from ledger.queries.options import UNIT, by
from ledger.queries.question import Explained, Question, Units
from ledger.queries.questions.staff.staffing import reported_fte

BY = by("", "unit", help="Group by unit: every unit's part.")


@row
class SavingsRow:
    """A plan (phase empty) or one of its phases. Savings are positive."""

    plan: str = column("Plan", "The code of the plan.", key=True)
    phase: str | None = column("Phase", "The phase; none for the whole plan.", key=True)
    target_amount: Money | None = column("Target", "What is to be saved; positive.")
    target_positions: Quantity | None = column("Target positions", "How many positions are to be taken out.")
    decided_amount: Money = column("Decided", "What the measures decided and not cancelled are to save.")
    decided_positions: Quantity = column("Decided positions", "The positions they are to take out.")
    realised_amount: Money = column("Realised", "What the measures have saved by the as-of day.")
    realised_positions: Quantity = column("Realised positions", "The positions they have taken out.")
    realised_hours: Quantity = column("Freed hours", "The hours of work they have freed.")
    share_amount: Decimal | None = column("Share", "Realised, as a share of the target.")
    share_positions: Decimal | None = column("Share of positions", "The same of positions.")
    measured_fte_change: Quantity | None = column(
        "Measured FTE", "How the reported FTE have changed since the first month of the plan."
    )
    pace_amount: Money | None = column("Pace per month", "What has to be saved in each month that is left.")


@row
class SavingsUnitRow(SavingsRow):
    """A plan or phase in one unit with all below it. Targets are set for the whole."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")


@attrs.define
class Realised:
    """What measures came to."""

    amount: int = 0
    positions: int = 0
    hours: int = 0


def savings(at: At, *, unit: str | None = None, by: str = "") -> Answer:
    """Every plan and its phases; with ``--by unit`` every unit's part of them."""
    BY.grouping(by)
    at.places(unit)
    plans, cancelled = plans_of(at)
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


def behind(at: At, cell: Cell, name: str, _units: Units) -> Iterator[Contribution]:
    """What is behind a column of savings."""
    return (each for each in savings_contributions(at, cell.plan, cell.phase) if each.column == name)


def _measured_in(name: str) -> type[Measured]:
    return Money if name.endswith("amount") else Quantity


QUESTION = Question(
    name="savings",
    title="Savings",
    sentence="Savings plans and phases: target, decided, realised, measured.",
    topic="follow-up",
    rows=lambda by: SavingsUnitRow if by else SavingsRow,
    answer=savings,
    options=(UNIT, BY),
    example="--as-of 2024-08 --by unit",
    explained=Explained(
        columns=("decided_amount", "decided_positions", "realised_amount", "realised_positions", "realised_hours"),
        usual="realised_amount",
        behind=behind,
        narrowed_by=("unit", "plan", "phase", "tree"),
        value=_measured_in,
    ),
)
