"""Which months the money of a budget decision belongs to, and how it is spread over them."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ledger.domain.budget import (
    BudgetAdjusted,
    BudgetAdopted,
    BudgetCarriedOver,
    BudgetFact,
    BudgetTransferred,
    GrantReceived,
)
from ledger.domain.days import Month
from ledger.domain.measured import Money

Kind = Literal["original", "adjusted", "transferred", "grants", "carried_over"]
"""Why a budget changed: the columns of the budget question."""


class Share(NamedTuple):
    """An amount that belongs evenly to the months *first* through *last* of one year."""

    unit: str
    line: str
    kind: Kind
    first: Month
    last: Month
    amount: Money

    def through(self, month: Month) -> Money:
        """What of it belongs to months up to and including *month*.

        Every month gets an equal part cut toward zero to whole öre; the last month gets the rest.
        """
        if month >= self.last:
            return self.amount
        if month < self.first:
            return Money(0)
        months = self.last.number - self.first.number + 1
        sign = -1 if self.amount.count < 0 else 1
        return Money(sign * (abs(self.amount.count) // months) * (month.number - self.first.number + 1))


def shares(fact: BudgetFact) -> Iterator[Share]:
    """What a decision adds to budgets, with the months it belongs to."""
    match fact:  # the most frequent first
        case BudgetTransferred():
            first, last = _start(fact), Month.of(fact.year, 12)
            yield Share(fact.from_unit, fact.line, "transferred", first, last, -fact.amount)
            yield Share(fact.to_unit, fact.to_line or fact.line, "transferred", first, last, fact.amount)
        case BudgetAdopted():
            yield from _lines(fact, "original", Month.of(fact.year, 1))
        case BudgetAdjusted():
            yield from _lines(fact, "adjusted", _start(fact))
        case GrantReceived():
            first, last = fact.accrual.from_, fact.accrual.to
            yield Share(fact.unit, fact.line, "grants", first, last, fact.amount)
            for part in fact.passed_on:
                yield Share(part.unit, part.line, "grants", first, last, part.amount)
        case BudgetCarriedOver():
            december = Month.of(fact.from_year, 12)
            yield Share(fact.unit, fact.line, "carried_over", december, december, -fact.amount)
            first, last = Month.of(fact.to_year, 1), Month.of(fact.to_year, 12)
            yield Share(fact.unit, fact.line, "carried_over", first, last, fact.amount)


def _start(fact: BudgetAdjusted | BudgetTransferred) -> Month:
    """The first month of a change that runs through December of its year."""
    if fact.from_month is not None:
        return fact.from_month
    day, year = fact.effective, fact.year
    return Month.of(year, day.month if day.year == year else 1 if day.year < year else 12)


def _lines(fact: BudgetAdopted | BudgetAdjusted, kind: Kind, first: Month) -> Iterator[Share]:
    last = Month.of(fact.year, 12)
    for line, amount in fact.lines.items():
        months = (fact.phasing or {}).get(line)
        if months is None:
            yield Share(fact.unit, line, kind, first, last, amount)
        else:
            for month, part in months.items():
                yield Share(fact.unit, line, kind, month, month, part)
