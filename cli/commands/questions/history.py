"""``liggare history``: how a figure became what it is."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cli.commands.questions.explain import COLUMN_OPTION
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question, with_options
from cli.output.answering import ask
from cli.output.printing import OUTPUT, Printing
from cli.output.render import print_plain
from cli.params import EXPLAINABLE
from cli.settings import Settings
from ledger.queries.options import NARROWING

if TYPE_CHECKING:
    from ledger.queries.answer import Answer
    from ledger.queries.at import At


@click.pass_obj
def _answered(settings: Settings, /, *, question: str, column_name: str | None, **options: Any) -> None:
    from ledger.queries.cell import Cell
    from ledger.queries.explain.history import history as answered
    from ledger.queries.questions import question as question_named

    printing = Printing.take(options)
    moment = {name: options.pop(name) for name in ("as_of", "known_at")}
    usual_day = partial(question_named(question).usual_day, options)
    cell = Cell(**options)
    found: list[Answer] = []

    def answer(at: "At") -> "Answer":
        found.append(answered(at, question, cell, column_name))
        return found[0]

    ask(settings, answer, printing, usual_day=usual_day, **moment)
    if printing.form == "table" and printing.output is None and sys.stdout.isatty():
        _draw(found[0])


def _draw(answer: "Answer") -> None:
    """How the figure has moved, as a line of columns below its table."""
    from ledger.reports.drawings import drawing_for, spark

    if len(answer.rows) > 1:
        drawn = spark([row.value.count for row in answer.rows], drawing_for(sys.stdout.encoding))
        print_plain(f"\n{drawn}\n")


history = click.command(
    help="""Tell how a figure became what it is: every fact that changed it, and what it was from then on.

    The last step is the figure; each step is what the ledger knew at that position.""",
    epilog="""\b
Examples:
  liggare history budget --unit HSN --year 2024
  liggare history report --unit HSN --month 2024-07 --column forecast_deviation
  liggare history forecast --unit HSN --year 2024 --format json""",
)(
    with_options(
        _answered,
        (
            click.argument("question", type=EXPLAINABLE),
            COLUMN_OPTION,
            *map(of_question, NARROWING),
            AS_OF_OPTION,
            KNOWN_AT_OPTION,
            *OUTPUT,
        ),
    )
)
