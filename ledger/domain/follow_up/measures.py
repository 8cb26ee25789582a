"""Measures of a savings plan and what they came to: facts and rules."""

from collections.abc import Iterator
from datetime import date

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.follow_up.savings import Savings, SavingsPlanPhaseSet, require_phase, require_savings
from ledger.domain.postings import Posting, Statement, no_posting, posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.phrases import phrase


@fact
class MeasureDecided(Fact):
    """What one unit will do to save."""

    TYPE = "measure.decided"
    SWEDISH = "åtgärd.beslutad"

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
    project: str | None = field("The project it belongs to", "projekt", refers="project", default=None)


@fact
class EffectReported(Fact):
    """What one month added to what a measure has saved. A restated month replaces what was reported."""

    TYPE = "effect.reported"
    SWEDISH = "effekt.rapporterad"
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
    SWEDISH = "åtgärd.avbruten"

    measure: str = field("The measure", "åtgärd", refers="measure")
    reason: str = field("Why", "skäl")


no_posting(MeasureDecided, MeasureCancelled)


@folds(Savings, MeasureCancelled)
def _cancel(state: Savings, _: Recorded, fact: MeasureCancelled, times: int) -> None:
    if times > 0:
        state.cancelled[fact.measure] = fact.effective
    else:
        del state.cancelled[fact.measure]


@posting(EffectReported)
def _post(fact: EffectReported) -> Iterator[Posting]:
    """All three columns are stated, so that leaving one out says zero: a report states the whole value."""
    for kind, value in (("amount", fact.amount), ("positions", fact.positions), ("hours", fact.hours)):
        yield Statement("effect", kind, "", fact.measure, fact.month.number, value.count if value else 0)


class PhaseStillNamed(Refused):
    code = "phase-still-named"

    def __init__(self, plan: str, phase: str, measure: str) -> None:
        super().__init__(
            phrase(
                "Phase {phase} of plan {plan} is named by measure {measure}", phase=phase, plan=plan, measure=measure
            ),
            hint=phrase("Reverse the measure first"),
        )


class MeasureIsCancelled(Refused):
    code = "measure-is-cancelled"

    def __init__(self, measure: str, day: date) -> None:
        super().__init__(
            phrase("Measure {measure} was cancelled on {day}", measure=measure, day=day),
            hint=phrase("Decide a new measure, or reverse the cancellation"),
        )


@rule(MeasureDecided)
def _admit_measure(world: World, fact: MeasureDecided) -> None:
    require_savings(fact.amount, fact.positions, fact.hours)
    require_phase(world, fact.plan, fact.phase, fact.effective)


@rule(EffectReported)
def _admit_effect(world: World, fact: EffectReported) -> None:
    require_alive(world, fact.measure, fact.effective)


@rule(MeasureCancelled)
def _admit_cancelling(world: World, fact: MeasureCancelled) -> None:
    require_alive(world, fact.measure, None)


def require_alive(world: World, measure: str, day: date | None) -> None:
    """Raise if the measure was cancelled by *day* (on any day, without one)."""
    cancelled = world.state(Savings).cancelled.get(measure)
    if cancelled is not None and (day is None or cancelled <= day):
        raise MeasureIsCancelled(measure, cancelled)


@rule_without(SavingsPlanPhaseSet)
def _require_phases_without(world: World, without: SavingsPlanPhaseSet) -> None:
    """No measure has lost its phase."""
    phases = world.state(Savings).phases
    for measure in world.things("measure").values():
        if (
            isinstance(measure, MeasureDecided)
            and (measure.plan, measure.phase) == (without.plan, without.phase)
            and phases[without.plan, without.phase].at(measure.effective) is None
        ):
            raise PhaseStillNamed(without.plan, without.phase, measure.measure)
