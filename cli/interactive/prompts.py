"""Questions to a person at a terminal, put again until the answer can be used."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from shutil import get_terminal_size

import click

from cli.exit_status import INTERRUPTED
from cli.output.render import print_error
from ledger.domain.errors import LedgerError

LIST = "?"
"""Typed to see what may be chosen."""
FEW = 12
"""So many choices are shown without being asked for."""


def at_a_terminal() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def nothing_recorded_when_left() -> Iterator[None]:
    """Who leaves a question with Ctrl-C or Ctrl-D is told that nothing has come of it."""
    try:
        yield
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nNothing was recorded.", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None


def prompted(
    question: str,
    check: Callable[[str], str],
    *,
    offered: Mapping[str, str] = {},
    default: str | None = None,
    shown: bool = True,
) -> str:
    """An answer that *check* takes; what it complains of is told, and the question put again.

    What is *offered* is listed before the question if it is little and *shown*, and when a question mark is typed.
    The tabulator key completes it.
    """
    if shown and 0 < len(offered) <= FEW:
        _list(offered)
    more = f" [{LIST} lists {len(offered)}]" if len(offered) > FEW else ""
    with _tab_completes(offered):
        while True:
            words = click.prompt(f"{question}{more}", default=default, show_default=bool(default))
            if words.strip() == LIST and offered:
                _list(offered)
                continue
            try:
                return check(words.strip())
            except LedgerError as error:
                print_error(error)


def _list(offered: Mapping[str, str]) -> None:
    """Words and what they stand for, one a line; bare words together."""
    if not any(offered.values()):
        click.echo(f"  ({', '.join(offered)})")
        return
    widest = max(map(len, offered))
    room = get_terminal_size().columns
    for word, told in offered.items():
        click.echo(f"  {word.ljust(widest)}  {told}"[:room])


@contextmanager
def _tab_completes(offered: Mapping[str, str]) -> Iterator[None]:
    """Let the tabulator key complete what is offered, where the machine has readline."""
    try:
        import readline
    except ImportError:
        yield
        return

    def matching(begun: str, which: int) -> str | None:
        found = [word for word in offered if word.casefold().startswith(begun.casefold())]
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


def type_asked() -> str:
    """The type of fact that somebody at the terminal wants to record."""
    from ledger.domain.vocabulary import FACT_TYPES
    from ledger.interchange.journal.reading import fact_class

    by_noun: dict[str, list[str]] = {}
    for name in FACT_TYPES:
        noun, _, verb = name.partition(".")
        by_noun.setdefault(noun, []).append(verb)
    widest = max(map(len, by_noun))
    for noun, verbs in by_noun.items():
        click.echo(f"  {noun.rjust(widest)}.  {'  '.join(verbs)}")
    sentences = {name: (cls.__doc__ or "").partition("\n")[0] for name, cls in FACT_TYPES.items()}
    with nothing_recorded_when_left():
        return prompted("Type of fact", lambda words: fact_class(words).TYPE, offered=sentences)
