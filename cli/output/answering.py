"""Ask a question of the ledger and print the answer."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import attrs
import click

from cli.files.file_errors import writing
from cli.files.output_files import require_free
from cli.language import language
from cli.output.facts_hint import way_to_the_facts
from cli.output.printing import Printing
from cli.output.render import answer_text, print_answer, print_text
from cli.output.sentences.saying import say
from cli.settings import Settings, now
from ledger.domain.values.days import swedish_day
from ledger.domain.values.phrases import phrase

if TYPE_CHECKING:
    from ledger.queries.answer import Answer
    from ledger.queries.at import At
    from ledger.queries.reader import LedgerReader


def ask(
    settings: Settings,
    answered: "Callable[[At], Answer]",
    printing: Printing,
    *,
    as_of: date | None,
    usual_day: Callable[[date], date],
    known_at: datetime | None,
) -> None:
    """Print the answer to a question at a moment. With a receipt, at an instant at which nothing more can come.

    *usual_day* says from today's date which day is meant without *as_of*.
    """
    if printing.output is not None:
        require_free(settings, printing.output, overwrite=printing.overwrite)
    instant = known_at or now()
    day = as_of or usual_day(swedish_day(now()))
    with settings.reading() as reader:
        if printing.receipt is not None:
            instant = reader.final_instant(instant)
        print_with_receipt(answered(reader.at(day, instant)), settings, reader, printing)


def print_with_receipt(answer: "Answer", settings: Settings, reader: "LedgerReader", printing: Printing) -> None:
    """Print an answer, and keep its receipt if one is asked for: then it looks the same on every terminal."""
    lang = language(printing.lang)
    if printing.form in ("table", "md") and answer.rows:
        hint = way_to_the_facts(answer, lang, moment_given=printing.receipt is not None)
        answer = attrs.evolve(answer, notes=[*answer.notes, *hint])
    if printing.receipt is not None:
        _keep_receipt(answer, settings, reader, printing)
    if printing.output is not None:
        _write(answer, settings, printing)
    elif printing.receipt is not None or printing.form != "table":
        print_text(_text(answer, printing))
    else:
        print_answer(answer, unit=printing.unit_of_amounts, decimals=printing.decimals, lang=lang, empty=printing.empty)


def _text(answer: "Answer", printing: Printing) -> str:
    """What is printed where there is no terminal."""
    if printing.form == "csv":
        from ledger.reports.formats.csv_text import csv_text

        return csv_text(answer, printing.dialect)
    return answer_text(
        answer,
        form=printing.form,
        unit=printing.unit_of_amounts,
        decimals=printing.decimals,
        lang=language(printing.lang),
        empty=printing.empty,
    )


def _keep_receipt(answer: "Answer", settings: Settings, reader: "LedgerReader", printing: Printing) -> None:
    from cli.output.asked_again import lasting_arguments
    from cli.output.receipts import write_receipt

    if printing.receipt is None:
        return
    arguments = lasting_arguments(click.get_current_context(), answer.moment, language(printing.lang))
    identity = reader.log.metadata()["identity"]
    write_receipt(settings, printing.receipt, arguments, answer, _text(answer, printing), identity)


def _write(answer: "Answer", settings: Settings, printing: Printing) -> None:
    """Write the answer to a file. Raises what keeps a file from being written, and leaves nothing behind."""
    from ledger.interchange.journal.exporting import write_whole

    if printing.output is None:
        return
    require_free(settings, printing.output, overwrite=printing.overwrite)
    if printing.form == "xlsx":
        from ledger.reports.formats.workbook import workbook_bytes

        data = workbook_bytes(
            answer,
            unit=printing.unit_of_amounts,
            decimals=printing.decimals,
            lang=language(printing.lang),
            empty=printing.empty,
        )
    else:
        data = _text(answer, printing).encode()
    with writing(printing.output):
        write_whole(printing.output, [data])
    say(phrase("Wrote {output}.", output=printing.output))
