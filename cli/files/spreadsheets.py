"""What ``liggare import`` does with sheets: reads them, and gives them back with what is wrong in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.files.file_errors import FileNotReadable, writing
from cli.files.output_files import require_free
from cli.output.sentences.saying import say, spoken
from cli.params import Read
from cli.settings import Settings
from ledger.domain.errors import LedgerError, Refused
from ledger.domain.values.phrases import phrase
from ledger.interchange.importing import BadLine
from ledger.interchange.kept_lines import Line
from ledger.interchange.notices import Notice
from ledger.interchange.sheets.opening import holds_sheets, open_sheets
from ledger.interchange.values.days import read_day
from ledger.interchange.values.months import read_year
from ledger.interchange.values.texts import read_text

if TYPE_CHECKING:
    from ledger.interchange.said import Said
    from ledger.interchange.sheets.columns.known import Known

AMOUNT_UNITS = click.Choice(["kr", "tkr", "Mkr"])
_TEXT, _DAY, _YEAR = Read("text", read_text), Read("day", read_day), Read("year", read_year)
_DECISION = ("body", "date", "paragraph", "case")

_WHOLE_FILE = (
    click.option("--type", "type_", metavar="TYPE", help="The type of fact, where the file does not say it."),
    click.option("--year", type=_YEAR, metavar="YYYY", help="The fiscal year, where the file does not say it."),
    click.option("--effective", type=_DAY, metavar="DAY", help="From which day, where the file does not say it."),
    click.option("--body", type=_TEXT, metavar="TEXT", help="Who decided, where the file does not say it."),
    click.option("--date", type=_DAY, metavar="DAY", help="The day it was decided, where the file does not say it."),
    click.option("--paragraph", type=_TEXT, metavar="TEXT", help="The paragraph of the minutes, likewise."),
    click.option("--case", type=_TEXT, metavar="TEXT", help="The case number in the register, likewise."),
    click.option("--note", type=_TEXT, metavar="TEXT", help="A short remark on every fact that has none."),
    click.option("--in", "unit", type=AMOUNT_UNITS, help="What amounts in sheets are in that name no unit."),
    click.option(
        "--dash",
        type=click.Choice(["nothing", "zero"]),
        default="nothing",
        show_default=True,
        help="What a dash alone in a cell of a sheet means.",
    ),
)


class ReportOverSource(Refused):
    code = "report-over-source"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("The report would be written over {name}, which is to be imported", name=name),
            hint=phrase("Choose another name for --report"),
        )


def whole_file_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that fill what a file does not say."""
    for option in reversed(_WHOLE_FILE):
        command = option(command)
    return command


def said(about: Mapping[str, Any]) -> "Said":
    """What the options of the command line say about whole files. Raises :class:`UnknownType`."""
    from ledger.domain.vocabulary import type_named
    from ledger.interchange.journal.reading import fact_class
    from ledger.interchange.said import Said

    if about["type_"] is not None:
        about = {**about, "type_": fact_class(type_named(about["type_"])).TYPE}
    spelled: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in about.items()
    }
    decision = {name: spelled[name] for name in _DECISION if spelled[name] is not None}
    return Said(decision=decision, **{name: spelled[name] for name in ("type_", "year", "effective", "note")})


def known_in(settings: Settings) -> "Known":
    """The codes and names of the ledger, which is opened only if something asks for them."""
    from ledger.interchange.sheets.columns.known import PARENT_OF_LINE, PERCENT_OF, Known

    def ask(kind: str) -> Mapping[str, str]:
        from ledger.queries.codes import codes, definitions

        with settings.looking_up() as at:
            if kind == PERCENT_OF:
                return {code: str(getattr(fact, "of", "")) for code, fact in definitions(at, "indicator").items()}
            if kind == PARENT_OF_LINE:
                return {place.code: place.parent or "" for place in at.line_tree.places()}
            return codes(at, kind)

    return Known(ask)


@attrs.frozen(kw_only=True)
class SheetImport:
    """What the user says about the sheets of an import."""

    settings: Settings
    said: "Said"
    notice: Notice
    unit: str | None = None
    dash: str = "nothing"
    report: str | None = None
    overwrite: bool = False
    """Whether the report may replace a file."""

    def check(self, files: Sequence[str]) -> None:
        """Raise what can be refused before anything is read."""
        if self.report is None:
            return
        if not self.report.lower().endswith(".xlsx"):
            raise click.UsageError(spoken(phrase("--report {report} does not end in .xlsx.", report=self.report)))
        report = Path(self.report)
        for name in files:
            with suppress(OSError):
                if report.exists() and report.samefile(name):
                    raise ReportOverSource(name)
        require_free(self.settings, self.report, overwrite=self.overwrite)

    def lines(self, name: str) -> Iterator[Line]:
        """The facts of all sheets in a file, each with its place."""
        from ledger.interchange.sheets.rows.reading import SheetOptions, sheet_lines

        try:
            options = SheetOptions(
                unit=self.unit, said=self.said, dash_is_zero=self.dash == "zero", known=known_in(self.settings)
            )
            for sheet in open_sheets(name, self.notice):
                yield from sheet_lines(sheet, options, self.notice)
        except LedgerError as error:
            yield name, error
        except OSError as error:
            yield name, FileNotReadable(name, error.strerror or str(error))

    def write_report(self, files: Sequence[str], bad: Sequence[BadLine]) -> None:
        """The sheets with everything that is wrong, if that was asked for and there are sheets."""
        if self.report is None or not any(map(holds_sheets, files)):
            return
        from ledger.interchange.sheets.writing.marked import write_marked

        unit = self.unit or "kr"
        with writing(self.report):
            write_marked(Path(self.report), files, bad, type_=self.said.type_, unit=unit)
        again = f" Once mended, import it with --in {unit}." if unit != "kr" else ""
        say(
            phrase(
                "Wrote {report}, with what is wrong as comments on the cells.{again}", report=self.report, again=again
            ),
            err=True,
        )
