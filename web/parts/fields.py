"""The options of a question as the fields of a form."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import attrs

from ledger.domain.values.visible import visible
from ledger.queries.at import At
from ledger.queries.codes import codes, years
from ledger.queries.options import Option
from ledger.reports.words import option_words
from web.visit import Visit

MOST_OFFERED = 500
"""Of more codes than these, none are offered: the field is written in."""
_OF_CODES = ("unit", "line", "project", "plan")


@attrs.frozen(kw_only=True)
class Field:
    """A labelled field; with *choices* one of them, else a text."""

    name: str
    label: str
    help: str
    value: str
    choices: Sequence[tuple[str, str]] = ()
    """The value and the words of each; an empty value leaves the option out."""
    example: str = ""


def fields(visit: Visit, at: At, options: Sequence[Option]) -> Iterator[Field]:
    """A field for each option, filled in as the page was asked for."""
    for option in options:
        value = visit.asked.given.get(option.name, "")
        choices = _choices(visit, at, option)
        if choices and value and value not in dict(choices):
            choices = [*choices, (value, visible(value))]
        yield Field(
            name=option.name,
            label=_label(option, visit.lang),
            help=visit.say(option.help),
            value=value,
            choices=choices,
            example="" if choices else (option.metavar or ""),
        )


def _label(option: Option, lang: Any) -> str:
    words = option_words(option.name, lang)
    return words[0].upper() + words[1:]


def _choices(visit: Visit, at: At, option: Option) -> list[tuple[str, str]]:
    """What can be chosen; nothing where it has to be written."""
    nothing = ("", visit.say("All"))
    if option.kind == "choice":
        usual = [] if option.default is not None else [nothing]
        return [*usual, *((each, option_words(each, visit.lang)) for each in option.choices)]
    if option.kind == "flag":
        return [("", visit.say("no")), ("1", visit.say("yes"))]
    if option.kind == "grouping":
        return [(each, _grouping(each, visit.lang)) for each in _groupings(option)]
    if option.kind == "year":
        return [("", visit.say("That of the day")), *((str(each), str(each)) for each in years(at))]
    if option.kind in _OF_CODES:
        known = _known(at, option.kind)
        return [nothing, *known] if 0 < len(known) <= MOST_OFFERED else []
    return []


def _groupings(option: Option) -> list[str]:
    """Every way to group by one or two of the choices; what is usual first."""
    ways = [",".join(each) for size in (1, 2) for each in combinations(option.choices, size)]
    possible = [each for each in ways if set(option.always) <= set(each.split(","))]
    usual = option.default or ""
    return [usual, *(each for each in possible if each != usual)]


def _grouping(by: str, lang: Any) -> str:
    return ", ".join(option_words(each, lang) for each in by.split(",")) if by else "–"


def _known(at: At, kind: str) -> list[tuple[str, str]]:
    """The codes of a kind with their names; units as they stand below one another."""
    if kind == "unit":
        places = list(at.places(None))
        return [(each.unit, "\N{NO-BREAK SPACE}" * 3 * each.level + visible(each.name)) for each in places]
    named: Mapping[str, str] = codes(at, kind)
    return [(code, f"{visible(name)} ({code})" if name != code else code) for code, name in named.items()]
