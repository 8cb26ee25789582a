"""What has been reported of assignments, by the unit that each report is of."""

from collections.abc import Mapping
from datetime import date

from ledger.domain.follow_up.assignments import AssignmentGiven, AssignmentReported
from ledger.queries.at import At

PERIODS: Mapping[str, int] = {"month": 1, "tertial": 4, "year": 12}
"""Months between two follow-ups. They end with the calendar: a tertial in April, August and December."""


def begins(given: AssignmentGiven) -> date:
    """The day from which an assignment is followed up."""
    return given.from_ or given.effective


def reports_by_holder(
    at: At, given: Mapping[str, AssignmentGiven]
) -> Mapping[tuple[str, str], list[AssignmentReported]]:
    """By assignment and unit that got it, the reports of the unit or of one below it that day, oldest first."""
    found: dict[tuple[str, str], list[AssignmentReported]] = {}
    for recorded in sorted(at.register("assignments"), key=lambda each: (each.fact.effective, each.position)):
        fact = recorded.fact
        if isinstance(fact, AssignmentReported) and fact.assignment in given:
            units = given[fact.assignment].units
            above = at.organisation.ancestors(fact.unit, fact.effective)
            holder = next((unit for unit in above if unit in units), None)
            if holder is not None:
                found.setdefault((fact.assignment, holder), []).append(fact)
    return found
