"""What facts contribute to the cells of answers: one definition for every figure and for its explanation.

A question sums contributions by its rows; an explanation lists them by fact. Both read the same contributions, so
the parts of a figure always sum to it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.domain.days import Month
from ledger.projections.figures import Total
from ledger.queries.at import At
from ledger.queries.sums import YEAR, months_of_year

BUDGET_KINDS = ("original", "adjusted", "transferred", "grants", "carried_over")
"""Why budgets change, as :data:`ledger.domain.phasing.Kind` names it."""

Signs = Mapping[str, int]
"""The columns a figure is made of, each to be added (1) or taken away (-1)."""


class Contribution(NamedTuple):
    """An amount that belongs to one column of one unit's own part."""

    column: str
    unit: str
    item: str
    """The line, or category and employment, or measure."""
    month: Month | None
    """The month it belongs to, where the tree of that month may be asked for."""
    amount: int
    position: int
    """The fact behind it; 0 where contributions of several facts were summed up before."""


def signs_of(column: str, derived: Mapping[str, Signs]) -> Signs:
    """What a column is made of: itself, unless it is derived from others."""
    return derived.get(column, {column: 1})


def budget_contributions(
    at: At,
    year: int,
    statement: str,
    *,
    monthly: bool,
    by_fact: bool = False,
    units: Collection[str] | None = None,
) -> Iterator[Contribution]:
    """Budgets by reason, and ``ytd``: what belongs to months up to the as-of day. *monthly*: month by month.

    *units* leaves out what is in all others.
    """
    lines, reached = at.lines_of(statement), Month.containing(at.as_of)
    months = months_of_year(year)
    through = months if monthly else [reached]
    for total in at.figures.totals("budget", year=year, through=through, by_fact=by_fact, units=units):
        if total.item not in lines:
            continue
        pieces = _monthly(total, months, reached) if monthly else [(None, total.amount, total.parts[0])]
        for month, amount, ytd in pieces:
            yield Contribution(total.kind, total.unit, total.item, month, amount, total.position)
            if ytd:
                yield Contribution("ytd", total.unit, total.item, month, ytd, total.position)


def _monthly(total: Total, months: Sequence[Month], reached: Month) -> Iterator[tuple[Month, int, int]]:
    """The part of each month, and again if the month has been reached."""
    before = 0
    for month, so_far in zip(months, total.parts, strict=True):
        part, before = so_far - before, so_far
        if part:
            yield month, part, part if month <= reached else 0


BUDGET_DERIVED: Mapping[str, Signs] = {"current": dict.fromkeys(BUDGET_KINDS, 1)}


def outcome_contributions(
    at: At, first: Month, last: Month, statement: str, column: str = "amount"
) -> Iterator[Contribution]:
    """The outcomes in force for some months."""
    lines = at.lines_of(statement)
    for stated in at.figures.stated("outcome", first, last):
        if stated.item in lines:
            yield Contribution(column, stated.unit, stated.item, Month(stated.month), stated.amount, stated.position)


def report_contributions(
    at: At, month: Month, statement: str, *, by_fact: bool = False, units: Collection[str] | None = None
) -> Iterator[Contribution]:
    """The columns of the monthly report and of the result statement that are not derived from others.

    *units* may leave out what is in all others.
    """
    from ledger.queries.questions.forecast import submissions  # which the budget question has no need of

    yield from _report_outcomes(at, month, statement)
    yield from _report_budgets(at, month, statement, by_fact=by_fact, units=units)
    lines = at.lines_of(statement)
    newest = {submission.fact.unit: submission for submission in submissions(at, month.year)}
    for unit, submission in newest.items():
        for line, amount in submission.fact.lines.items():
            if line in lines:
                yield Contribution("year_forecast", unit, line, None, amount.count, submission.recorded.position)


def _report_outcomes(at: At, month: Month, statement: str) -> Iterator[Contribution]:
    this_january, last_january = Month.of(month.year, 1), Month.of(month.year - 1, 1)
    a_year_ago = month.plus(-YEAR)
    for each in outcome_contributions(at, last_january, month, statement):
        of = each.month
        if of is None:
            continue
        if of >= this_january:
            yield each._replace(column="ytd_outcome")
            if of == month:
                yield each._replace(column="month_outcome")
        else:
            yield each._replace(column="last_year_outcome")
            if of <= a_year_ago:
                yield each._replace(column="ytd_outcome_last_year")


def _report_budgets(
    at: At, month: Month, statement: str, *, by_fact: bool, units: Collection[str] | None
) -> Iterator[Contribution]:
    lines, months = at.lines_of(statement), months_of_year(month.year)
    for total in at.figures.totals("budget", year=month.year, through=months, by_fact=by_fact, units=units):
        if total.item not in lines:
            continue
        for of, part, reached in _monthly(total, months, month):
            yield Contribution("year_budget", total.unit, total.item, of, part, total.position)
            if reached:
                yield Contribution("ytd_budget", total.unit, total.item, of, part, total.position)
            if of == month:
                yield Contribution("month_budget", total.unit, total.item, of, part, total.position)


REPORT_DERIVED: Mapping[str, Signs] = {
    "month_deviation": {"month_outcome": 1, "month_budget": -1},
    "ytd_deviation": {"ytd_outcome": 1, "ytd_budget": -1},
    "forecast_deviation": {"year_forecast": 1, "year_budget": -1},
}


def summed(contributions: Iterable[Contribution], signs: Signs) -> Iterator[Contribution]:
    """Those contributions that a figure is made of, with their signs."""
    for each in contributions:
        sign = signs.get(each.column)
        if sign is not None:
            yield each if sign > 0 else each._replace(amount=-each.amount)
