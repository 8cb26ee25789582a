"""Savings plans and their phases: facts, state and rules.

Savings are positive amounts: money, positions and hours that are no longer spent.
"""

from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.money.phasing import MonthsOutOfOrder
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.stream import Changes, State, folds
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.phrases import phrase


@fact
class SavingsPlanAdopted(Fact):
    """A plan to save so much money and so many positions."""

    TYPE = "savings-plan.adopted"
    SWEDISH = "sparplan.fastställd"

    plan: str = field("The code of the plan", "plan", defines="plan")
    name: str = field("What people call it", "namn", names="plan")
    amount: Money | None = field("The money to save, per year", "belopp", default=None)
    positions: Quantity | None = field("The positions to take out", "tjänster", default=None)
    hours: Quantity | None = field("The hours of work to free", "timmar", default=None)
    from_: Month | None = field("The first month of the plan", "från", default=None)
    to: Month | None = field("The last month of the plan", "till", default=None)
    either: bool | None = field(
        "Whether the money and the positions are two ways to one target", "antingen eller", default=None
    )


@fact
class SavingsPlanPhaseSet(Fact):
    """A phase of the plan with its own target, or one unit's part of that. Setting it again replaces the target."""

    TYPE = "savings-plan.phase-set"
    SWEDISH = "sparplan.fas-satt"

    plan: str = field("The plan", "plan", refers="plan")
    phase: str = field("The code of the phase", "fas", recalls="phase")
    name: str = field("What people call it", "namn")
    amount: Money = field("The money to save in this phase", "belopp")
    positions: Quantity = field("The positions to take out in this phase", "tjänster")
    hours: Quantity | None = field("The hours of work to free in this phase", "timmar", default=None)
    categories: tuple[str, ...] | None = field(
        "The staff categories it concerns", "personalkategorier", recalls="category", default=None
    )
    unit: str | None = field("The unit whose part of the phase it is", "enhet", refers="unit", default=None)


@fact
class SavingsPlanRevised(Fact):
    """The plan's target is set anew: new totals, not differences."""

    TYPE = "savings-plan.revised"
    SWEDISH = "sparplan.reviderad"

    plan: str = field("The plan", "plan", refers="plan")
    amount: Money = field("The new total to save", "belopp")
    positions: Quantity = field("The new total of positions", "tjänster")
    hours: Quantity | None = field("The new total of hours", "timmar", default=None)
    because_of: str | None = field(
        "The id of the fact that made the difference, recorded or not", "på grund av", default=None
    )
    covered_amount: Money | None = field(
        "The money of the plan that this fact takes over", "täckt belopp", default=None
    )
    covered_positions: Quantity | None = field(
        "The positions of the plan that this fact takes over", "täckta tjänster", default=None
    )


no_posting(SavingsPlanAdopted, SavingsPlanPhaseSet, SavingsPlanRevised)


class Savings(State):
    """All plans, phases and measures."""

    STREAM = "savings"

    def __init__(self) -> None:
        super().__init__()
        self.phases: dict[tuple[str, str], Changes[SavingsPlanPhaseSet]] = {}
        self.cancelled: dict[str, date] = {}
        """The day on which each measure that was cancelled was."""


@folds(Savings, SavingsPlanPhaseSet)
def _set_phase(state: Savings, recorded: Recorded, fact: SavingsPlanPhaseSet, times: int) -> None:
    state.phases.setdefault((fact.plan, fact.phase), Changes()).put(recorded, fact, times)


class PhaseUnknown(Refused):
    code = "phase-unknown"

    def __init__(self, plan: str, phase: str, day: date) -> None:
        super().__init__(
            phrase("Plan {plan} has no phase {phase} on {day}", plan=plan, phase=phase, day=day),
            hint=phrase(
                "See its phases: liggare show savings; or set it: liggare record savings-plan.phase-set --plan {plan}",
                plan=plan,
            ),
        )


class SavingNotPositive(Refused):
    code = "saving-not-positive"

    def __init__(self, what: str, amount: Money | Quantity) -> None:
        super().__init__(
            phrase("The {what} is {amount}, and savings are positive", what=what, amount=amount),
            hint=phrase("Leave the minus out"),
        )


@rule(SavingsPlanAdopted)
def _admit_plan(world: World, fact: SavingsPlanAdopted) -> None:  # noqa: ARG001 - all rules are asked alike
    require_savings(fact.amount, fact.positions, fact.hours)
    if fact.from_ and fact.to and fact.from_ > fact.to:
        raise MonthsOutOfOrder(fact.from_, fact.to)


@rule(SavingsPlanPhaseSet)
def _admit_phase(world: World, fact: SavingsPlanPhaseSet) -> None:  # noqa: ARG001 - as above
    require_savings(fact.amount, fact.positions, fact.hours)


@rule(SavingsPlanRevised)
def _admit_revision(world: World, fact: SavingsPlanRevised) -> None:  # noqa: ARG001 - as above
    require_savings(fact.amount, fact.positions, fact.hours)
    require_positive(
        ("amount taken over", fact.covered_amount), ("number of positions taken over", fact.covered_positions)
    )


def require_savings(amount: Money | None, positions: Quantity | None, hours: Quantity | None) -> None:
    """A target is money and people that are saved, so it carries no minus. (An effect may turn out negative.)"""
    require_positive(
        ("amount to save", amount), ("number of positions to save", positions), ("number of hours to save", hours)
    )


def require_positive(*figures: tuple[str, Money | Quantity | None]) -> None:
    """Raise :class:`SavingNotPositive` for the first of the figures, each with its name, that carries a minus."""
    for what, value in figures:
        if value is not None and value.count < 0:
            raise SavingNotPositive(what, value)


def require_phase(world: World, plan: str, phase: str | None, day: date) -> None:
    """The phase, if one is named, has been set by the day."""
    if phase is not None:
        known = world.state(Savings).phases.get((plan, phase))
        if known is None or known.at(day) is None:
            raise PhaseUnknown(plan, phase, day)
