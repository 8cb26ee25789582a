"""Which months the money of a budget decision belongs to, and how it is spread over them."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from ledger.domain.errors import Refused
from ledger.domain.postings import Flow, money_item
from ledger.domain.values.days import Month
from ledger.domain.values.measured import NO_MONEY, Money
from ledger.domain.values.phrases import phrase

Lines = dict[str, Money]
Phasing = dict[str, dict[Month, Money]]

ORIGINAL, ADJUSTED, TRANSFERRED, GRANTS, CARRIED_OVER = "original", "adjusted", "transferred", "grants", "carried_over"
"""Why a budget changed: the columns of the budget question."""


class PhasingDiffers(Refused):
    code = "phasing-differs"

    def __init__(self, line: str, amount: Money | None, phased: Money) -> None:
        whole = (
            phrase("line {line} is {amount}", line=line, amount=amount.text)
            if amount is not None
            else phrase("line {line} has no amount", line=line)
        )
        super().__init__(
            phrase(
                "The months given for line {line} sum to {phased}, but {whole}",
                line=line,
                phased=phased.text,
                whole=whole,
            ),
            hint=phrase("Give months that sum to the line, or leave phasing out for even months"),
        )


class MonthOutsideYear(Refused):
    code = "month-outside-year"

    def __init__(self, month: Month, year: int) -> None:
        super().__init__(
            phrase("{month} is not a month of the fiscal year {year}", month=month, year=year),
            hint=phrase("Choose {year}-01 to {year}-12, or another year", year=year),
        )


class MonthsOutOfOrder(Refused):
    code = "months-out-of-order"

    def __init__(self, first: Month, last: Month) -> None:
        super().__init__(
            phrase("{first} comes after {last}", first=first, last=last), hint=phrase("Give the first month first")
        )


class _OfLines(Protocol):
    """A decision about the lines of one unit."""

    @property
    def unit(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def lines(self) -> Lines: ...
    @property
    def phasing(self) -> Phasing | None: ...
    @property
    def project(self) -> str | None: ...


class _FromMonth(Protocol):
    """A change that runs from some month through December."""

    @property
    def effective(self) -> date: ...
    @property
    def year(self) -> int: ...
    @property
    def from_month(self) -> Month | None: ...


def budget_flow(kind: str, unit: str, item: str, first: Month, last: Month, amount: Money) -> Flow:
    """An amount that belongs evenly to the months *first* through *last* of one year."""
    return Flow("budget", kind, unit, item, first.number, last.number, amount.count)


def line_flows(fact: _OfLines, kind: str, first: Month) -> Iterator[Flow]:
    """The amount of each line, in the months given for it, or evenly from *first* through December."""
    last = Month.of(fact.year, 12)
    for line, amount in fact.lines.items():
        item, months = money_item(line, fact.project), (fact.phasing or {}).get(line)
        if months is None:
            yield budget_flow(kind, fact.unit, item, first, last, amount)
        else:
            for month, part in months.items():
                yield budget_flow(kind, fact.unit, item, month, month, part)


def first_month(fact: _FromMonth) -> Month:
    """The month given, or that of the effective date: January at the earliest, December at the latest."""
    if fact.from_month is not None:
        return fact.from_month
    day, year = fact.effective, fact.year
    return Month.of(year, day.month if day.year == year else 1 if day.year < year else 12)


def require_in_year(month: Month | None, year: int) -> None:
    if month is not None and month.year != year:
        raise MonthOutsideYear(month, year)


def require_phasing(fact: _OfLines) -> None:
    """The months given lie in the year, and sum to their line."""
    for line, months in (fact.phasing or {}).items():
        for month in months:
            require_in_year(month, fact.year)
        phased = sum(months.values(), NO_MONEY)
        if fact.lines.get(line) != phased:
            raise PhasingDiffers(line, fact.lines.get(line), phased)
