"""Outcomes by unit, line and month; the monthly report by unit; the result statement by line."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.domain.days import Month
from ledger.domain.measured import Money
from ledger.queries.answer import Answer, column, row
from ledger.queries.books import Books, TreeMode
from ledger.queries.forecasts import newest_forecasts
from ledger.queries.sums import Sums, months_of_year, rolled_up


@row
class OutcomeRow:
    """What a line came to in a month, and in the twelve months that end with it."""

    unit: str = column("Unit", "Enhet")
    name: str = column("Name", "Namn")
    line: str = column("Line", "Konto")
    month: Month = column("Month", "Månad")
    amount: Money = column("Outcome", "Utfall")
    r12: Money = column("R12", "R12")
    r12_last_year: Money = column("R12 last year", "R12 föregående år")


@row
class ReportRow:
    """The nine columns of the monthly report. + is better."""

    unit: str = column("Unit", "Enhet")
    name: str = column("Name", "Namn")
    parent: str | None = column("Belongs to", "Överordnad", hidden=True)
    level: int = column("Level", "Nivå", hidden=True)
    month_outcome: Money = column("Month outcome", "Månadens utfall")
    month_budget: Money = column("Month budget", "Månadens budget")
    month_deviation: Money = column("Month deviation", "Månadens avvikelse")
    ytd_outcome_last_year: Money = column("Year to date last year", "Ack. utfall föreg. år")
    ytd_outcome: Money = column("Year to date", "Ack. utfall")
    ytd_budget: Money = column("Budget to date", "Ack. budget")
    ytd_deviation: Money = column("Deviation to date", "Ack. avvikelse")
    year_budget: Money = column("Year budget", "Årsbudget")
    year_forecast: Money | None = column("Year forecast", "Årsprognos")
    forecast_deviation: Money | None = column("Forecast deviation", "Prognosavvikelse")


@row
class ResultRow:
    """One line of the result statement."""

    line: str = column("Line", "Konto")
    name: str = column("Name", "Namn")
    side: str = column("Side", "Sida", hidden=True)
    ytd_outcome: Money = column("Year to date", "Ack. utfall")
    ytd_outcome_last_year: Money = column("Year to date last year", "Ack. utfall föreg. år")
    last_year_outcome: Money = column("Last year", "Helår föreg. år")
    year_budget: Money = column("Year budget", "Årsbudget")
    year_forecast: Money | None = column("Year forecast", "Årsprognos")


YEAR = 12
Base = Sums[tuple[str, str, int]]
"""Reported outcomes by unit, line and month, before anything is rolled up."""


def reported(books: Books, first: Month, last: Month, statement: str) -> Base:
    """The outcomes in force for some months, on the lines of one statement."""
    lines = books.lines_of(statement)
    found: Base = Sums()
    for stated in books.figures.stated("outcome", first, last):
        if stated.item in lines:
            found[stated.unit, stated.item, stated.month] = stated.amount
    return found


def outcome(
    books: Books,
    *,
    year: int | None = None,
    month: Month | None = None,
    unit: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """Outcomes of a year's months (or of one month), each with its rolling twelve months."""
    year = month.year if month else (books.as_of.year if year is None else year)
    shown = [month] if month else months_of_year(year, Month.containing(books.as_of))
    base = reported(books, shown[0].plus(1 - 2 * YEAR), shown[-1], statement) if shown else Sums()
    sums: Base = Sums()
    for (own, line, number), amount in base.items():
        for each in rolled_up(books, tree, own, Month(number), unit):
            sums[each, line, number] += amount

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
        for place in books.places(unit, tree)
        for line in books.lines_of(statement)
        if (place.unit, line) in used
        for each in shown
        if (place.unit, line, each.number) in sums
    ]
    options = {"year": year, "month": month, "unit": unit, "statement": statement, "tree": tree}
    return Answer(
        question="outcome",
        moment=books.moment,
        position=books.position,
        options=options,
        columns=OutcomeRow,
        rows=rows,
    )


def _months(month: Month, number: int) -> str | None:
    """Which period of the report a month falls in."""
    if number > month.number - YEAR and number <= month.number and Month(number).year == month.year:
        return "ytd"
    last_year = month.plus(-YEAR)
    if Month(number).year == last_year.year:
        return "last_ytd" if number <= last_year.number else "last_rest"
    return None


