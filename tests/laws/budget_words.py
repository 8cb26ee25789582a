"""What decisions add to budgets, by the words of the interface and from recorded facts alone."""

from collections.abc import Iterator


def spread(amount: int, months: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Evenly, each month cut toward zero to whole öre, the rest in the last."""
    even = int(abs(amount) // len(months)) * (1 if amount > 0 else -1)
    parts = dict.fromkeys(months, even)
    parts[months[-1]] = amount - even * (len(months) - 1)
    return parts


def months(year: int, first: int = 1, last: int = 12) -> list[tuple[int, int]]:
    return [(year, month) for month in range(first, last + 1)]


def budget_parts(fact) -> Iterator[tuple[str, str, str, list[tuple[int, int]], int]]:
    """Column, unit, line, months and öre of what a decision adds to budgets."""
    match fact.TYPE:
        case "budget.adopted":
            yield from lines_of(fact, "original", months(fact.year))
        case "budget.adjusted":
            yield from lines_of(fact, "adjusted", rest_of_year(fact))
        case "budget.transferred":
            one = [(fact.line, fact.to_line or fact.line, fact.amount)]
            several = [(line, line, amount) for line, amount in (fact.lines or {}).items()]
            for line, to_line, amount in several or one:
                yield "transferred", fact.from_unit, line, rest_of_year(fact), -amount.count
                yield "transferred", fact.to_unit, to_line, rest_of_year(fact), amount.count
        case "grant.received":
            accrued = months(fact.year, fact.accrual.from_.month, fact.accrual.to.month)
            yield "grants", fact.unit, fact.line, accrued, fact.amount.count
            for part in fact.passed_on:
                yield "grants", part.unit, part.line, accrued, part.amount.count
        case "budget.carried-over":
            yield "carried_over", fact.unit, fact.line, [(fact.from_year, 12)], -fact.amount.count
            yield "carried_over", fact.to_unit or fact.unit, fact.line, months(fact.to_year), fact.amount.count


def lines_of(fact, kind: str, even: list[tuple[int, int]]) -> Iterator[tuple]:
    for line, amount in fact.lines.items():
        if fact.phasing and line in fact.phasing:
            for month, part in fact.phasing[line].items():
                yield kind, fact.unit, line, [(month.year, month.month)], part.count
        else:
            yield kind, fact.unit, line, even, amount.count


def rest_of_year(fact) -> list[tuple[int, int]]:
    """From the month given, or else the effective date's month, through December."""
    if fact.from_month is not None:
        return months(fact.year, fact.from_month.month)
    if fact.effective.year < fact.year:
        return months(fact.year)
    return months(fact.year, 12 if fact.effective.year > fact.year else fact.effective.month)
