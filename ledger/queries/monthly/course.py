"""The year month by month: what was budgeted, what it came to, and what it came to a year before."""

from collections.abc import Mapping

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.contributions.budgets import budget_contributions
from ledger.queries.contributions.outcomes import outcome_contributions
from ledger.queries.sums import Sums, months_of_year


@row
class CourseRow:
    """A month, and what has added up through it."""

    month: Month = column("Month")
    budget: Money = column("Budget to date")
    outcome: Money | None = column("Year to date")
    outcome_last_year: Money | None = column("Year to date last year")


@attrs.frozen(kw_only=True)
class Course:
    """Amounts added up from January, by month. Months without a report are left out of the outcomes."""

    budget: Mapping[Month, Money]
    outcome: Mapping[Month, Money]
    outcome_last_year: Mapping[Month, Money]
    """Under this year's months."""
    forecast: Money | None
    """The whole year's."""

    @property
    def has_outcomes(self) -> bool:
        return bool(self.outcome or self.outcome_last_year)


def course_answer(of: Course, books_answer: Answer) -> Answer:
    """The course as rows, at the moment of another answer."""
    rows = [
        CourseRow(
            month=month,
            budget=budget,
            outcome=of.outcome.get(month),
            outcome_last_year=of.outcome_last_year.get(month),
        )
        for month, budget in of.budget.items()
    ]
    return attrs.evolve(books_answer, question="course", columns=CourseRow, rows=rows, total=None, notes=())


def course(at: At, month: Month, unit: str | None, forecast: Money | None) -> Course:
    """The year of *month* for a unit with all below it (None: for everything)."""
    months = months_of_year(month.year)
    budgets: Sums[int] = Sums()
    for part in budget_contributions(at, month.year, "operating", monthly=True):
        if part.column != "ytd" and part.month is not None and at.tree.within(part.unit, unit):
            budgets[part.month.number] += part.amount
    return Course(
        budget=_added_up({each: budgets[each.number] for each in months}),
        outcome=_outcomes(at, months[0], month, unit, later=0),
        outcome_last_year=_outcomes(at, months[0].plus(-12), months[-1].plus(-12), unit, later=12),
        forecast=forecast,
    )


def _outcomes(at: At, first: Month, last: Month, unit: str | None, *, later: int) -> Mapping[Month, Money]:
    monthly: Sums[int] = Sums()
    for part in outcome_contributions(at, first, last, "operating"):
        if part.month is not None and at.tree.within(part.unit, unit):
            monthly[part.month.number] += part.amount
    return _added_up({Month(number + later): monthly[number] for number in sorted(monthly)})


def _added_up(monthly: Mapping[Month, int]) -> dict[Month, Money]:
    so_far, sums = 0, {}
    for month, amount in monthly.items():
        so_far += amount
        sums[month] = Money(so_far)
    return sums
