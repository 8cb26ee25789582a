"""``liggare template TYPE``: an empty sheet to fill in and import."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from click.shell_completion import CompletionItem

from cli.files.file_errors import writing
from cli.files.output_files import require_free
from cli.language import language
from cli.output.sentences.saying import say, spoken
from cli.params import UNIT, Read
from cli.settings import Settings, now
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact
from ledger.domain.values.days import swedish_day
from ledger.domain.values.phrases import phrase
from ledger.domain.vocabulary import RECORDABLE
from ledger.interchange.values.months import read_year

if TYPE_CHECKING:
    from ledger.interchange.sheets.writing.choices import Choices
    from ledger.interchange.sheets.writing.filled import Filled
    from ledger.interchange.sheets.writing.templates import Head, Language

Form = Literal["xlsx", "csv"]
_YEAR = Read("year", read_year)


class NotFilledIn(Refused):
    code = "not-filled-in"

    def __init__(self, type_: str, filled: "Sequence[str]") -> None:
        super().__init__(
            phrase("A template for {type} does not come filled in", type=type_),
            hint=phrase("Leave --year out; those for {filled} do", filled=", ".join(filled)),
        )


class Types(click.ParamType[str]):
    """The word for a type of fact."""

    name = "type"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        from ledger.domain.vocabulary import type_named
        from ledger.interchange.journal.reading import fact_class

        return fact_class(type_named(value)).TYPE

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        return [CompletionItem(name) for name in RECORDABLE if name.startswith(incomplete)]


@click.command(
    epilog="""\b
Examples:
  liggare template budget.adopted
  liggare template budget.adopted --year 2025 --from-year 2024 --unit HSN --to budget-2025.xlsx
  liggare template outcome.reported --format csv --lang sv --output utfall.csv"""
)
@click.argument("type_", type=Types(), metavar="TYPE")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), help="Excel or CSV; as --output ends, or xlsx.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language of the headings.")
@click.option("--year", type=_YEAR, metavar="YYYY", help="Filled in with units and lines of its first day.")
@click.option("--from-year", type=_YEAR, metavar="YYYY", help="With that year's budget, outcome and forecast beside.")
@click.option("--unit", type=UNIT, metavar="CODE", help="Only this unit and those below it.")
@click.option("--to", "--output", "output", metavar="FILE", help="Where to write it; TYPE.xlsx if left out.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@click.pass_obj
def template(
    settings: Settings,
    /,
    type_: str,
    *,
    form: Form | None,
    lang: str | None,
    output: str | None,
    overwrite: bool,
    **filling: Any,
) -> None:
    """Write a sheet for facts of one TYPE, to be filled in and imported.

    Each column tells what it means, and offers what may be chosen; units, lines and other codes are those of the
    ledger, if there is one. The example in the second row is left out when the sheet is imported. With --year, sheets
    for budgets, outcomes, forecasts and workforce have a row for each unit and line that is open, and empty cells to be
    filled in. What comes back is imported as it is.
    """
    from ledger.interchange.journal.exporting import write_whole
    from ledger.interchange.sheets.writing.templates import csv_template, template, write_template

    form, target = _form_and_target(form, output, type_)
    require_free(settings, target, overwrite=overwrite)
    chosen, cls = language(lang), RECORDABLE[type_]
    year = filling["year"]
    heads = template(cls, lang=chosen, choices=_choices(settings), year=year or swedish_day(now()).year)
    filled = _filled(settings, cls, heads, chosen, **filling) if year else None
    if year is None and (filling["from_year"] or filling["unit"]):
        raise click.UsageError(spoken(phrase("--from-year and --unit are for a template filled in with --year.")))
    with writing(target):
        if filled is not None:
            from ledger.interchange.sheets.writing.filled import filled_csv, write_filled

            write_whole(target, [filled_csv(filled)]) if form == "csv" else write_filled(target, filled)
        elif form == "csv":
            write_whole(target, [csv_template(heads, chosen)])
        else:
            write_template(target, cls, heads, chosen)
    say(phrase("Wrote {target}. Fill it in, then: liggare import {target} --dry-run", target=target))


def _form_and_target(form: Form | None, output: str | None, type_: str) -> tuple[Form, Path]:
    """The format, that of the file's ending if none is given, and the file to write; UsageError if they differ."""
    form = form or ("csv" if output and output.lower().endswith(".csv") else "xlsx")
    target = Path(output or f"{type_}.{form}")
    if not target.name.lower().endswith(f".{form}"):
        raise click.UsageError(spoken(phrase("--output {output} does not end in .{form}.", output=output, form=form)))
    return form, target


def _filled(
    settings: Settings,
    cls: type[Fact],
    heads: "Sequence[Head]",
    lang: "Language",
    *,
    year: int,
    from_year: int | None,
    unit: str | None,
) -> "Filled":
    """What a filled-in template holds. Raises :class:`NotFilledIn` and :class:`NoSuchUnit`."""
    from ledger.interchange.sheets.writing.figures import FILLED, rows_of
    from ledger.interchange.sheets.writing.filled import Filled

    if cls.TYPE not in FILLED:
        raise NotFilledIn(cls.TYPE, FILLED)
    with settings.reading() as reader:
        first_day = reader.at(date(year, 1, 1), now())
        last_year = reader.at(date(from_year, 12, 31), now()) if from_year else None
        rows = list(rows_of(cls, first_day, last_year, from_year or year, unit))
    return Filled(cls=cls, lang=lang, year=year, from_year=from_year, rows=rows, heads=heads)


def _choices(settings: Settings) -> "Choices":
    """The codes of the ledger; none where there is no ledger."""
    from ledger.interchange.sheets.writing.choices import choices
    from ledger.store.errors import NoLedger

    try:
        with settings.looking_up() as at:
            return choices(at)
    except NoLedger:
        return {}
