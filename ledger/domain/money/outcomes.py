"""Outcomes of a month: fact and rules."""

from collections.abc import Iterator

from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.money.phasing import MonthsOutOfOrder, require_in_year
from ledger.domain.postings import Posting, Statement, money_item, posting
from ledger.domain.rules import World, rule
from ledger.domain.stream import Changes, State, folds
from ledger.domain.values.days import Month
from ledger.domain.values.measured import NO_MONEY, Money


@fact
class OutcomeReported(Fact):
    """What a unit's lines came to in one month. A restated line replaces what was reported before."""

    TYPE = "outcome.reported"
    SWEDISH = "utfall.rapporterat"
    EFFECTIVE = "month-end"

    unit: str = field("The unit", "enhet", refers="unit", yearly=True)
    month: Month = field("The month", "månad")
    lines: dict[str, Money] = field("Amount per line", "konton", refers="line", yearly=True)
    project: str | None = field("The project it belongs to", "projekt", refers="project", yearly=True, default=None)
    from_month: Month | None = field(
        "The first month, where the amounts are those of all months from it on", "från månad", default=None
    )


REPORTED = "reported"
"""The measure of statements that say which months have been reported, by unit and the number of their first month."""


class OutcomeState(State):
    """What units have reported for one year, as rules need it."""

    STREAM = "outcome"
    YEARLY = True

    def __init__(self) -> None:
        super().__init__()
        self.months: dict[tuple[str, str, Month], Changes[Money]] = {}
        """By unit, item (line and project) and month: the amounts stated, of which the newest replaces the others."""

    def total(self, unit: str, item: str) -> Money:
        """What an item of a unit has come to in all months reported."""
        amounts = (stated.latest() for (of, what, _), stated in self.months.items() if (of, what) == (unit, item))
        return sum((amount for amount in amounts if amount is not None), NO_MONEY)


@folds(OutcomeState, OutcomeReported)
def _fold(state: OutcomeState, recorded: Recorded, fact: OutcomeReported, times: int) -> None:
    for line, amount in fact.lines.items():
        key = fact.unit, money_item(line, fact.project), fact.month
        state.months.setdefault(key, Changes()).put(recorded, amount, times)


@posting(OutcomeReported)
def _post(fact: OutcomeReported) -> Iterator[Posting]:
    for line, amount in fact.lines.items():
        yield Statement("outcome", "amount", fact.unit, money_item(line, fact.project), fact.month.number, amount.count)
    first = fact.from_month or fact.month
    yield Statement(REPORTED, "outcome", fact.unit, str(first.number), fact.month.number, 1)


@rule(OutcomeReported)
def _admit(world: World, fact: OutcomeReported) -> None:  # noqa: ARG001 - all rules are asked alike
    """Months that are reported together belong to one fiscal year and come in order."""
    if fact.from_month is not None:
        require_in_year(fact.from_month, fact.month.year)
        if fact.from_month > fact.month:
            raise MonthsOutOfOrder(fact.from_month, fact.month)
