"""The facts of an import, added up and kept as far as it takes to see what is worth a look."""

from array import array
from collections.abc import Callable, Iterator

from ledger.domain.fact import Fact, Recorded
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.postings import money_item
from ledger.domain.values.measured import Money
from ledger.queries.importing.totals import ControlTotals

MOST_NAMED = 5

_STATING = BudgetAdopted | ForecastSubmitted | OutcomeReported
"""What says how large a line is, rather than how it changes: there an income is positive and a cost negative."""

Cell = tuple[str, str]
"""A unit and an item: a line, with the project there may be."""


class Numbers(dict[str, int]):
    """Numbers for words."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Cells:
    """Amounts by period (a month or a year), unit and item, in little room: a file may have many."""

    def __init__(self) -> None:
        self._units, self._items = Numbers(), Numbers()
        self._by_period: dict[int, tuple[array[int], array[int], array[int]]] = {}

    def add(self, period: int, unit: str, item: str, amount: int) -> None:
        units, items, amounts = self._by_period.setdefault(period, (array("I"), array("I"), array("q")))
        units.append(self._units[unit])
        items.append(self._items[item])
        amounts.append(amount)

    @property
    def periods(self) -> list[int]:
        return sorted(self._by_period)

    def of(self, period: int) -> dict[Cell, int]:
        """The amounts of a period; of several for the same unit and item, the last."""
        units, items = list(self._units), list(self._items)
        found = self._by_period.get(period, (array("I"), array("I"), array("q")))
        return {(units[unit], items[item]): amount for unit, item, amount in zip(*found, strict=True)}


class Weighing:
    """Takes the facts of an import one after another."""

    def __init__(self, side_of: Callable[[str], str], held: int) -> None:
        """*side_of*: income, cost or net, of a line that the ledger knows by then; *held*: how many facts it had."""
        self._side_of = side_of
        self.held = held
        self.totals = ControlTotals(side_of)
        self.outcomes, self.budgets, self.forecasts = Cells(), Cells(), Cells()
        """By month, and by year."""
        self.wrong_signs = 0
        self.first_wrong_signs: list[str] = []

    def add(self, recorded: Recorded) -> None:
        fact = recorded.fact
        self.totals.add(fact)
        if not isinstance(fact, _STATING):
            return
        period = fact.month.number if isinstance(fact, OutcomeReported) else fact.year
        cells = self.outcomes if isinstance(fact, OutcomeReported) else self.forecasts
        cells = self.budgets if isinstance(fact, BudgetAdopted) else cells
        for line, amount in fact.lines.items():
            cells.add(period, fact.unit, money_item(line, fact.project), amount.count)
            if self._has_wrong_sign(line, amount):
                self.wrong_signs += 1
                if self.wrong_signs <= MOST_NAMED:
                    self.first_wrong_signs.append(f"{_about(fact)} {line} {amount.text} (#{recorded.position})")

    def _has_wrong_sign(self, line: str, amount: Money) -> bool:
        if amount.count == 0:
            return False
        return self._side_of(line) == ("cost" if amount.count > 0 else "income")

    @property
    def compares(self) -> bool:
        """Whether there is anything that other figures say the size of."""
        return bool(self.outcomes.periods or self.budgets.periods or self.forecasts.periods)


def _about(fact: Fact) -> str:
    parts = (getattr(fact, name, None) for name in ("unit", "month", "year", "version", "project"))
    return " ".join(str(each) for each in parts if each is not None)


def some(named: Iterator[str] | list[str], number: int) -> str:
    """The first few of so many."""
    shown = [each for each, _ in zip(named, range(MOST_NAMED), strict=False)]
    rest = number - len(shown)
    return ", ".join(shown) + (f", … (+{rest})" if rest > 0 else "")
