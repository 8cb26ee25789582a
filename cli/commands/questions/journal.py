"""``liggare journal``: the facts themselves."""

from functools import partial
from typing import Any

import click

from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question, with_options
from cli.output.answering import ask
from cli.output.printing import OUTPUT, Printing
from cli.settings import Settings, now
from ledger.domain.values.days import swedish_day
from ledger.queries.questions.facts.journal import QUESTION

_OPTIONS = [each for each in QUESTION.options if each.name != "effective_to"]
"""The last day of effect is that of ``--as-of`` here."""


@click.pass_obj
def _answered(settings: Settings, /, **options: Any) -> None:
    printing = Printing.take(options)
    as_of, known_at = options.pop("as_of"), options.pop("known_at")
    day = as_of or swedish_day(known_at or now())  # so that a receipt has the same day tomorrow
    answered = partial(QUESTION.ask, **options, effective_to=as_of)
    ask(settings, answered, printing, usual_day=lambda _: day, as_of=day, known_at=known_at)


journal = click.command(
    help="List the facts, as they were recorded.",
    epilog="""\b
Examples:
  liggare journal --last 10
  liggare journal --unit HSN --type budget --decided-from 2024-06-01
  liggare journal --text "RS 1179-2024" --format json""",
)(with_options(_answered, (*map(of_question, _OPTIONS), AS_OF_OPTION, KNOWN_AT_OPTION, *OUTPUT)))
