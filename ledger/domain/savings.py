"""Savings plans, their phases and measures, and what they came to: facts. Savings are positive amounts."""

from ledger.domain.days import Month
from ledger.domain.fact import Fact, fact, field
from ledger.domain.measured import Money, Quantity


@fact
class SavingsPlanAdopted(Fact):
    """A plan to save so much money and so many positions."""

    TYPE = "savings-plan.adopted"

    plan: str = field("The code of the plan", "plan", defines="plan")
    name: str = field("What people call it", "namn")
    amount: Money | None = field("The money to save, per year", "belopp", default=None)
    positions: Quantity | None = field("The positions to take out", "tjänster", default=None)
    from_: Month | None = field("The first month of the plan", "från", default=None)
    to: Month | None = field("The last month of the plan", "till", default=None)


@fact
class SavingsPlanPhaseSet(Fact):
    """A phase of the plan with its own target. Setting it again replaces the target."""

    TYPE = "savings-plan.phase-set"

    plan: str = field("The plan", "plan", refers="plan")
    phase: str = field("The code of the phase", "fas")
    name: str = field("What people call it", "namn")
    amount: Money = field("The money to save in this phase", "belopp")
    positions: Quantity = field("The positions to take out in this phase", "tjänster")
    categories: tuple[str, ...] | None = field("The staff categories it concerns", "personalkategorier", default=None)


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
    phase: str | None = field("The phase it belongs to", "fas", default=None)
    unit: str = field("The unit that carries it out", "enhet", refers="unit")
    name: str = field("What is done", "namn")
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
