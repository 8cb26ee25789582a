"""Goals, indicators with their targets, and assignments."""

from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.domain.follow_up.goals import GoalJudged, GoalSet
from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.reports.monthly.speech import Speech
from ledger.reports.monthly.telling.sentence import because, told
from ledger.reports.numbers import format_number


@told.register
def _(fact: GoalSet, speech: Speech) -> str:
    values = {"code": fact.goal, "name": fact.name}
    if fact.parent is not None:
        return speech.say("Goal {code}, part of {parent}: {name}", parent=fact.parent, **values)
    return speech.say("Goal {code}: {name}", **values)


@told.register
def _(fact: GoalJudged, speech: Speech) -> str:
    values = {"code": fact.goal, "status": speech.term(fact.status), "month": speech.month(fact.month)}
    if fact.unit is None:
        return because(speech.say("Goal {code} is judged as {status}, {month}", **values), fact.comment)
    sentence = speech.say(
        "Goal {code} is judged as {status} for {unit}, {month}", unit=speech.named(fact.unit), **values
    )
    return because(sentence, fact.comment)


@told.register
def _(fact: IndicatorDefined, speech: Speech) -> str:
    if not fact.of_lines:
        return speech.say("Indicator {code}: {name}, in {of}", code=fact.indicator, name=fact.name, of=fact.of)
    values = {"code": fact.indicator, "name": fact.name, "of": fact.of, "lines": speech.listed(fact.of_lines)}
    if fact.per_lines:
        return speech.say(
            "Indicator {code}: {name}, {lines} in percent of {others}", others=speech.listed(fact.per_lines), **values
        )
    return speech.say("Indicator {code}: {name}, {lines} in {of}", **values)


@told.register
def _(fact: TargetSet, speech: Speech) -> str:
    values = {"code": fact.indicator, "unit": speech.named(fact.unit), "year": fact.year}
    if fact.change is not None and fact.baseline is not None:
        change, base = (format_number(each, speech.lang) for each in (fact.change, fact.baseline))
        return speech.say(
            "Target {year} for {code} in {unit}: {change} % against {base}", change=change, base=base, **values
        )
    target = format_number(fact.target, speech.lang) if fact.target is not None else speech.term("unknown")
    return speech.say("Target {year} for {code} in {unit}: {target}", target=target, **values)


@told.register
def _(fact: IndicatorReported, speech: Speech) -> str:
    return speech.say(
        "Indicator {code} in {unit}, {month}: {value}",
        code=fact.indicator,
        unit=speech.named(fact.unit),
        month=speech.month(fact.month),
        value=format_number(fact.value, speech.lang),
    )


@told.register
def _(fact: AssignmentGiven, speech: Speech) -> str:
    return speech.say(
        "Assignment {code} from {body} to {units}: {title}, by {day}",
        code=fact.assignment,
        body=fact.from_body,
        units=speech.listed(map(speech.named, fact.units)),
        title=fact.title,
        day=speech.day(fact.due),
    )


@told.register
def _(fact: AssignmentReported, speech: Speech) -> str:
    sentence = speech.say(
        "Assignment {code} is {status} according to {unit}",
        code=fact.assignment,
        status=speech.term(fact.status),
        unit=speech.named(fact.unit),
    )
    return because(sentence, fact.comment)


@told.register
def _(fact: AssignmentClosed, speech: Speech) -> str:
    values = {"code": fact.assignment, "status": speech.term(fact.status)}
    if fact.unit is None:
        return because(speech.say("Assignment {code} is {status}", **values), fact.comment)
    sentence = speech.say("Assignment {code} is {status} for {unit}", unit=speech.named(fact.unit), **values)
    return because(sentence, fact.comment)
