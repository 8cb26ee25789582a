"""Assignments, how they go and which are overdue."""

from datetime import date

from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.options import UNIT
from ledger.queries.question import Question


@row
class AssignmentRow:
    """An assignment, how it goes and whether it is late."""

    assignment: str = column("Assignment", "The code of the assignment.", key=True)
    title: str = column("Title", "What is to be done.")
    from_body: str = column("From", "Who gave it.")
    units: tuple[str, ...] = column("Units", "The units it was given to.")
    due: date = column("Due", "The day it is due.")
    follow_up: str | None = column("Follow-up", "How often it is to be reported on.")
    status: str = column("Status", "The status last reported, or the one it was closed with.")
    last_report: date | None = column("Last report", "The day of the last report.")
    overdue: bool = column("Overdue", "Whether it is due and not closed.")


def assignments(at: At, *, unit: str | None = None) -> Answer:
    """The assignments given so far, by the day they are due."""
    at.places(unit)
    given: dict[str, AssignmentGiven] = {}
    reports: dict[str, list[tuple[date, int, AssignmentReported]]] = {}
    closed: dict[str, AssignmentClosed] = {}
    for recorded in at.register("assignments"):
        match recorded.fact:
            case AssignmentGiven() as fact:
                given[fact.assignment] = fact
            case AssignmentReported() as fact:
                reports.setdefault(fact.assignment, []).append((fact.effective, recorded.position, fact))
            case AssignmentClosed() as fact:
                closed[fact.assignment] = fact
    rows = []
    for code, fact in sorted(given.items(), key=lambda each: (each[1].due, each[0])):
        if unit is not None and not any(at.tree.within(each, unit) for each in fact.units):
            continue
        last = max(reports.get(code, ()), default=None, key=lambda report: report[:2])
        ended = closed.get(code)
        rows.append(
            AssignmentRow(
                assignment=code,
                title=fact.title,
                from_body=fact.from_body,
                units=fact.units,
                due=fact.due,
                follow_up=fact.follow_up,
                status=ended.status if ended else (last[2].status if last else "given"),
                last_report=last[0] if last else None,
                overdue=ended is None and fact.due < at.as_of,
            )
        )
    return answer_at(at, "assignments", AssignmentRow, rows, {"unit": unit})


QUESTION = Question(
    name="assignments",
    title="Assignments",
    sentence="Assignments, how they go and which are overdue.",
    topic="follow-up",
    rows=AssignmentRow,
    answer=assignments,
    options=(UNIT,),
    example="--as-of 2024-08",
)
