"""Shell completion: codes from the ledger, with their names, where a shell asks for them.

Whatever is wrong, a shell that asks gets no answer rather than a message in the middle of somebody's typing.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, get_args, get_origin

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from ledger.domain.fact import Meaning
    from ledger.queries.at import At

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem[Any]]]
Offers = Callable[["At"], Mapping[str, str]]

INSTRUCTION = "_LIGGARE_COMPLETE"
"""The variable in which a shell says that it asks for completions, and which shell it is."""


def is_asked() -> bool:
    """Whether this process only answers a shell that completes a command."""
    return INSTRUCTION in os.environ


def join_what_bash_cut() -> None:
    """Put ``--unit=HSN`` together again: bash takes an equals sign for the end of a word, and gives three."""
    if os.environ.get(INSTRUCTION) != "bash_complete":
        return
    words, joined = os.environ.get("COMP_WORDS", "").split("\n"), list[str]()
    current = int(os.environ.get("COMP_CWORD", "0"))
    for place, word in enumerate(words):
        begins = not (joined and joined[-1].startswith("--") and (word == "=" or joined[-1].endswith("=")))
        joined = [*joined, word] if begins else [*joined[:-1], joined[-1] + word]
        if place == current:
            os.environ["COMP_CWORD"] = str(len(joined) - 1)
    os.environ["COMP_WORDS"] = "\n".join(joined)


def complete_codes(kind: str) -> Completer:
    """The codes of a kind: unit, line, plan, …"""
    from cli.interactive.choices import codes_of

    return _completer(lambda at: codes_of(kind, at))


def complete_words(kind: str) -> Completer:
    """The words of a kind that have been used before: category, phase, version."""

    def words(at: "At") -> Mapping[str, str]:
        from ledger.queries.codes import words_used

        return dict.fromkeys(words_used(at, kind), "")

    return _completer(words)


def complete_years(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    from cli.interactive.choices import years

    return _completer(years)(context, parameter, incomplete)


def complete_months(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    from cli.interactive.choices import months

    return _completer(months)(context, parameter, incomplete)


def complete_facts(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """The positions of the newest facts."""
    from cli.interactive.choices import last_facts

    return _completer(last_facts)(context, parameter, incomplete)


def complete_types(_: click.Context, __: click.Parameter | None, incomplete: str) -> list[CompletionItem[Any]]:
    """The types of fact, with what they mean."""
    from ledger.domain.vocabulary import FACT_TYPES

    return matching({name: (cls.__doc__ or "").partition("\n")[0] for name, cls in FACT_TYPES.items()}, incomplete)


def complete_columns(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """The columns that can be explained of the question that has been typed, which click has not read yet."""

    def columns(_: "At") -> Mapping[str, str]:
        from ledger.queries.questions import names, question

        typed = [word for word in os.environ.get("COMP_WORDS", "").split() if word in names()]
        explained = question(typed[0]).explained if typed else None
        return dict.fromkeys(explained.columns if explained else (), "")

    return _completer(columns)(context, parameter, incomplete)


def complete_explainable(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """The questions whose figures can be taken apart."""
    from ledger.queries.questions import explainable, question

    return matching({name: question(name).sentence for name in explainable()}, incomplete)


def complete_files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    return [CompletionItem(incomplete, type="file")]


def complete_field(annotation: Any, told: "Meaning") -> Completer:
    """What may be written in a field of a fact: in a list after its last comma, in a table up to the amount."""
    from cli.interactive.choices import offers
    from ledger.interchange.values.fields import without_none

    origin, arguments = get_origin(without_none(annotation)), get_args(without_none(annotation))
    ending = ""
    if origin is dict:
        ending = ":" if get_origin(arguments[1]) is dict else "="
    always = offers(annotation, told, None)
    return _completer(lambda at: offers(annotation, told, at), always, listed=origin is tuple, ending=ending)


def matching(offered: Mapping[str, str], incomplete: str) -> list[CompletionItem[Any]]:
    """What begins as the word that has been begun, whatever the case of its letters."""
    begun = incomplete.casefold()
    return [
        CompletionItem(_quoted(word), help=" ".join(told.split()) or None)
        for word, told in offered.items()
        if word.casefold().startswith(begun)
    ]


def _completer(
    find: Offers, always: Mapping[str, str] | None = None, *, listed: bool = False, ending: str = ""
) -> Completer:
    """What is found in the ledger, unless there is something that is *always* offered."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        before, comma, _begun = incomplete.rpartition(",") if listed else ("", "", incomplete)
        offered = always or _found(context, find)
        return matching({f"{before}{comma}{word}{ending}": told for word, told in offered.items()}, incomplete)

    return complete


def _found(context: click.Context, find: Offers) -> Mapping[str, str]:
    with suppress(Exception), _at(context) as at:
        return find(at)
    return {}


@contextmanager
def _at(context: click.Context) -> "Iterator[At]":
    """The ledger that the command names, as it is now. Its group has been parsed by now but not called."""
    from cli.settings import Settings

    with Settings(where=context.find_root().params["where"]).looking_up(traceless=True) as at:
        yield at


def _quoted(word: str) -> str:
    """Bash takes completions as they are to be typed, and its script drops every other backslash on the way there;
    the other shells quote what needs it by themselves.
    """
    if os.environ.get(INSTRUCTION) != "bash_complete":
        return word
    return re.sub(r"([^\w@%+:,./=#-])", r"\\\\\1", word)
