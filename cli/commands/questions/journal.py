"""``liggare journal``: the facts themselves."""

from functools import partial
from typing import Any

import click

from cli.options import AS_OF_OPTION, HOW, KNOWN_AT_OPTION, OUTPUT, of_question, with_options
from cli.output.answering import ask
from cli.settings import Settings, now
from ledger.domain.days import swedish_day
from ledger.queries.questions.journal import QUESTION

_OPTIONS = [each for each in QUESTION.options if each.name != "effective_to"]
"""The last day of effect is that of ``--as-of`` here."""


@click.pass_obj
def _answered(settings: Settings, /, **options: Any) -> None:
    how = {name: options.pop(name) for name in (*HOW, "as_of", "known_at")}
    options["effective_to"] = how["as_of"]
    how["as_of"] = how["as_of"] or swedish_day(how["known_at"] or now())  # so that a receipt has the same day tomorrow
    ask(settings, partial(QUESTION.ask, **options), usual_day=partial(QUESTION.usual_day, {}), **how)


journal = click.command(
    help="List the facts, as they were recorded.",
    epilog="""\b
Examples:
  liggare journal --last 10
  liggare journal --unit HSN --type budget --decided-from 2024-06-01
  liggare journal --text "RS 1179-2024" --format json""",
)(with_options(_answered, (*map(of_question, _OPTIONS), AS_OF_OPTION, KNOWN_AT_OPTION, *OUTPUT)))
