"""Savings plans, their phases and measures, and what they came to: facts, state and rules.

Savings are positive amounts: money, positions and hours that are no longer spent.
"""

from typing import TYPE_CHECKING, TypeVar, assert_never

from ledger.domain.budget import MonthsOutOfOrder
from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.measured import Money, Quantity
from ledger.domain.stream import Changes, Stream

if TYPE_CHECKING:
    from datetime import date

    from ledger.domain.world import World


@fact
class SavingsPlanAdopted(Fact):
    """A plan to save so much money and so many positions."""

    TYPE = "savings-plan.adopted"

    plan: str = field("The code of the plan", "plan", defines="plan")
    name: str = field("What people call it", "namn", names="plan")
    amount: Money | None = field("The money to save, per year", "belopp", default=None)
    positions: Quantity | None = field("The positions to take out", "tjänster", default=None)
    from_: Month | None = field("The first month of the plan", "från", default=None)
    to: Month | None = field("The last month of the plan", "till", default=None)


@fact
class SavingsPlanPhaseSet(Fact):
    """A phase of the plan with its own target. Setting it again replaces the target."""

    TYPE = "savings-plan.phase-set"

    plan: str = field("The plan", "plan", refers="plan")
    phase: str = field("The code of the phase", "fas", recalls="phase")
    name: str = field("What people call it", "namn")
    amount: Money = field("The money to save in this phase", "belopp")
    positions: Quantity = field("The positions to take out in this phase", "tjänster")
    categories: tuple[str, ...] | None = field(
        "The staff categories it concerns", "personalkategorier", recalls="category", default=None
    )


@fact
class SavingsPlanRevised(Fact):
    """The plan's target is set anew: new totals, not differences."""

    TYPE = "savings-plan.revised"

    plan: str = field("The plan", "plan", refers="plan")
    amount: Money = field("The new total to save", "belopp")
    positions: Quantity = field("The new total of positions", "tjänster")
    because_of: str | None = field(
        "The id of the fact that made the difference, recorded or not", "på grund av", default=None
    )


@fact
class MeasureDecided(Fact):
    """What one unit will do to save."""

    TYPE = "measure.decided"

    measure: str = field("The code of the measure", "åtgärd", defines="measure")
    plan: str = field("The plan it belongs to", "plan", refers="plan")
    phase: str | None = field("The phase it belongs to", "fas", recalls="phase", default=None)
    unit: str = field("The unit that carries it out", "enhet", refers="unit")
    name: str = field("What is done", "namn", names="measure")
    amount: Money | None = field("The money it will save, per year", "belopp", default=None)
    positions: Quantity | None = field("The positions it will take out", "tjänster", default=None)
    hours: Quantity | None = field("The hours it will free", "timmar", default=None)
    full_effect: Month | None = field("The month it reaches full effect", "full effekt", default=None)
    recurring: bool | None = field("Whether the effect comes back every year", "återkommande", default=None)


@fact
class EffectReported(Fact):
    """What one month added to what a measure has saved. A restated month replaces what was reported."""

    TYPE = "effect.reported"
    EFFECTIVE = "month-end"

    measure: str = field("The measure", "åtgärd", refers="measure")
    month: Month = field("The month", "månad")
    amount: Money | None = field("The money saved that month", "belopp", default=None)
    positions: Quantity | None = field("The positions taken out that month", "tjänster", default=None)
    hours: Quantity | None = field("The hours freed that month", "timmar", default=None)


@fact
class MeasureCancelled(Fact):
    """The measure will not be carried out, or not further."""

    TYPE = "measure.cancelled"

    measure: str = field("The measure", "åtgärd", refers="measure")
    reason: str = field("Why", "skäl")


SavingsFact = (
    SavingsPlanAdopted | SavingsPlanPhaseSet | SavingsPlanRevised | MeasureDecided | EffectReported | MeasureCancelled
)

Kept = TypeVar("Kept")


