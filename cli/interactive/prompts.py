"""Ask a person at a terminal, again until the answer can be read."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from shutil import get_terminal_size

import click

from cli.exit_status import INTERRUPTED
from cli.help_pages import translated_help
from cli.output.render import print_error
from cli.output.sentences.saying import say, spoken
from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import joined, phrase

LIST = "?"
"""Typed to list the choices."""
FEW = 12
"""Up to this many choices are listed before a question."""


def at_a_terminal() -> bool:
    """Whether there is a person to ask."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


@contextmanager
def telling_that_nothing_was_recorded() -> Iterator[None]:
    """Say that nothing was recorded when a question is left with Ctrl-C or Ctrl-D."""
    try:
        yield
    except (click.Abort, KeyboardInterrupt):
        say(phrase("\nNothing was recorded."), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None


def prompt_until_read(
    question: str,
    check: Callable[[str], str],
    *,
    choices: Mapping[str, str] = {},
    default: str | None = None,
    shown: bool = True,
) -> str:
    """Ask until *check* accepts the answer; its errors are printed.

    The choices are listed when a question mark is typed, and before the question if they are few and *shown*. The
    tabulator key completes them.
    """
    if shown and 0 < len(choices) <= FEW:
        _list(choices)
    more = phrase(" [{list} lists {number}]", list=LIST, number=len(choices)) if len(choices) > FEW else ""
    with _tab_completes(choices):
        while True:
            words = click.prompt(spoken(joined("", (question, more))), default=default, show_default=bool(default))
            if words.strip() == LIST and choices:
                _list(choices)
                continue
            try:
                return check(words.strip())
            except LedgerError as error:
                print_error(error)


def _list(choices: Mapping[str, str]) -> None:
    """Print choices with their descriptions, one a line; those without descriptions on one line."""
    if not any(choices.values()):
        click.echo(f"  ({', '.join(choices)})")
        return
    widest = max(map(len, choices))
    room = get_terminal_size().columns
    for word, description in choices.items():
        click.echo(f"  {word.ljust(widest)}  {translated_help(spoken(description))}"[:room])


@contextmanager
def _tab_completes(choices: Mapping[str, str]) -> Iterator[None]:
    """Let the tabulator key complete the choices, where Python has readline."""
    try:
        import readline
    except ImportError:
        yield
        return

    def matching(begun: str, which: int) -> str | None:
        found = [word for word in choices if word.casefold().startswith(begun.casefold())]
        return found[which] if which < len(found) else None

    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(matching)
    readline.set_completer_delims(",")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])


def ask_type() -> str:
    """Ask for the type of fact to record."""
    from ledger.domain.vocabulary import RECORDABLE, type_named
    from ledger.interchange.journal.reading import fact_class

    by_noun: dict[str, list[str]] = {}
    for name in RECORDABLE:
        noun, _, verb = name.partition(".")
        by_noun.setdefault(noun, []).append(verb)
    widest = max(map(len, by_noun))
    for noun, verbs in by_noun.items():
        click.echo(f"  {noun.rjust(widest)}.  {'  '.join(verbs)}")
    sentences = {name: (cls.__doc__ or "").partition("\n")[0] for name, cls in RECORDABLE.items()}
    with telling_that_nothing_was_recorded():
        return prompt_until_read(
            phrase("Type of fact"), lambda words: fact_class(type_named(words)).TYPE, choices=sentences
        )
