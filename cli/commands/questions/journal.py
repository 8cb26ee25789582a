"""``liggare journal``: the facts themselves."""

from datetime import date
from typing import Any

import click

from cli.options import AS_OF_OPTION, HOW, KNOWN_AT_OPTION, with_output
from cli.output.answering import ask
from cli.params import DAY, KNOWN_AT, KNOWN_FROM, TYPE, UNIT
from cli.settings import Settings, now
from ledger.domain.days import swedish_day


@click.command(
    epilog="""\b
Examples:
  liggare journal --last 10
  liggare journal --unit HSN --type budget --decided-from 2024-06-01
  liggare journal --text "RS 1179-2024" --format json""",
)
@click.option("--unit", type=UNIT, metavar="CODE", help="Only facts about this unit and those below it.")
@click.option("--type", "type_", type=TYPE, metavar="TYPE", help="Only facts of this type, or of this noun: budget.")
@click.option("--recorded-by", "recorder", metavar="USER", help="Only facts this officer recorded.")
@click.option("--text", metavar="WORDS", help="Only facts with these words in decision, id or note.")
@click.option("--decided-from", type=DAY, metavar="DAY", help="Only facts decided on or after this day.")
@click.option("--decided-to", type=DAY, metavar="DAY", help="Only facts decided on or before this day.")
@click.option("--effective-from", type=DAY, metavar="DAY", help="Only facts in effect from this day or later.")
@click.option(
    "--recorded-from",
    type=KNOWN_FROM,
    metavar="DAY|INSTANT",
    help="Only facts recorded on or after this; a day begins at Swedish midnight.",
)
@click.option(
    "--recorded-to",
    type=KNOWN_AT,
    metavar="DAY|INSTANT",
    help="Only facts recorded on or before this; a day ends at Swedish midnight.",
)
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the last N of them.")
@AS_OF_OPTION
@KNOWN_AT_OPTION
@click.pass_obj
def journal(
    settings: Settings,
    /,
    *,
    type_: str | None,
    recorder: str | None,
    last: int | None,
    as_of: date | None,
    **options: Any,
) -> None:  # fmt: skip
    """List the facts, as they were recorded."""
    from ledger.queries.questions.journal import Filter
    from ledger.queries.questions.journal import journal as answered

    how = {name: options.pop(name) for name in (*HOW, "known_at")}
    wanted = Filter(type=type_, actor=recorder, effective_to=as_of, **options)
    day = as_of or swedish_day(how["known_at"] or now())  # so that a receipt has the same day tomorrow
    ask(settings, lambda at: answered(at, wanted, last=last), as_of=day, **how)


with_output(journal)
