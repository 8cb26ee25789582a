"""One line of a journal for every type of fact, and the command that records the same."""

import json
import shlex
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

import attrs

from cli.commands.recording.record import DECISION_SHORTCUTS
from generating.terminal import ONE_OF_EACH, ROOT
from ledger.domain.fact import Decision, Fact
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.values.fields import spellings, without_none

_NOT_BY_HAND = {
    "import.finished": {
        "type": "import.finished",
        "id": "auto-4ceb9c04993619681fe2",
        "effective": "2024-08-12",
        "actor": "ekonom1",
        "import": 7,
        "file": "utfall juli.xlsx",
        "sha256": "ec6a0b83f81d0aaedfb045db906eb4fdd9458e53c82ffd5705aeb30f0f790d34",
        "first": 120,
        "last": 138,
        "facts": 19,
    }
}
"""Lines of the types that only the ledger itself records, as it exports them."""


@cache
def lines() -> tuple[dict[str, Any], ...]:
    """The fields of every line of the journal with facts of every type."""
    text = (ROOT / ONE_OF_EACH).read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def sample(cls: type[Fact]) -> dict[str, Any]:
    """The line of this type that has most to say."""
    if not cls.BY_HAND:
        return _NOT_BY_HAND[cls.TYPE]
    found = [line for line in lines() if line["type"] == cls.TYPE]
    if not found:
        message = f"{ONE_OF_EACH} has no {cls.TYPE}: add a line that fits those before it"
        raise LookupError(message)
    return max(found, key=lambda line: len(json.dumps(line)))


def journal_line(fields: dict[str, Any]) -> str:
    """A line as the journal has it."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def command(fields: dict[str, Any]) -> str:
    """The command that records what a line of the journal says, one option a line."""
    cls = FACT_TYPES[fields["type"]]
    options = [
        f"{option} {shlex.quote(words) if words else words}"
        for name, spelling in spellings(cls).items()
        if name in fields
        for option, words in _options(name, without_none(spelling.annotation), fields[name])
    ]
    return " \\\n    ".join([f"liggare record {cls.TYPE}", *options])


def _options(name: str, annotation: Any, value: Any) -> Iterator[tuple[str, str]]:
    """Each option that gives a field, with its words."""
    option, origin = f"--{name.replace('_', '-')}", get_origin(annotation)
    if annotation is Decision:
        yield from ((DECISION_SHORTCUTS[inner], text) for inner, text in value.items())
    elif attrs.has(annotation):
        yield from ((f"{option}-{inner}", text) for inner, text in value.items())
    elif origin is dict:
        yield from ((option, entry) for entry in _entries(annotation, value))
    elif origin is tuple and attrs.has(get_args(annotation)[0]):
        yield from ((option, _part(get_args(annotation)[0], each)) for each in value)
    elif origin is tuple:
        yield option, value if isinstance(value, str) else ",".join(value)
    else:
        yield option, _words(annotation, value)


def _entries(annotation: Any, value: dict[str, Any]) -> Iterator[str]:
    inner = get_args(annotation)[1]
    for key, entry in value.items():
        if get_origin(inner) is dict:
            yield from (f"{key}:{month}={_words(get_args(inner)[1], amount)}" for month, amount in entry.items())
        else:
            yield f"{key}={_words(inner, entry)}"


def _part(cls: type, value: dict[str, Any]) -> str:
    kinds = {name: spelling.annotation for name, spelling in spellings(cls).items()}
    return ",".join(f"{name}={_words(kinds[name], entry)}" for name, entry in value.items())


def _words(annotation: Any, value: Any) -> str:
    """A single value as a controller would type it."""
    if annotation is bool:
        return "yes" if value else "no"
    if annotation is Money:
        return _amount(value)
    if annotation is Quantity:
        return str(value).replace(".", ",")
    return str(value)


def _amount(kronor: str) -> str:
    millions = (Decimal(kronor) / 10**6).normalize()
    in_millions = abs(millions) >= 1 and -int(millions.as_tuple().exponent) <= 2
    return f"{millions:f}".replace(".", ",") + " Mkr" if in_millions else kronor
