"""What is behind the columns of the forecast question, and what has to be told about a version."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache

from ledger.domain.errors import Refused
from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.projections.figures import Figures
from ledger.queries.answer import Note, noted
from ledger.queries.at import At
from ledger.queries.cell import Asked, Cell
from ledger.queries.contributions.contribution import Contribution, Signs, signs_of
from ledger.queries.contributions.forecasts import Forecasts, Submission, Version, is_outcome
from ledger.queries.months.reported import Reported
from ledger.queries.months.unreported import months_text
from ledger.queries.question import Units
from ledger.queries.sums import months_of_year

DERIVED: Mapping[str, Signs] = {
    "deviation": {"amount": 1, "budget": -1},
    "deviation_then": {"amount": 1, "budget_then": -1},
    "outcome_deviation": {"outcome": 1, "amount": -1},
}
"""The columns of a forecast that are differences between others."""

OF_FORECASTS = frozenset(
    ("amount", "deviation", "deviation_then", "outcome_deviation", "year_forecast", "forecast_deviation")
)
"""The columns of questions that forecasts are part of."""

MOST_NAMED = 5
"""So many units are named in a note."""


class YearNotReported(Refused):
    code = "year-not-reported"

    def __init__(self, year: int, lacking: Mapping[str, list[Month]]) -> None:
        named = [f"{unit} ({months_text(months)})" for unit, months in lacking.items()]
        super().__init__(
            phrase("The outcome of {year} is not there yet: {some}", year=year, some=_some(named)),
            hint=phrase("Report these months, or compare with what is reported so far: --so-far"),
        )


def behind(at: At, cell: Cell, name: str, units: Units) -> Iterator[Contribution]:
    """What is behind a column of forecasts; without a version, of the newest forecasts of all."""
    year = year_of(at, cell)
    lines = at.lines_of(at.statement_of(cell.line, cell.statement))
    signs = signs_of(name, DERIVED)
    forecasts = Forecasts(at, year)
    version = None if is_outcome(cell.version) else forecasts.version(cell.version)
    then = at if version is None else forecasts.then(version)
    columns: Mapping[str, Callable[[], Iterable[Contribution]]] = {
        "amount": lambda: _amounts(forecasts, cell, lines),
        "outcome": lambda: year_outcomes(at, year, lines),
        "budget": lambda: year_budgets(at.figures, year, lines, by_fact=True, units=units),
        "budget_then": lambda: year_budgets(then.figures, year, lines, by_fact=True, units=units),
    }
    for column, sign in signs.items():
        for each in columns[column]():
            yield each if sign > 0 else each._replace(amount=-each.amount)


def year_of(at: At, cell: Cell) -> int:
    return at.as_of.year if cell.year is None else cell.year


def _amounts(forecasts: Forecasts, cell: Cell, lines: Collection[str]) -> Iterable[Contribution]:
    if is_outcome(cell.version):
        return year_outcomes(forecasts.at, forecasts.year, lines)
    version = forecasts.version(cell.version)
    return () if version is None else forecasts.parts(version, lines)


def year_budgets(
    figures: Figures, year: int, lines: Collection[str], *, by_fact: bool = False, units: Units = None
) -> Iterator[Contribution]:
    """The budget of a year as some figures have it."""
    for total in figures.totals("budget", year=year, by_fact=by_fact, units=units):
        line, project = split_money_item(total.item)
        if line in lines:
            yield Contribution("budget", total.unit, line, None, total.amount, total.position, project)


def year_outcomes(at: At, year: int, lines: Collection[str]) -> Iterator[Contribution]:
    """The outcome of a year, as far as it is reported."""
    for stated in at.figures.stated("outcome", Month.of(year, 1), Month.of(year, 12)):
        line, project = split_money_item(stated.item)
        if line in lines:
            yield Contribution(
                "outcome", stated.unit, line, Month(stated.month), stated.amount, stated.position, project
            )


# -- what is told --------------------------------------------------------------------------------------------


def version_notes(version: Version, holds: Callable[[str, str | None], bool]) -> Iterator[Note]:
    """What of a version is counted otherwise, or not at all. *holds*: whether a unit and project are asked about."""
    carried = [f"{_named(each)} {each.fact.version}" for each in version.carried if holds(*each.key)]
    if carried:
        yield noted(
            "{version} counts those that have not submitted it with their newest forecast from before: {units}.",
            version=version.label,
            units=_some(carried),
        )
    for unit, closing in version.closed.items():
        if holds(unit, None):
            yield noted(
                "{version} counts {unit}, which closed on {day} with {successor} as its successor, with its outcome.",
                version=version.label,
                unit=unit,
                day=closing.effective,
                successor=closing.successor,
            )
    lacking = [_named(each) for each in version.lacking if holds(*each.key)]
    if lacking:
        yield noted(
            "{version} counts nothing for those whose first forecast came later: {units}.",
            version=version.label,
            units=_some(lacking),
        )


def notes_behind(at: At, cell: Cell, name: str) -> Iterator[Note]:
    """What is told beside a figure that is taken apart or compared; nothing where no forecast is part of it."""
    if name in OF_FORECASTS:
        yield from forecast_notes(at, cell)


def forecast_notes(at: At, cell: Cell) -> Iterator[Note]:
    """What is counted otherwise in the version of a cell, or in the newest forecasts."""
    forecasts, tree = Forecasts(at, year_of(at, cell)), at.tree_of(cell.tree)
    top = cell.unit if cell.unit is None or cell.unit in tree else None

    def holds(unit: str, project: str | None) -> bool:
        return tree.within(unit, top) and at.belongs_to(project, cell.project)

    if is_outcome(cell.version):
        lacking = not_reported(at, forecasts.year, top)
        if lacking:
            yield noted(
                "The outcome of {year} is counted so far; not reported yet: {units}.",
                year=forecasts.year,
                units=_some([f"{unit} ({months_text(months)})" for unit, months in lacking.items()]),
            )
        return
    version = forecasts.version(cell.version)
    if version is not None:
        yield from version_notes(version, holds)


def _named(submission: Submission) -> str:
    unit, project = submission.key
    return unit if project is None else f"{unit}/{project}"


def _some(named: list[str]) -> str:
    more = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f", … (+{more})" if more > 0 else "")


# -- the outcome as the last version -------------------------------------------------------------------------


def require_year_reported(asked: Asked, _: str) -> None:
    """Raise :class:`YearNotReported` where the year's outcome is asked for as a version before all of it is there."""
    for at, cell in asked:
        if is_outcome(cell.version) and not cell.so_far:
            year = year_of(at, cell)
            known = cell.unit is None or cell.unit in at.tree_of(cell.tree)
            lacking = not_reported(at, year, cell.unit) if known else {}
            if lacking:
                raise YearNotReported(year, lacking)


def not_reported(at: At, year: int, unit: str | None) -> Mapping[str, list[Month]]:
    """The months of a year that are not reported for a unit with all below it, by the units that lack them."""
    months = months_of_year(year)
    reported = Reported(at, months[0], months[-1])
    lacking: dict[str, list[Month]] = {}
    for month in months:
        for code in _lacking(at, reported, unit, month):
            lacking.setdefault(code, []).append(month)
    return lacking


def not_reported_in(at: At, month: Month) -> Callable[[str | None], bool]:
    """Whether a month is not reported for a unit with all below it, or for everything."""
    reported = Reported(at, month, month)
    return cache(lambda unit: any(_lacking(at, reported, unit, month)))


def _lacking(at: At, reported: Reported, unit: str | None, month: Month) -> Iterator[str]:
    """The units that lack a month; one that was closed, or not yet open, has nothing to report for it."""
    tops = [unit] if unit is not None else [place.unit for place in at.places(None) if place.parent is None]
    for top in tops:
        for code in reported.lacking(top, month):
            if at.organisation.units[code].was_open_in(month.first_day, month.last_day):
                yield code
