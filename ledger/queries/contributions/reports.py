"""What facts contribute to the monthly report and the result statement."""

from collections.abc import Iterator, Mapping

import attrs

from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Month
from ledger.queries.answer import Note
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.budgets import by_month
from ledger.queries.contributions.contribution import Contribution, Signs, signs_of, summed
from ledger.queries.contributions.forecast_columns import notes_behind
from ledger.queries.contributions.forecasts import Forecasts
from ledger.queries.contributions.outcomes import outcome_contributions
from ledger.queries.question import Units
from ledger.queries.sums import YEAR, months_of_year

REPORT_DERIVED: Mapping[str, Signs] = {
    "month_deviation": {"month_outcome": 1, "month_budget": -1},
    "ytd_deviation": {"ytd_outcome": 1, "ytd_budget": -1},
    "forecast_deviation": {"year_forecast": 1, "year_budget": -1},
    "remaining": {"year_budget": 1, "ytd_outcome": -1},
}


def report_contributions(
    at: At, month: Month, statement: str, *, by_fact: bool = False, units: Units = None, whole: bool = False
) -> Iterator[Contribution]:
    """The columns of the monthly report and of the result statement that are not derived from others.

    *units* may leave out what is in all others. *whole*: budgets are not taken apart into months, which few ask for.
    """
    yield from _report_outcomes(at, month, statement)
    budgets = _whole_budgets if whole else _report_budgets
    yield from budgets(at, month, statement, by_fact=by_fact, units=units)
    lines = at.lines_of(statement)
    forecasts = Forecasts(at, month.year)
    if forecasts.newest is not None:
        for part in forecasts.parts(forecasts.newest, lines):
            yield part._replace(column="year_forecast")


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


def _whole_budgets(at: At, month: Month, statement: str, *, by_fact: bool, units: Units) -> Iterator[Contribution]:
    lines, through = at.lines_of(statement), [month.plus(-1), month]
    for total in at.figures.totals("budget", year=month.year, through=through, by_fact=by_fact, units=units):
        line, project = split_money_item(total.item)
        if line in lines:
            before, ytd = total.parts
            columns = (("year_budget", total.amount), ("ytd_budget", ytd), ("month_budget", ytd - before))
            for column, amount in columns:
                if amount:
                    yield Contribution(column, total.unit, line, None, amount, total.position, project)


def _report_budgets(at: At, month: Month, statement: str, *, by_fact: bool, units: Units) -> Iterator[Contribution]:
    lines, months = at.lines_of(statement), months_of_year(month.year)
    for total in at.figures.totals("budget", year=month.year, through=months, by_fact=by_fact, units=units):
        line, project = split_money_item(total.item)
        if line not in lines:
            continue
        for of, part, reached in by_month(total, months, month):
            yield Contribution("year_budget", total.unit, line, of, part, total.position, project)
            if reached:
                yield Contribution("ytd_budget", total.unit, line, of, part, total.position, project)
            if of == month:
                yield Contribution("month_budget", total.unit, line, of, part, total.position, project)


def month_of_report(at: At, cell: Cell) -> Cell:
    """The cell with the month of the as-of day, unless another is meant."""
    return attrs.evolve(cell, month=cell.month or Month.containing(at.as_of))


def behind_report(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    month = cell.month or Month.containing(at.as_of)
    statement = at.statement_of(cell.line, cell.statement)
    found = report_contributions(at, month, statement, by_fact=True, units=units, whole=cell.tree != "then")
    return summed(found, signs_of(name, REPORT_DERIVED))


def notes_of_report(at: At, cell: Cell, name: str) -> Iterator[Note]:
    return notes_behind(at, attrs.evolve(cell, year=(cell.month or Month.containing(at.as_of)).year), name)
