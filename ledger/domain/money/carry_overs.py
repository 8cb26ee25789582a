"""Budget that follows from one fiscal year into another: fact, state and rules."""

from collections.abc import Iterator

from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.measured import Money
from ledger.domain.money.balances import CarryOvers, budget_by_year, require_cover_without
from ledger.domain.money.phasing import CARRIED_OVER, budget_flow
from ledger.domain.postings import Posting, posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.timeline import Timelines


@fact
class BudgetCarriedOver(Fact):
    """Unused (or overspent) budget follows from one fiscal year into another."""

    TYPE = "budget.carried-over"

    unit: str = field("The unit", "enhet", refers="unit")
    line: str = field("The line", "konto", refers="line")
    from_year: int = field("The year that loses the amount, in December", "från år")
    to_year: int = field("The year that gets it, spread over its months", "till år")
    amount: Money = field("What the new year gets", "belopp")


class CarryOverYears(Refused):
    code = "carry-over-years"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The carry-over does not fit its years: {why}",
            hint="It goes from one fiscal year to a later one and takes effect in the later",
        )


rule_without(BudgetCarriedOver)(require_cover_without)


@folds(CarryOvers, BudgetCarriedOver)
def _fold(state: CarryOvers, _: Recorded, fact: BudgetCarriedOver, times: int) -> None:
    for (year, key), amount in budget_by_year(fact).items():
        state.years.setdefault(year, Timelines())[key].add(fact.effective, amount * times)


@posting(BudgetCarriedOver)
def _post(fact: BudgetCarriedOver) -> Iterator[Posting]:
    """The old year loses the amount in December; the new year gets it spread over its months."""
    december = Month.of(fact.from_year, 12)
    yield budget_flow(CARRIED_OVER, fact.unit, fact.line, december, december, -fact.amount)
    first, last = Month.of(fact.to_year, 1), Month.of(fact.to_year, 12)
    yield budget_flow(CARRIED_OVER, fact.unit, fact.line, first, last, fact.amount)


@rule(BudgetCarriedOver)
def _admit(world: World, fact: BudgetCarriedOver) -> None:  # noqa: ARG001 - all rules are asked alike
    """It goes from one fiscal year to a later one, and takes effect in that one."""
    if fact.from_year >= fact.to_year:
        raise CarryOverYears(f"from {fact.from_year} to {fact.to_year}")
    if fact.effective.year != fact.to_year:
        raise CarryOverYears(f"it takes effect on {fact.effective} but {fact.to_year} is the new year")
