"""The monthly report: every unit with all below it, for the month, the year to date and the whole year."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections.tree import Place, Tree
from ledger.queries.answer import Answer, column, headings, row
from ledger.queries.at import At, TreeMode
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
from ledger.queries.months.closing import beside_closing
from ledger.queries.months.unreported import Unreported
from ledger.queries.options import LINE, MONTH, PROJECT, STATEMENT, TREE, UNIT, by
from ledger.queries.question import Explained, Question, end_of_month
from ledger.queries.sums import Sums, above_within, change_share, rolled_up


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
    ytd_change_share: Decimal | None = column(
        "Change", "How much more this year than last, to date, as a share of last year's size.", hidden=True
    )
    remaining: Money = column("Remaining", "The year's budget less the outcome to date.", hidden=True)
    used_share: Decimal | None = column("Used", "The outcome to date as a share of the year's budget.", hidden=True)


_PLACE = ("unit", "name", "parent", "level")
_LINE = {
    "line": column("Line", "The code of the line, with all below it added.", key=True),
    "line_name": column("Name", "What the line is called."),
}
_SHARES = ("ytd_change_share", "used_share")
_FIGURES = tuple(name for name in headings(ReportRow) if name not in (*_PLACE, *_SHARES))

BY = by("unit", "unit", "line", always=("unit",), help="Group by unit or unit,line.")


@cache
def columns(grouping: tuple[str, ...]) -> type:
    """The row class of a grouping; the same for ever."""
    if grouping == ("unit",):
        return ReportRow
    own = {each.name: each.metadata for each in attrs.fields(ReportRow)}  # type: ignore[arg-type]  # attrs in disguise
    placed = {name: own[name] for name in _PLACE} | {name: each.metadata for name, each in _LINE.items()}
    fields = {name: attrs.field(metadata=metadata) for name, metadata in (placed | own).items()}
    return attrs.make_class("ReportRow", fields, frozen=True, kw_only=True)


Key = tuple[str, ...]
"""A unit, and a line where rows are grouped by it."""


def report(
    at: At,
    *,
    month: Month,
    unit: str | None = None,
    by: str = "unit",
    line: str | None = None,
    project: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """The monthly report: every unit with all below it, for the month, the year to date and the whole year."""
    grouping = BY.grouping(by)
    statement = at.statement_of(line, statement)
    sums: dict[Key, Sums[str]] = {}
    unreported = Unreported(month)
    for part in at.narrowed(report_contributions(at, month, statement), line, project):
        unreported.look_at(part)
        for each in rolled_up(at, tree, part.unit, part.month, unit):
            if grouping == ("unit",):
                sums.setdefault((each,), Sums())[part.column] += part.amount
            else:
                for of in above_within(at.line_tree, part.item, line):
                    sums.setdefault((each, of), Sums())[part.column] += part.amount
    options = {"month": month, "unit": unit, "by": by, "line": line, "project": project}
    return Answer(
        question="report",
        moment=at.moment,
        position=at.position,
        options=options | {"statement": statement, "tree": tree},
        columns=columns(grouping),
        rows=list(_rows(at.places(unit, tree), sums, at.tree_of(tree), at.lines_of(statement), grouping)),
        notes=[
            *unreported.notes(at, unit, tree),
            *forecast_notes(at, Cell(unit=unit, project=project, tree=tree, year=month.year)),
        ],
    )


def _rows(
    places: Iterable[Place],
    sums: Mapping[Key, Mapping[str, int]],
    tree: Tree,
    lines: Mapping[str, str],
    grouping: tuple[str, ...],
) -> Iterator[Any]:
    """A row for every open unit; by line only those in which something is."""
    row = columns(grouping)
    for place in places:
        where = {"unit": place.unit, "name": place.name, "parent": place.parent, "level": place.level}
        if grouping == ("unit",):
            if (place.unit,) in sums or tree.is_open(place.unit):
                yield row(**where, **_report_figures(sums.get((place.unit,), {})))
            continue
        for line, name in lines.items():
            found = sums.get((place.unit, line))
            if found is not None:
                yield row(**where, line=line, line_name=name, **_report_figures(found))


def _report_figures(sums: Mapping[str, int]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name in _FIGURES:
        signs = signs_of(name, REPORT_DERIVED)
        figures[name] = Money(sum(sign * sums.get(part, 0) for part, sign in signs.items()))
    if "year_forecast" not in sums:  # nobody has said what to expect
        figures |= {"year_forecast": None, "forecast_deviation": None}
    outcome, budget = sums.get("ytd_outcome", 0), sums.get("year_budget", 0)
    figures["ytd_change_share"] = change_share(outcome, sums.get("ytd_outcome_last_year", 0))
    figures["used_share"] = Decimal(outcome) / budget if budget else None
    return figures


def report_beside_closing(at: At, *, month: Month | None = None, **options: Any) -> Answer:
    """The monthly report; for a closed month with what has changed since it was reported beside it."""
    month = month or Month.containing(at.as_of)
    return beside_closing(at, month, lambda at: report(at, month=month, **options))


QUESTION = Question(
    name="report",
    title="Outcome report",
    sentence="The monthly report: nine columns by unit.",
    topic="money",
    rows=lambda by: columns(BY.grouping(by)),
    answer=report_beside_closing,
    options=(UNIT, LINE, PROJECT, MONTH, BY, STATEMENT, TREE),
    example="--month 2024-07 --known-at 2024-08-27",
    explained=Explained(
        columns=_FIGURES,
        usual="year_budget",
        behind=behind_report,
        made_of=("forecast", "outcome", "budget", "grant"),
        narrowed_by=("unit", "line", "project", "month", "statement", "tree"),
        notes=notes_of_report,
        meant=month_of_report,
    ),
    usual_day=end_of_month,
)
