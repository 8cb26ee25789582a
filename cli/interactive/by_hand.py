"""A decision filled in at a terminal: what is missing is asked for, the effect shown, and then the last question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from cli.interactive.asking import Asker, Blank, blanks, lacking
from cli.interactive.prompts import nothing_recorded_when_left, prompted
from cli.output.effect import print_effect
from cli.output.render import print_error
from cli.settings import Settings
from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Fact
from ledger.interchange.values.messages import nearest

NOTHING_YET: Mapping[str, str] = {}
_YES, _NO = ("y", "yes", "j", "ja"), ("n", "no", "nej")

Given = dict[str, Any]
"""Words by the paths of fields, as options give them."""
Rehearsed = Callable[[], Sequence[Fact]]
"""What would be recorded as things stand. Raises a LedgerError when it would be refused."""


class NoAnswer(Unreadable):
    code = "no-answer"

    def __init__(self, words: str, fields: Sequence[str]) -> None:
        super().__init__(
            f"{words!r} is neither yes nor no, nor the name of a field",
            hint=nearest(words, fields) or f"Fields are {', '.join(fields)}",
        )


def filled_in(
    cls: type[Fact], settings: Settings, given: Given, *, unit: str = "kr", rehearsed: Rehearsed | None
) -> bool:
    """Ask for what *given* lacks, and put it there. Then show what *rehearsed* says and ask whether to record it.

    Nothing is asked where nothing is missing. False when somebody has said no.
    """
    missing = lacking(cls, given)
    if not missing:
        return True
    _introduce(cls)
    with nothing_recorded_when_left(), settings.looking_up() as at:
        asker = Asker(cls, at, unit)
        for blank in missing:
            given[blank.path] = asker.ask(blank)
        return rehearsed is None or confirmed(cls, settings, asker, given, rehearsed)


def _introduce(cls: type[Fact]) -> None:
    click.echo(f"{cls.TYPE}: {(cls.__doc__ or '').partition(chr(10))[0]}")
    click.echo("Return takes what stands in brackets; Ctrl-C leaves, and nothing is recorded.\n")


def confirmed(
    cls: type[Fact],
    settings: Settings,
    asker: Asker,
    given: Given,
    rehearsed: Rehearsed,
    stood: Mapping[str, str] = NOTHING_YET,
) -> bool:
    """Show the effect and ask whether to record it; a field that is named instead is asked for, and all shown anew.

    *stood* is what fields hold that are not in *given*.
    """
    fields = blanks(cls)
    while True:
        possible = _shown(settings, rehearsed)
        answer = _answered(fields, possible=possible)
        if answer in _YES:
            return True
        if answer in _NO:
            click.echo("Nothing was recorded.")
            return False
        for path in _named(fields, answer):
            before = in_words(given.get(path, stood.get(path, "")))
            words = asker.ask(fields[path], before=before or None)
            if words != before:  # what is kept stays as it is, and need not be read from its words
                given[path] = words


def _named(fields: Mapping[str, Blank], words: str) -> list[str]:
    """The field of this name, or all fields of the part of this name: ``decision``."""
    name = words.replace("-", "_")
    return [path for path in fields if name in (path, path.partition(".")[0])]


def _shown(settings: Settings, rehearsed: Rehearsed) -> bool:
    """The effect of what would be recorded, or why it would be refused; whether it is possible."""
    click.echo()
    try:
        print_effect(settings, rehearsed())
    except LedgerError as error:
        if error.exit_status > Unreadable.exit_status:
            raise
        print_error(error)
        return False
    return True


def _answered(fields: dict[str, Blank], *, possible: bool) -> str:
    def checked(words: str) -> str:
        answer = words.casefold()
        if (answer in _YES and possible) or answer in _NO:
            return answer
        if not _named(fields, words):
            raise NoAnswer(words, list(fields))
        return words

    question = "Record? yes, no, or a field to change or to add" if possible else "A field to change or to add; or no"
    offered = {path: blank.told.help for path, blank in fields.items()}
    return prompted(question, checked, offered=offered, shown=False)


def in_words(given: Any) -> str:
    """What an option was given, possibly several times, as one line of words."""
    return given if isinstance(given, str) else ", ".join(given)
