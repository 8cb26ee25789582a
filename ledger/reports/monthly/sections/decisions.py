"""The decisions of the month, with paragraph and case number."""

from datetime import date

from ledger.domain.fact import Recorded
from ledger.queries.answer import Answer, column, row
from ledger.queries.monthly.deciding import day_of
from ledger.reports.monthly.document import Section, reference
from ledger.reports.monthly.grids import grid, with_cells
from ledger.reports.monthly.reporting import Reporting
from ledger.reports.monthly.telling import told


@row
class DecisionRow:
    """A decision, and where it stands in the minutes."""

    day: date = column("Day")
    body: str | None = column("Body")
    paragraph: str | None = column("Paragraph")
    case: str | None = column("Case")
    told: str = column("Decision")
    fact: int = column("Fact")


def decisions(of: Reporting) -> Section | None:
    speech, monthly = of.speech, of.monthly
    if not monthly.decisions:
        return None
    month = speech.month(monthly.month)
    rows = [_row(of, recorded) for recorded in monthly.decisions]
    answer = Answer(
        question="decisions",
        moment=monthly.report.answer.moment,
        position=of.position,
        options={},
        columns=DecisionRow,
        rows=rows,
    )
    printed = grid(
        with_cells(answer, fact=reference),
        speech,
        key="decisions",
        caption=speech.say("Decisions of {month}", month=month),
        exact=answer,
        notes=[speech.say("A decision without a day of its own stands under the day it takes effect.")],
    )
    return Section(key="decisions", title=speech.say("Decisions of the month"), blocks=[printed])


def _row(of: Reporting, recorded: Recorded) -> DecisionRow:
    decision = recorded.fact.decision
    return DecisionRow(
        day=day_of(recorded.fact),
        body=decision.body if decision else None,
        paragraph=of.speech.unbroken(decision.paragraph) if decision and decision.paragraph else None,
        case=decision.case if decision else None,
        told=of.speech.sentence(told(recorded.fact, of.speech)),
        fact=recorded.position,
    )
