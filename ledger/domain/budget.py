"""The budget: facts. Amounts carry their sign, so a cost budget is negative."""

from ledger.domain.days import Month
from ledger.domain.fact import Fact, fact, field, part
from ledger.domain.measured import Money

Lines = dict[str, Money]
Phasing = dict[str, dict[Month, Money]]


@part
class Accrual:
    """The months over which a grant is spread evenly; both ends included."""

    from_: Month = field("The first month", "från")
    to: Month = field("The last month", "till")


@part
class PassedOn:
    """What of a grant becomes the budget of a unit."""

    unit: str = field("The unit that gets the money", "enhet", refers="unit")
    line: str = field("Its line", "konto", refers="line")
    amount: Money = field("What its budget changes by, cost negative", "belopp")


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


@fact
class GrantReceived(Fact):
    """Money from the state or another giver, accrued over its own months and partly passed on."""

    TYPE = "grant.received"

    grant: str = field("The name or number of the grant", "bidrag")
    giver: str = field("Who gives it", "givare")
    year: int = field("The fiscal year", "år")
    unit: str = field("The unit that books the income", "enhet", refers="unit")
    line: str = field("The income line", "konto", refers="line")
    amount: Money = field("The grant; income is positive", "belopp")
    accrual: Accrual = field("The months it belongs to", "periodisering")
    passed_on: tuple[PassedOn, ...] = field("What becomes the budget of units", "förs vidare", default=())


@fact
class BudgetCarriedOver(Fact):
    """Unused (or overspent) budget follows from one fiscal year into another."""

    TYPE = "budget.carried-over"

    unit: str = field("The unit", "enhet", refers="unit")
    line: str = field("The line", "konto", refers="line")
    from_year: int = field("The year that loses the amount, in December", "från år")
    to_year: int = field("The year that gets it, spread over its months", "till år")
    amount: Money = field("What the new year gets", "belopp")


BudgetFact = BudgetAdopted | BudgetAdjusted | BudgetTransferred | GrantReceived | BudgetCarriedOver
