"""One fact in words: a sentence, every field by its name, and what is said of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from ledger.domain.fact import Fact, Recorded, attributes, journal_name, meaning, own_fields
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.visible import visible, visible_lines
from ledger.queries.at import At
from ledger.queries.facts.whole_fact import Link, State, WholeFact
from ledger.reports.catalogue import msg
from ledger.reports.cells import swedish_time
from ledger.reports.monthly.speech import Speech
from ledger.reports.numbers import Language
from ledger.reports.words import translated

_SHARED = ("effective", "id", "note", "late_reason", "corrects")
"""The fields of every fact that are told after its own; decision and actor are told by themselves."""

_STATES: Mapping[State, str] = {
    "counts": msg("It counts."),
    "waits": msg("It waits for attestation and counts for nothing yet."),
    "reversed": msg("It is reversed and counts for nothing."),
}
_LINKS: Mapping[Link, str] = {
    "reversed by": msg("Reversed by"),
    "attested by": msg("Attested by"),
    "corrected by": msg("Replaced by"),
    "reverses": msg("Reverses"),
    "attests": msg("Attests"),
    "corrects": msg("Replaces"),
}


@attrs.frozen
class Entry:
    """A field in words: what it is called, and its value, or its parts with theirs."""

    name: str
    """In the journal."""
    label: str
    text: str
    parts: Sequence["Entry"] = ()


def speech_of(at: At, lang: Language) -> Speech:
    """The language in which facts are told, with the names that the ledger knew at the moment."""
    units = {code: unit.name(at.as_of) or code for code, unit in at.organisation.units.items()}
    return Speech(lang=lang, unit="Mkr", decimals=0, units=units, lines={code: x.name for code, x in at.lines.items()})


def sentence(fact: Fact, speech: Speech) -> str:
    """What the fact says, as minutes would tell it."""
    from ledger.reports.monthly.telling import told

    return visible(speech.sentence(told(fact, speech)))


def state_words(found: WholeFact, lang: Language) -> str:
    """Whether it counts, and who may attest it where it does not yet."""
    words = translated(_STATES[found.state], lang)
    if found.attesters:
        return f"{words} {translated('May attest: {names}', lang, names=', '.join(found.attesters))}"
    return words


def link_words(link: Link, lang: Language) -> str:
    return translated(_LINKS[link], lang)


def entries(fact: Fact, speech: Speech) -> Iterator[Entry]:
    """Every field that is given, the fact's own first."""
    every = {each.name: each for each in attributes(type(fact))}
    for attribute in (*own_fields(type(fact)), *(every[name] for name in _SHARED)):
        value = getattr(fact, attribute.name)
        if value is not None and value != ():
            yield _entry(attribute, value, speech)


def source_words(recorded: Recorded, speech: Speech) -> Iterator[Entry]:
    """Where it was decided, and when and by whom it was recorded."""
    decision = recorded.fact.decision
    for attribute in attributes(type(decision)) if decision is not None else ():
        value = getattr(decision, attribute.name)
        if value is not None:
            yield _entry(attribute, value, speech)
    say = speech.say
    yield Entry("recorded_at", say("Recorded"), swedish_time(recorded.recorded_at))
    yield Entry("actor", say("Recorded by"), visible(recorded.fact.actor or say("nobody named")))


def in_short(recorded: Recorded, speech: Speech) -> str:
    """Who decided, when it applies, and who recorded it: the line below a fact in a list."""
    fact, say = recorded.fact, speech.say
    decision = fact.decision
    where = [decision.body, decision.paragraph, decision.case] if decision else []
    parts = [visible(each) for each in where if each]
    parts.append(say("in effect {day}", day=speech.day(fact.effective)))
    parts.append(say("recorded {day}", day=swedish_time(recorded.recorded_at)))
    if fact.actor:
        parts.append(say("by {actor}", actor=visible(fact.actor)))
    return " · ".join(parts)


def _entry(attribute: "attrs.Attribute[Any]", value: Any, speech: Speech) -> Entry:
    name, told = journal_name(attribute.name), meaning(attribute)
    label = (told.swedish if speech.lang == "sv" else "") or name.replace("_", " ")
    label = label[:1].upper() + label[1:]
    kind = told.refers or told.defines or ""
    match value:
        case dict():
            parts = [
                Entry(str(key), _code(kind, str(key), speech), *_told(each, speech)) for key, each in value.items()
            ]
            return Entry(name, label, "", parts)
        case tuple() if value and attrs.has(type(value[0])):
            numbered = [Entry(str(at), str(at), "", _parts(each, speech)) for at, each in enumerate(value, 1)]
            return Entry(name, label, "", numbered)
        case tuple():
            return Entry(name, label, ", ".join(_code(kind, str(each), speech) for each in value))
        case str():
            return Entry(name, label, _code(kind, visible_lines(value), speech))
        case _ if attrs.has(type(value)) and not isinstance(value, Money | Quantity):
            return Entry(name, label, "", _parts(value, speech))
        case _:
            return Entry(name, label, *_told(value, speech))


def _parts(value: Any, speech: Speech) -> list[Entry]:
    given = ((each, getattr(value, each.name)) for each in attributes(type(value)))
    return [_entry(attribute, part, speech) for attribute, part in given if part is not None]


def _told(value: Any, speech: Speech) -> tuple[str, list[Entry]]:
    if isinstance(value, dict):
        return "", [Entry(str(key), str(key), *_told(each, speech)) for key, each in value.items()]
    return _value(value, speech), []


def _value(value: Any, speech: Speech) -> str:
    match value:
        case Money():
            return speech.exact(value)
        case Quantity():
            return speech.number(value)
        case bool():
            return translated("yes", speech.lang) if value else translated("no", speech.lang)
        case date():
            return value.isoformat()
        case _:
            return visible(str(value))


def _code(kind: str, code: str, speech: Speech) -> str:
    """A code with its name, where that is known."""
    shown = visible_lines(code)
    if kind == "unit":
        return visible(speech.named(code))
    if kind == "line":
        name = speech.line(code)
        return f"{visible(name)} ({shown})" if name != code else shown
    return speech.term(shown)
