"""Budget that moves between units or lines: fact, state and rules."""

from collections.abc import Iterator

from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.measured import Money
from ledger.domain.money.balances import Budget, fold_budget, require_cover, require_cover_without, sign_of
from ledger.domain.money.phasing import TRANSFERRED, budget_flow, first_month, require_in_year
from ledger.domain.postings import Posting, posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds


@fact
class BudgetTransferred(Fact):
    """Budget moves from one unit or line to another; the sum stays."""

    TYPE = "budget.transferred"

    year: int = field("The fiscal year", "år")
    from_unit: str = field("The unit that gives", "från enhet", refers="unit")
    to_unit: str = field("The unit that receives", "till enhet", refers="unit")
    line: str = field("The line it leaves", "konto", refers="line")
    to_line: str | None = field("The line it reaches, if another", "till konto", refers="line", default=None)
    amount: Money = field("What the receiver gets; cost budget is negative", "belopp")
    from_month: Month | None = field(
        "The first month it belongs to; it runs through December", "från månad", default=None
    )
    overdraft_reason: str | None = field(
        "Why more is moved than the giver has", "skäl för övertrassering", default=None
    )


class TransferMovesNothing(Refused):
    code = "transfer-moves-nothing"

    def __init__(self, why: str) -> None:
        super().__init__(f"The transfer moves nothing: {why}", hint="Give an amount and two different sides")


rule_without(BudgetTransferred)(require_cover_without)


@folds(Budget, BudgetTransferred)
def _fold(state: Budget, recorded: Recorded, fact: BudgetTransferred, times: int) -> None:
    fold_budget(state, recorded, fact, times)
    if not fact.overdraft_reason:
        giver = (fact.from_unit, fact.line), sign_of(fact.amount)
        state.covered[giver].add(fact.effective, fact.amount.count * times)


@posting(BudgetTransferred)
def _post(fact: BudgetTransferred) -> Iterator[Posting]:
    first, last = first_month(fact), Month.of(fact.year, 12)
    yield budget_flow(TRANSFERRED, fact.from_unit, fact.line, first, last, -fact.amount)
    yield budget_flow(TRANSFERRED, fact.to_unit, fact.to_line or fact.line, first, last, fact.amount)


@rule(BudgetTransferred)
def _admit(world: World, fact: BudgetTransferred) -> None:
    """The giver has what is moved, from the effective date on, unless a reason is given."""
    require_in_year(fact.from_month, fact.year)
    if not fact.amount:
        raise TransferMovesNothing("its amount is 0 kr")
    if (fact.from_unit, fact.line) == (fact.to_unit, fact.to_line or fact.line):
        raise TransferMovesNothing(f"both sides are {fact.from_unit} {fact.line}")
    if not fact.overdraft_reason:
        require_cover(world, fact.year, (fact.from_unit, fact.line), fact.amount, fact.effective)
