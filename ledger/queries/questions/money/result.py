"""The result statement: one row a line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections.tree import Place
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import signs_of
from ledger.queries.contributions.forecast_columns import forecast_notes
from ledger.queries.contributions.reports import (
    REPORT_DERIVED,
    behind_report,
    month_of_report,
    notes_of_report,
    report_contributions,
)
from ledger.queries.months.unreported import Unreported
from ledger.queries.options import LINE, MONTH, PROJECT, STATEMENT, UNIT
from ledger.queries.question import Explained, Question, end_of_month
from ledger.queries.sums import Sums, above_within, change_share


@row
class ResultRow:
    """One line of the result statement, with everything below it added."""

    line: str = column("Line", "The code of the line, with all below it added.", key=True)
    name: str = column("Name", "What it is called.")
    side: str = column("Side", "Whether it is income, cost or the net of a whole unit.", hidden=True)
    parent: str | None = column("Part of", "The line whose sum it is part of.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    ytd_outcome: Money = column("Year to date", "The outcome from January through the month.")
    ytd_outcome_last_year: Money = column(
        "Year to date last year", "The outcome from January through the same month last year."
    )
    ytd_change_share: Decimal | None = column(
        "Change", "How much more this year than last, as a share of last year's size.", hidden=True
    )
    ytd_budget: Money = column("Budget to date", "The budget from January through the month.")
    ytd_deviation: Money = column(
        "Deviation to date", "Outcome less budget from January through the month; + is better."
    )
    last_year_outcome: Money = column("Last year", "The outcome of the whole last year.")
    year_budget: Money = column("Year budget", "The budget of the whole year.")
    year_forecast: Money | None = column(
        "Year forecast", "The newest forecast of the year; none if none was submitted."
    )
    forecast_deviation: Money | None = column("Forecast deviation", "Forecast less budget of the year; + is better.")


_FIGURES = (
    "ytd_outcome",
    "ytd_outcome_last_year",
    "ytd_budget",
    "ytd_deviation",
    "last_year_outcome",
    "year_budget",
    "year_forecast",
    "forecast_deviation",
)


def result(
    at: At,
    *,
    month: Month | None = None,
    unit: str | None = None,
    line: str | None = None,
    project: str | None = None,
    statement: str = "operating",
) -> Answer:
    """The result statement: lines as rows, for the whole tree or one unit with all below it."""
    month = month or Month.containing(at.as_of)
    statement = at.statement_of(line, statement)
    sums: dict[str, Sums[str]] = {}
    everything: Sums[str] = Sums()
    at.places(unit)
    unreported = Unreported(month)
    for part in at.narrowed(report_contributions(at, month, statement), line, project):
        unreported.look_at(part)
        if at.tree.within(part.unit, unit):
            everything[part.column] += part.amount
            for each in above_within(at.line_tree, part.item, line):
                sums.setdefault(each, Sums())[part.column] += part.amount
    lines = at.lines
    rows = [
        _row(place, lines[place.code].side, sums.get(place.code, Sums()))
        for place in at.line_tree.places(line)
        if lines[place.code].statement == statement
    ]
    return Answer(
        question="result",
        moment=at.moment,
        position=at.position,
        options={"month": month, "unit": unit, "line": line, "project": project, "statement": statement},
        columns=ResultRow,
        rows=rows,
        total=_row(Place("", "", None, 0), "", everything),
        notes=[*unreported.notes(at, unit), *forecast_notes(at, Cell(unit=unit, project=project, year=month.year))],
    )


def _row(place: Place, side: str, sums: Mapping[str, int]) -> ResultRow:
    figures: dict[str, Any] = {
        name: Money(sum(sign * sums.get(part, 0) for part, sign in signs_of(name, REPORT_DERIVED).items()))
        for name in _FIGURES
    }
    if "year_forecast" not in sums:  # nobody has said what to expect
        figures |= {"year_forecast": None, "forecast_deviation": None}
    return ResultRow(
        line=place.code,
        name=place.name,
        side=side,
        parent=place.parent,
        level=place.level,
        ytd_change_share=change_share(sums.get("ytd_outcome", 0), sums.get("ytd_outcome_last_year", 0)),
        **figures,
    )


QUESTION = Question(
    name="result",
    title="Result statement",
    sentence="The result statement: one row a line.",
    topic="money",
    rows=ResultRow,
    answer=result,
    options=(UNIT, LINE, PROJECT, MONTH, STATEMENT),
    example="--month 2024-07",
    explained=Explained(
        columns=_FIGURES,
        usual="ytd_outcome",
        behind=behind_report,
        made_of=("forecast", "outcome", "budget", "grant"),
        narrowed_by=("unit", "line", "project", "month", "statement", "tree"),
        notes=notes_of_report,
        meant=month_of_report,
    ),
    usual_day=end_of_month,
)
