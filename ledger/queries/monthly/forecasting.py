"""The forecasts side by side, what changed since the one before, and which decisions account for it."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from ledger.domain.days import Month
from ledger.domain.fact import Recorded
from ledger.domain.measured import Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.books import Books
from ledger.queries.contributions import Contribution, report_contributions
from ledger.queries.explain import Cell, forecast_contributions
from ledger.queries.forecasts import submissions
from ledger.queries.monthly.deciding import decides
from ledger.queries.monthly.sources import Sources
from ledger.queries.sums import Sums, rolled_up

MOST_VERSIONS = 4
"""As many versions stand side by side, the newest ones."""


@row
class ForecastChangeRow:
    """How one unit's forecast changed: by decisions that moved its budget, and otherwise."""

    unit: str = column("Unit")
    name: str = column("Name")
    parent: str | None = column("Belongs to", hidden=True)
    level: int = column("Level", hidden=True)
    before: Money = column("Previous forecast")
    after: Money = column("Latest forecast")
    change: Money = column("Change")
    decided: Money = column("Of which decided")
    otherwise: Money = column("Other change")
    decisions: tuple[int, ...] = column("Decisions")
    forecasts: tuple[int, ...] = column("Forecasts")


@row
class UncertaintyRow:
    """What may still turn out otherwise than forecast."""

    unit: str = column("Unit")
    version: str = column("Version")
    position: int = column("Fact")
    text: str = column("Uncertainty")
    low: Money = column("At worst")
    high: Money = column("At best")


@attrs.frozen(kw_only=True)
class ForecastChange:
    """The last two versions beside each other."""

    before: str
    after: str
    answer: Answer
    since: Sequence[Recorded]
    """Decisions that changed the budget after the last version, so that no forecast knows of them."""


@attrs.frozen(kw_only=True)
class Forecasting:
    """The forecasts of a year within a unit."""

    versions: Sequence[str]
    """The labels, in the order they were last submitted."""
    side_by_side: Answer
    sources: Sources
    uncertainties: Answer
    change: ForecastChange | None
    """None where there are fewer than two versions."""


@attrs.frozen
class _Version:
    """A forecast version of the whole: the newest of each unit up to the last submission with the label."""

    label: str
    last: int
    """The position of that submission."""
    parts: Sequence[Contribution]

    def by_unit(self, books: Books, top: str | None) -> dict[str, Sums[int]]:
        """What each unit with all below it consists of, by fact."""
        sums: dict[str, Sums[int]] = {}
        for part in self.parts:
            for unit in rolled_up(books, "moment", part.unit, None, top):
                sums.setdefault(unit, Sums())[part.position] += part.amount
        return sums


def forecasting(books: Books, month: Month, unit: str | None) -> Forecasting:
    """The forecasts of the year of *month* for a unit with all below it (None: for everything)."""
    versions = list(_versions(books, month.year, unit))
    shown = versions[-MOST_VERSIONS:]
    sums = [version.by_unit(books, unit) for version in shown]
    budgets = _budgets(books, month, unit)
    answer = _side_by_side(books, unit, shown, sums, budgets)
    return Forecasting(
        versions=[version.label for version in versions],
        side_by_side=answer,
        sources=[_behind(row.unit, sums, budgets) for row in answer.rows],
        uncertainties=_uncertainties(books, month.year, unit),
        change=_change(books, unit, versions[-2:], sums[-2:], budgets) if len(versions) > 1 else None,
    )


def _versions(books: Books, year: int, unit: str | None) -> Iterator[_Version]:
    last: dict[str, Any] = {}
    for each in submissions(books, year):
        if books.tree.within(each.fact.unit, unit):
            last[each.fact.version] = each
    for label, latest in sorted(last.items(), key=lambda each: each[1].rank):
        cell = Cell(unit=unit, year=year, version=label)
        yield _Version(label, latest.recorded.position, list(forecast_contributions(books, year, cell)))


def _budgets(books: Books, month: Month, unit: str | None) -> dict[str, Sums[int]]:
    """The year's budget of each unit with all below it, by fact."""
    sums: dict[str, Sums[int]] = {}
    for part in report_contributions(books, month, "operating", by_fact=True):
        if part.column == "year_budget":
            for each in rolled_up(books, "moment", part.unit, None, unit):
                sums.setdefault(each, Sums())[part.position] += part.amount
    return sums


