"""Where figures come from: ``liggare explain`` and ``liggare compare``."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs
import click

from cli.options import AS_OF_OPTION, HOW, KNOWN_AT_OPTION, STATEMENT_OPTION, TREE_OPTION, with_output
from cli.output.answering import ask, tell_answer
from cli.params import CATEGORY, COLUMN, LINE, MOMENT, MONTH, PHASE, PLAN, UNIT, VERSION, YEAR
from cli.settings import Settings, now
from ledger.domain.days import Month, swedish_day

QUESTIONS = ("budget", "report", "result", "outcome", "forecast", "staffing", "savings")

CELL = (
    click.option("--unit", type=UNIT, metavar="CODE", help="The unit, with everything below it."),
    click.option("--line", type=LINE, metavar="CODE", help="Only this line."),
    click.option(
        "--column",
        "column_name",
        type=COLUMN,
        metavar="NAME",
        help="The column of the answer, as it is called in JSON.",
    ),
    click.option("--month", type=MONTH, metavar="YYYY-MM", help="The month of a report, or of a monthly budget."),
    click.option("--year", type=YEAR, metavar="YYYY", help="The fiscal year; that of --as-of if left out."),
    click.option("--plan", type=PLAN, metavar="CODE", help="The savings plan."),
    click.option("--phase", type=PHASE, metavar="CODE", help="The phase of the plan."),
    click.option("--category", type=CATEGORY, metavar="NAME", help="The staff category."),
    click.option("--employment", metavar="FORM", help="The form of employment."),
    click.option("--since", type=MONTH, metavar="YYYY-MM", help="The month FTE changes are counted from."),
    STATEMENT_OPTION,
    TREE_OPTION,
)


def _cell_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(CELL):
        function = option(function)
    return function


@click.command(
    epilog="""\b
Examples:
  liggare explain budget --unit HSN --year 2024
  liggare explain report --unit HSN --month 2024-07 --column forecast_deviation
  liggare explain staffing --unit HS --category Handläggare --employment permanent"""
)
@click.argument("question", type=click.Choice(QUESTIONS))
@_cell_options
@click.option("--version", type=VERSION, metavar="LABEL", help="The forecast version.")
@AS_OF_OPTION
@KNOWN_AT_OPTION
@click.pass_obj
def explain(
    settings: Settings, /, *, question: str, column_name: str | None, as_of: date | None, **options: Any
) -> None:
    """Break a figure down to the facts behind it, with decision, paragraph and case number.

    The parts sum to the figure exactly.
    """
    from ledger.queries.explain.figures import Cell
    from ledger.queries.explain.figures import explain as answered

    how = {name: options.pop(name) for name in (*HOW, "known_at")}
    cell = Cell(**options)
    if question in ("report", "result"):
        month = cell.month or Month.containing(as_of or swedish_day(now()))
        cell, as_of = attrs.evolve(cell, month=month), as_of or month.last_day
    ask(settings, lambda at: answered(at, question, cell, column_name), as_of=as_of, year=cell.year, **how)


with_output(explain)


@click.command(
    epilog="""\b
Examples:
  liggare compare budget --year 2024 --from @2024-08-23 --to @2024-08-27
  liggare compare report --month 2024-07 --column ytd_outcome --from 2024-07@2024-08-10 --to 2024-07
  liggare compare forecast --year 2024 --from-version P1 --to-version P2 --bridge
A moment is AS-OF, @KNOWN-AT or AS-OF@KNOWN-AT."""
)
@click.argument("question", type=click.Choice(QUESTIONS))
@click.option("--from", "from_", type=MOMENT, default="", metavar="MOMENT", help="The moment to start from.")
@click.option("--to", type=MOMENT, default="", metavar="MOMENT", help="The moment to arrive at; now if left out.")
@click.option("--from-version", type=VERSION, metavar="LABEL", help="The forecast version to start from.")
@click.option("--to-version", type=VERSION, metavar="LABEL", help="The forecast version to arrive at.")
@click.option(
    "--by", type=click.Choice(["unit", "unit,line"]), default="unit", help="One row a unit, or a unit and line."
)
@click.option("--bridge", is_flag=True, help="Opening figure, one line for each fact, closing figure.")
@click.option("--kinds", is_flag=True, help="In the bridge, one line for each type of fact.")
@_cell_options
@AS_OF_OPTION
@KNOWN_AT_OPTION
@click.pass_obj
def compare(  # noqa: PLR0913 - click passes every option by name
    settings: Settings,
    /,
    *,
    question: str,
    column_name: str | None,
    from_: tuple[date | None, datetime | None],
    to: tuple[date | None, datetime | None],
    from_version: str | None,
    to_version: str | None,
    by: str,
    bridge: bool,
    kinds: bool,
    as_of: date | None,
    known_at: datetime | None,
    **options: Any,
) -> None:
    """Two moments side by side, and the facts that make the difference.

    Reorganisations are told apart from decisions; nothing is left over.
    """
    from ledger.queries import compare as comparing
    from ledger.queries.explain.figures import Cell

    how = {name: options.pop(name) for name in HOW}
    cell, instant = Cell(**options), now()
    if (from_, from_version) == (to, to_version):
        raise comparing.NotComparable
    if question in ("report", "result") and cell.month is not None and as_of is None:
        as_of = cell.month.last_day
    with settings.reading() as reader:
        sides = []
        for (day, known), version in ((from_, from_version), (to, to_version)):
            usual = max(swedish_day(instant), date(cell.year, 1, 1) if cell.year else date.min)
            then = known or known_at or instant
            at = reader.at(day or as_of or usual, then if how["receipt"] is None else reader.final_instant(then))
            sides.append(comparing.Side(at, attrs.evolve(cell, version=version)))
        answer = comparing.compare(sides[0], sides[1], question, column_name, by_line=by == "unit,line")
        if bridge or how["form"] == "table":
            answer = comparing.bridge(answer, by_kind=kinds, only_top=bridge)
        # a receipt must not depend on what the moments left out were taken to be
        click.get_current_context().params.update(zip(("from_", "to"), map(_moment, sides), strict=True))
        tell_answer(answer, settings, reader, **how)


def _moment(side: Any) -> tuple[date, datetime]:
    return side.at.as_of, side.at.moment.known_at


with_output(compare)
