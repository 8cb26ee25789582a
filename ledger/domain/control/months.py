"""Months that are closed and reopened: facts, state and rules."""

from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.stream import State, folds


@fact
class MonthClosed(Fact):
    """A month is closed: new facts with effect in it must say why they are late."""

    TYPE = "month.closed"
    EFFECTIVE = "month"

    month: Month = field("The month", "månad")
    unit: str | None = field("Only this unit and those below it", "enhet", refers="unit", default=None)
    reason: str | None = field("Why", "skäl", default=None)


@fact
class MonthReopened(Fact):
    """A closed month takes facts again."""

    TYPE = "month.reopened"
    EFFECTIVE = "month"

    month: Month = field("The month", "månad")
    unit: str | None = field("Only this unit and those below it", "enhet", refers="unit", default=None)
    reason: str | None = field("Why", "skäl", default=None)


no_posting(MonthClosed, MonthReopened)


class ClosedMonths(State):
    """Which months are closed, for which units."""

    STREAM = "control"

    def __init__(self) -> None:
        super().__init__()
        self.months: dict[tuple[Month, str | None], dict[int, MonthClosed | MonthReopened]] = {}
        """What was said of a month, by position: the last word counts, whatever its effective date."""

    def closed(self, month: Month, unit: str | None) -> MonthClosed | None:
        """The closing of the month for just this unit (None: for all), unless it was opened again."""
        said = self.months.get((month, unit))
        last = said[max(said)] if said else None
        return last if isinstance(last, MonthClosed) else None

    def closed_for(self, month: Month, units: set[str]) -> MonthClosed | None:
        """A closing of the month that binds one of *units* (given with all units above them)."""
        for closed_month, unit in self.months:
            if closed_month == month and (unit is None or unit in units):
                closing = self.closed(month, unit)
                if closing is not None:
                    return closing
        return None


@folds(ClosedMonths, MonthClosed, MonthReopened)
def _fold(state: ClosedMonths, recorded: Recorded, fact: MonthClosed | MonthReopened, times: int) -> None:
    said = state.months.setdefault((fact.month, fact.unit), {})
    if times > 0:
        said[recorded.position] = fact
    else:
        del said[recorded.position]


class MonthIsClosed(Refused):
    code = "month-is-closed"

    def __init__(self, fact: Fact, closing: MonthClosed) -> None:
        scope = f" for {closing.unit}" if closing.unit else ""
        super().__init__(
            f"{closing.month} is closed{scope}, and this {fact.TYPE} takes effect in it",
            hint=_way_out(fact, closing.month),
        )


def _way_out(fact: Fact, closed: Month) -> str:
    """What can be done for this type of fact: not every one is free to choose its months."""
    if hasattr(fact, "from_month") and fact.EFFECTIVE != "month-end":
        way = "If it belongs later, give --from-month with an open month, or s"
    elif fact.EFFECTIVE == "month-end":
        way = "If it is about another month, give that one (--month); if not, s"
    elif fact.EFFECTIVE == "named" or Month.containing(fact.effective) != closed:  # its money has months of its own
        way = "S"
    else:
        way = "If it belongs later, choose a later effective date, or s"
    return f"{way}ay why it is late: --late-reason"


class MonthNotClosed(Refused):
    code = "month-not-closed"

    def __init__(self, fact: MonthReopened) -> None:
        scope = f" for {fact.unit}" if fact.unit else ""
        super().__init__(f"{fact.month} is not closed{scope}", hint="Only a closed month can be opened again")


class MonthAlreadyClosed(Refused):
    code = "month-already-closed"

    def __init__(self, fact: MonthClosed) -> None:
        scope = f" for {fact.unit}" if fact.unit else ""
        super().__init__(
            f"{fact.month} is already closed{scope}", hint="Nothing needs to be done; month.reopened opens it again"
        )


@rule(MonthClosed)
def _admit_closing(world: World, fact: MonthClosed) -> None:
    if world.state(ClosedMonths).closed(fact.month, fact.unit):
        raise MonthAlreadyClosed(fact)


@rule(MonthReopened)
def _admit_reopening(world: World, fact: MonthReopened) -> None:
    if not world.state(ClosedMonths).closed(fact.month, fact.unit):
        raise MonthNotClosed(fact)
