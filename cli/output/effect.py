"""What a rehearsed record or import would change, shown before anything is written."""

from collections.abc import Sequence

import click

from cli.language import language
from cli.output.render import print_answer
from cli.output.sentences.not_reported import not_reported_text
from cli.output.sentences.saying import say
from cli.output.sentences.waiting import many_wait_text
from cli.settings import Settings, now
from ledger.domain.fact import Fact
from ledger.domain.values.days import swedish_day
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import joined, phrase
from ledger.queries.answer import Answer
from ledger.queries.summary import summary
from ledger.recording.batches import Took

MOST_TOLD = 10


def print_effect(settings: Settings, took: Sequence[Took], *, lang: str | None = None) -> None:
    """The facts in short, and every figure they would change with its value before and after.

    What those change that wait for an attestation is shown by itself: they change nothing before.
    """
    if not took:
        return
    for each in took[:MOST_TOLD]:
        fact = each.recorded.fact
        say(
            phrase(
                "{type} from {effective}: {summary}", type=fact.TYPE, effective=fact.effective, summary=summary(fact)
            )
        )
    if len(took) > MOST_TOLD:
        say(phrase("… and {number} more facts.", number=len(took) - MOST_TOLD))
    _print_figures(settings, [each.recorded.fact for each in took if each.waits is None], lang)
    waiting = [each for each in took if each.waits is not None]
    if waiting:
        say(phrase("\nWhen attested:"))
        _print_figures(settings, [each.recorded.fact for each in waiting], lang)
    for sentence in not_reported_text(settings, [each.recorded.fact for each in took]):
        say(joined("\n", ("", sentence)))
    for sentence in many_wait_text([each.waits for each in waiting if each.waits is not None]):
        say(joined("\n", ("", sentence)))
    click.echo()


def _print_figures(settings: Settings, facts: Sequence[Fact], lang: str | None) -> None:
    from ledger.queries.facts.effect import effect

    if not facts:
        return
    moment = now()
    day = max([swedish_day(moment), *(fact.effective for fact in facts)])
    with settings.reading() as reader:
        for answer in effect(reader.at(day, moment), facts):
            click.echo()
            print_answer(answer, unit="kr", lang=language(lang), decimals=_decimals(answer))


def _decimals(answer: Answer) -> int:
    """None for whole kronor, but a change of a few öre must not be shown as 0."""
    figures = (figure for row in answer.rows for figure in (row.before, row.change))
    return 2 if any(isinstance(figure, Money) and figure.count % 100 for figure in figures) else 0
