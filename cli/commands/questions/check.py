"""A table somebody printed against the ledger: ``liggare check``."""

import shutil
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.files.file_errors import FileNotReadable
from cli.files.input_files import read_file, require_ordinary
from cli.interactive.completion import complete_files
from cli.language import language
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION
from cli.output.render import print_answer, print_text, table_text
from cli.output.sentences.saying import say
from cli.settings import Settings, now
from ledger.domain.values.days import swedish_day
from ledger.domain.values.phrases import phrase
from ledger.domain.values.visible import visible_lines
from ledger.interchange.bounded import TEXT_FILE
from ledger.interchange.sheets.opening import open_sheets

if TYPE_CHECKING:
    from ledger.interchange.published.legend import Legend
    from ledger.queries.check.printed import PrintedTable
    from ledger.queries.check.result import CheckResult
    from ledger.queries.reader import LedgerReader
    from ledger.reports.numbers import AmountUnit, Language

FOUND = 1
"""The exit status when something stays unexplained, or nothing was compared."""


@click.command(
    epilog="""\b
Examples:
  liggare check board.csv --map board.toml --in Mkr
  liggare check region.csv --map region.toml --known-at 2024-08-27
  liggare check region.csv --map region.toml --format json
How to write a mapping stands in docs/check.md. The exit status is 1 when something stays unexplained."""
)
@click.argument("table", metavar="TABLE", shell_complete=complete_files)
@click.option(
    "--map",
    "mapping",
    metavar="MAPPING",
    required=True,
    shell_complete=complete_files,
    help="What the rows and columns of the table are.",
)
@click.option(
    "--in",
    "unit_of_amounts",
    type=click.Choice(["kr", "tkr", "Mkr"]),
    help="The unit the table is printed in; without it that of the mapping, or Mkr.",
)
@AS_OF_OPTION
@KNOWN_AT_OPTION
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
              help="Print what differs as a table, or every figure as CSV or JSON.")  # fmt: skip
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language of tables; that of the locale if left out.")
@click.pass_obj
def check(
    settings: Settings,
    /,
    *,
    table: str,
    mapping: str,
    unit_of_amounts: Any,
    as_of: date | None,
    known_at: datetime | None,
    form: Any,
    lang: str | None,
) -> None:
    """Compare a table somebody printed with the ledger, figure by figure.

    A figure is equal, equal within the rounding, or different; and the table's own sums add up, or do not. For what
    differs the fewest facts are sought that explain it: facts the table leaves out, or has although they were
    recorded later; or else another moment at which the ledger knew the column as it was printed.
    """
    from ledger.interchange.published.mapping import read_legend
    from ledger.queries.check.checking import check_table

    legend = read_legend(read_file(mapping, TEXT_FILE), Path(mapping).name)
    unit: Any = unit_of_amounts or legend.unit_of_amounts or "Mkr"
    printed = _printed(table, legend, unit)
    instant = now()
    with settings.reading() as reader:
        found = check_table(
            printed,
            lambda moment: reader.at(moment.as_of, moment.known_at),
            as_of=as_of or legend.as_of,
            known_at=known_at or legend.known_at or instant,
            today=swedish_day(instant),
        )
        if form == "table":
            print_text(visible_lines(_text(found, reader, unit, language(lang))))
        else:
            print_answer(found.answer(), form=form)
    if found.has_findings:
        raise SystemExit(FOUND)


def _printed(table: str, legend: "Legend", unit: "AmountUnit") -> "PrintedTable":
    """The table in the file. Raises :class:`FileNotReadable`."""
    from ledger.interchange.published.table import read_table

    require_ordinary(table)
    try:
        return read_table(open_sheets(table, _note), Path(table).name, legend, unit=unit)
    except OSError as error:
        raise FileNotReadable(table, error.strerror or str(error)) from None


def _text(found: "CheckResult", reader: "LedgerReader", unit: "AmountUnit", lang: "Language") -> str:
    from ledger.reports.checks.text import CheckText

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    text = CheckText(
        found=found,
        recorded_at=reader.log.recorded_at,
        unit=unit,
        lang=lang,
        width=width,
        drawn=lambda table: table_text(table, width=width, colour=False),
    )
    return text.text()


def _note(sentence: str) -> None:
    say(phrase("Note: {sentence}.", sentence=sentence), err=True)
