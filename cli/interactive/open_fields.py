"""The fields of a fact that a person can fill in or change, and their values as text."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, get_args, get_origin

import attrs

from cli.help_pages import translated_help
from cli.interactive.forms import form_of
from ledger.domain.fact import Fact, Meaning, References, attributes, meaning
from ledger.domain.values.phrases import joined, phrase
from ledger.interchange.values.fields import spellings, without_none
from ledger.interchange.values.messages import Reader

NOTHING = "-"
"""Typed to leave out a field that may be left out."""


@attrs.frozen(kw_only=True)
class OpenField:
    """A field to be filled in. Each field of a part is one of its own, such as ``decision.body``."""

    path: str
    annotation: Any
    meaning: Meaning
    read: Reader
    required: bool

    @property
    def is_table(self) -> bool:
        """Whether it holds an amount for each of several things."""
        annotation = without_none(self.annotation)
        return get_origin(annotation) is dict and get_origin(get_args(annotation)[1]) is not dict

    @property
    def question(self) -> str:
        """What a person is asked: the meaning, the name and the form of the field."""
        form = form_of(self.annotation)
        shape = f": {form}" if "…" in form or ":" in form else ""
        nothing = "" if self.required else phrase("; {nothing} for nothing", nothing=NOTHING)
        return joined("", (self.help, f" ({self.path}{shape}", nothing, ")"))

    @property
    def help(self) -> str:
        """What the field means, in the reader's language."""
        return translated_help(f"{self.meaning.help}.").removesuffix(".")


def open_fields(cls: type[Fact]) -> dict[str, OpenField]:
    """The fields of a type of fact by their paths: its own in their order, then those that all facts have."""
    found = {field.path: field for field in _open_fields(cls, "", required=True)}
    shared = [path for path in found if path.partition(".")[0] in _SHARED]
    return {path: found[path] for path in (*(path for path in found if path not in shared), *shared)}


_SHARED = set(spellings(Fact))


def _open_fields(cls: type, before: str, *, required: bool) -> Iterator[OpenField]:
    meanings = {each.name: meaning(each) for each in attributes(cls)}
    for name, spelling in spellings(cls).items():
        must = required and spelling.required
        part = without_none(spelling.annotation)
        if attrs.has(part):
            yield from _open_fields(part, f"{before}{name}.", required=must)
        else:
            yield OpenField(
                path=f"{before}{name}",
                annotation=spelling.annotation,
                meaning=meanings[spelling.attribute],
                read=spelling.read,
                required=(must and not (name == "effective" and getattr(cls, "EFFECTIVE", "given") != "given"))
                or meanings[spelling.attribute].unless is not None,
            )


def missing_fields(cls: type[Fact], given: Collection[str]) -> list[OpenField]:
    """The fields that must be given and are not."""
    return [
        field
        for path, field in open_fields(cls).items()
        if field.required and field.meaning.unless not in given
        if path not in given and path.partition(".")[0] not in given
    ]


def rejoin_entries(pieces: Sequence[str], known: Iterable[str]) -> list[str]:
    """The entries of a list that was split at its commas. Entries that are *known* may hold commas themselves."""
    whole = {tuple(filter(None, map(str.strip, each.split(",")))): each for each in known}
    found, at = list[str](), 0
    while at < len(pieces):
        same = [each for each in whole if each and each == tuple(pieces[at : at + len(each)])]
        longest = max(same, key=len, default=(pieces[at],))
        found.append(whole.get(longest, pieces[at]))
        at += len(longest)
    return found


def field_texts(fact: Fact) -> dict[str, str]:
    """The values of a fact as text, by the paths of its fields. They read back to the same values."""
    from ledger.interchange.journal.lines import read_line
    from ledger.store.codec import encode
    from ledger.store.upcasting import todays

    written, _ = todays(read_line(encode(fact).decode()))
    found: dict[str, str] = {}
    for path, field in open_fields(type(fact)).items():
        name, _, inner = path.partition(".")
        value = written.get(name)
        value = value.get(inner) if inner and isinstance(value, dict) else value
        if value is not None:
            found[path] = _field_text(value, field)
    return found


def _field_text(value: Any, field: OpenField) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.is_table:
        return ", ".join(f"{key}={amount}" for key, amount in value.items())
    if isinstance(value, dict):
        return ", ".join(f"{key}:{month}={amount}" for key, row in value.items() for month, amount in row.items())
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list) and field.annotation == References | None:
        return "; ".join(map(str, value))
    return (", ".join(value) or ",") if isinstance(value, list) else str(value)  # a comma alone: an empty list
