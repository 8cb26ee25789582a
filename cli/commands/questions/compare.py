"""``liggare compare``: two moments or two versions, and the facts between them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.commands.questions.explain import COLUMN_OPTION
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question, with_options
from cli.output.answering import print_with_receipt
from cli.output.printing import OUTPUT_BESIDE_MOMENTS, Printing
from cli.params import EXPLAINABLE, MOMENT, VERSION
from cli.settings import Settings, now
from ledger.domain.values.days import swedish_day
from ledger.queries import options as of_questions

if TYPE_CHECKING:
    from ledger.queries.cell import Side
    from ledger.queries.reader import LedgerReader

Moment = tuple[date | None, datetime | None]

_OWN = (
    click.option("--from", "from_", type=MOMENT, default="", metavar="MOMENT", help="The moment to start from."),
    click.option("--to", type=MOMENT, default="", metavar="MOMENT", help="The moment to arrive at; now if left out."),
    click.option("--from-version", type=VERSION, metavar="LABEL", help="The forecast version to start from."),
    click.option("--to-version", type=VERSION, metavar="LABEL", help="The forecast version to arrive at."),
    click.option(
        "--by", type=click.Choice(["unit", "unit,line"]), default="unit", help="One row a unit, or a unit and line."
    ),
    click.option("--bridge", is_flag=True, help="Opening figure, one line for each fact, closing figure."),
    click.option("--kinds", is_flag=True, help="In the bridge, one line for each type of fact."),
)


@click.pass_obj
def _answered(
    settings: Settings,
    /,
    *,
    question: str,
    column_name: str | None,
    by: str,
    bridge: bool,
    kinds: bool,
    **options: Any,
) -> None:
    from ledger.queries import compare as comparing

    printing = Printing.take(options)
    with settings.reading() as reader:
        before, after = _sides(reader, question, options, lasting=printing.receipt is not None)
        answer = comparing.compare(before, after, question, column_name, by_line=by == "unit,line")
        if bridge or printing.form not in ("csv", "json"):
            answer = comparing.bridge(answer, by_kind=kinds, only_top=bridge)
        # a receipt must not depend on what the moments left out were taken to be
        click.get_current_context().params.update(from_=_moment(before), to=_moment(after))
        print_with_receipt(answer, settings, reader, printing)


def _sides(reader: "LedgerReader", question: str, options: dict[str, Any], *, lasting: bool) -> tuple["Side", "Side"]:
    """The two that are compared, with *lasting* at instants at which nothing more can come."""
    from ledger.queries.cell import Cell, Side
    from ledger.queries.compare import NotComparable
    from ledger.queries.questions import question as question_named

    moments: tuple[Moment, Moment] = options.pop("from_"), options.pop("to")
    versions: tuple[str | None, str | None] = options.pop("from_version"), options.pop("to_version")
    as_of, known_at, instant = options.pop("as_of"), options.pop("known_at"), now()
    usual = as_of or question_named(question).usual_day(options, swedish_day(instant))
    meant = [(day or usual, known or known_at or instant) for day, known in moments]
    if (meant[0], versions[0]) == (meant[1], versions[1]):  # however the two were written
        raise NotComparable
    sides = []
    for (day, then), version in zip(meant, versions, strict=True):
        at = reader.at(day, reader.final_instant(then) if lasting else then)
        sides.append(Side(at, Cell(**options, version=version)))
    return sides[0], sides[1]


def _moment(side: "Side") -> tuple[date, datetime]:
    return side.at.as_of, side.at.moment.known_at


_NARROWING = [each for each in of_questions.NARROWING if each is not of_questions.VERSION]

compare = click.command(
    help="""Two moments side by side, and the facts that make the difference.

    Reorganisations are told apart from decisions; nothing is left over.""",
    epilog="""\b
Examples:
  liggare compare budget --year 2024 --from @2024-08-23 --to @2024-08-27
  liggare compare report --month 2024-07 --column ytd_outcome --from 2024-07@2024-08-10 --to 2024-07
  liggare compare forecast --year 2024 --from-version P1 --to-version P2 --bridge
A moment is AS-OF, @KNOWN-AT or AS-OF@KNOWN-AT.""",
)(
    with_options(
        _answered,
        (
            click.argument("question", type=EXPLAINABLE),
            *_OWN,
            COLUMN_OPTION,
            *map(of_question, _NARROWING),
            AS_OF_OPTION,
            KNOWN_AT_OPTION,
            *OUTPUT_BESIDE_MOMENTS,
        ),
    )
)
