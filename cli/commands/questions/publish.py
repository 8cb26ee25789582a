"""``liggare publish``: the monthly report as a file."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cli.files.file_errors import writing
from cli.files.output_files import require_free
from cli.language import language
from cli.output.sentences.saying import say, spoken
from cli.params import DECIMALS, KNOWN_AT, MONTH, UNIT
from cli.settings import Settings, now
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.domain.values.visible import visible_lines

if TYPE_CHECKING:
    from ledger.queries.reader import LedgerReader
    from ledger.reports.monthly.composing import Edition
    from ledger.reports.numbers import AmountUnit, Language

Form = Literal["html", "md", "xlsx", "pdf"]
_TEXTS = ("html", "md")


@click.command(
    epilog="""\b
Examples:
  liggare publish --month 2024-07 --known-at 2024-08-27 --unit RS --to report.html
  liggare publish --month 2024-07 --lang sv --to rapport.pdf
  liggare publish --month 2024-07 --to - | less"""
)
@click.option("--month", type=MONTH, required=True, metavar="YYYY-MM", help="The month that is reported.")
@click.option(
    "--known-at",
    type=KNOWN_AT,
    metavar="DAY|MONTH|INSTANT",
    help="Only what the ledger knew by then; everything it knows if left out.",
)
@click.option("--unit", type=UNIT, metavar="CODE", help="Only this unit and everything below it.")
@click.option("--to", required=True, metavar="FILE", help="Where to: .html, .pdf, .xlsx or .md; - prints it.")
@click.option("--format", "form", type=click.Choice(_TEXTS), help="What - prints; md if left out.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The report's language; the locale's if left out.")
@click.option("--in", "unit_of_amounts", type=click.Choice(["kr", "tkr", "Mkr"]), default="Mkr", show_default=True,
              help="The unit of amounts.")  # fmt: skip
@click.option("--decimals", type=DECIMALS, metavar="0-6", default=0, show_default=True, help="Decimals of amounts.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")
@click.pass_obj
def publish(
    settings: Settings,
    /,
    *,
    month: Month,
    known_at: datetime | None,
    unit: str | None,
    to: str,
    form: Form | None,
    lang: str | None,
    unit_of_amounts: "AmountUnit",
    decimals: int,
    overwrite: bool,
) -> None:
    """Write the monthly report of a board, as known at any moment.

    Net cost by unit, result statement, investments, forecast and what changed it, staffing, hiring freezes, savings,
    indicators, assignments and the decisions of the month, each figure with the facts behind it. The same command gives
    the same report.
    """
    from ledger.queries.monthly.gathering import gather
    from ledger.reports.monthly.composing import compose
    from ledger.reports.monthly.editions import publish_command
    from ledger.reports.monthly.publishing import published

    chosen = _form(to, form)
    if to != "-":
        require_free(settings, to, overwrite=overwrite)
    with settings.reading() as reader:
        at = reader.at(month.last_day, reader.final_instant(known_at or now()))
        monthly = gather(at, month, unit)
        how = {"lang": language(lang), "in": unit_of_amounts, "decimals": decimals}
        command = publish_command(month, at.moment.known_at, unit, **how, to=f"report.{chosen}")
        edition = _edition(reader, at.position, command, language(lang), unit_of_amounts, decimals)
    _write(to, published(compose(monthly, edition), chosen))
    if to != "-":
        of = f" of {unit}" if unit else ""
        say(
            phrase(
                "Wrote {to}: the report{of} for {month}, with everything known at position {position}.",
                to=to,
                of=of,
                month=month,
                position=at.position,
            )
        )


def _form(to: str, form: Form | None) -> str:
    """The format that is meant. Raises a usage error for a name that ends in none."""
    if to == "-":
        return form or "md"
    ending = Path(to).suffix.lower().removeprefix(".")
    if ending not in ("html", "md", "xlsx", "pdf"):
        raise click.UsageError(spoken(phrase("--to {to} does not end in .html, .pdf, .xlsx or .md.", to=to)))
    if form and form != ending:
        raise click.UsageError(
            spoken(phrase("--to {to} does not end in .{form}; --format is for --to - alone.", to=to, form=form))
        )
    return ending


def _edition(
    reader: "LedgerReader", position: int, command: str, lang: "Language", unit: "AmountUnit", decimals: int
) -> "Edition":
    """What the report is printed from, the ledger as it stood at the position with its hash, and how."""
    from cli.output.progress import Bar
    from ledger.reports.monthly.editions import edition

    with Bar("Hashing facts") as bar:
        return edition(reader.log, position, command, lang=lang, unit=unit, decimals=decimals, progress=bar.of)


def _write(to: str, report: bytes) -> None:
    """Raises what :func:`writing` makes of a file that cannot be written, and leaves nothing behind."""
    from ledger.interchange.journal.exporting import write_whole

    if to == "-":
        from cli.output.render import print_text

        print_text(visible_lines(report.decode()))
        return
    with writing(to):
        write_whole(Path(to), [report])
