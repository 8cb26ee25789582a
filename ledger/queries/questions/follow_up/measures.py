"""Measures of savings plans: what each is to save, what it has come to, and how it goes."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.domain.follow_up.measures import MeasureDecided
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.savings import Plan, Realised, plans_of, realised_by_measure, savings_contributions
from ledger.queries.follow_up.progress import share_of
from ledger.queries.options import MEASURE, PHASE, PLAN, UNIT
from ledger.queries.question import Explained, Question, Units
from ledger.queries.questions.follow_up.savings import COLUMNS, measured_in


@row
class MeasureRow:
    """What one unit does to save. Savings are positive."""

    measure: str = column("Measure", "The code of the measure.", key=True)
    name: str = column("Name", "What is done.")
    plan: str = column("Plan", "The plan it belongs to.")
    phase: str | None = column("Phase", "The phase it belongs to.")
    unit: str = column("Unit", "The unit that carries it out.")
    decided_amount: Money | None = column("Decided", "What it is to save.")
    decided_positions: Quantity | None = column("Decided positions", "The positions it is to take out.")
    decided_hours: Quantity | None = column("Decided hours", "The hours of work it is to free.")
    full_effect: Month | None = column("Full effect", "The month it reaches full effect.")
    realised_amount: Money = column("Realised", "What it has saved by the as-of day.")
    realised_positions: Quantity = column("Realised positions", "The positions it has taken out.")
    realised_hours: Quantity = column("Freed hours", "The hours of work it has freed.")
    share: Decimal | None = column(
        "Share",
        "Realised, as a share of what was decided: in kronor, else in positions, else in hours. Where kronor and "
        "positions are two ways to one target, the larger of the two.",
    )
    status: str = column(
        "Status", "decided, under-way when something is realised, done when all that was decided is, or cancelled."
    )


def measures(
    at: At,
    *,
    unit: str | None = None,
    plan: str | None = None,
    phase: str | None = None,
    measure: str | None = None,
) -> Answer:
    """The measures decided by the day, by plan, phase and code."""
    at.places(unit)
    plans, cancelled = plans_of(at)
    effects = realised_by_measure(at)
    rows = [
        _row(fact, found, effects.get(fact.measure, Realised()), is_cancelled=fact.measure in cancelled)
        for code, found in sorted(plans.items())
        for fact in sorted(found.measures.values(), key=lambda each: (each.phase or "", each.measure))
        if plan in (None, code)
        and phase in (None, fact.phase)
        and measure in (None, fact.measure)
        and at.tree.within(fact.unit, unit)
    ]
    return answer_at(at, "measures", MeasureRow, rows, {"unit": unit, "plan": plan, "phase": phase, "measure": measure})


def _row(fact: MeasureDecided, plan: Plan, realised: Realised, *, is_cancelled: bool) -> MeasureRow:
    kronor, positions, hours = (
        share_of(realised.amount, fact.amount),
        share_of(realised.positions, fact.positions),
        share_of(realised.hours, fact.hours),
    )
    shares = [each for each in (kronor, positions, hours) if each is not None]
    ways = [each for each in (kronor, positions) if each is not None]
    is_either = bool(plan.adopted.either and ways)
    share = max(ways) if is_either else next(iter(shares), None)
    is_done = share is not None and (share if is_either else min(shares)) >= 1
    is_under_way = bool(realised.amount or realised.positions or realised.hours)
    return MeasureRow(
        measure=fact.measure,
        name=fact.name,
        plan=fact.plan,
        phase=fact.phase,
        unit=fact.unit,
        decided_amount=fact.amount,
        decided_positions=fact.positions,
        decided_hours=fact.hours,
        full_effect=fact.full_effect,
        realised_amount=Money(realised.amount),
        realised_positions=Quantity(realised.positions),
        realised_hours=Quantity(realised.hours),
        share=share,
        status="cancelled" if is_cancelled else "done" if is_done else "under-way" if is_under_way else "decided",
    )


def behind(at: At, cell: Cell, name: str, _units: Units) -> Iterator[Contribution]:
    """What is behind a column of measures."""
    found = savings_contributions(at, cell.plan, cell.phase, cell.measure, cancelled_too=True)
    return (each for each in found if each.column == name)


QUESTION = Question(
    name="measures",
    title="Measures",
    sentence="Measures of savings plans: what each is to save, what it has come to, and how it goes.",
    topic="follow-up",
    rows=MeasureRow,
    answer=measures,
    options=(UNIT, PLAN, PHASE, MEASURE),
    example="--as-of 2024-08",
    explained=Explained(
        columns=COLUMNS,
        usual="realised_amount",
        behind=behind,
        narrowed_by=("unit", "plan", "phase", "measure", "tree"),
        value=measured_in,
    ),
)
