"""Forecast versions side by side, against budget and outcome."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import attrs

from ledger.domain.money.forecasts import OUTCOME, Uncertainty
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer, column
from ledger.queries.at import At, TreeMode
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.forecast_columns import (
    behind,
    not_reported_in,
    notes_behind,
    require_year_reported,
    version_notes,
    year_budgets,
    year_outcomes,
)
from ledger.queries.contributions.forecast_decisions import decided_between_versions
from ledger.queries.contributions.forecasts import Forecasts, Submission, Version
from ledger.queries.contributions.rows import Key, RowsOf
from ledger.queries.options import LINE, PROJECT, STATEMENT, TREE, UNIT, YEAR, by
from ledger.queries.question import Explained, Question
from ledger.queries.sums import Sums


@attrs.frozen(kw_only=True)
class CountedOtherwise:
    """A part of a forecast that is counted with another version, or with its outcome."""

    unit: str
    project: str | None
    version: str


@attrs.frozen(kw_only=True)
class ForecastRow:
    """What the year was expected to come to, by one version. The grouping adds columns before these."""

    version: str = column("Version", "The label of the forecast.", key=True)
    uncertainties: tuple[Uncertainty, ...] = column(
        "Uncertainties", "What may make it come out otherwise, with the lowest and the highest effect.", hidden=True
    )
    position: int = column("Fact", "The fact that submitted it: the last one, where units below submitted theirs.")
    effective: date = column("As of", "The day it is true for.")
    amount: Money = column("Forecast", "What the year is expected to come to.")
    change: Money | None = column("Change", "Against the version before; what had none then was 0.")
    budget: Money = column("Budget", "The current budget of the year.")
    deviation: Money = column("Deviation", "Forecast less budget; + is better.")
    budget_then: Money = column(
        "Budget then", "The budget of the year as it was known when the last forecast of the version was recorded."
    )
    deviation_then: Money = column("Deviation then", "Forecast less the budget then; + is better.")
    outcome: Money | None = column("Outcome", "What the year came to; none until December is reported.")
    outcome_deviation: Money | None = column("Outcome deviation", "Outcome less forecast; + is better.")
    carried_from: tuple[CountedOtherwise, ...] = column(
        "Counted otherwise",
        "Unit, project and version of every part that has no forecast of this version and is counted with another.",
        hidden=True,
    )
    month_amounts: Mapping[Month, Money] | None = column(
        "By month", "The forecast of each month; none unless all of it has months.", hidden=True
    )


_COLUMNS: dict[str, dict[str, Any]] = {
    "unit": {
        "unit": column("Unit", "The code of the unit, with all below it added.", key=True),
        "name": column("Name", "What it is called."),
        "parent": column("Belongs to", "The unit it belongs to.", hidden=True),
        "level": column("Level", "How far below the top it stands; 0 is the top.", hidden=True),
    },
    "line": {"line": column("Line", "The code of the line, with all below it added.", key=True)},
    "project": {
        "project": column("Project", "The code of the project, with all below it; empty for no project.", key=True)
    },
}

BY = by("unit", *_COLUMNS, help="Group by unit, line, project, or several: unit,line.")


@cache
def columns(grouping: tuple[str, ...]) -> type:
    """The row class of a grouping; the same for ever."""
    grouped = {name: each for dimension in grouping for name, each in _COLUMNS[dimension].items()}
    if grouping != ("unit",):
        grouped = {name: each for name, each in grouped.items() if name not in ("parent", "level")}
    own = {each.name: each for each in attrs.fields(ForecastRow)}
    fields = {name: attrs.field(metadata=each.metadata, type=each.type) for name, each in own.items()}
    series = tuple(name for name in _COLUMNS if name in grouping)
    trend = {"heading": attrs.evolve(own["amount"].metadata["heading"], trend=series)}
    fields["amount"] = attrs.field(metadata=trend, type=Money)
    placed = {name: attrs.field(metadata=each.metadata) for name, each in grouped.items()}
    return attrs.make_class("ForecastRow", placed | fields, frozen=True, kw_only=True)


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
    lines = at.lines_of(statement := at.statement_of(line, statement))
    tops = {"unit": unit, "line": line, "project": project}
    places = {place.unit: place for place in at.places(unit, tree)}
    forecasts, rows_of = Forecasts(at, year), RowsOf(at, grouping, tops, tree)
    compared = _Comparison(forecasts, rows_of, lines)
    projects = [*(each.code for each in at.project_tree.places()), None]
    known: Mapping[str, Sequence[str | None]] = {"unit": [*places], "line": [*lines], "project": projects}
    row = columns(grouping)
    rows = []
    for key, cells in compared.rows([known[each] for each in grouping]):
        values: dict[str, Any] = dict(zip(grouping, key, strict=True))
        if "unit" in values:
            place = places[values["unit"]]
            values |= {"name": place.name} | ({} if len(key) > 1 else {"parent": place.parent, "level": place.level})
        rows.append(row(**values, **cells))
    return Answer(
        question="forecast",
        moment=at.moment,
        position=at.position,
        options={"year": year, **tops, "by": by, "statement": statement, "tree": tree},
        columns=row,
        rows=rows,
        notes=[note for each in forecasts.versions for note in version_notes(each, rows_of.holds)],
    )


class _Figures:
    """What one version comes to, row by row."""

    def __init__(self, forecasts: Forecasts, version: Version, rows_of: RowsOf, lines: Collection[str]) -> None:
        self.version = version
        self.amounts: Sums[Key] = Sums()
        self.months: dict[Key, Sums[Month | None]] = {}
        for part in forecasts.months(version, lines):
            for key in rows_of.part(part._replace(month=None)):
                self.amounts[key] += part.amount
                self.months.setdefault(key, Sums())[part.month] += part.amount
        self.budgets = _added(year_budgets(forecasts.then(version).figures, forecasts.year, lines), rows_of)
        self.submitted: dict[Key, list[Submission]] = {}
        """The forecasts that are counted, by what rows are about but for their lines."""
        for each in version.counted:
            for key in rows_of.forecast(*each.key):
                self.submitted.setdefault(key, []).append(each)
        self.closed: dict[Key, list[str]] = {}
        """The units that are counted with their outcome, likewise."""
        for unit in version.closed:
            with_projects = {part.project for part in forecasts.outcomes(version, lines) if part.unit == unit}
            for key in {key for project in (None, *with_projects) for key in rows_of.forecast(unit, project)}:
                self.closed.setdefault(key, []).append(unit)

    def about(self, key: Key) -> dict[str, Any] | None:
        """What is told of the forecasts in a row, by its key without a line; None where there are none."""
        found, closed = self.submitted.get(key, []), self.closed.get(key, [])
        if not found and not closed:
            return None
        newest = found[-1] if found else self.version.last
        carried = [(*each.key, each.fact.version) for each in found if each.fact.version != self.version.label]
        carried += [(unit, None, OUTCOME) for unit in closed]
        return {
            "version": self.version.label,
            "uncertainties": tuple(named for each in found for named in each.fact.uncertainties),
            "position": newest.recorded.position,
            "effective": newest.fact.effective,
            "carried_from": tuple(CountedOtherwise(unit=u, project=p, version=v) for u, p, v in carried),
        }

    def month_amounts(self, key: Key) -> Mapping[Month, Money] | None:
        months = self.months.get(key)
        if not months or months.get(None):
            return None
        return {month: Money(months[month]) for month in sorted(each for each in months if each is not None)}


class _Comparison:
    def __init__(self, forecasts: Forecasts, rows_of: RowsOf, lines: Collection[str]) -> None:
        at, year = forecasts.at, forecasts.year
        self._rows_of = rows_of
        self._versions = [_Figures(forecasts, version, rows_of, lines) for version in forecasts.versions]
        self._budgets = _added(year_budgets(at.figures, year, lines), rows_of)
        self._outcomes = _added(year_outcomes(at, year, lines), rows_of)
        self._lacking = not_reported_in(at, Month.of(year, 12))

    def rows(self, known: Sequence[Sequence[str | None]]) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Every key with the cells of each version, in the order of what is known."""
        ranks = [{code: rank for rank, code in enumerate(codes)} for codes in known]
        with_lines = "line" in self._rows_of.grouping
        held = [each.amounts if with_lines else each.submitted.keys() | each.closed.keys() for each in self._versions]
        keys = {key for each in held for key in each}
        shown = [key for key in keys if all(code in rank for code, rank in zip(key, ranks, strict=True))]
        for key in sorted(shown, key=lambda key: [rank[code] for code, rank in zip(key, ranks, strict=True)]):
            yield from ((key, cells) for cells in self._cells(key))

    def _cells(self, key: Key) -> Iterator[dict[str, Any]]:
        budget = Money(self._budgets.get(key, 0))
        unit = key[0] if "unit" in self._rows_of.grouping else None
        outcome = None if self._lacking(unit) else Money(self._outcomes.get(key, 0))
        before: Money | None = None
        for each in self._versions:
            amount, then = Money(each.amounts.get(key, 0)), Money(each.budgets.get(key, 0))
            about = each.about(self._rows_of.without_line(key))
            if about is not None:
                yield about | {
                    "amount": amount,
                    "change": None if before is None else amount - before,
                    "budget": budget,
                    "deviation": amount - budget,
                    "budget_then": then,
                    "deviation_then": amount - then,
                    "outcome": outcome,
                    "outcome_deviation": None if outcome is None else outcome - amount,
                    "month_amounts": each.month_amounts(key),
                }
            before = amount


def _added(parts: Iterable[Contribution], rows_of: RowsOf) -> Sums[Key]:
    sums: Sums[Key] = Sums()
    for part in parts:
        for key in rows_of.part(part):
            sums[key] += part.amount
    return sums


QUESTION = Question(
    name="forecast",
    title="Forecast",
    sentence="Forecast versions side by side, against budget and outcome.",
    topic="money",
    rows=lambda by: columns(BY.grouping(by)),
    answer=forecast,
    options=(UNIT, LINE, PROJECT, BY, STATEMENT, TREE, YEAR),
    example="--year 2024 --unit HSN",
    explained=Explained(
        columns=("amount", "budget", "deviation", "budget_then", "deviation_then", "outcome", "outcome_deviation"),
        usual="amount",
        behind=behind,
        made_of=("forecast", "outcome", "budget", "grant"),
        narrowed_by=("unit", "line", "project", "year", "version", "so_far", "statement", "tree"),
        decided=decided_between_versions,
        require=require_year_reported,
        notes=notes_behind,
    ),
)
