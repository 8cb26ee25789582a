"""Grants and what is passed on of them: fact, state and rules."""

from collections.abc import Iterator

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, fact, field, part
from ledger.domain.money.balances import Budget, fold_budget, require_cover_without
from ledger.domain.money.phasing import GRANTS, MonthsOutOfOrder, budget_flow, require_in_year
from ledger.domain.postings import Posting, money_item, posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.values.days import Month
from ledger.domain.values.measured import NO_MONEY, Money
from ledger.domain.values.phrases import phrase


@part
class Accrual:
    """The months over which a grant is spread evenly; both ends included."""

    from_: Month = field("The first month", "från")
    to: Month = field("The last month", "till")


@part
class PassedOn:
    """What of a grant becomes the budget of a unit."""

    unit: str = field("The unit that gets the money", "enhet", refers="unit")
    line: str = field("Its line", "konto", refers="line", yearly=True)
    amount: Money = field("What its budget changes by, cost negative", "belopp")
    project: str | None = field("The project it belongs to", "projekt", refers="project", yearly=True, default=None)


@fact
class GrantReceived(Fact):
    """Money from the state or another giver, accrued over its own months and partly passed on."""

    TYPE = "grant.received"
    SWEDISH = "statsbidrag.mottaget"

    grant: str = field("The name or number of the grant", "bidrag")
    giver: str = field("Who gives it", "givare", recalls="giver")
    year: int = field("The fiscal year", "år")
    unit: str = field("The unit that books the income", "enhet", refers="unit")
    line: str = field("The income line", "konto", refers="line", yearly=True)
    amount: Money = field("The grant; income is positive", "belopp")
    accrual: Accrual = field("The months it belongs to", "periodisering")
    passed_on: tuple[PassedOn, ...] = field("What becomes the budget of units", "förs vidare", default=())
    project: str | None = field(
        "The project the income belongs to", "projekt", refers="project", yearly=True, default=None
    )


class GrantExceeded(Refused):
    code = "grant-exceeded"

    def __init__(self, grant: str, amount: Money, passed_on: Money) -> None:
        super().__init__(
            phrase(
                "Grant {grant} is {amount}, but {passed_on} of it is passed on",
                grant=grant,
                amount=amount.text,
                passed_on=passed_on.text,
            ),
            hint=phrase("Pass on at most the grant; budget beyond it is an adjustment with its own financing"),
        )


class GrantNotIncome(Refused):
    code = "grant-not-income"

    def __init__(self, grant: str, amount: Money) -> None:
        super().__init__(
            phrase("Grant {grant} of {amount} is no income", grant=grant, amount=amount.text),
            hint=phrase("Give the grant as a positive amount; reverse a wrong one"),
        )


folds(Budget, GrantReceived)(fold_budget)
rule_without(GrantReceived)(require_cover_without)


@posting(GrantReceived)
def _post(fact: GrantReceived) -> Iterator[Posting]:
    first, last = fact.accrual.from_, fact.accrual.to
    yield budget_flow(GRANTS, fact.unit, money_item(fact.line, fact.project), first, last, fact.amount)
    for each in fact.passed_on:
        yield budget_flow(GRANTS, each.unit, money_item(each.line, each.project), first, last, each.amount)


@rule(GrantReceived)
def _admit(world: World, fact: GrantReceived) -> None:  # noqa: ARG001 - all rules are asked alike
    """A grant is income of months of its year, and at most the grant is passed on."""
    if fact.amount <= NO_MONEY:
        raise GrantNotIncome(fact.grant, fact.amount)
    require_in_year(fact.accrual.from_, fact.year)
    require_in_year(fact.accrual.to, fact.year)
    if fact.accrual.from_ > fact.accrual.to:
        raise MonthsOutOfOrder(fact.accrual.from_, fact.accrual.to)
    passed_on = sum((abs(each.amount) for each in fact.passed_on), NO_MONEY)
    if passed_on > fact.amount:
        raise GrantExceeded(fact.grant, fact.amount, passed_on)
