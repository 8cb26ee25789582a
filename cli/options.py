"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cli.params import AS_OF, KNOWN_AT, MONTH, YEAR

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
YEAR_OPTION = click.option("--year", type=YEAR, metavar="YYYY", help="The fiscal year; that of --as-of if left out.")
MONTH_OPTION = click.option("--month", type=MONTH, metavar="YYYY-MM", help="The month; that of --as-of if left out.")
STATEMENT_OPTION = click.option(
    "--statement",
    type=click.Choice(["operating", "investment", "financing"]),
    default="operating",
    show_default=True,
    help="Whose lines are counted.",
)
TREE_OPTION = click.option(
    "--tree",
    type=click.Choice(["moment", "then", "today"]),
    default="moment",
    show_default=True,
    help="Roll up along the tree of the moment, each month's own, or the newest.",
)


def by(default: str, ways: str) -> Option:
    return click.option(
        "--by", default=default, metavar="GROUPING", help=f"Group by {ways}.", show_default=bool(default)
    )


OUTPUT = (
    click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
                 help="How to print the answer."),
    click.option("--in", "unit_of_amounts", type=click.Choice(["kr", "tkr", "Mkr"]), default="Mkr", show_default=True,
                 help="The unit of amounts in tables."),
    click.option("--decimals", type=click.IntRange(0, 6), default=0, show_default=True,
                 help="Decimals of amounts in tables."),
    click.option("--receipt", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Keep a receipt, with which liggare verify --receipt makes the answer again."),
    click.option("--lang", type=click.Choice(["sv", "en"]),
                 help="The language of tables; that of the locale if left out."),
)  # fmt: skip


HOW = ("form", "unit_of_amounts", "decimals", "lang", "receipt")
"""The names that the options of OUTPUT arrive under."""


def with_output(command: click.Command) -> None:
    """Add the options that say how an answer is printed."""
    for option in OUTPUT:
        option(command)
