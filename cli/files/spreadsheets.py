"""What ``liggare import`` does with sheets: reads them, and gives them back with what is wrong in them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import attrs
import click

from cli.files.file_errors import FileNotReadable, writing
from cli.files.output_files import require_free
from cli.settings import Settings
from ledger.domain.errors import LedgerError, Refused
from ledger.interchange.importing import BadLine
from ledger.interchange.kept_lines import Line
from ledger.interchange.sheets.opening import holds_sheets, open_sheets


class ReportOverSource(Refused):
    code = "report-over-source"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The report would be written over {name}, which is to be imported", hint="Choose another name for --report"
        )


@attrs.frozen(kw_only=True)
class SheetOptions:
    """What the user says about the sheets of an import."""

    unit: str = "kr"
    type_: str | None = None
    report: str | None = None
    overwrite: bool = False
    """Whether the report may replace a file."""

    def check(self, settings: Settings, files: Sequence[str]) -> None:
        """Raise what can be refused before anything is read."""
        if self.type_ is not None:
            from ledger.interchange.journal.reading import fact_class

            fact_class(self.type_)
        if self.report is None:
            return
        if not self.report.lower().endswith(".xlsx"):
            raise click.UsageError(f"--report {self.report} does not end in .xlsx.")
        report = Path(self.report)
        for name in files:
            with suppress(OSError):
                if report.exists() and report.samefile(name):
                    raise ReportOverSource(name)
        require_free(settings, self.report, overwrite=self.overwrite)

    def lines(self, name: str) -> Iterator[Line]:
        """The facts of all sheets in a file, each with its place."""
        from ledger.interchange.sheets.rows.reading import sheet_lines

        try:
            for sheet in open_sheets(name, _note):
                yield from sheet_lines(sheet, unit=self.unit, type_=self.type_, notice=_note)
        except LedgerError as error:
            yield name, error
        except OSError as error:
            yield name, FileNotReadable(name, error.strerror or str(error))

    def write_report(self, files: Sequence[str], bad: Sequence[BadLine]) -> None:
        """The sheets with everything that is wrong, if that was asked for and there are sheets."""
        if self.report is None or not any(map(holds_sheets, files)):
            return
        from ledger.interchange.sheets.writing.marked import write_marked

        with writing(self.report):
            write_marked(Path(self.report), files, bad, type_=self.type_, unit=self.unit)
        unit = f" Once mended, import it with --in {self.unit}." if self.unit != "kr" else ""
        click.echo(f"Wrote {self.report}, with what is wrong as comments on the cells.{unit}", err=True)


def _note(sentence: str) -> None:
    click.echo(f"Note: {sentence}.", err=True)
