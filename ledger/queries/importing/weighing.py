"""The facts of an import, added up and kept as far as it takes to see what is worth a look."""

from collections.abc import Callable

from ledger.domain.fact import Recorded
from ledger.queries.importing.totals import ControlTotals


class Weighing:
    """Takes the facts of an import one after another."""

    def __init__(self, side_of: Callable[[str], str]) -> None:
        """*side_of*: income, cost or net, of a line that the ledger knows by then."""
        self.totals = ControlTotals(side_of)

    def add(self, recorded: Recorded) -> None:
        self.totals.add(recorded.fact)
