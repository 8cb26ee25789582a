"""Options that several commands share, and those of questions as the command line has them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from cli.params import AS_OF, DECIMALS, KNOWN_AT, OF_KIND
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

OUTPUT = (
    click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
                 help="How to print the answer."),
    click.option("--in", "unit_of_amounts", type=click.Choice(["kr", "tkr", "Mkr"]), default="Mkr", show_default=True,
                 help="The unit of amounts in tables."),
    click.option("--decimals", type=DECIMALS, metavar="0-6", default=0, show_default=True,
                 help="Decimals of amounts in tables."),
    click.option("--receipt", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Keep a receipt, with which liggare verify --receipt makes the answer again."),
    click.option("--lang", type=click.Choice(["sv", "en"]),
                 help="The language of tables; that of the locale if left out."),
)  # fmt: skip
"""How an answer is printed."""

HOW = ("form", "unit_of_amounts", "decimals", "lang", "receipt")
"""The names that the options of OUTPUT arrive under."""


def of_question(option: QuestionOption) -> Option:
    """An option of a question as one of a command."""
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
