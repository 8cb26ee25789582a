"""Outcomes by unit, line and month; the monthly report by unit; the result statement by line."""

from collections.abc import Mapping
from typing import Any

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.answer import Answer, column, headings, row
from ledger.queries.at import At, TreeMode
from ledger.queries.explain.contributions import (
    REPORT_DERIVED,
    outcome_contributions,
    report_contributions,
    signs_of,
)
from ledger.queries.sums import YEAR, Sums, months_of_year, rolled_up
from ledger.queries.unreported import Unreported


@row
class OutcomeRow:
    """What a line came to in a month, and in the twelve months that end with it."""

    unit: str = column("Unit", key=True)
    name: str = column("Name")
    line: str = column("Line", key=True)
    month: Month = column("Month", key=True)
    amount: Money = column("Outcome")
    r12: Money = column("R12", trend=("unit", "line"))
    r12_last_year: Money = column("R12 last year")


@row
class ReportRow:
    """The nine columns of the monthly report. + is better."""

    unit: str = column("Unit", key=True)
    name: str = column("Name")
    parent: str | None = column("Belongs to", hidden=True)
    level: int = column("Level", hidden=True)
    month_outcome: Money = column("Month outcome")
    month_budget: Money = column("Month budget")
    month_deviation: Money = column("Month deviation")
    ytd_outcome_last_year: Money = column("Year to date last year")
    ytd_outcome: Money = column("Year to date")
    ytd_budget: Money = column("Budget to date")
    ytd_deviation: Money = column("Deviation to date")
    year_budget: Money = column("Year budget")
    year_forecast: Money | None = column("Year forecast")
    forecast_deviation: Money | None = column("Forecast deviation")


@row
class ResultRow:
    """One line of the result statement."""

    line: str = column("Line", key=True)
    name: str = column("Name")
    side: str = column("Side", hidden=True)
    ytd_outcome: Money = column("Year to date")
    ytd_outcome_last_year: Money = column("Year to date last year")
    last_year_outcome: Money = column("Last year")
    year_budget: Money = column("Year budget")
    year_forecast: Money | None = column("Year forecast")


Cells = Sums[tuple[str, str, int]]
"""Outcomes by unit, line and month."""


def outcome(
    at: At,
    *,
    year: int | None = None,
    month: Month | None = None,
    unit: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """Outcomes of a year's months (or of one month), each with its rolling twelve months."""
    year = month.year if month else (at.as_of.year if year is None else year)
    shown = [month] if month else months_of_year(year, Month.containing(at.as_of))
    sums: Cells = Sums()
    for part in outcome_contributions(at, shown[0].plus(1 - 2 * YEAR), shown[-1], statement) if shown else ():
        if part.month is not None:
            for each in rolled_up(at, tree, part.unit, part.month, unit):
                sums[each, part.item, part.month.number] += part.amount

    def rolling(each: str, line: str, last: int) -> Money:
        return Money(sum(sums.get((each, line, number), 0) for number in range(last - YEAR + 1, last + 1)))

    used = {(each, line) for each, line, _ in sums}
    rows = [
        OutcomeRow(
            unit=place.unit,
            name=place.name,
            line=line,
            month=each,
            amount=Money(sums.get((place.unit, line, each.number), 0)),
            r12=rolling(place.unit, line, each.number),
            r12_last_year=rolling(place.unit, line, each.number - YEAR),
        )
        for place in at.places(unit, tree)
        for line in at.lines_of(statement)
        if (place.unit, line) in used
        for each in shown
        if (place.unit, line, each.number) in sums
    ]
    options = {"year": year, "month": month, "unit": unit, "statement": statement, "tree": tree}
    return Answer(
        question="outcome",
        moment=at.moment,
        position=at.position,
        options=options,
        columns=OutcomeRow,
        rows=rows,
    )


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


_PLACE = ("unit", "name", "parent", "level")


def result(
    at: At,
    *,
    month: Month,
    unit: str | None = None,
    statement: str = "operating",
) -> Answer:
    """The result statement: lines as rows, for the whole tree or one unit with all below it."""
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
