"""Ask a question of the ledger and print the answer."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.output.facts_hint import way_to_the_facts
from cli.output.render import answer_text, print_answer, print_text
from cli.settings import Settings, language, now
from ledger.domain.days import swedish_day

if TYPE_CHECKING:
    from ledger.queries.answer import Answer
    from ledger.queries.at import At
    from ledger.queries.reader import LedgerReader


def ask(
    settings: Settings,
    answered: "Callable[[At], Answer]",
    *,
    as_of: date | None,
    usual_day: Callable[[date], date],
    known_at: datetime | None,
    **how: Any,
) -> None:
    """Print the answer to a question at a moment. With a receipt, at an instant at which nothing more can come.

    *usual_day* says from today's date which day is meant without *as_of*.
    """
    instant = known_at or now()
    day = as_of or usual_day(swedish_day(now()))
    with settings.reading() as reader:
        if how["receipt"] is not None:
            instant = reader.final_instant(instant)
        print_with_receipt(answered(reader.at(day, instant)), settings, reader, **how)


def print_with_receipt(
    answer: "Answer",
    settings: Settings,
    reader: "LedgerReader",
    *,
    form: Any,
    unit_of_amounts: Any,
    decimals: int,
    lang: str | None,
    receipt: Path | None,
) -> None:
    """Print an answer, and keep its receipt if one is asked for: then it looks the same on every terminal."""
    chosen = language(lang)
    if form == "table" and answer.rows:
        hint = way_to_the_facts(answer, chosen, moment_given=receipt is not None)
        answer = attrs.evolve(answer, notes=[*answer.notes, *hint])
    if receipt is None:
        print_answer(answer, form=form, unit=unit_of_amounts, decimals=decimals, lang=chosen)
        return
    from cli.output.asked_again import lasting_arguments
    from cli.output.receipts import write_receipt

    text = answer_text(answer, form=form, unit=unit_of_amounts, decimals=decimals, lang=chosen)
    arguments = lasting_arguments(click.get_current_context(), answer.moment, chosen)
    write_receipt(settings, receipt, arguments, answer, text, reader.log.metadata()["identity"])
    print_text(text)
