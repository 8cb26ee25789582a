"""Units and lines."""

from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.units import UnitClosed, UnitMoved, UnitOpened, UnitRenamed
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling.sentence import told


@told.register
def _(fact: UnitOpened, speech: Speech) -> str:
    unit = f"{fact.name} ({fact.unit})"
    if fact.parent is None:
        return speech.say("{unit} is opened", unit=unit)
    return speech.say("{unit} is opened under {parent}", unit=unit, parent=speech.named(fact.parent))


@told.register
def _(fact: UnitRenamed, speech: Speech) -> str:
    return speech.say("{unit} is renamed {name}", unit=fact.unit, name=fact.name)


@told.register
def _(fact: UnitMoved, speech: Speech) -> str:
    return speech.say("{unit} moves to {parent}", unit=speech.named(fact.unit), parent=speech.named(fact.parent))


@told.register
def _(fact: UnitClosed, speech: Speech) -> str:
    unit = speech.named(fact.unit)
    if fact.successor is None:
        return speech.say("{unit} closes", unit=unit)
    return speech.say("{unit} closes; {successor} takes over", unit=unit, successor=speech.named(fact.successor))


@told.register
def _(fact: LineOpened, speech: Speech) -> str:
    return speech.say("The line {name} ({line}) is opened", name=fact.name, line=fact.line)
