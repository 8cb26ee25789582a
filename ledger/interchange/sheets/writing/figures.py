"""The rows of a template that comes filled in: open units and lines, with what they had the year before."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ledger.domain.fact import Fact
from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.at import At

FILLED = ("budget.adopted", "outcome.reported", "forecast.submitted", "workforce.reported")
"""The types of facts that a template can be filled in for."""
MONEY = FILLED[:3]
_MEASURES = (("fte", "permanent"), ("fte", "fixed-term"))
_STATEMENTS = ("operating", "investment", "financing")

Key = tuple[str, ...]


@attrs.frozen
class Row:
    """One row to fill in: what it is about, and what is known of it."""

    unit: str
    unit_name: str
    line: str = ""
    line_name: str = ""
    measure: str = ""
    employment: str = ""
    before: tuple[Any, ...] = ()
    """Last year's figures, in the order of their columns; None where there is none."""


def rows_of(cls: type[Fact], first_day: At, last_year: At | None, year: int, top: str | None) -> Iterator[Row]:
    """The rows: units open on the *first_day*, with each line (or measure); *year* is the one before, if asked for."""
    places = [(place.unit, place.name) for place in first_day.places(top)]
    if cls.TYPE in MONEY:
        yield from _money_rows(places, first_day, last_year, year)
    else:
        yield from _workforce_rows(places, last_year, year)


def _money_rows(places: list[tuple[str, str]], first_day: At, last_year: At | None, year: int) -> Iterator[Row]:
    tables = _last_year(last_year, year) if last_year else ()
    names = {code: name for statement in _STATEMENTS for code, name in first_day.lines_of(statement).items()}
    operating = first_day.lines_of("operating")
    parents = {place.parent for place in first_day.line_tree.places()}
    for unit, unit_name in places:
        for line, line_name in names.items():
            before = tuple(table.get((unit, line)) for table in tables)
            if any(before) or (line in operating and line not in parents):
                yield Row(unit, unit_name, line, line_name, before=tuple(_kronor(count) for count in before))


def _last_year(at: At, year: int) -> tuple[Mapping[Key, int], ...]:
    """The current budget, the outcome and the newest forecast of a year, by unit and line, in öre; no projects."""
    budget: dict[Key, int] = {}
    for total in at.figures.totals("budget", year=year):
        _add(budget, total.unit, total.item, total.amount)
    outcome: dict[Key, int] = {}
    for stated in at.figures.stated("outcome", Month.of(year, 1), Month.of(year, 12)):
        _add(outcome, stated.unit, stated.item, stated.amount)
    return budget, outcome, _forecast(at, year)


def _add(table: dict[Key, int], unit: str, item: str, amount: int) -> None:
    line, project = split_money_item(item)
    if not project:
        table[unit, line] = table.get((unit, line), 0) + amount


def _forecast(at: At, year: int) -> dict[Key, int]:
    from ledger.queries.contributions.forecasts import Forecasts

    forecasts, amounts = Forecasts(at, year), dict[Key, int]()
    newest = forecasts.newest
    for part in forecasts.parts(newest, at.lines) if newest else ():
        if part.project is None:
            amounts[part.unit, part.item] = amounts.get((part.unit, part.item), 0) + part.amount
    return amounts


def _workforce_rows(places: list[tuple[str, str]], last_year: At | None, year: int) -> Iterator[Row]:
    values: dict[Key, tuple[int, Quantity]] = {}
    for fact in _workforce(last_year, year) if last_year else ():
        key = (fact.unit, fact.measure, fact.employment)
        if fact.value is not None and fact.category is None and fact.month.number >= values.get(key, (0, None))[0]:
            values[key] = fact.month.number, fact.value
    kinds = sorted({key[1:] for key in values}) or list(_MEASURES)
    for unit, unit_name in places:
        for measure, employment in kinds:
            found = values.get((unit, measure, employment))
            before = ((found[1].decimal if found else None),) if last_year else ()
            yield Row(unit, unit_name, measure=measure, employment=employment, before=before)


def _workforce(at: At, year: int) -> Iterator[Any]:
    facts = list(at.facts_of(["workforce.reported", "decision.reversed", "decision.attested"]))
    judge = at.judge(facts)
    for recorded in facts:
        if recorded.fact.TYPE == "workforce.reported" and judge.counts(recorded):
            fact: Any = recorded.fact
            if fact.month.year == year:
                yield fact


def _kronor(count: int | None) -> Any:
    return None if count is None else Money(count).decimal
