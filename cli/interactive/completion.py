"""Shell completion: codes from the ledger, with their names.

When anything is wrong, the shell gets no completions: a message would appear in the middle of what is being typed.
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
Choices = Callable[["At"], Mapping[str, str]]

INSTRUCTION = "_LIGGARE_COMPLETE"
"""The environment variable by which a shell asks for completions; its value names the shell."""


def is_asked() -> bool:
    """Whether this process was started to complete a command."""
    return INSTRUCTION in os.environ


def join_what_bash_cut() -> None:
    """Join ``--unit=HSN`` again: bash splits it at the equals sign into three words."""
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
    """Complete with the codes of a kind: unit, line, plan, …"""
    from cli.interactive.choices import codes_of

    return _completer(lambda at: codes_of(kind, at))


def complete_words(kind: str) -> Completer:
    """Complete with the words of a kind that have been used before: category, phase, version."""

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
    """Complete with the positions of the newest facts."""
    from cli.interactive.choices import last_facts

    return _completer(last_facts)(context, parameter, incomplete)


def complete_types(_: click.Context, __: click.Parameter | None, incomplete: str) -> list[CompletionItem[Any]]:
    """Complete with the types of fact, with what they mean."""
    from ledger.domain.vocabulary import RECORDABLE

    return matching({name: (cls.__doc__ or "").partition("\n")[0] for name, cls in RECORDABLE.items()}, incomplete)


def complete_columns(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """Complete with the columns that can be explained of the question typed, which click has not read yet."""

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


def complete_field(annotation: Any, meaning: "Meaning") -> Completer:
    """The values of a field of a fact: in a list after its last comma, in a table up to the amount."""
    from cli.interactive.choices import field_choices
    from ledger.interchange.values.fields import without_none

    origin, arguments = get_origin(without_none(annotation)), get_args(without_none(annotation))
    ending = ""
    if origin is dict:
        ending = ":" if get_origin(arguments[1]) is dict else "="
    always = field_choices(annotation, meaning, None)
    return _completer(lambda at: field_choices(annotation, meaning, at), always, listed=origin is tuple, ending=ending)


def matching(choices: Mapping[str, str], incomplete: str) -> list[CompletionItem[Any]]:
    """The choices that begin with what has been typed, in any case of letters."""
    begun = incomplete.casefold()
    return [
        CompletionItem(_quoted(word), help=" ".join(description.split()) or None)
        for word, description in choices.items()
        if word.casefold().startswith(begun)
    ]


def _completer(
    find: Choices, always: Mapping[str, str] | None = None, *, listed: bool = False, ending: str = ""
) -> Completer:
    """Complete with the choices that *find* takes from the ledger, or with those that are *always* the same."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        before, comma, _begun = incomplete.rpartition(",") if listed else ("", "", incomplete)
        choices = always or _found(context, find)
        return matching({f"{before}{comma}{word}{ending}": text for word, text in choices.items()}, incomplete)

    return complete


def _found(context: click.Context, find: Choices) -> Mapping[str, str]:
    with suppress(Exception), _at(context) as at:
        return find(at)
    return {}


@contextmanager
def _at(context: click.Context) -> "Iterator[At]":
    """Open the ledger that the command names. The options before the command are parsed by now, but not applied."""
    from cli.settings import Settings

    with Settings(where=context.find_root().params["where"]).looking_up(traceless=True) as at:
        yield at


def _quoted(word: str) -> str:
    """Escape a completion for bash, whose script drops every other backslash. Other shells quote by themselves."""
    if os.environ.get(INSTRUCTION) != "bash_complete":
        return word
    return re.sub(r"([^\w@%+:,./=#-])", r"\\\\\1", word)
