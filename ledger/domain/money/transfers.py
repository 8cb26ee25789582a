"""Budget that moves between units or lines: fact, state and rules."""

from collections.abc import Iterator

from ledger.domain.errors import Refused
from ledger.domain.fact import NO_CODE, Fact, Recorded, fact, field
from ledger.domain.money.balances import Budget, fold_budget, require_cover, require_cover_without, sign_of
from ledger.domain.money.phasing import TRANSFERRED, Lines, budget_flow, first_month, require_in_year
from ledger.domain.postings import Posting, money_item, posting, split_money_item
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase


@fact
class BudgetTransferred(Fact):
    """Budget moves from one unit or line to another; the sum stays."""

    TYPE = "budget.transferred"
    SWEDISH = "budget.ombudgeterad"

    year: int = field("The fiscal year", "år")
    from_unit: str = field("The unit that gives", "från enhet", refers="unit", yearly=True)
    to_unit: str = field("The unit that receives", "till enhet", refers="unit")
    line: str | None = field("The line it leaves", "konto", refers="line", yearly=True, unless="lines", default=None)
    to_line: str | None = field(
        "The line it reaches, if another", "till konto", refers="line", yearly=True, default=None
    )
    amount: Money | None = field(
        "What the receiver gets; cost budget is negative", "belopp", unless="lines", default=None
    )
    lines: Lines | None = field(
        "Instead of one line and amount: what the receiver gets on each of several lines, which all stay their own",
        "konton",
        refers="line",
        yearly=True,
        default=None,
    )
    from_month: Month | None = field(
        "The first month it belongs to; it runs through December", "från månad", default=None
    )
    overdraft_reason: str | None = field(
        "Why more is moved than the giver has", "skäl för övertrassering", default=None
    )
    project: str | None = field("The project it leaves", "projekt", refers="project", yearly=True, default=None)
    to_project: str | None = field(
        "The project it reaches; the same one without it, 'none' for no project",
        "till projekt",
        refers="project",
        yearly=True,
        default=None,
    )


def moves(fact: BudgetTransferred) -> Iterator[tuple[str, str, Money]]:
    """What moves: the item (line and project) it leaves, the one it reaches, and what the receiver gets."""
    to_project = fact.project if fact.to_project is None else None if fact.to_project == NO_CODE else fact.to_project
    if fact.lines is not None:
        for line, amount in fact.lines.items():
            yield money_item(line, fact.project), money_item(line, to_project), amount
    elif fact.line is not None and fact.amount is not None:
        yield money_item(fact.line, fact.project), money_item(fact.to_line or fact.line, to_project), fact.amount


class TransferMovesNothing(Refused):
    code = "transfer-moves-nothing"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("The transfer moves nothing: {why}", why=why), hint=phrase("Give an amount and two different sides")
        )


class TransferUnclear(Refused):
    code = "transfer-unclear"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("It is not clear what is transferred: {why}", why=why),
            hint=phrase(
                "Give --line and --amount (and --to-line if another), or --lines LINE=AMOUNT for several lines"
            ),
        )


rule_without(BudgetTransferred)(require_cover_without)


@folds(Budget, BudgetTransferred)
def _fold(state: Budget, recorded: Recorded, fact: BudgetTransferred, times: int) -> None:
    fold_budget(state, recorded, fact, times)
    if not fact.overdraft_reason:
        for item, _, amount in moves(fact):
            giver = (fact.from_unit, item), sign_of(amount)
            state.covered[giver].add(fact.effective, amount.count * times)


@posting(BudgetTransferred)
def _post(fact: BudgetTransferred) -> Iterator[Posting]:
    first, last = first_month(fact), Month.of(fact.year, 12)
    for item, to_item, amount in moves(fact):
        yield budget_flow(TRANSFERRED, fact.from_unit, item, first, last, -amount)
        yield budget_flow(TRANSFERRED, fact.to_unit, to_item, first, last, amount)


@rule(BudgetTransferred)
def _admit(world: World, fact: BudgetTransferred) -> None:
    """The giver has what is moved on each line, from the effective date on, unless a reason is given."""
    require_in_year(fact.from_month, fact.year)
    _require_one_form(fact)
    for item, to_item, amount in moves(fact):
        line, _ = split_money_item(item)
        if not amount:
            raise TransferMovesNothing(
                phrase("its amount on {line} is 0 kr", line=line) if fact.lines else phrase("its amount is 0 kr")
            )
        if (fact.from_unit, item) == (fact.to_unit, to_item):
            raise TransferMovesNothing(phrase("both sides are {from_unit} {line}", from_unit=fact.from_unit, line=line))
        if not fact.overdraft_reason:
            require_cover(world, fact.year, (fact.from_unit, item), amount, fact.effective)


def _require_one_form(fact: BudgetTransferred) -> None:
    """Either one line and its amount, or several lines with theirs."""
    if fact.lines is not None and (fact.line, fact.to_line, fact.amount) != (None, None, None):
        raise TransferUnclear(phrase("it has both one line and several lines"))
    if fact.lines is None and fact.line is None:
        raise TransferUnclear(phrase("it names no line"))
    if fact.lines is None and fact.amount is None:
        raise TransferUnclear(phrase("it has no amount"))