class Savings(Stream):
    """All plans, phases and measures."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: dict[str, SavingsPlanAdopted] = {}
        self.phases: dict[tuple[str, str], Changes[SavingsPlanPhaseSet]] = {}
        self.measures: dict[str, MeasureDecided] = {}
        self.cancelled: dict[str, MeasureCancelled] = {}

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        match fact:
            case SavingsPlanAdopted():
                _keep(self.plans, fact.plan, fact, times)
            case SavingsPlanPhaseSet():
                self.phases.setdefault((fact.plan, fact.phase), Changes()).put(recorded, fact, times)
            case MeasureDecided():
                _keep(self.measures, fact.measure, fact, times)
            case MeasureCancelled():
                _keep(self.cancelled, fact.measure, fact, times)


def _keep(kept: dict[str, Kept], code: str, fact: Kept, times: int) -> None:
    if times > 0:
        kept[code] = fact
    else:
        kept.pop(code, None)


class PhaseUnknown(Refused):
    code = "phase-unknown"

    def __init__(self, plan: str, phase: str, day: "date") -> None:
        super().__init__(
            f"Plan {plan} has no phase {phase} on {day}",
            hint="See its phases: liggare show savings; or set it: "
            f"liggare record savings-plan.phase-set --plan {plan}",
        )


class PhaseStillNamed(Refused):
    code = "phase-still-named"

    def __init__(self, plan: str, phase: str, measure: str) -> None:
        super().__init__(
            f"Phase {phase} of plan {plan} is named by measure {measure}", hint="Reverse the measure first"
        )


class MeasureIsCancelled(Refused):
    code = "measure-is-cancelled"

    def __init__(self, measure: str, day: "date") -> None:
        super().__init__(
            f"Measure {measure} was cancelled on {day}", hint="Decide a new measure, or reverse the cancellation"
        )


class SavingNotPositive(Refused):
    code = "saving-not-positive"

    def __init__(self, what: str, amount: Money | Quantity) -> None:
        super().__init__(f"The {what} to save is {amount}, and savings are positive", hint="Leave the minus out")


def admit(world: "World", fact: SavingsFact) -> None:
    """Raise a refusal if the fact breaks a rule of savings plans and measures."""
    match fact:
        case SavingsPlanAdopted():
            _require_savings(fact.amount, fact.positions)
            if fact.from_ and fact.to and fact.from_ > fact.to:
                raise MonthsOutOfOrder(fact.from_, fact.to)
        case SavingsPlanPhaseSet() | SavingsPlanRevised():
            _require_savings(fact.amount, fact.positions)
        case MeasureDecided():
            _require_savings(fact.amount, fact.positions)
            _require_phase(world, fact)
        case EffectReported() | MeasureCancelled():
            require_alive(world, fact.measure, None if isinstance(fact, MeasureCancelled) else fact.effective)
        case _:
            assert_never(fact)


def _require_savings(amount: Money | None, positions: Quantity | None) -> None:
    """A target is money and people that are saved, so it carries no minus. (An effect may turn out negative.)"""
    for what, value in (("amount", amount), ("number of positions", positions)):
        if value is not None and value.count < 0:
            raise SavingNotPositive(what, value)


def _require_phase(world: "World", fact: MeasureDecided) -> None:
    if fact.phase is not None:
        phase = world.savings.phases.get((fact.plan, fact.phase))
        if phase is None or phase.at(fact.effective) is None:
            raise PhaseUnknown(fact.plan, fact.phase, fact.effective)


def require_alive(world: "World", measure: str, day: "date | None") -> None:
    """Raise if the measure was cancelled by *day* (on any day, without one)."""
    cancelled = world.savings.cancelled.get(measure)
    if cancelled is not None and (day is None or cancelled.effective <= day):
        raise MeasureIsCancelled(measure, cancelled.effective)


def check(world: "World", without: SavingsFact) -> None:
    """Raise a refusal if a measure has lost its phase now that *without* does not count."""
    if isinstance(without, SavingsPlanPhaseSet):
        for measure in world.savings.measures.values():
            if (measure.plan, measure.phase) == (without.plan, without.phase):
                phase = world.savings.phases[without.plan, without.phase]
                if phase.at(measure.effective) is None:
                    raise PhaseStillNamed(without.plan, without.phase, measure.measure)
