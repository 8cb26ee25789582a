"""Target, decided, realised and measured side by side."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.queries.answer import Answer, Note, column, noted, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.reported_workforce import Change, MeasuredChange
from ledger.queries.contributions.savings import (
    Plan,
    Realised,
    Target,
    plans_of,
    realised_by_measure,
    savings_contributions,
)
from ledger.queries.follow_up.progress import Progress
from ledger.queries.options import UNIT, by
from ledger.queries.question import Explained, Question, Units

BY = by("", "unit", help="Group by unit: every unit's part.")

COLUMNS = (
    "decided_amount", "decided_positions", "decided_hours", "realised_amount", "realised_positions", "realised_hours",
)  # fmt: skip
"""Those that are sums of facts."""


@row
class SavingsRow:
    """A plan (phase empty) or one of its phases. Savings are positive."""

    plan: str = column("Plan", "The code of the plan.", key=True)
    phase: str | None = column("Phase", "The phase; none for the whole plan.", key=True)
    target_amount: Money | None = column("Target", "What is to be saved; of a unit, what was set for it. Positive.")
    target_positions: Quantity | None = column("Target positions", "How many positions are to be taken out.")
    target_hours: Quantity | None = column("Target hours", "How many hours of work are to be freed.")
    plan_target_amount: Money | None = column("Target of the plan", "Of a unit, what is to be saved by the whole plan.")
    covered_amount: Money | None = column("Taken over", "What another fact, such as a grant, takes over of the plan.")
    covered_positions: Quantity | None = column("Positions taken over", "The same of positions.")
    decided_amount: Money = column("Decided", "What the measures decided and not cancelled are to save.")
    decided_positions: Quantity = column("Decided positions", "The positions they are to take out.")
    decided_hours: Quantity = column("Decided hours", "The hours of work they are to free.")
    realised_amount: Money = column("Realised", "What the measures have saved by the as-of day.")
    realised_positions: Quantity = column("Realised positions", "The positions they have taken out.")
    realised_hours: Quantity = column("Freed hours", "The hours of work they have freed.")
    share_amount: Decimal | None = column(
        "Share",
        "Realised, as a share of the target. Where kronor and positions are two ways to one target, of the measures "
        "that count in kronor.",
    )
    share_positions: Decimal | None = column(
        "Share of positions", "The same of positions; there, of the measures that count in positions."
    )
    share_hours: Decimal | None = column("Share of hours", "The same of hours.")
    share: Decimal | None = column(
        "Share in all", "Where kronor and positions are two ways to one target, how much of it both have reached."
    )
    measured_fte_change: Quantity | None = column(
        "Measured FTE", "How the reported FTE have changed since the first month of the plan."
    )
    pace_amount: Money | None = column("Pace per month", "What has to be saved in each month that is left.")


@row
class SavingsUnitRow(SavingsRow):
    """A plan or phase in one unit with all below it; its targets are what was set for these."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")


def savings(at: At, *, unit: str | None = None, by: str = "") -> Answer:
    """Every plan and its phases; with ``--by unit`` every unit's part of them."""
    BY.grouping(by)
    at.places(unit)
    plans, cancelled = plans_of(at)
    effects, measured = realised_by_measure(at), MeasuredChange(at)
    rows: list[Any] = []
    notes: list[Note] = []
    for plan in plans.values():
        for phase in (None, *plan.phases):
            part = _Part(at, plan, phase, cancelled, effects, measured)
            rows += part.by_unit(unit) if by else [part.row(unit)]
            notes += part.notes() if unit is None else []
            notes += part.measured_notes(unit)
    return Answer(
        question="savings",
        moment=at.moment,
        position=at.position,
        options={"unit": unit, "by": by or None},
        columns=SavingsUnitRow if by else SavingsRow,
        rows=rows,
        notes=notes,
    )


