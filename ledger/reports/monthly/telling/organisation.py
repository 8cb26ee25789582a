"""Units, lines and projects."""

from ledger.domain.organisation.lines import LineClosed, LineMoved, LineOpened, LineRenamed
from ledger.domain.organisation.projects import ProjectClosed, ProjectOpened, ProjectRevised
from ledger.domain.organisation.units import UnitClosed, UnitMoved, UnitOpened, UnitRenamed
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling.sentence import told, with_details


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
def _(fact: LineRenamed, speech: Speech) -> str:
    return speech.say("The line {line} is renamed {name}", line=fact.line, name=fact.name)


@told.register
def _(fact: LineMoved, speech: Speech) -> str:
    return speech.say(
        "The line {line} becomes part of {parent}", line=speech.line(fact.line), parent=speech.line(fact.parent)
    )


@told.register
def _(fact: LineClosed, speech: Speech) -> str:
    return speech.say("The line {line} closes", line=speech.line(fact.line))


@told.register
def _(fact: ProjectOpened, speech: Speech) -> str:
    sentence = speech.say("Project {name} ({project}) is opened", name=fact.name, project=fact.project)
    return with_details(sentence, _planned(fact, speech))


@told.register
def _(fact: ProjectRevised, speech: Speech) -> str:
    sentence = speech.say("Project {project} is revised", project=fact.project)
    named = speech.say("its name is {name}", name=fact.name) if fact.name else None
    return with_details(sentence, [named, *_planned(fact, speech), fact.reason])


@told.register
def _(fact: ProjectClosed, speech: Speech) -> str:
    return speech.say("Project {project} closes", project=fact.project)


def _planned(fact: ProjectOpened | ProjectRevised, speech: Speech) -> list[str | None]:
    """What is planned for a project, where the fact says it."""
    return [
        speech.say("approved outlay {amount}", amount=speech.exact(fact.approved)) if fact.approved else None,
        speech.say("through {month}", month=speech.month(fact.to)) if fact.to else None,
        speech.say("{hours} hours planned", hours=speech.number(fact.hours)) if fact.hours else None,
    ]


@told.register
def _(fact: LineOpened, speech: Speech) -> str:
    return speech.say("The line {name} ({line}) is opened", name=fact.name, line=fact.line)
