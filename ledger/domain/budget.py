"""The budget: facts, state and rules. Amounts carry their sign, so a cost budget is negative."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, assert_never

from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field, part
from ledger.domain.measured import NO_MONEY, Money
from ledger.domain.stream import Stream
from ledger.domain.timeline import Timeline, Timelines

if TYPE_CHECKING:
    from ledger.domain.world import World

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
    giver: str = field("Who gives it", "givare", recalls="giver")
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

Key = tuple[str, str]
"""A unit and a line."""


class Budget(Stream):
    """What each unit has on each line for one fiscal year, by the day decisions take effect."""

    def __init__(self) -> None:
        super().__init__()
        self.own: Timelines[Key] = Timelines()
        self.covered: Timelines[tuple[Key, int]] = Timelines()
        """What was moved because the giving side had it, by giver and sign: in öre, on the days it left."""

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        for key, amount in entries(fact):
            self.own[key].add(fact.effective, amount.count * times)
        if isinstance(fact, BudgetTransferred) and not fact.overdraft_reason:
            giver = (fact.from_unit, fact.line), _sign(fact.amount)
            self.covered[giver].add(fact.effective, fact.amount.count * times)


class CarryOvers(Stream):
    """What follows from one year to another. A stream of its own, since it belongs to two years."""

    def __init__(self) -> None:
        super().__init__()
        self.years: dict[int, Timelines[Key]] = {}

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        if isinstance(fact, BudgetCarriedOver):
            for year, amount in ((fact.from_year, -fact.amount), (fact.to_year, fact.amount)):
                self.years.setdefault(year, Timelines())[fact.unit, fact.line].add(fact.effective, amount.count * times)


def entries(fact: Fact) -> Iterable[tuple[Key, Money]]:
    """What a fact adds to the budget of its year, per unit and line."""
    match fact:
        case BudgetAdopted() | BudgetAdjusted():
            return (((fact.unit, line), amount) for line, amount in fact.lines.items())
        case BudgetTransferred():
            giver, receiver = (fact.from_unit, fact.line), (fact.to_unit, fact.to_line or fact.line)
            return ((giver, -fact.amount), (receiver, fact.amount))
        case GrantReceived():
            passed_on = (((part.unit, part.line), part.amount) for part in fact.passed_on)
            return (((fact.unit, fact.line), fact.amount), *passed_on)
        case _:
            return ()


class TransferExceedsBudget(Refused):
    code = "transfer-exceeds-budget"

    def __init__(self, giver: "Key", year: int, day: date, *, available: Money, asked: Money) -> None:
        unit, line = giver
        super().__init__(
            f"{unit} has {available.text} on {line} for {year} on {day}, but {asked.text} was to be moved",
            hint=f"See the budget: liggare show budget --unit {unit} --by unit,line --year {year}; "
            "if the board decided it all the same, give --overdraft-reason",
        )


class TransferMovesNothing(Refused):
    code = "transfer-moves-nothing"

    def __init__(self, why: str) -> None:
        super().__init__(f"The transfer moves nothing: {why}", hint="Give an amount and two different sides")


class PhasingDiffers(Refused):
    code = "phasing-differs"

    def __init__(self, line: str, amount: Money | None, phased: Money) -> None:
        whole = f"line {line} is {amount.text}" if amount is not None else f"line {line} has no amount"
        super().__init__(
            f"The months given for line {line} sum to {phased.text}, but {whole}",
            hint="Give months that sum to the line, or leave phasing out for even months",
        )


class MonthOutsideYear(Refused):
    code = "month-outside-year"

    def __init__(self, month: Month, year: int) -> None:
        super().__init__(
            f"{month} is not a month of the fiscal year {year}", hint=f"Choose {year}-01 to {year}-12, or another year"
        )


class MonthsOutOfOrder(Refused):
    code = "months-out-of-order"

    def __init__(self, first: Month, last: Month) -> None:
        super().__init__(f"{first} comes after {last}", hint="Give the first month first")


class FinancingMissing(Refused):
    code = "financing-missing"

    def __init__(self, unit: str, raised: Money) -> None:
        super().__init__(
            f"The adjustment raises the expenditure of {unit} by {(-raised).text} and does not say how it is financed",
            hint="Give --financing (kommunallagen 11:15)",
        )


class GrantExceeded(Refused):
    code = "grant-exceeded"

    def __init__(self, grant: str, amount: Money, passed_on: Money) -> None:
        super().__init__(
            f"Grant {grant} is {amount.text}, but {passed_on.text} of it is passed on",
            hint="Pass on at most the grant; budget beyond it is an adjustment with its own financing",
        )


class GrantNotIncome(Refused):
    code = "grant-not-income"

    def __init__(self, grant: str, amount: Money) -> None:
        super().__init__(
            f"Grant {grant} of {amount.text} is no income",
            hint="Give the grant as a positive amount; reverse a wrong one",
        )


class CarryOverYears(Refused):
    code = "carry-over-years"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The carry-over does not fit its years: {why}",
            hint="It goes from one fiscal year to a later one and takes effect in the later",
        )


def admit(world: "World", fact: BudgetFact) -> None:
    """Raise a refusal if the fact breaks a rule of the budget, on its effective date or any later day."""
    match fact:
        case BudgetAdopted():
            _require_phasing(fact)
        case BudgetAdjusted():
            _require_phasing(fact)
            _require_in_year(fact.from_month, fact.year)
            _require_financing(world, fact)
        case BudgetTransferred():
            _require_in_year(fact.from_month, fact.year)
            _require_movement(fact)
            if not fact.overdraft_reason:
                _require_cover(world, fact)
        case GrantReceived():
            _require_grant(fact)
        case BudgetCarriedOver():
            if fact.from_year >= fact.to_year:
                raise CarryOverYears(f"from {fact.from_year} to {fact.to_year}")
            if fact.effective.year != fact.to_year:
                raise CarryOverYears(f"it takes effect on {fact.effective} but {fact.to_year} is the new year")
        case _:
            assert_never(fact)


def check(world: "World", without: BudgetFact) -> None:
    """Raise a refusal if a transfer has lost its cover now that *without* does not count."""
    if isinstance(without, BudgetCarriedOver):
        key = (without.unit, without.line)
        removed = [(without.from_year, key, -without.amount), (without.to_year, key, without.amount)]
    else:
        removed = [(without.year, key, Money(amount)) for key, amount in _together(without).items()]
    for year, key, amount in removed:
        for sign in (1, -1):
            moved = world.budget(year).covered.get((key, sign))
            if not moved:
                continue
            first, asked = next(moved.changes())
            for day, level in _levels(world, year, key).levels_from(max(first, without.effective)):
                if level * sign < 0 <= (level + amount.count) * sign:
                    raise TransferExceedsBudget(key, year, day, available=Money(level + asked), asked=Money(asked))


def _together(fact: BudgetFact) -> dict[Key, int]:
    """What a fact adds per unit and line, in öre: a grant may name the same one several times."""
    sums: dict[Key, int] = {}
    for key, amount in entries(fact):
        sums[key] = sums.get(key, 0) + amount.count
    return sums


def _require_phasing(fact: BudgetAdopted | BudgetAdjusted) -> None:
    for line, months in (fact.phasing or {}).items():
        for month in months:
            _require_in_year(month, fact.year)
        phased = sum(months.values(), NO_MONEY)
        if fact.lines.get(line) != phased:
            raise PhasingDiffers(line, fact.lines.get(line), phased)


def _require_in_year(month: Month | None, year: int) -> None:
    if month is not None and month.year != year:
        raise MonthOutsideYear(month, year)


def _require_financing(world: "World", fact: BudgetAdjusted) -> None:
    """Expenditure decided during the year must say how it is financed (kommunallagen 11:15)."""
    lines = world.organisation.lines
    raised = sum((amount for line, amount in fact.lines.items() if lines[line].side != "income"), NO_MONEY)
    if raised < NO_MONEY and not fact.financing:
        raise FinancingMissing(fact.unit, raised)


def _require_movement(fact: BudgetTransferred) -> None:
    if not fact.amount:
        raise TransferMovesNothing("its amount is 0 kr")
    if (fact.from_unit, fact.line) == (fact.to_unit, fact.to_line or fact.line):
        raise TransferMovesNothing(f"both sides are {fact.from_unit} {fact.line}")


def _require_cover(world: "World", fact: BudgetTransferred) -> None:
    """The giver's own budget has the amount's sign and at least its size, from the effective date on."""
    giver, sign, asked = (fact.from_unit, fact.line), _sign(fact.amount), abs(fact.amount.count)
    levels = _levels(world, fact.year, giver)
    if levels.surely_from(fact.effective, sign) >= asked:
        return
    for day, level in levels.levels_from(fact.effective):
        if level * sign < asked:
            raise TransferExceedsBudget(giver, fact.year, day, available=Money(level), asked=fact.amount)


def _levels(world: "World", year: int, key: Key) -> Timeline:
    """A unit's own budget on a line for a year, by the days it changes, in öre. Not to be added to."""
    own, in_year = world.budget(year).own.get(key), world.carry_overs.years.get(year)
    carried = in_year.get(key) if in_year else None
    if carried is None:
        return own or Timeline()
    both = Timeline()
    for timeline in (own, carried):
        if timeline is not None:
            both.merge(timeline)
    return both


def _sign(amount: Money) -> int:
    return 1 if amount > NO_MONEY else -1


def _require_grant(fact: GrantReceived) -> None:
    if fact.amount <= NO_MONEY:
        raise GrantNotIncome(fact.grant, fact.amount)
    _require_in_year(fact.accrual.from_, fact.year)
    _require_in_year(fact.accrual.to, fact.year)
    if fact.accrual.from_ > fact.accrual.to:
        raise MonthsOutOfOrder(fact.accrual.from_, fact.accrual.to)
    passed_on = sum((abs(part.amount) for part in fact.passed_on), NO_MONEY)
    if passed_on > fact.amount:
        raise GrantExceeded(fact.grant, fact.amount, passed_on)
