"""Who has not reported what for a month, before it is closed."""

from collections.abc import Sequence

from ledger.domain.values.days import Month
from ledger.queries.answer import Answer, answer_at, column, counted_note, row
from ledger.queries.at import At
from ledger.queries.months.expected import expected_for
from ledger.queries.options import MONTH, UNIT
from ledger.queries.question import Question

KINDS = ("outcome", "forecast", "workforce", "effect", "indicator", "assignment")


@row
class ReportingRow:
    """Something that a unit is expected to report for a month."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")
    kind: str = column("Report", "outcome, forecast, workforce, effect, indicator or assignment.", key=True)
    item: str | None = column(
        "About", "The project, form of employment, measure, indicator or assignment it is about.", key=True
    )
    expected: str = column("Expected", "The month, or the newest version of the forecast.")
    last: str | None = column("Last", "The month, version or day that was last reported.")
    missing: bool = column("Missing", "Whether it is not there.")


def reporting(at: At, *, month: Month | None = None, unit: str | None = None) -> Answer:
    """What is expected for a month and what is there; what is missing first.

    Expected is what a unit has reported before, or has a budget, measure, target or assignment for.
    """
    month = month or Month.containing(at.as_of)
    places = {place.unit: (rank, place.name) for rank, place in enumerate(at.places(unit))}
    rows = [
        ReportingRow(
            unit=each.unit,
            name=places[each.unit][1],
            kind=each.kind,
            item=each.item,
            expected=each.expected,
            last=each.last,
            missing=each.missing,
        )
        for each in expected_for(at, month)
        if each.unit in places
    ]
    rows.sort(key=lambda row: (not row.missing, KINDS.index(row.kind), places[row.unit][0], row.item or ""))
    missing = missing_of(rows)
    note = counted_note(
        "{number} report of {all} is missing.", "{number} reports of {all} are missing.", len(missing), all=len(rows)
    )
    return answer_at(at, "reporting", ReportingRow, rows, {"month": month, "unit": unit}, notes=[note] if rows else [])


def missing_of(rows: Sequence[object]) -> list[ReportingRow]:
    """The rows of what is not there."""
    return [each for each in rows if isinstance(each, ReportingRow) and each.missing]


QUESTION = Question(
    name="reporting",
    title="Reporting",
    sentence="Who has not reported what for a month, before it is closed.",
    topic="follow-up",
    rows=ReportingRow,
    answer=reporting,
    options=(UNIT, MONTH),
    example="--month 2024-08",
)
