"""The rows that answers should have, added up from an opinion by the words of the interface."""

from datetime import date

import asking
import attrs
from forecast_words import Words
from oracle import Opinion, Sums, total


@attrs.frozen
class Along:
    """An opinion rolled up along one of the trees, for the units from *top* down."""

    opinion: Opinion
    tree: str
    today: date
    top: str | None = None

    def above(self, unit: str, month: tuple[int, int] | None = None) -> list[str]:
        """The unit and the units above it that are to be shown."""
        above = self.opinion.above(unit, self.tree, self.opinion.day_of(self.tree, month, self.today))
        if self.top is None:
            return above
        return above[: above.index(self.top) + 1] if self.top in above else []


def budget_rows(along: Along, year: int, by: str, statement: str) -> Sums:
    """Each reason, their sum, and what of it belongs to months reached, by unit, line and month."""
    rows, opinion = total(), along.opinion
    dimensions, lines = by.split(","), opinion.lines(statement)
    reached = (opinion.as_of.year, opinion.as_of.month)
    for unit, line, kind, month, part in opinion.pieces(year):
        if line in lines:
            above = along.above(unit, month)
            for each in above if "unit" in dimensions else above[:1]:
                key = {"unit": each, "line": line, "month": month}
                row = rows[tuple(key[dimension] for dimension in dimensions)]
                row[kind] += part
                row["current"] += part
                row["ytd"] += part if month <= reached else 0
    return rows


def report_rows(along: Along, month: tuple[int, int]) -> Sums:
    """The nine columns of the monthly report by unit."""
    rows, lines = total(), along.opinion.lines("operating")

    def add(unit: str, of: tuple[int, int], amount: int, *columns: str) -> None:
        for each in along.above(unit, of):
            for column in columns:
                rows[each][column] += amount

    for (unit, line, of), amount in outcomes(along.opinion).items():
        if line in lines:
            columns = outcome_columns(of, month)
            add(unit, of, amount, *columns)
            add(unit, of, -amount, *(["remaining"] if "ytd_outcome" in columns else []))
    for unit, line, _, of, part in along.opinion.pieces(month[0]):
        if line in lines:
            add(unit, of, part, *budget_columns(of, month), "remaining")
            add(unit, of, -part, *(each.replace("budget", "deviation") for each in budget_columns(of, month)[1:]))
    return with_forecasts(rows, along, month[0])


Month = tuple[int, int]


def outcome_columns(of: Month, month: Month) -> list[str]:
    """Where the outcome of a month belongs in the report of another."""
    if of[0] == month[0] - 1 and of[1] <= month[1]:
        return ["ytd_outcome_last_year"]
    columns = ["ytd_outcome", "ytd_deviation"] if of[0] == month[0] and of <= month else []
    return [*columns, "month_outcome", "month_deviation"] if of == month else columns


def budget_columns(of: Month, month: Month) -> list[str]:
    """Where the budget of a month belongs in the report of another of the same year."""
    columns = ["year_budget", "ytd_budget"] if of <= month else ["year_budget"]
    return [*columns, "month_budget"] if of == month else columns


def with_forecasts(rows: Sums, along: Along, year: int) -> Sums:
    """The newest forecast of each unit, and what it deviates from the budget, where there is one."""
    lines, words = along.opinion.lines("operating"), Words(along.opinion, year)
    known = set()
    for (unit, line, _), amount in words.own(None).items() if words.submitted() else ():
        for each in along.above(unit) if line in lines else ():
            known.add(each)
            rows[each]["year_forecast"] += amount
    for each in known:
        rows[each]["forecast_deviation"] = rows[each]["year_forecast"] - rows[each]["year_budget"]
        rows[each]["has_forecast"] = 1
    return rows


def outcomes(opinion: Opinion) -> dict[tuple[str, str, tuple[int, int]], int]:
    """The öre in force by unit, line and month."""
    newest = opinion.newest(
        "outcome.reported", lambda fact: [(fact.unit, line, fact.month, fact.project) for line in fact.lines]
    )
    sums: dict = {}
    for (unit, line, month, _), fact in newest.items():
        key = unit, line, (month.year, month.month)
        sums[key] = sums.get(key, 0) + fact.lines[line].count
    return sums


def key_of(row, by):
    month = getattr(row, "month", None)
    named = {"unit": getattr(row, "unit", None), "line": getattr(row, "line", None)}
    named["month"] = (month.year, month.month) if month else None
    return tuple(named[dimension] for dimension in by.split(","))


def said(rows, key):
    """What rows say, those left out that say nothing."""
    return {key(row): found for row in rows if (found := asking.amounts(row))}
