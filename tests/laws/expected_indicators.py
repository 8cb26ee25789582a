"""The values that computed indicators should have, worked out from an opinion by the words of the interface."""

from fractions import Fraction

from expected import outcomes
from oracle import Opinion


def indicator_rows(opinion: Opinion) -> dict[tuple[str, str], tuple[tuple[int, int], Fraction | None]]:
    """By indicator and unit, the latest month reported and the value: costs in tkr, and in percent of income so far."""
    costs, income = {"KOST", "BYGG"} & opinion.known_lines(), {"INK"} & opinion.known_lines()
    covered = reported_months(opinion)
    rows = {}
    for unit in opinion.units("moment", opinion.as_of):
        below = [each for each in covered if unit in opinion.above(each, "moment", opinion.as_of)]
        months = [month for each in below for month in covered[each] if month <= reached(opinion)]
        if not months:
            continue
        last = max(months)
        to_date = [(last[0], month) for month in range(1, last[1] + 1)]
        of, per = (amount_of(opinion, below, lines, to_date) for lines in (costs, income))
        alone = amount_of(opinion, below, costs, [last])
        if alone is not None:
            rows["I2", unit] = last, Fraction(abs(alone), 100_000) if is_reported(opinion, unit, last) else None
        if of is not None or per is not None:
            is_known = per and all(is_reported(opinion, unit, month) for month in to_date)
            rows["I3", unit] = last, Fraction(100 * abs(of or 0), abs(per)) if is_known else None
    return rows


def reached(opinion: Opinion) -> tuple[int, int]:
    return opinion.as_of.year, opinion.as_of.month


def reported_months(opinion: Opinion) -> dict[str, set[tuple[int, int]]]:
    """By unit, the months an outcome is reported for on any line."""
    covered: dict[str, set[tuple[int, int]]] = {}
    for recorded in opinion.reported("outcome.reported"):
        month = recorded.fact.month
        covered.setdefault(recorded.fact.unit, set()).add((month.year, month.month))
    return covered


def amount_of(opinion: Opinion, units: list[str], lines: set[str], months: list[tuple[int, int]]) -> int | None:
    """What some units have on some lines in some months; None where nothing is reported on them."""
    found = [
        amount
        for (unit, line, month), amount in outcomes(opinion).items()
        if unit in units and line in lines and month in months
    ]
    return sum(found) if found else None


def is_reported(opinion: Opinion, unit: str, month: tuple[int, int]) -> bool:
    """Whether the unit, or else each unit below it that was open and has reported in the two years before, has."""
    covered = reported_months(opinion)
    below = [
        each
        for each, months in covered.items()
        if unit in opinion.above(each, "moment", opinion.as_of)[1:]
        and opinion.was_open_in(each, month)
        and any(0 <= 12 * (month[0] - year) + month[1] - number <= 24 for year, number in months)
    ]
    return all(month in covered[each] for each in below) if below else month in covered.get(unit, ())