class _Part:
    """A plan, or one phase of it, with its measures."""

    def __init__(
        self,
        at: At,
        plan: Plan,
        phase: str | None,
        cancelled: set[str],
        effects: Mapping[str, Realised],
        measured: MeasuredChange,
    ) -> None:
        self.at, self.code, self.plan, self.phase = at, plan.adopted.plan, plan, phase
        self.measures = [each for each in plan.measures.values() if phase is None or each.phase == phase]
        self.cancelled, self.effects, self._fte_change = cancelled, effects, measured
        self.parts = plan.parts_of(phase)
        self.setting = plan.settings.get(phase) if phase is not None else None
        settings = [self.setting] if self.setting else [each for parts in self.parts.values() for each in parts]
        self.categories = tuple(sorted({each for setting in settings for each in setting.categories or ()}))

    def row(self, unit: str | None) -> SavingsRow:
        return SavingsRow(**self._cells(unit))

    def by_unit(self, top: str | None) -> Iterator[SavingsUnitRow]:
        holding = {each.unit for each in self.measures} | self.parts.keys()
        for place in self.at.places(top):
            if any(self.at.tree.within(each, place.unit) for each in holding):
                yield SavingsUnitRow(unit=place.unit, name=place.name, **self._cells(place.unit))

    def notes(self) -> Iterator[Note]:
        """What is told of the row of the whole."""
        if self.phase is not None and self.setting is None:
            yield noted(
                "Phase {phase} of {plan} has no target as a whole: it is the sum of what was set for {units}.",
                phase=self.phase,
                plan=self.code,
                units=", ".join(self.parts),
            )

    def _target(self, unit: str | None) -> Target:
        """The plan's or the phase's own; of a unit, what was set for it and those below it."""
        if unit is None and self.phase is None:
            return self.plan.target
        if unit is None and self.setting is not None:
            return Target.of(self.setting)
        within = (each for holder, each in self.parts.items() if self.at.tree.within(holder, unit))
        return Target.sum(setting for settings in within for setting in settings)

    def _cells(self, unit: str | None) -> dict[str, Any]:
        measures = [each for each in self.measures if self.at.tree.within(each.unit, unit)]
        standing = [each for each in measures if each.measure not in self.cancelled]
        realised = [self.effects.get(each.measure, Realised()) for each in measures]
        is_whole, target = unit is None and self.phase is None, self._target(unit)
        progress = Progress.of(realised, target, either=bool(self.plan.adopted.either))
        return {
            "plan": self.code,
            "phase": self.phase,
            "target_amount": target.amount,
            "target_positions": target.positions,
            "target_hours": target.hours,
            "plan_target_amount": self.plan.target.amount if unit is not None else None,
            "covered_amount": self.plan.covered_amount if is_whole else None,
            "covered_positions": self.plan.covered_positions if is_whole else None,
            "decided_amount": Money(sum(each.amount.count for each in standing if each.amount)),
            "decided_positions": Quantity(sum(each.positions.count for each in standing if each.positions)),
            "decided_hours": Quantity(sum(each.hours.count for each in standing if each.hours)),
            "realised_amount": Money(sum(each.amount for each in realised)),
            "realised_positions": Quantity(sum(each.positions for each in realised)),
            "realised_hours": Quantity(sum(each.hours for each in realised)),
            "share_amount": progress.amount,
            "share_positions": progress.positions,
            "share_hours": progress.hours,
            "share": progress.share,
            "measured_fte_change": self._measured(unit),
            "pace_amount": self._pace(target.amount, progress),
        }

    def _measured(self, unit: str | None) -> Quantity | None:
        """FTE of the latest month less that of the plan's first month, as staffing has it."""
        change = self._change(unit)
        return None if change is None or change.amount is None else Quantity(change.amount)

    def _change(self, unit: str | None) -> Change | None:
        """A phase is measured by the staff categories set for it; one without any is not."""
        if self.phase is None:
            return self._fte_change(unit, self.plan.first, None)
        return self._fte_change(unit, self.plan.first, self.categories) if self.categories else None

    def measured_notes(self, unit: str | None) -> Iterator[Note]:
        """From which month the plan is measured, and what is left out of that."""
        change = self._change(unit) if self.phase is None else None
        if change is None:
            return
        yield noted(
            "Measured FTE of {plan}: from {first} to {last}, without agency staff.",
            plan=self.code,
            first=change.first,
            last=change.last,
        )
        if change.left_out:
            left_out = ", ".join(f"{unit} ({form})" for unit, form in change.left_out)
            yield noted("Left out of the change in FTE, having no value at one end of it: {units}.", units=left_out)

    def _pace(self, target: Money | None, progress: Progress) -> Money | None:
        """What is left to save for each month after the as-of day through the plan's last."""
        last = self.plan.adopted.to
        if target is None or last is None:
            return None
        months = last.number - Month.containing(self.at.as_of).number
        if months <= 0:
            return None
        left = progress.left(target)
        return Money((left + months // 2) // months)


def behind(at: At, cell: Cell, name: str, _units: Units) -> Iterator[Contribution]:
    """What is behind a column of savings."""
    return (each for each in savings_contributions(at, cell.plan, cell.phase) if each.column == name)


def measured_in(name: str) -> type[Measured]:
    """Whether a column of savings holds kronor, or people and hours."""
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
        columns=COLUMNS,
        usual="realised_amount",
        behind=behind,
        narrowed_by=("unit", "plan", "phase", "tree"),
        value=measured_in,
    ),
)
