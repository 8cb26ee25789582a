"""``liggare template TYPE``: an empty sheet to fill in and import."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from click.shell_completion import CompletionItem

from cli.files.file_errors import writing
from cli.files.output_files import require_free
from cli.settings import Settings, language, now
from ledger.domain.days import swedish_day
from ledger.domain.vocabulary import FACT_TYPES

if TYPE_CHECKING:
    from ledger.interchange.sheets.writing.choices import Choices

Form = Literal["xlsx", "csv"]


class Types(click.ParamType[str]):
    """The word for a type of fact."""

    name = "type"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        from ledger.interchange.journal.reading import fact_class

        return fact_class(value).TYPE

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        return [CompletionItem(name) for name in FACT_TYPES if name.startswith(incomplete)]


@click.command(
    epilog="""\b
Examples:
  liggare template budget.adopted
  liggare template outcome.reported --format csv --lang sv --output utfall.csv"""
)
@click.argument("type_", type=Types(), metavar="TYPE")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), help="Excel or CSV; as --output ends, or xlsx.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language of the headings.")
@click.option("--output", metavar="FILE", help="Where to write it; TYPE.xlsx if left out.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@click.pass_obj
def template(
    settings: Settings, type_: str, *, form: Form | None, lang: str | None, output: str | None, overwrite: bool
) -> None:
    """Write an empty sheet for facts of one TYPE, to be filled in and imported.

    Each column tells what it means, and offers what may be chosen; units, lines and other codes are those of the
    ledger, if there is one. The example in the second row is left out when the sheet is imported.
    """
    from ledger.interchange.journal.exporting import write_whole
    from ledger.interchange.sheets.writing.templates import csv_template, template, write_template

    form = form or ("csv" if output and output.lower().endswith(".csv") else "xlsx")
    target = Path(output or f"{type_}.{form}")
    if not target.name.lower().endswith(f".{form}"):
        raise click.UsageError(f"--output {output} does not end in .{form}.")
    require_free(settings, target, overwrite=overwrite)
    chosen, cls = language(lang), FACT_TYPES[type_]
    heads = template(cls, lang=chosen, choices=_choices(settings), year=swedish_day(now()).year)
    with writing(target):
        if form == "csv":
            write_whole(target, [csv_template(heads, chosen)])
        else:
            write_template(target, cls, heads, chosen)
    click.echo(f"Wrote {target}. Fill it in, then: liggare import {target} --dry-run")


def _choices(settings: Settings) -> "Choices":
    """The codes of the ledger; none where there is no ledger."""
    from ledger.interchange.sheets.writing.choices import choices
    from ledger.store.errors import NoLedger

    try:
        with settings.looking_up() as at:
            return choices(at)
    except NoLedger:
        return {}
