"""The monthly report: every unit with all below it, for the month, the year to date and the whole year."""

from collections.abc import Mapping
from typing import Any

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.answer import Answer, column, headings, row
from ledger.queries.at import At, TreeMode
from ledger.queries.contributions.contribution import signs_of
from ledger.queries.contributions.reports import REPORT_DERIVED, behind_report, month_of_report, report_contributions
from ledger.queries.months.closing import beside_closing
from ledger.queries.months.unreported import Unreported
from ledger.queries.options import MONTH, STATEMENT, TREE, UNIT
from ledger.queries.question import Explained, Question, end_of_month
from ledger.queries.sums import Sums, rolled_up


@row
class ReportRow:
    """The nine columns of the monthly report. + is better."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")
    parent: str | None = column("Belongs to", "The unit it belongs to.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    month_outcome: Money = column("Month outcome", "The outcome of the month.")
    month_budget: Money = column("Month budget", "The budget of the month.")
    month_deviation: Money = column("Month deviation", "Outcome less budget of the month; + is better.")
    ytd_outcome_last_year: Money = column(
        "Year to date last year", "The outcome from January through the same month last year."
    )
    ytd_outcome: Money = column("Year to date", "The outcome from January through the month.")
    ytd_budget: Money = column("Budget to date", "The budget from January through the month.")
    ytd_deviation: Money = column(
        "Deviation to date", "Outcome less budget from January through the month; + is better."
    )
    year_budget: Money = column("Year budget", "The budget of the whole year.")
    year_forecast: Money | None = column(
        "Year forecast", "The newest forecast of the year; none if none was submitted."
    )
    forecast_deviation: Money | None = column("Forecast deviation", "Forecast less budget of the year; + is better.")


_PLACE = ("unit", "name", "parent", "level")


def report(
    at: At,
    *,
    month: Month,
    unit: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """The monthly report: every unit with all below it, for the month, the year to date and the whole year."""
    sums: dict[str, Sums[str]] = {}
    unreported = Unreported(month)

    for part in report_contributions(at, month, statement):
        unreported.look_at(part)
        for each in rolled_up(at, tree, part.unit, part.month, unit):
            sums.setdefault(each, Sums())[part.column] += part.amount
    rows = []
    for place in at.places(unit, tree):
        if place.unit in sums or at.tree_of(tree).is_open(place.unit):
            figures = _report_figures(sums.get(place.unit, {}))
            rows.append(ReportRow(unit=place.unit, name=place.name, parent=place.parent, level=place.level, **figures))
    return Answer(
        question="report",
        moment=at.moment,
        position=at.position,
        options={"month": month, "unit": unit, "statement": statement, "tree": tree},
        columns=ReportRow,
        rows=rows,
        notes=[*unreported.notes(at, unit, tree)],
    )


def _report_figures(sums: Mapping[str, int]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name in headings(ReportRow):
        signs = signs_of(name, REPORT_DERIVED)
        if name not in _PLACE:
            figures[name] = Money(sum(sign * sums.get(part, 0) for part, sign in signs.items()))
    if "year_forecast" not in sums:  # nobody has said what to expect
        figures |= {"year_forecast": None, "forecast_deviation": None}
    return figures


def report_beside_closing(
    at: At,
    *,
    month: Month | None = None,
    unit: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """The monthly report; for a closed month with what has changed since it was reported beside it."""
    month = month or Month.containing(at.as_of)
    return beside_closing(at, month, lambda at: report(at, month=month, unit=unit, statement=statement, tree=tree))


QUESTION = Question(
    name="report",
    title="Outcome report",
    sentence="The monthly report: nine columns by unit.",
    topic="money",
    rows=ReportRow,
    answer=report_beside_closing,
    options=(UNIT, MONTH, STATEMENT, TREE),
    example="--month 2024-07 --known-at 2024-08-27",
    explained=Explained(
        columns=tuple(name for name in headings(ReportRow) if name not in _PLACE),
        usual="year_budget",
        behind=behind_report,
        narrowed_by=("unit", "line", "month", "statement", "tree"),
        meant=month_of_report,
    ),
    usual_day=end_of_month,
)
