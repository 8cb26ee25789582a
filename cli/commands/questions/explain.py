"""``liggare explain``: where a figure comes from."""

from functools import partial
from typing import Any

import click

from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question, with_options
from cli.output.answering import ask
from cli.output.printing import OUTPUT, Printing
from cli.params import COLUMN, EXPLAINABLE
from cli.settings import Settings
from ledger.queries.options import NARROWING

COLUMN_OPTION = click.option(
    "--column", "column_name", type=COLUMN, metavar="NAME", help="The column of the answer, as it is called in JSON."
)


@click.pass_obj
def _answered(settings: Settings, /, *, question: str, column_name: str | None, **options: Any) -> None:
    from ledger.queries.cell import Cell
    from ledger.queries.explain.figures import explain as answered
    from ledger.queries.questions import question as question_named

    printing = Printing.take(options)
    moment = {name: options.pop(name) for name in ("as_of", "known_at")}
    usual_day = partial(question_named(question).usual_day, options)
    cell = Cell(**options)
    ask(settings, lambda at: answered(at, question, cell, column_name), printing, usual_day=usual_day, **moment)


explain = click.command(
    help="""Break a figure down to the facts behind it, with decision, paragraph and case number.

    The parts sum to the figure exactly.""",
    epilog="""\b
Examples:
  liggare explain budget --unit HSN --year 2024
  liggare explain report --unit HSN --month 2024-07 --column forecast_deviation
  liggare explain staffing --unit HS --category Handläggare --employment permanent""",
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
