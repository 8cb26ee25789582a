"""The one place where the golden tests touch the ledger."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import attrs

from ledger.domain.values.days import Moment
from ledger.domain.values.measured import Money
from ledger.interchange.importing import restore_lines
from ledger.interchange.journal.reading import read_journal
from ledger.interchange.values.months import read_month
from ledger.queries.questions.money.report import report
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger


def answers_for(
    journal: Path, where: Path, question: str, month: str, moment: Moment
) -> Mapping[str, Mapping[str, Money]]:
    """The question's answer at the moment, from a ledger restored from *journal* under the directory *where*.

    By unit code, and then by the name of the field. The ledger is restored once and found again after that.
    """
    made = where / f"{journal.stem}.db"
    if not made.exists():
        make_ledger(made, name="", orgnr="", clock=_clock)
        with journal.open("rb") as stream, Ledger.open(made, _clock) as ledger:
            restore_lines(ledger, ((f"{journal.name}:{n}", line) for n, line in read_journal(stream, journal.name)))
    with LedgerReader.open(made) as reader:
        at = reader.at(moment.as_of, moment.known_at)
        answer = {"report": report}[question](at, month=read_month(month))
    return {row.unit: {each.name: getattr(row, each.name) for each in attrs.fields(type(row))} for row in answer.rows}


def _clock() -> datetime:
    return datetime.now(UTC)
