"""How an answer is to be printed, as the options of a command say."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import attrs
import click
from click.core import ParameterSource

from cli.output.sentences.saying import spoken
from cli.params import DECIMALS
from ledger.domain.values.phrases import phrase

if TYPE_CHECKING:
    from ledger.reports.formats.csv_text import Dialect
    from ledger.reports.numbers import AmountUnit, Language

Form = Literal["table", "csv", "json", "xlsx", "md"]
FORMS: tuple[Form, ...] = ("table", "csv", "json", "xlsx", "md")


def _to(*spellings: str) -> Any:
    return click.option(
        *spellings,
        "output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write it to FILE, which may say the format by how it ends: .csv, .json, .xlsx or .md.",
    )


OUTPUT = (
    click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True,
                 help="How to print the answer."),
    _to("--to", "--output"),
    click.option("--overwrite", is_flag=True, help="Replace FILE if it exists."),
    click.option("--in", "unit_of_amounts", type=click.Choice(["kr", "tkr", "Mkr"]), default="Mkr", show_default=True,
                 help="The unit of amounts in tables."),
    click.option("--decimals", type=DECIMALS, metavar="0-6", default=0, show_default=True,
                 help="Decimals of amounts in tables."),
    click.option("--empty", is_flag=True, help="Show rows without figures too; CSV and JSON always have them."),
    click.option("--csv", "dialect", type=click.Choice(["en", "sv"]), default="en", show_default=True,
                 help="CSV with , and a decimal point, or with ; and a decimal comma, as a Swedish Excel opens it."),
    click.option("--receipt", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Keep a receipt, with which liggare verify --receipt makes the answer again."),
    click.option("--lang", type=click.Choice(["sv", "en"]),
                 help="The language of tables; that of the locale if left out."),
)  # fmt: skip
"""The options of every command that prints an answer."""

OUTPUT_BESIDE_MOMENTS = tuple(_to("--output") if place == 1 else each for place, each in enumerate(OUTPUT))
"""The same for a command whose ``--to`` is a moment."""


@attrs.frozen(kw_only=True)
class Printing:
    """How an answer is to be printed."""

    form: Form
    output: Path | None
    """The file it is written to; None for standard output."""
    overwrite: bool
    unit_of_amounts: "AmountUnit"
    decimals: int
    empty: bool
    """Whether rows without figures are shown too."""
    dialect: "Dialect"
    receipt: Path | None
    lang: "Language | None"

    @classmethod
    def take(cls, options: dict[str, Any]) -> Self:
        """Take what the options of OUTPUT say out of *options*. Raises a usage error for what does not go together."""
        given = {each.name: options.pop(each.name) for each in attrs.fields(cls)}
        context = click.get_current_context()
        given["form"] = context.params["form"] = _form(context, given)
        if given["form"] != "csv":
            context.params["dialect"] = "en"  # a receipt need not keep a preference that says nothing of the answer
        if given["form"] == "xlsx" and given["output"] is None:
            raise click.UsageError(spoken(phrase("--format xlsx needs {flag} FILE.", flag=_flag(context))))
        if given["form"] == "xlsx" and given["receipt"] is not None:
            raise click.UsageError(spoken(phrase("--receipt keeps what is printed, and a workbook is not printed.")))
        return cls(**given)


def _form(context: click.Context, given: dict[str, Any]) -> Form:
    """The format that is named, or else the one that the other options are about."""
    form: Form = given["form"]
    is_typed = context.get_parameter_source("dialect") is ParameterSource.COMMANDLINE
    has_dialect = is_typed and given["dialect"] != "en"
    if context.get_parameter_source("form") is ParameterSource.COMMANDLINE:
        if has_dialect and form != "csv":
            raise click.UsageError(spoken(phrase("--csv {given} is for --format csv.", given=given["dialect"])))
        return form
    if has_dialect:
        return "csv"
    if given["output"] is None:
        return form
    for each in FORMS:
        if given["output"].suffix.lower() == f".{each}":
            return each
    if form == "table":
        raise click.UsageError(
            spoken(
                phrase(
                    "--to {given} does not end in .csv, .json, .xlsx or .md: give --format too.", given=given["output"]
                )
            )
        )
    return form


def _flag(context: click.Context) -> str:
    """How the file is named on this command."""
    return next(each.opts[0] for each in context.command.params if each.name == "output")
