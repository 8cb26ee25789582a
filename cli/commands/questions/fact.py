"""``liggare fact``: one fact whole."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from cli.language import language
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION
from cli.output.render import print_answer, print_plain, print_styled, print_text
from cli.params import FACT
from cli.settings import Settings, now
from ledger.domain.fact import Reference
from ledger.domain.values.days import swedish_day

if TYPE_CHECKING:
    from ledger.queries.facts.whole_fact import WholeFact
    from ledger.reports.fact_words import Entry
    from ledger.reports.monthly.speech import Speech


@click.command(
    epilog="""\b
Examples:
  liggare fact 123
  liggare fact RS-2024-112 --known-at 2024-08-23
  liggare fact 123 --format json"""
)
@click.argument("reference", metavar="REF", type=FACT)
@AS_OF_OPTION
@KNOWN_AT_OPTION
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="How to print it.")  # fmt: skip
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language; that of the locale if left out.")
@click.pass_obj
def fact(
    settings: Settings, /, *, reference: Reference, as_of: date | None, known_at: datetime | None, form: str,
    lang: str | None,
) -> None:  # fmt: skip
    """Show one fact whole: what it says, what became of it, and each figure it changes, before and after.

    REF is its position or its id.
    """
    from ledger.queries.facts.whole_fact import whole_fact
    from ledger.reports.fact_words import speech_of

    instant = known_at or now()
    with settings.reading() as reader:
        at = reader.at(as_of or swedish_day(instant), instant)
        found = whole_fact(at, reference)
        speech = speech_of(at, language(lang))
    if form == "json":
        from ledger.reports.formats.fact_json import fact_json

        print_text(fact_json(found))
    else:
        _print(found, speech)


def _print(found: "WholeFact", speech: "Speech") -> None:
    from ledger.reports.fact_words import entries, link_words, sentence, source_words, state_words

    recorded = found.recorded
    print_styled(f"#{recorded.position} {sentence(recorded.fact, speech)}", bold=True)
    print_plain(f"{recorded.fact.TYPE}. {state_words(found, speech.lang)}\n\n")
    listed = [*source_words(recorded, speech), *entries(recorded.fact, speech)]
    print_plain("".join(f"{line}\n" for line in _lines(listed)))
    if found.links or found.brought_by:
        print_plain("\n")
    for each in found.links:
        print_plain(
            f"{link_words(each.link, speech.lang)} #{each.recorded.position}: {sentence(each.recorded.fact, speech)}\n"
        )
    if found.brought_by is not None:
        print_plain(f"{speech.say('Came with an import')}: #{found.brought_by.position}\n")
    for answer in found.effects:
        print_plain("\n")
        print_answer(answer, unit="kr", decimals=0, lang=speech.lang)


def _lines(listed: "Sequence[Entry]", indent: int = 0) -> Iterator[str]:
    """Fields one below another, their values in line; parts set in."""
    wide = max((len(each.label) for each in listed if each.text), default=0)
    for each in listed:
        yield f"{' ' * indent}{each.label.ljust(wide)}  {each.text}".rstrip()
        yield from _lines(each.parts, indent + 2)