def _collect(
    books: Books, month: Month, statement: str, add: Callable[[str, str, str, Month | None, int], None]
) -> None:
    """Every figure of the report for its own unit and line: tell *add* column, unit, line, month and amount."""
    lines = books.lines_of(statement)
    first, last = Month.of(month.year - 1, 1), Month.of(month.year, month.month)
    for (unit, line, number), amount in reported(books, first, last, statement).items():
        period = _months(month, number)
        if period is not None:
            add(period, unit, line, Month(number), amount)
        if number == month.number:
            add("month", unit, line, Month(number), amount)
    through = months_of_year(month.year)
    for total in books.figures.totals("budget", year=month.year, through=through):
        if total.item in lines:
            before = 0
            for each, so_far in zip(through, total.parts, strict=True):
                part, before = so_far - before, so_far
                if part:
                    add("year_budget", total.unit, total.item, each, part)
                    if each <= month:
                        add("ytd_budget", total.unit, total.item, each, part)
                    if each == month:
                        add("month_budget", total.unit, total.item, each, part)
    for unit, forecast in newest_forecasts(books, month.year).items():
        for line, expected in forecast.items():
            if line in lines:
                add("forecast", unit, line, None, expected.count)


def report(
    books: Books,
    *,
    month: Month,
    unit: str | None = None,
    statement: str = "operating",
    tree: TreeMode = "moment",
) -> Answer:
    """The monthly report: every unit with all below it, for the month, the year to date and the whole year."""
    sums: dict[str, Sums[str]] = {}

    def add(name: str, own: str, _: str, of_month: Month | None, amount: int) -> None:
        for each in rolled_up(books, tree, own, of_month, unit):
            sums.setdefault(each, Sums())[name] += amount

    _collect(books, month, statement, add)
    rows = []
    for place in books.places(unit, tree):
        if place.unit in sums or books.tree_of(tree).is_open(place.unit):
            figures = _report_figures(sums.get(place.unit, {}))
            rows.append(ReportRow(unit=place.unit, name=place.name, parent=place.parent, level=place.level, **figures))
    return Answer(
        question="report",
        moment=books.moment,
        position=books.position,
        options={"month": month, "unit": unit, "statement": statement, "tree": tree},
        columns=ReportRow,
        rows=rows,
    )


def _report_figures(sums: Mapping[str, int]) -> dict[str, Any]:
    def amount(name: str) -> Money:
        return Money(sums.get(name, 0))

    forecast = amount("forecast") if "forecast" in sums else None
    return {
        "month_outcome": amount("month"),
        "month_budget": amount("month_budget"),
        "month_deviation": amount("month") - amount("month_budget"),
        "ytd_outcome_last_year": amount("last_ytd"),
        "ytd_outcome": amount("ytd"),
        "ytd_budget": amount("ytd_budget"),
        "ytd_deviation": amount("ytd") - amount("ytd_budget"),
        "year_budget": amount("year_budget"),
        "year_forecast": forecast,
        "forecast_deviation": None if forecast is None else forecast - amount("year_budget"),
    }


def result(
    books: Books,
    *,
    month: Month,
    unit: str | None = None,
    statement: str = "operating",
) -> Answer:
    """The result statement: lines as rows, for the whole tree or one unit with all below it."""
    sums: dict[str, Sums[str]] = {}

    def add(name: str, own: str, line: str, _: Month | None, amount: int) -> None:
        if books.tree.within(own, unit):
            sums.setdefault(line, Sums())[name] += amount

    books.places(unit)
    _collect(books, month, statement, add)
    names, lines = books.lines_of(statement), books.organisation.lines
    rows = [_result_row(line, name, lines[line].side, sums.get(line, Sums())) for line, name in names.items()]
    everything: Sums[str] = Sums()
    for summed in sums.values():
        for name, amount in summed.items():
            everything[name] += amount
    return Answer(
        question="result",
        moment=books.moment,
        position=books.position,
        options={"month": month, "unit": unit, "statement": statement},
        columns=ResultRow,
        rows=rows,
        total=_result_row("", "", "", everything),
    )


def _result_row(line: str, name: str, side: str, sums: Mapping[str, int]) -> ResultRow:
    last_ytd = sums.get("last_ytd", 0)
    return ResultRow(
        line=line,
        name=name,
        side=side,
        ytd_outcome=Money(sums.get("ytd", 0)),
        ytd_outcome_last_year=Money(last_ytd),
        last_year_outcome=Money(last_ytd + sums.get("last_rest", 0)),
        year_budget=Money(sums.get("year_budget", 0)),
        year_forecast=Money(sums["forecast"]) if "forecast" in sums else None,
    )
