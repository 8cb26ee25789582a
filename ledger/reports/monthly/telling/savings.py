"""Savings plans, measures and their effects."""

from collections.abc import Iterator

from ledger.domain.follow_up.measures import EffectReported, MeasureCancelled, MeasureDecided
from ledger.domain.follow_up.savings import SavingsPlanAdopted, SavingsPlanPhaseSet, SavingsPlanRevised
from ledger.domain.values.measured import Money, Quantity
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling.sentence import because, positions_told, told


def _saved(speech: Speech, amount: Money | None, positions: Quantity | None, hours: Quantity | None = None) -> str:
    return speech.listed(_parts(speech, amount, positions, hours)) or speech.say("no figures")


def _parts(speech: Speech, amount: Money | None, positions: Quantity | None, hours: Quantity | None) -> Iterator[str]:
    if amount is not None:
        yield speech.exact(amount)
    if positions is not None:
        yield positions_told(positions, speech)
    if hours is not None:
        yield speech.say("{number} hours", number=speech.number(hours))


@told.register
def _(fact: SavingsPlanAdopted, speech: Speech) -> str:
    saved = _saved(speech, fact.amount, fact.positions)
    return speech.say("The savings plan {name} ({plan}): {saved}", name=fact.name, plan=fact.plan, saved=saved)


@told.register
def _(fact: SavingsPlanPhaseSet, speech: Speech) -> str:
    saved = _saved(speech, fact.amount, fact.positions)
    return speech.say(
        "Phase {phase} of the savings plan {plan}, {name}: {saved}",
        phase=fact.phase,
        plan=fact.plan,
        name=fact.name,
        saved=saved,
    )


@told.register
def _(fact: SavingsPlanRevised, speech: Speech) -> str:
    saved = _saved(speech, fact.amount, fact.positions)
    return speech.say("The savings plan {plan} is revised: {saved}", plan=fact.plan, saved=saved)


@told.register
def _(fact: MeasureDecided, speech: Speech) -> str:
    return speech.say(
        "Measure {measure} in {unit}, {name}: {saved}",
        measure=fact.measure,
        unit=speech.named(fact.unit),
        name=fact.name,
        saved=_saved(speech, fact.amount, fact.positions, fact.hours),
    )


@told.register
def _(fact: EffectReported, speech: Speech) -> str:
    return speech.say(
        "Effect of measure {measure} in {month}: {saved}",
        measure=fact.measure,
        month=speech.month(fact.month),
        saved=_saved(speech, fact.amount, fact.positions, fact.hours),
    )


@told.register
def _(fact: MeasureCancelled, speech: Speech) -> str:
    return because(speech.say("Measure {measure} is cancelled", measure=fact.measure), fact.reason)
