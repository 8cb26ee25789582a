"""The page of every type of fact, made from the classes."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import attrs

from generating.markdown import block, page, paragraphs, sentence, table
from generating.samples import command, journal_line, sample
from generating.terminal import ONE_OF_EACH
from ledger.domain.fact import SHARED, Decision, Fact, Reference, WholeNumber, attributes, holds_codes, meaning
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.vocabulary import FACT_TYPES, NOUNS
from ledger.interchange.values.fields import spellings, without_none

WORDS = Path(__file__).with_name("words.toml")

_INTRODUCTION = f"""
A *fact* is one decision or one report, as its source document states it. There are {{count}} types. Each is a line of
the [journal](journal.md) and a command, `liggare record TYPE`; both have the same fields: `from_unit` is the
option `--from-unit`. The journal lines below are taken from [{Path(ONE_OF_EACH).name}]({Path(ONE_OF_EACH).name}), which
can be imported as it is, and each command records the same as the line above it. All options, with short forms for
the decision: [commands](commands.md#liggare-record).
"""

_LOOKS: dict[Any, str] = {
    int: "a year: `2024`",
    WholeNumber: "a whole number: `3`",
    date: '`"2024-07-31"`',
    Month: '`"2024-07"`',
    Money: 'kronor: `"-12500000.00"`',
    Quantity: '`"2.5"`',
    Decimal: '`"91.25"`',
    bool: "`true` or `false`",
    Reference: 'an id, `"RS-2024-112"`, or a position, `123`',
}
"""What values look like in the journal, by the type their field is declared with."""

_EFFECTIVE = {
    "month-end": "`effective` may be left out: it is the last day of `month`, and no other day is right.",
    "month": "`effective` may be left out: it is then the last day of `month`.",
    "year": "`effective` may be left out: it is then 1 January of `year`.",
    "named": "`effective` may be left out: it is that of the fact it names, and no other day is right.",
}


def vocabulary() -> str:
    """The whole page."""
    return page(
        "Vocabulary",
        f"{ONE_OF_EACH}, docs/generating/words.toml",
        _INTRODUCTION.strip().format(count=len(FACT_TYPES)),
        _contents(),
        "## Fields that every fact has",
        _fields(Fact, SHARED),
        "`decision` is an object of its own:",
        _fields(Decision),
        *(part for noun in NOUNS for part in _noun(noun)),
        "## Swedish words",
        _glossary(),
    )


def _contents() -> str:
    rows = []
    for noun in NOUNS:
        links = ", ".join(f"[`{cls.TYPE}`](#{cls.TYPE.replace('.', '')})" for cls in _types_of(noun))
        rows.append((_title(noun), links))
    return table(("About", "Types of fact"), rows)


def _types_of(noun: ModuleType) -> Iterable[type[Fact]]:
    return (cls for cls in FACT_TYPES.values() if cls.__module__ == noun.__name__)


def _title(noun: ModuleType) -> str:
    return (noun.__doc__ or "").partition("\n")[0].rpartition(": fact")[0]


def _noun(noun: ModuleType) -> Iterator[str]:
    yield f"## {_title(noun)}"
    for cls in _types_of(noun):
        yield from _fact(cls)


def _fact(cls: type[Fact]) -> Iterator[str]:
    yield f"### {cls.TYPE}"
    yield paragraphs(cls.__doc__)
    own = [each.attribute for each in spellings(cls).values() if each.attribute not in SHARED]
    yield _fields(cls, own)
    for name, part in _parts(cls, own):
        yield f"Each `{name}` is an object:" if _is_list(cls, name) else f"`{name}` is an object:"
        yield _fields(part)
    yield _EFFECTIVE.get(cls.EFFECTIVE, "")
    line = sample(cls)
    yield block("json", journal_line(line))
    if cls.BY_HAND:
        yield block("sh", command(line))


def _fields(cls: type, only: Iterable[str] | None = None) -> str:
    wanted = None if only is None else set(only)
    rows = []
    for name, spelling in spellings(cls).items():
        if wanted is not None and spelling.attribute not in wanted:
            continue
        attribute = next(each for each in attributes(cls) if each.name == spelling.attribute)
        told = meaning(attribute)
        looks = _looks(without_none(spelling.annotation), is_code=holds_codes(attribute))
        rows.append(
            (f"`{name}`", told.swedish, looks, "required" if spelling.required else "optional", sentence(told.help))
        )
    return table(("Field", "In Swedish", "In the journal", "", "Meaning"), rows)


def _looks(annotation: Any, *, is_code: bool = False) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _LOOKS:
        return _LOOKS[annotation]
    if annotation is str:
        return "a code" if is_code else "text"
    if origin is Literal:
        return " or ".join(f'`"{word}"`' for word in arguments)
    if origin is tuple and attrs.has(arguments[0]):
        return "a list of objects, see below"
    if origin is tuple:
        return f"a list: `[…]` of {_looks(arguments[0], is_code=True)}"
    if origin is dict:
        return _looks_as_table(arguments)
    return "an object, see below"


def _looks_as_table(arguments: tuple[Any, ...]) -> str:
    if get_origin(arguments[1]) is dict:
        return '`{"NETTO": {"2024-01": "-100.00"}}`'
    return '`{"NETTO": "-100.00"}`' if arguments[1] is Money else '`{"Sommar": "3"}`'


def _parts(cls: type[Fact], own: Iterable[str]) -> Iterator[tuple[str, type]]:
    for name, spelling in spellings(cls).items():
        if spelling.attribute in own:
            annotation = without_none(spelling.annotation)
            inner = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
            if attrs.has(inner):
                yield name, inner


def _is_list(cls: type[Fact], name: str) -> bool:
    return get_origin(without_none(spellings(cls)[name].annotation)) is tuple


def _glossary() -> str:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))["word"]
    return table(
        ("In Swedish documents", "Here", "Keep in mind"),
        sorted(((each["swedish"], each["here"], each["note"]) for each in words), key=lambda row: row[0]),
    )
