"""The one place where the golden tests touch the ledger."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from ledger.domain.values.days import Moment
from ledger.domain.values.measured import Money
from ledger.interchange.importing import restore_lines
from ledger.interchange.journal.reading import read_journal
from ledger.interchange.published.mapping import read_legend
from ledger.interchange.published.table import read_table
from ledger.interchange.sheets.opening import open_sheets
from ledger.interchange.values.months import read_month
from ledger.queries.check.checking import check_table
from ledger.queries.check.result import CheckResult
from ledger.queries.questions.money.report import report
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger


def answers_for(
    journal: Path, where: Path, question: str, month: str, moment: Moment
) -> Mapping[str, Mapping[str, Money]]:
    """The question's answer at the moment, from a ledger restored from *journal* under the directory *where*.

    By unit code, and then by the name of the field. The ledger is restored once and found again after that.
    """
    made = restored(journal, where)
    with LedgerReader.open(made) as reader:
        at = reader.at(moment.as_of, moment.known_at)
        answer = {"report": report}[question](at, month=read_month(month))
    return {row.unit: {each.name: getattr(row, each.name) for each in attrs.fields(type(row))} for row in answer.rows}


def restored(journal: Path, where: Path) -> Path:
    """The ledger of a journal, made once in a directory and found again after that."""
    made = where / f"{journal.stem}.db"
    if not made.exists():
        make_ledger(made, name="", orgnr="", clock=_clock)
        with journal.open("rb") as stream, Ledger.open(made, _clock) as ledger:
            restore_lines(ledger, ((f"{journal.name}:{n}", line) for n, line in read_journal(stream, journal.name)))
    return made


def checked(ledger: Path, table: str, mapping: Path) -> CheckResult:
    """A printed table held against a ledger as ``liggare check`` does, with everything known."""
    legend = read_legend(mapping.read_bytes(), mapping.name)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        file.write_text(table, encoding="utf-8")
        printed = read_table(open_sheets(str(file), print), file.name, legend)
    with LedgerReader.open(ledger) as reader:
        return check_table(
            printed,
            lambda moment: reader.at(moment.as_of, moment.known_at),
            as_of=legend.as_of,
            known_at=legend.known_at or _clock(),
            today=_clock().date(),
        )


def report_rows(ledger: Path, month: str) -> Mapping[str, Any]:
    """The rows of the report for a month by unit, with everything known."""
    with LedgerReader.open(ledger) as reader:
        of = read_month(month)
        return {row.unit: row for row in report(reader.at(of.last_day, _clock()), month=of).rows}


def _clock() -> datetime:
    return datetime.now(UTC)
