"""What each unit has on each line: the state that budget decisions add up to, and the cover of transfers.

Amounts carry their sign, so a cost budget is negative.
"""

from datetime import date
from typing import NamedTuple

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.postings import Flow, postings, split_money_item
from ledger.domain.rules import World
from ledger.domain.stream import State
from ledger.domain.timeline import Timeline, Timelines
from ledger.domain.values.measured import NO_MONEY, Money
from ledger.domain.values.phrases import phrase

Key = tuple[str, str]
"""A unit and an item: a line, with the project there may be."""

MONTHS = 12


class Adopted(NamedTuple):
    """What one adopted budget gives a unit on an item."""

    amount: Money
    is_part: bool
    """Whether it is a further part of another one."""


class Budget(State):
    """What each unit has on each line for one fiscal year, by the day decisions take effect."""

    STREAM = "budget"
    YEARLY = True

    def __init__(self) -> None:
        super().__init__()
        self.own: Timelines[Key] = Timelines()
        self.adopted: dict[Key, dict[int, Adopted]] = {}
        """The adopted budgets that count, by the positions of their facts."""
        self.replaced: dict[Reference, list[int]] = {}
        """The adopted budgets that count, by what they correct: id or position of each."""
        self.covered: Timelines[tuple[Key, int]] = Timelines()
        """What was moved because the giving side had it, by giver and sign: in öre, on the days it left."""


class CarryOvers(State):
    """What follows from one year to another. A stream of its own, since it belongs to two years."""

    STREAM = "carry-over"

    def __init__(self) -> None:
        super().__init__()
        self.years: dict[int, Timelines[Key]] = {}


def budget_by_year(fact: Fact) -> dict[tuple[int, Key], int]:
    """What a fact adds to budgets by year, unit and line, in öre."""
    sums: dict[tuple[int, Key], int] = {}
    for flow in postings(fact):
        if isinstance(flow, Flow) and flow.measure == "budget":
            key = flow.first // MONTHS, (flow.unit, flow.item)
            sums[key] = sums.get(key, 0) + flow.amount
    return sums


def fold_budget(state: Budget, recorded: Recorded, fact: Fact, times: int) -> None:
    """Fold in what a decision about one year adds."""
    for (_, key), amount in budget_by_year(fact).items():
        state.own[key].add(recorded.fact.effective, amount * times)


class TransferExceedsBudget(Refused):
    code = "transfer-exceeds-budget"

    def __init__(self, giver: Key, year: int, day: date, *, available: Money, asked: Money) -> None:
        unit, item = giver
        super().__init__(
            phrase(
                "{unit} has {available} on {item_text} for {year} on {day}, but {asked} was to be moved",
                unit=unit,
                available=available.text,
                item_text=item_text(item),
                year=year,
                day=day,
                asked=asked.text,
            ),
            hint=phrase(
                "See the budget: liggare show budget --unit {unit} --by unit,line --year {year}; if "
                "the board decided it all the same, give --overdraft-reason",
                unit=unit,
                year=year,
            ),
        )


def require_cover(world: World, year: int, giver: Key, amount: Money, day: date) -> None:
    """The giver's own budget has the amount's sign and at least its size, from the day on."""
    sign, asked = sign_of(amount), abs(amount.count)
    levels = budget_levels(world, year, giver)
    if levels.surely_from(day, sign) >= asked:
        return
    for when, level in levels.levels_from(day):
        if level * sign < asked:
            raise TransferExceedsBudget(giver, year, when, available=Money(level), asked=amount)


def require_cover_without(world: World, without: Fact) -> None:
    """Raise a refusal if a transfer has lost its cover now that *without* does not count."""
    for (year, key), amount in budget_by_year(without).items():
        for sign in (1, -1):
            moved = world.state(Budget, year).covered.get((key, sign))
            if not moved:
                continue
            first, asked = next(moved.changes())
            for day, level in budget_levels(world, year, key).levels_from(max(first, without.effective)):
                if level * sign < 0 <= (level + amount) * sign:
                    raise TransferExceedsBudget(key, year, day, available=Money(level + asked), asked=Money(asked))


def budget_levels(world: World, year: int, key: Key) -> Timeline:
    """A unit's own budget on a line for a year, by the days it changes, in öre. Not to be added to."""
    own, in_year = world.state(Budget, year).own.get(key), world.state(CarryOvers).years.get(year)
    carried = in_year.get(key) if in_year else None
    if carried is None:
        return own or Timeline()
    both = Timeline()
    for timeline in (own, carried):
        if timeline is not None:
            both.merge(timeline)
    return both


def item_text(item: str) -> str:
    """A line, with the project if there is one, for sentences."""
    line, project = split_money_item(item)
    return line if project is None else phrase("{line} in project {project}", line=line, project=project)


def sign_of(amount: Money) -> int:
    return 1 if amount > NO_MONEY else -1
