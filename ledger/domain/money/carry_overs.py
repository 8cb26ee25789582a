"""Budget that follows from one fiscal year into another: fact, state and rules."""

from collections.abc import Iterator

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.money.balances import (
    CarryOvers,
    budget_by_year,
    budget_levels,
    item_text,
    require_cover_without,
    sign_of,
)
from ledger.domain.money.outcomes import OutcomeState
from ledger.domain.money.phasing import CARRIED_OVER, budget_flow
from ledger.domain.organisation.tree import require_open
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import Posting, money_item, posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds
from ledger.domain.timeline import Timelines
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase


@fact
class BudgetCarriedOver(Fact):
    """Unused (or overspent) budget follows from one fiscal year into another."""

    TYPE = "budget.carried-over"
    SWEDISH = "budget.överförd"

    unit: str = field("The unit", "enhet", refers="unit", yearly=True)
    line: str = field("The line", "konto", refers="line", yearly=True)
    from_year: int = field("The year that loses the amount, in December", "från år")
    to_year: int = field("The year that gets it, spread over its months", "till år")
    amount: Money = field("What the new year gets", "belopp")
    to_unit: str | None = field(
        "The unit that gets it, if another, such as the successor of a closed one",
        "till enhet",
        refers="unit",
        default=None,
    )
    project: str | None = field("The project it belongs to", "projekt", refers="project", yearly=True, default=None)
    overdraft_reason: str | None = field(
        "Why more is carried over than is left", "skäl för övertrassering", default=None
    )


class CarryOverYears(Refused):
    code = "carry-over-years"

    def __init__(self, why: str) -> None:
        super().__init__(
            phrase("The carry-over does not fit its years: {why}", why=why),
            hint=phrase("It goes from one fiscal year to a later one and takes effect in the later"),
        )


class CarryOverExceedsRest(Refused):
    code = "carry-over-exceeds-rest"

    def __init__(self, fact: BudgetCarriedOver, rest: Money) -> None:
        item = item_text(money_item(fact.line, fact.project))
        super().__init__(
            phrase(
                "{unit} has {rest} left on {item} for {from_year}, but {amount} was to be carried over",
                unit=fact.unit,
                rest=rest.text,
                item=item,
                from_year=fact.from_year,
                amount=fact.amount.text,
            ),
            hint=phrase(
                "See what is left: liggare show budget --unit {unit} --by unit,line --year "
                "{from_year}; if the board decided it all the same, give --overdraft-reason",
                unit=fact.unit,
                from_year=fact.from_year,
            ),
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
    item = money_item(fact.line, fact.project)
    yield budget_flow(CARRIED_OVER, fact.unit, item, december, december, -fact.amount)
    first, last = Month.of(fact.to_year, 1), Month.of(fact.to_year, 12)
    yield budget_flow(CARRIED_OVER, fact.to_unit or fact.unit, item, first, last, fact.amount)


@rule(BudgetCarriedOver)
def _admit(world: World, fact: BudgetCarriedOver) -> None:
    """It goes from one fiscal year to a later one, takes effect in that one, and is at most what is left."""
    if fact.from_year >= fact.to_year:
        raise CarryOverYears(phrase("from {from_year} to {to_year}", from_year=fact.from_year, to_year=fact.to_year))
    if fact.effective.year != fact.to_year:
        raise CarryOverYears(
            phrase(
                "it takes effect on {effective} but {to_year} is the new year",
                effective=fact.effective,
                to_year=fact.to_year,
            )
        )
    if fact.to_unit is None:
        require_open(world.state(Organisation), fact.unit, fact.effective)
    if not fact.overdraft_reason:
        _require_rest(world, fact)


def _require_rest(world: World, fact: BudgetCarriedOver) -> None:
    """What is carried over is part of what is left, of its sign: judged by what is recorded by now, and never again."""
    key = fact.unit, money_item(fact.line, fact.project)
    budget = budget_levels(world, fact.from_year, key).through(fact.effective)
    rest = Money(budget - world.state(OutcomeState, fact.from_year).total(*key).count)
    if not fact.amount or sign_of(fact.amount) != sign_of(rest) or abs(fact.amount) > abs(rest):
        raise CarryOverExceedsRest(fact, rest)