def _side_by_side(
    books: Books,
    unit: str | None,
    versions: Sequence[_Version],
    sums: Sequence[dict[str, Sums[int]]],
    budgets: dict[str, Sums[int]],
) -> Answer:
    columns = _columns([version.label for version in versions])
    rows = []
    for place in books.places(unit):
        if any(place.unit in each for each in sums):
            amounts = [Money(sum(each.get(place.unit, {}).values())) for each in sums]
            budget = Money(sum(budgets.get(place.unit, {}).values()))
            named = {f"version_{number}": amount for number, amount in enumerate(amounts)}
            changed = {"change": amounts[-1] - amounts[-2]} if len(amounts) > 1 else {}
            where = {"unit": place.unit, "name": place.name, "parent": place.parent, "level": place.level}
            rows.append(columns(**where, **named, **changed, budget=budget, deviation=amounts[-1] - budget))
    return _answer(books, "forecast", columns, rows, unit)


def _columns(labels: Sequence[str]) -> type:
    """A row class with one column for each version."""
    fixed: Any = ForecastChangeRow  # whose first columns say which unit it is
    place = {each.name: attrs.field(metadata=each.metadata) for each in attrs.fields(fixed)[:4]}
    versions = {f"version_{number}": column(label) for number, label in enumerate(labels)}
    changed = {"change": column("Change")} if len(labels) > 1 else {}
    after = {"budget": column("Budget"), "deviation": column("Deviation")}
    return attrs.make_class("VersionsRow", place | versions | changed | after, frozen=True, kw_only=True)


def _behind(unit: str, sums: Sequence[dict[str, Sums[int]]], budgets: dict[str, Sums[int]]) -> dict[str, Any]:
    found = {f"version_{number}": _standing(each.get(unit, Sums())) for number, each in enumerate(sums)}
    return found | {"budget": _standing(budgets.get(unit, Sums()))}


def _change(
    books: Books,
    unit: str | None,
    versions: Sequence[_Version],
    sums: Sequence[dict[str, Sums[int]]],
    budgets: dict[str, Sums[int]],
) -> ForecastChange:
    (first, last), (was, now) = versions, sums
    rows = []
    for place in books.places(unit):
        before, after = was.get(place.unit, Sums()), now.get(place.unit, Sums())
        budget = budgets.get(place.unit, Sums())
        moved = {position: budget[position] for position in budget if first.last < position <= last.last}
        change, decided = Money(sum(after.values()) - sum(before.values())), Money(sum(moved.values()))
        changed = sorted(position for position in {*before, *after} if before[position] != after[position])
        if changed or decided:
            rows.append(
                ForecastChangeRow(
                    unit=place.unit,
                    name=place.name,
                    parent=place.parent,
                    level=place.level,
                    before=Money(sum(before.values())),
                    after=Money(sum(after.values())),
                    change=change,
                    decided=decided,
                    otherwise=change - decided,
                    decisions=_standing(moved),
                    forecasts=tuple(changed),
                )
            )
    return ForecastChange(
        before=first.label,
        after=last.label,
        answer=_answer(books, "forecast", ForecastChangeRow, rows, unit),
        since=_decisions_after(books, last.last, budgets),
    )


def _decisions_after(books: Books, position: int, budgets: dict[str, Sums[int]]) -> list[Recorded]:
    later = sorted({each for parts in budgets.values() for each in _standing(parts) if each > position})
    found = (books.find(each) for each in later)
    return [recorded for recorded in found if recorded is not None and decides(recorded.fact)]


def _uncertainties(books: Books, year: int, unit: str | None) -> Answer:
    """Those named in the newest forecast of each unit."""
    newest = {each.fact.unit: each for each in submissions(books, year) if books.tree.within(each.fact.unit, unit)}
    rows = [
        UncertaintyRow(
            unit=each.fact.unit,
            version=each.fact.version,
            position=each.recorded.position,
            text=named.text,
            low=named.low,
            high=named.high,
        )
        for each in newest.values()
        for named in each.fact.uncertainties
    ]
    return _answer(books, "forecast", UncertaintyRow, rows, unit)


def _standing(parts: dict[int, int]) -> tuple[int, ...]:
    """The facts whose parts do not cancel out."""
    return tuple(position for position in sorted(parts) if parts[position])


def _answer(books: Books, question: str, columns: type, rows: Sequence[Any], unit: str | None) -> Answer:
    return Answer(
        question=question,
        moment=books.moment,
        position=books.position,
        options={"unit": unit},
        columns=columns,
        rows=rows,
    )
