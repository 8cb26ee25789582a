"""Fill in a fact at a terminal: ask for what is missing, show the effect, and ask whether to record it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from cli.help_pages import translated_help
from cli.interactive.asking import Asker
from cli.interactive.open_fields import OpenField, missing_fields, open_fields
from cli.interactive.prompts import prompt_until_read, telling_that_nothing_was_recorded
from cli.output.effect import print_effect
from cli.output.render import print_error
from cli.output.sentences.saying import say
from cli.settings import Settings
from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Fact
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import nearest
from ledger.recording.batches import Took

NOTHING_YET: Mapping[str, str] = {}
_YES, _NO = ("y", "yes", "j", "ja"), ("n", "no", "nej")

Given = dict[str, Any]
"""Texts by the paths of fields, as options give them."""
Rehearse = Callable[[], Sequence[Took]]
"""What would be recorded now. Raises a LedgerError when it would be refused."""


class NoAnswer(Unreadable):
    code = "no-answer"

    def __init__(self, words: str, fields: Sequence[str]) -> None:
        super().__init__(
            phrase("{words!r} is neither yes nor no, nor the name of a field", words=words),
            hint=nearest(words, fields) or phrase("Fields are {fields}", fields=", ".join(fields)),
        )


def fill_in(cls: type[Fact], settings: Settings, given: Given, *, unit: str = "kr", rehearse: Rehearse | None) -> bool:
    """Ask for the fields that *given* lacks, and add them to it. Then show the effect and ask whether to record.

    Nothing is asked when nothing is missing, and nothing is shown without *rehearse*. False when the answer is no.
    """
    missing = missing_fields(cls, given)
    if not missing:
        return True
    _introduce(cls)
    with telling_that_nothing_was_recorded(), settings.looking_up() as at:
        asker = Asker(cls, at, unit)
        for field in missing:
            given[field.path] = asker.ask(field)
        return rehearse is None or confirm(cls, settings, asker, given, rehearse)


def _introduce(cls: type[Fact]) -> None:
    click.echo(f"{cls.TYPE}: {translated_help((cls.__doc__ or '').partition(chr(10))[0])}")
    say(phrase("Return takes what stands in brackets; Ctrl-C leaves, and nothing is recorded.\n"))


def confirm(
    cls: type[Fact],
    settings: Settings,
    asker: Asker,
    given: Given,
    rehearse: Rehearse,
    stood: Mapping[str, str] = NOTHING_YET,
) -> bool:
    """Show the effect and ask whether to record it. When a field is named instead, ask for it and show all again.

    *stood* has the values of fields that are not in *given*.
    """
    fields = open_fields(cls)
    while True:
        possible = _print_effect(settings, rehearse)
        answer = _ask_to_record(fields, possible=possible)
        if answer in _YES:
            return True
        if answer in _NO:
            say(phrase("Nothing was recorded."))
            return False
        for path in _named(fields, answer):
            before = as_one_line(given.get(path, stood.get(path, "")))
            words = asker.ask(fields[path], before=before or None)
            if words != before:  # what is kept stays as it is, and need not be read from its words
                given[path] = words


def _named(fields: Mapping[str, OpenField], words: str) -> list[str]:
    """The field of this name, or all fields of the part of this name: ``decision``."""
    name = words.replace("-", "_")
    return [path for path in fields if name in (path, path.partition(".")[0])]


def _print_effect(settings: Settings, rehearse: Rehearse) -> bool:
    """Print the effect of recording, or why it would be refused; whether it can be recorded."""
    click.echo()
    try:
        print_effect(settings, rehearse())
    except LedgerError as error:
        if error.exit_status > Unreadable.exit_status:
            raise
        print_error(error)
        return False
    return True


def _ask_to_record(fields: dict[str, OpenField], *, possible: bool) -> str:
    def checked(words: str) -> str:
        answer = words.casefold()
        if (answer in _YES and possible) or answer in _NO:
            return answer
        if not _named(fields, words):
            raise NoAnswer(words, list(fields))
        return words

    question = (
        phrase("Record? yes, no, or a field to change or to add")
        if possible
        else phrase("A field to change or to add; or no")
    )
    choices = {path: f"{field.meaning.help}." for path, field in fields.items()}
    return prompt_until_read(question, checked, choices=choices, shown=False)


def as_one_line(given: Any) -> str:
    """The value of an option on one line, also when it was given several times."""
    return given if isinstance(given, str) else ", ".join(given)
