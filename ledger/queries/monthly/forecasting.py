"""The forecasts of a year side by side, and what is still uncertain in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.forecast_decisions import End, decided_between
from ledger.queries.contributions.forecasts import Forecasts
from ledger.queries.contributions.reports import report_contributions
from ledger.queries.monthly.sources import Sources, standing
from ledger.queries.sums import Sums, rolled_up

MOST_VERSIONS = 4
"""As many versions stand side by side, the newest ones."""

ByFact = Mapping[int, int]
"""What facts add up to, by position."""


@row
class UncertaintyRow:
    """What may still turn out otherwise than forecast."""

    unit: str = column("Unit")
    version: str = column("Version")
    position: int = column("Fact")
    text: str = column("Uncertainty")
    low: Money = column("At worst")
    high: Money = column("At best")


@attrs.frozen
class Whole:
    """Amounts of units, and of each unit with all below it, fact by fact."""

    parts: Sequence[Contribution]
    by_unit: Mapping[str, Sums[int]]

    @classmethod
    def of(cls, at: At, parts: Sequence[Contribution], top: str | None) -> "Whole":
        sums: dict[str, Sums[int]] = {}
        for part in parts:
            for unit in rolled_up(at, "moment", part.unit, None, top):
                sums.setdefault(unit, Sums())[part.position] += part.amount
        return cls(parts, sums)

    def within(self, unit: str) -> ByFact:
        return self.by_unit.get(unit, {})

    def amount(self, unit: str) -> Money:
        return Money(sum(self.within(unit).values()))

    def behind(self, unit: str) -> tuple[int, ...]:
        """The facts whose parts do not cancel out."""
        return standing(self.within(unit))


@attrs.frozen
class Version:
    """A forecast version of the whole: the newest of each unit up to the last submission with the label."""

    label: str
    last: int
    """The position at which that submission was first recorded."""
    amounts: Whole


@attrs.frozen(kw_only=True)
class Forecasting:
    """The forecasts of a year within a unit."""

    versions: Sequence[Version]
    """In the order they were last submitted."""
    budget: Whole
    """The year's."""
    decided: Whole
    """What decisions between the last two versions changed it by."""
    side_by_side: Answer
    sources: Sources
    uncertainties: Answer


def forecasting(at: At, month: Month, unit: str | None) -> Forecasting:
    """The forecasts of the year of *month* for a unit with all below it (None: for everything)."""
    versions = list(_versions(at, month.year, unit))
    budget = Whole.of(at, _budget_parts(at, month, unit), unit)
    shown = versions[-MOST_VERSIONS:]
    answer = _side_by_side(at, unit, shown, budget)
    return Forecasting(
        versions=versions,
        budget=budget,
        decided=_decided(at, month.year, unit, versions),
        side_by_side=answer,
        sources=[_behind(row.unit, shown, budget) for row in answer.rows],
        uncertainties=_uncertainties(at, month.year, unit),
    )


def _versions(at: At, year: int, unit: str | None) -> Iterator[Version]:
    """Those that count something of the unit, or of what is below it."""
    forecasts, lines = Forecasts(at, year), at.lines_of("operating")
    for each in forecasts.versions:
        if any(at.tree.within(code, unit) for code in each.units):
            parts = [part for part in forecasts.parts(each, lines) if at.tree.within(part.unit, unit)]
            yield Version(each.label, each.last.first.position, Whole.of(at, parts, unit))


def _decided(at: At, year: int, unit: str | None, shown: Sequence[Version]) -> Whole:
    """What decisions between the last two versions changed the budget by."""
    forecasts = Forecasts(at, year)
    found = [each for version in shown[-2:] if (each := forecasts.version(version.label)) is not None]
    parts: Iterable[Contribution] = ()
    if len(found) > 1:
        first, last = (End.of(forecasts, each) for each in found)
        parts = decided_between(first, last, year, at.lines_of("operating"))
    return Whole.of(at, [part for part in parts if at.tree.within(part.unit, unit)], unit)


def _budget_parts(at: At, month: Month, unit: str | None) -> list[Contribution]:
    return [
        part
        for part in report_contributions(at, month, "operating", by_fact=True, whole=True)
        if part.column == "year_budget" and at.tree.within(part.unit, unit)
    ]


def _side_by_side(at: At, unit: str | None, versions: Sequence[Version], budget: Whole) -> Answer:
    columns = _columns([version.label for version in versions])
    rows = []
    for place in at.places(unit):
        if any(version.amounts.within(place.unit) for version in versions):
            amounts = [version.amounts.amount(place.unit) for version in versions]
            named = {f"version_{number}": amount for number, amount in enumerate(amounts)}
            changed = {"change": amounts[-1] - amounts[-2]} if len(amounts) > 1 else {}
            where = {"unit": place.unit, "name": place.name, "parent": place.parent, "level": place.level}
            year = budget.amount(place.unit)
            rows.append(columns(**where, **named, **changed, budget=year, deviation=amounts[-1] - year))
    return answered(at, "forecast", columns, rows, unit)


def _columns(labels: Sequence[str]) -> type:
    """A row class with one column for each version."""
    place = {
        "unit": column("Unit"),
        "name": column("Name"),
        "parent": column("Belongs to", hidden=True),
        "level": column("Level", hidden=True),
    }
    versions = {f"version_{number}": column(label) for number, label in enumerate(labels)}
    changed = {"change": column("Change")} if len(labels) > 1 else {}
    after = {"budget": column("Budget"), "deviation": column("Deviation")}
    return attrs.make_class("VersionsRow", place | versions | changed | after, frozen=True, kw_only=True)


def _behind(unit: str, versions: Sequence[Version], budget: Whole) -> dict[str, tuple[int, ...]]:
    found = {f"version_{number}": version.amounts.behind(unit) for number, version in enumerate(versions)}
    return found | {"budget": budget.behind(unit)}


def _uncertainties(at: At, year: int, unit: str | None) -> Answer:
    """Those named in the newest forecast of each unit and project."""
    newest = Forecasts(at, year).newest
    counted = [each for each in newest.counted if at.tree.within(each.fact.unit, unit)] if newest else []
    rows = [
        UncertaintyRow(
            unit=each.fact.unit,
            version=each.fact.version,
            position=each.recorded.position,
            text=named.text,
            low=named.low,
            high=named.high,
        )
        for each in counted
        for named in each.fact.uncertainties
    ]
    return answered(at, "forecast", UncertaintyRow, rows, unit)


def answered(at: At, question: str, columns: type, rows: Sequence[Any], unit: str | None) -> Answer:
    """Rows about a unit, as an answer."""
    return Answer(
        question=question,
        moment=at.moment,
        position=at.position,
        options={"unit": unit},
        columns=columns,
        rows=rows,
    )
