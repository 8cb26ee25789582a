"""A fact in short, for a line in a list."""

from collections.abc import Iterator
from typing import Any

import attrs

from ledger.domain.fact import Fact, attributes, journal_name, meaning, mentions, own_fields
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.phrases import Phrase, joined, phrase

MOST_SHOWN = 3
_NOT_FOR_READING = frozenset({"sha256"})


def decision_cells(fact: Fact) -> dict[str, str] | None:
    """Body, date, paragraph and case number, as far as they are given."""
    if fact.decision is None:
        return None
    cells = {a.name: getattr(fact.decision, a.name) for a in attributes(type(fact.decision))}
    return {name: str(value) for name, value in cells.items() if value is not None}


def summary(fact: Fact) -> Phrase:
    """What the fact says, in one line: its own fields in order, tables and lists cut short."""
    parts: list[str] = []
    for attribute in own_fields(type(fact)):
        value = getattr(fact, attribute.name)
        if value is None or value == () or attribute.name in _NOT_FOR_READING:
            continue
        text = _text(value)
        kind = meaning(attribute).refers or meaning(attribute).defines
        speaks_for_itself = kind == attribute.name or (kind == "line" and attribute.name == "lines")
        parts.append(text if speaks_for_itself else phrase("{field} {value}", field=field_words(attribute), value=text))
    return joined(", ", parts)


def field_words(attribute: "attrs.Attribute[Any]") -> Phrase:
    """What a field is called in a sentence."""
    return phrase(journal_name(attribute.name).replace("_", " "))


def _text(value: Any) -> str:
    match value:
        case Money():
            return value.text
        case Quantity():
            return str(value)
        case dict():
            return _cut([f"{key} {_text(each)}" for key, each in value.items()])
        case tuple():
            return _cut([_text(each) for each in value])
        case bool():
            return phrase("yes") if value else phrase("no")
        case _ if attrs.has(type(value)):
            parts = (getattr(value, attribute.name) for attribute in attributes(type(value)))
            return joined(" ", (_text(part) for part in parts if part is not None))
        case _:
            return str(value)


def _cut(parts: list[str]) -> str:
    shown = joined(" ", parts[:MOST_SHOWN])
    return shown + phrase(" (+{number} more)", number=len(parts) - MOST_SHOWN) if len(parts) > MOST_SHOWN else shown


def units_named(fact: Fact) -> Iterator[str]:
    """The units a fact is about: those it names and the one it opens."""
    yield from (code for kind, code, _ in mentions(fact) if kind == "unit")
    opened = getattr(fact, "unit", None)
    if isinstance(opened, str):
        yield opened
