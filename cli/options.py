"""Options that several commands share, and those of questions as the command line has them."""

from collections.abc import Callable, Iterable
from typing import Any

import click

from cli.params import AS_OF, KNOWN_AT, OF_KIND
from ledger.queries.options import Option as QuestionOption

Option = Callable[[Any], Any]

AS_OF_OPTION = click.option(
    "--as-of", type=AS_OF, metavar="DAY|MONTH", help="The day the answer is true for; a month means its last day."
)
KNOWN_AT_OPTION = click.option(
    "--known-at",
    type=KNOWN_AT,
    metavar="DAY|MONTH|INSTANT",
    help="Only what the ledger knew by then; a day ends at Swedish midnight.",
)


def of_question(option: QuestionOption) -> Option:
    """An option of a question as one of a command."""
    if option.kind == "flag":
        return click.option(flag(option.name), option.name, is_flag=True, default=None, help=option.help)
    return click.option(
        flag(option.name),
        option.name,
        type=click.Choice(option.choices) if option.kind == "choice" else OF_KIND.get(option.kind, click.STRING),
        default=option.default,
        show_default=bool(option.default),
        metavar=option.metavar,
        help=option.help,
    )


def flag(name: str) -> str:
    """An option as it is typed."""
    return f"--{name.replace('_', '-')}"


def with_options(function: Callable[..., Any], options: Iterable[Option]) -> Callable[..., Any]:
    """A command's function with options, in their order."""
    for option in reversed(list(options)):
        function = option(function)
    return function
