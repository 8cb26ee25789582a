"""Forecast versions side by side, against budget and outcome."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ledger.domain.money.forecasts import Uncertainty
from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Month
from ledger.domain.values.measured import NO_MONEY, Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At, TreeMode
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution, Signs, summed
from ledger.queries.contributions.forecasts import (
    Submission,
    forecast_contributions,
    forecast_contributions_to_each,
    submissions,
)
from ledger.queries.contributions.outcomes import outcome_contributions
from ledger.queries.contributions.reports import report_contributions
from ledger.queries.options import LINE, PROJECT, STATEMENT, TREE, UNIT, YEAR, by
from ledger.queries.question import Above, Explained, Question, Units
from ledger.queries.sums import Sums, rolled_up

BY = by("unit", "unit", "line", always=("unit",), help="Group by unit or unit,line.")


@row
class ForecastRow:
    """What the year was expected to come to, by one version."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")
    parent: str | None = column("Belongs to", "The unit it belongs to.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    version: str = column("Version", "The label of the forecast.", key=True)
    uncertainties: tuple[Uncertainty, ...] = column(
        "Uncertainties", "What may make it come out otherwise, with the lowest and the highest effect.", hidden=True
    )
    position: int = column("Fact", "The fact that submitted it: the last one, where units below submitted theirs.")
    effective: date = column("As of", "The day it is true for.")
    amount: Money = column("Forecast", "What the year is expected to come to.", trend=("unit",))
    change: Money | None = column("Change", "Against the version before.")
    budget: Money = column("Budget", "The current budget of the year.")
    deviation: Money = column("Deviation", "Forecast less budget; + is better.")
    outcome: Money | None = column("Outcome", "What the year came to; none until December is reported.")


@row
class ForecastLineRow:
    """What one line was expected to come to, by one version."""

    unit: str = column("Unit", "The code of the unit.", key=True)
    name: str = column("Name", "What it is called.")
    line: str = column("Line", "The code of the line.", key=True)
    version: str = column("Version", "The label of the forecast.", key=True)
    uncertainties: tuple[Uncertainty, ...] = column(
        "Uncertainties", "What may make it come out otherwise, with the lowest and the highest effect.", hidden=True
    )
    position: int = column("Fact", "The fact that submitted it: the last one, where units below submitted theirs.")
    effective: date = column("As of", "The day it is true for.")
    amount: Money = column("Forecast", "What the year is expected to come to.", trend=("unit", "line"))
    change: Money | None = column("Change", "Against the version before.")
    budget: Money = column("Budget", "The current budget of the year.")
    deviation: Money = column("Deviation", "Forecast less budget; + is better.")
    outcome: Money | None = column("Outcome", "What the year came to; none until December is reported.")


def forecast(
    at: At,
    *,
    year: int | None = None,
    unit: str | None = None,
    by: str = "unit",
    line: str | None = None,
    project: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """Forecast versions of a year, each against the one before, the budget and the outcome."""
    grouping = BY.grouping(by)
    year = at.as_of.year if year is None else year
    statement = at.statement_of(line, statement)
    lines = [each for each in at.lines_of(statement) if at.line_tree.within(each, line)]
    comparison = _Comparison(at, year, unit, tree, lines, project)
    parts_of = {each: tuple(part for part in lines if at.line_tree.within(part, each)) for each in lines}
    rows: list[ForecastRow | ForecastLineRow] = []
    for place in at.places(unit, tree):
        within = comparison.submitted.get(place.unit, [])
        if grouping == ("unit",):
            common: dict[str, Any] = {
                "unit": place.unit,
                "name": place.name,
                "parent": place.parent,
                "level": place.level,
            }
            rows += (ForecastRow(**common, **cells) for cells in comparison.versions(place.unit, within, tuple(lines)))
        else:
            for each, parts in parts_of.items():
                if any(part in submission.fact.lines for submission in within for part in parts):
                    common = {"unit": place.unit, "name": place.name, "line": each}
                    versions = comparison.versions(place.unit, within, parts)
                    rows += (ForecastLineRow(**common, **cells) for cells in versions)
    return Answer(
        question="forecast",
        moment=at.moment,
        position=at.position,
        options={
            "year": year,
            "unit": unit,
            "by": by,
            "line": line,
            "project": project,
            "statement": statement,
            "tree": tree,
        },
        columns=ForecastRow if grouping == ("unit",) else ForecastLineRow,
        rows=rows,
    )


class _Comparison:
    """The forecasts, budgets and outcomes of a year, rolled up by unit."""

    def __init__(
        self, at: At, year: int, top: str | None, tree: TreeMode, lines: list[str], project: str | None
    ) -> None:
        self.submitted: dict[str, list[Submission]] = {}
        for submission in submissions(at, year):
            if not at.belongs_to(submission.fact.project, project):
                continue
            for each in rolled_up(at, tree, submission.fact.unit, None, top):
                self.submitted.setdefault(each, []).append(submission)
        self.budgets: Sums[tuple[str, str]] = Sums()
        for total in at.figures.totals("budget", year=year):
            line, of = split_money_item(total.item)
            counts = line in lines and at.belongs_to(of, project)
            for each in rolled_up(at, tree, total.unit, None, top) if counts else ():
                self.budgets[each, line] += total.amount
        self.outcomes: Sums[tuple[str, str]] = Sums()
        self.complete: set[str] = set()
        december = Month.of(year, 12)
        for stated in at.figures.stated("outcome", Month.of(year, 1), december):
            line, of = split_money_item(stated.item)
            counts = line in lines and at.belongs_to(of, project)
            for each in rolled_up(at, tree, stated.unit, Month(stated.month), top) if counts else ():
                self.outcomes[each, line] += stated.amount
                if stated.month == december.number:
                    self.complete.add(each)

    def versions(self, unit: str, within: list[Submission], lines: tuple[str, ...]) -> Iterable[dict[str, Any]]:
        """One set of cells a version label, in the order the labels were last submitted."""
        last = {submission.fact.version: submission for submission in within}
        budget = Money(sum(self.budgets[unit, line] for line in lines))
        outcome = Money(sum(self.outcomes[unit, line] for line in lines)) if unit in self.complete else None
        before: Money | None = None
        for version, latest in sorted(last.items(), key=lambda each: each[1].rank):
            newest = {each.key: each.fact for each in within if each.rank <= latest.rank}
            amount = sum((fact.lines.get(line, NO_MONEY) for fact in newest.values() for line in lines), NO_MONEY)
            yield {
                "version": version,
                "uncertainties": tuple(each for fact in newest.values() for each in fact.uncertainties),
                "position": latest.recorded.position,
                "effective": latest.fact.effective,
                "amount": amount,
                "change": None if before is None else amount - before,
                "budget": budget,
                "deviation": amount - budget,
                "outcome": outcome,
            }
            before = amount


def behind(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    """What is behind a column of forecasts."""
    if name in ("amount", "deviation"):
        yield from forecast_contributions(at, _year(at, cell), cell)
    yield from _beside(at, cell, name, units)


def behind_each(at: At, cell: Cell, name: str, above: Above) -> Iterator[tuple[str, Contribution]]:
    """The same for every unit: a version of a unit is what had been submitted below it by then."""
    if name in ("amount", "deviation"):
        yield from forecast_contributions_to_each(at, _year(at, cell), cell, above)
    for each in _beside(at, cell, name, None):
        yield from ((unit, each) for unit in above(each.unit, each.month))


def _year(at: At, cell: Cell) -> int:
    return at.as_of.year if cell.year is None else cell.year


def _beside(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    """Outcomes and budgets, which are the same for every version."""
    year, statement = _year(at, cell), at.statement_of(cell.line, cell.statement)
    if name == "outcome":
        yield from outcome_contributions(at, Month.of(year, 1), Month.of(year, 12), statement)
    if name in ("budget", "deviation"):
        signs: Signs = {"year_budget": 1 if name == "budget" else -1}
        december = Month.of(year, 12)
        found = report_contributions(at, december, statement, by_fact=True, units=units)
        yield from summed(found, signs)


QUESTION = Question(
    name="forecast",
    title="Forecast",
    sentence="Forecast versions side by side, against budget and outcome.",
    topic="money",
    rows=lambda by: ForecastRow if BY.grouping(by) == ("unit",) else ForecastLineRow,
    answer=forecast,
    options=(UNIT, LINE, PROJECT, BY, STATEMENT, TREE, YEAR),
    example="--year 2024 --unit HSN",
    explained=Explained(
        columns=("amount", "budget", "deviation", "outcome"),
        usual="amount",
        behind=behind,
        narrowed_by=("unit", "line", "project", "year", "version", "statement", "tree"),
        behind_each=behind_each,
        unless=lambda cell, name: cell.version is None or name in ("budget", "outcome"),
    ),
)
