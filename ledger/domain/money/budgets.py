"""Adopted budgets and adjustments: facts, state and rules."""

from collections.abc import Iterator

from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, fact, field
from ledger.domain.measured import NO_MONEY, Money
from ledger.domain.money.balances import Budget, fold_budget, require_cover_without
from ledger.domain.money.phasing import (
    ADJUSTED,
    ORIGINAL,
    Lines,
    Phasing,
    first_month,
    line_flows,
    require_in_year,
    require_phasing,
)
from ledger.domain.organisation.lines import Lines as OpenedLines
from ledger.domain.postings import Posting, posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import folds


@fact
class BudgetAdopted(Fact):
    """The budget of a unit for a fiscal year, as the assembly or board adopted it."""

    TYPE = "budget.adopted"
    EFFECTIVE = "year"

    unit: str = field("The unit", "enhet", refers="unit")
    year: int = field("The fiscal year", "år")
    lines: Lines = field("Amount per line, for the whole year", "konton", refers="line")
    phasing: Phasing | None = field(
        "Amount per line and month; even twelfths without it", "periodisering", default=None
    )


@fact
class BudgetAdjusted(Fact):
    """A change of a unit's budget decided during the year."""

    TYPE = "budget.adjusted"

    unit: str = field("The unit", "enhet", refers="unit")
    year: int = field("The fiscal year", "år")
    lines: Lines = field("What each line changes by", "konton", refers="line")
    phasing: Phasing | None = field("Change per line and month", "periodisering", default=None)
    from_month: Month | None = field(
        "The first month it belongs to; it runs through December", "från månad", default=None
    )
    financing: str | None = field(
        "How higher expenditure is paid for (kommunallagen 11:15)", "finansiering", default=None
    )


class FinancingMissing(Refused):
    code = "financing-missing"

    def __init__(self, unit: str, raised: Money) -> None:
        super().__init__(
            f"The adjustment raises the expenditure of {unit} by {(-raised).text} and does not say how it is financed",
            hint="Give --financing (kommunallagen 11:15)",
        )


folds(Budget, BudgetAdopted, BudgetAdjusted)(fold_budget)
rule_without(BudgetAdopted, BudgetAdjusted)(require_cover_without)


@posting(BudgetAdopted)
def _post_adopted(fact: BudgetAdopted) -> Iterator[Posting]:
    return line_flows(fact, ORIGINAL, Month.of(fact.year, 1))


@posting(BudgetAdjusted)
def _post_adjusted(fact: BudgetAdjusted) -> Iterator[Posting]:
    return line_flows(fact, ADJUSTED, first_month(fact))


@rule(BudgetAdopted)
def _admit_adopted(world: World, fact: BudgetAdopted) -> None:  # noqa: ARG001 - all rules are asked alike
    """Months given lie in the year and sum to their line."""
    require_phasing(fact)


@rule(BudgetAdjusted)
def _admit_adjusted(world: World, fact: BudgetAdjusted) -> None:
    """Expenditure decided during the year says how it is financed (kommunallagen 11:15)."""
    require_phasing(fact)
    require_in_year(fact.from_month, fact.year)
    lines = world.state(OpenedLines).lines
    raised = sum((amount for line, amount in fact.lines.items() if lines[line].side != "income"), NO_MONEY)
    if raised < NO_MONEY and not fact.financing:
        raise FinancingMissing(fact.unit, raised)
