"""The words of a question with nothing left to the clock, the terminal or the locale, so that it can be asked again."""

from collections.abc import Sequence

import click

from ledger.domain.errors import LedgerError
from ledger.domain.values.days import Moment, instant_text, swedish_day
from ledger.reports.reproducing.commands import typed_words

ASKING = ("show", "journal", "explain", "compare", "history")
"""The commands that answers come from."""

NOT_REPEATED = {"--receipt", "--as-of", "--known-at", "--lang", "--overwrite"}
"""Besides the file that the answer is written to."""


class NoQuestion(Exception):
    """Words that ask for something else than an answer, or not as liggare would."""


def lasting_arguments(context: click.Context, moment: Moment, lang: str) -> list[str]:
    """The words of this command at this moment, from the values that its own options were given."""
    words: list[str] = []
    at: click.Context | None = context
    while at is not None and at.parent is not None:
        words.insert(0, at.info_name or "")
        at = at.parent
    for parameter in context.command.params:
        name = parameter.opts[0] if isinstance(parameter, click.Option) else ""
        value = context.params.get(parameter.name or "")
        if value is None or value is False or name in NOT_REPEATED or parameter.name == "output":
            continue
        words += typed_words(name, value)
    if context.info_name != "journal" or context.params.get("as_of"):  # a journal without it has no last day
        words += ["--as-of", moment.as_of.isoformat()]
    return [*words, "--known-at", instant_text(moment.known_at), "--lang", lang]


def question_again(arguments: Sequence[str], moment: Moment) -> list[str]:
    """The question that somebody's arguments ask, at *moment* whatever they say of it. Raises :class:`NoQuestion`.

    The arguments are read as if they were typed and written anew from what the command's own options then hold. None
    of them can be one that writes a file or shows a page of help.
    """
    context = _read(arguments)
    if any(_writes(parameter) and context.params.get(parameter.name or "") for parameter in context.command.params):
        message = "it asks for a file to be written"
        raise NoQuestion(message)
    if context.params.get("as_of") is not None:
        context.params["as_of"] = moment.as_of
    elif context.info_name == "journal" and moment.as_of != swedish_day(moment.known_at):
        message = f"it says {moment.as_of}, but asks for every day"
        raise NoQuestion(message)
    if context.info_name == "compare":  # which arrives at the moment of its answer
        context.params["to"] = (moment.as_of, moment.known_at)
    return lasting_arguments(context, moment, context.params.get("lang") or "en")


def _read(arguments: Sequence[str]) -> click.Context:
    """The command that the arguments name, with the values of its options; nothing is run."""
    from cli.main import liggare

    if not arguments or arguments[0] not in ASKING:
        message = "it does not ask a question"
        raise NoQuestion(message)
    command: click.Command = liggare
    context = click.Context(command, info_name="liggare")
    rest = list(arguments)
    try:
        while isinstance(command, click.Group):
            name = rest.pop(0) if rest else ""
            found = command.get_command(context, name)
            if found is None:
                message = f"there is no question {name!r}"
                raise NoQuestion(message)
            command = found
            if isinstance(command, click.Group):
                context = click.Context(command, context, info_name=name)
        return command.make_context(name, rest, context, help_option_names=[])
    except (click.ClickException, click.exceptions.Exit, click.Abort, LedgerError) as error:
        told = error.format_message() if isinstance(error, click.ClickException) else str(error)
        raise NoQuestion(told) from None


def _writes(parameter: click.Parameter) -> bool:
    """Whether a parameter names a file, or what may be done to one."""
    return isinstance(parameter.type, click.Path | click.File) or "--overwrite" in parameter.opts
