"""``liggare imports``: what was imported, and what it came to."""

from functools import partial
from typing import Any

import click

from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question, with_options
from cli.output.answering import ask
from cli.output.printing import OUTPUT, Printing
from cli.output.sentences.saying import spoken
from cli.params import OF_KIND
from cli.settings import Settings
from ledger.domain.values.phrases import phrase
from ledger.queries.questions.facts.imports import QUESTION


@click.pass_obj
def _answered(settings: Settings, /, *, which: int | None, number: int | None, **options: Any) -> None:
    if which is not None and number is not None:
        raise click.UsageError(spoken(phrase("Name the import once.")))
    printing = Printing.take(options)
    moment = {name: options.pop(name) for name in ("as_of", "known_at")}
    usual_day = partial(QUESTION.usual_day, {})
    ask(settings, partial(QUESTION.ask, number=which or number), printing, usual_day=usual_day, **moment)


imports = click.command(
    help="""List the imports: when, by whom, which file, which facts, and how many of them still count.

    With the number of one, what its facts come to in all.""",
    epilog="""\b
Examples:
  liggare imports
  liggare imports 3
  liggare imports --format json""",
)(
    with_options(
        _answered,
        (
            click.argument("which", required=False, type=OF_KIND["count"], metavar="[N]"),
            *map(of_question, QUESTION.options),
            AS_OF_OPTION,
            KNOWN_AT_OPTION,
            *OUTPUT,
        ),
    )
)
