"""The result statement: one row a line."""

from collections.abc import Mapping

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.contributions.reports import behind_report, month_of_report, report_contributions
from ledger.queries.months.unreported import Unreported
from ledger.queries.options import MONTH, STATEMENT, UNIT
from ledger.queries.question import Explained, Question, end_of_month
from ledger.queries.sums import Sums


@row
class ResultRow:
    """One line of the result statement."""

    line: str = column("Line", "The code of the line.", key=True)
    name: str = column("Name", "What it is called.")
    side: str = column("Side", "Whether it is income, cost or net.", hidden=True)
    ytd_outcome: Money = column("Year to date", "The outcome from January through the month.")
    ytd_outcome_last_year: Money = column(
        "Year to date last year", "The outcome from January through the same month last year."
    )
    last_year_outcome: Money = column("Last year", "The outcome of the whole of last year.")
    year_budget: Money = column("Year budget", "The budget of the whole year.")
    year_forecast: Money | None = column(
        "Year forecast", "The newest forecast of the year; none if none was submitted."
    )


def result(
    at: At,
    *,
    month: Month | None = None,
    unit: str | None = None,
    statement: str = "operating",
) -> Answer:
    """The result statement: lines as rows, for the whole tree or one unit with all below it."""
    month = month or Month.containing(at.as_of)
    sums: dict[str, Sums[str]] = {}
    at.places(unit)
    unreported = Unreported(month)
    for part in report_contributions(at, month, statement):
        unreported.look_at(part)
        if at.tree.within(part.unit, unit):
            sums.setdefault(part.item, Sums())[part.column] += part.amount
    names, lines = at.lines_of(statement), at.lines
    rows = [_result_row(line, name, lines[line].side, sums.get(line, Sums())) for line, name in names.items()]
    everything: Sums[str] = Sums()
    for summed in sums.values():
        for name, amount in summed.items():
            everything[name] += amount
    return Answer(
        question="result",
        moment=at.moment,
        position=at.position,
        options={"month": month, "unit": unit, "statement": statement},
        columns=ResultRow,
        rows=rows,
        total=_result_row("", "", "", everything),
        notes=[*unreported.notes(at, unit)],
    )


def _result_row(line: str, name: str, side: str, sums: Mapping[str, int]) -> ResultRow:
    return ResultRow(
        line=line,
        name=name,
        side=side,
        ytd_outcome=Money(sums.get("ytd_outcome", 0)),
        ytd_outcome_last_year=Money(sums.get("ytd_outcome_last_year", 0)),
        last_year_outcome=Money(sums.get("last_year_outcome", 0)),
        year_budget=Money(sums.get("year_budget", 0)),
        year_forecast=Money(sums["year_forecast"]) if "year_forecast" in sums else None,
    )


QUESTION = Question(
    name="result",
    title="Result statement",
    sentence="The result statement: one row a line.",
    topic="money",
    rows=ResultRow,
    answer=result,
    options=(UNIT, MONTH, STATEMENT),
    example="--month 2024-07",
    explained=Explained(
        columns=("ytd_outcome", "ytd_outcome_last_year", "last_year_outcome", "year_budget", "year_forecast"),
        usual="ytd_outcome",
        behind=behind_report,
        narrowed_by=("unit", "line", "month", "statement", "tree"),
        meant=month_of_report,
    ),
    usual_day=end_of_month,
)
