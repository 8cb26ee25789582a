"""Assignments, how they go for each unit that got them, and which are overdue or were not followed up."""

from datetime import date, timedelta

from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported, Assignments
from ledger.domain.values.days import Month
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.follow_up.assignment_reports import PERIODS, begins, reports_by_holder
from ledger.queries.options import UNIT
from ledger.queries.question import Question


@row
class AssignmentRow:
    """An assignment of one of the units that got it: how it goes there, and whether it is late."""

    assignment: str = column("Assignment", "The code of the assignment.", key=True)
    title: str = column("Title", "What is to be done.")
    from_body: str = column("From", "Who gave it.")
    unit: str = column("Unit", "The unit it was given to; each that got it has a row.", key=True)
    from_: date | None = column("Starts", "The day it starts, where that is not the day it was given.", hidden=True)
    due: date = column("Due", "The day it is due.")
    follow_up: str | None = column("Follow-up", "How often it is to be reported on.")
    status: str = column("Status", "The status last reported for the unit, or the one it was closed with.")
    last_report: date | None = column("Last report", "The day of the unit's last report.")
    overdue: bool = column("Overdue", "Whether it is due and not closed.")
    follow_up_missed: bool = column(
        "Missed", "Whether the last tertial, month or year that has ended brought no report, nor any day since."
    )
    comment: str | None = column("Comment", "What was said of it last.")
    parent: str | None = column("Part of", "The assignment it is part of.", hidden=True)
    goal: str | None = column("Goal", "The goal it serves.", hidden=True)
    indicator: str | None = column("Indicator", "The indicator it is followed by.", hidden=True)


def assignments(at: At, *, unit: str | None = None) -> Answer:
    """The assignments given so far, by the day they are due, with a row for each unit that got one."""
    at.places(unit)
    state = at.folded(Assignments)
    reports = reports_by_holder(at, state.given)
    order = {place.unit: rank for rank, place in enumerate(at.places(None))}
    rows = [
        _row(at, fact, holder, state.ending(code, holder), next(reversed(reports.get((code, holder), ())), None))
        for code, fact in sorted(state.given.items(), key=lambda each: (each[1].due, each[0]))
        for holder in sorted(fact.units, key=lambda each: order.get(each, len(order)))
        if at.tree.within(holder, unit)
    ]
    return answer_at(at, "assignments", AssignmentRow, rows, {"unit": unit})


def _row(
    at: At, given: AssignmentGiven, unit: str, ended: AssignmentClosed | None, last: AssignmentReported | None
) -> AssignmentRow:
    said = ended or last
    return AssignmentRow(
        assignment=given.assignment,
        title=given.title,
        from_body=given.from_body,
        unit=unit,
        from_=given.from_,
        due=given.due,
        follow_up=given.follow_up,
        status=said.status if said else "given",
        last_report=last.effective if last else None,
        overdue=ended is None and given.due < at.as_of,
        follow_up_missed=ended is None and _is_missed(given, last, at.as_of),
        comment=said.comment if said else None,
        parent=given.parent,
        goal=given.goal,
        indicator=given.indicator,
    )


def _is_missed(given: AssignmentGiven, last: AssignmentReported | None, as_of: date) -> bool:
    """Whether the last period that ended before the day, after the assignment began, has had no report since its start.

    A report that comes after the end of the period is late, but mends it.
    """
    if given.follow_up is None:
        return False
    first, ended = _last_period(PERIODS[given.follow_up], as_of)
    return begins(given) <= ended and (last is None or last.effective < first)


def _last_period(months: int, as_of: date) -> tuple[date, date]:
    """The first and the last day of the newest period of so many months that has ended before a day."""
    month = Month.containing(as_of)
    first_day = Month.of(month.year, (month.month - 1) // months * months + 1).first_day
    ended = first_day - timedelta(days=1)
    return Month.containing(ended).plus(1 - months).first_day, ended


QUESTION = Question(
    name="assignments",
    title="Assignments",
    sentence="Assignments, how they go for each unit that got them, and which are overdue or were not followed up.",
    topic="follow-up",
    rows=AssignmentRow,
    answer=assignments,
    options=(UNIT,),
    example="--as-of 2024-08",
)
