"""The forecasts that count, and what they contribute."""

from collections.abc import Iterator
from datetime import date

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution


@attrs.frozen
class Submission:
    """A forecast as one unit submitted it."""

    recorded: Recorded
    fact: ForecastSubmitted

    @property
    def key(self) -> tuple[str, str | None]:
        """The unit and the project: each has a forecast of its own."""
        return self.fact.unit, self.fact.project

    @property
    def rank(self) -> tuple[date, int]:
        """Later effective dates are newer; then later positions."""
        return self.fact.effective, self.recorded.position


def submissions(at: At, year: int) -> list[Submission]:
    """The forecasts of a year that count, oldest first."""
    found = [
        Submission(recorded, recorded.fact)
        for recorded in at.register(f"forecast-{year}")
        if isinstance(recorded.fact, ForecastSubmitted)
    ]
    return sorted(found, key=lambda submission: submission.rank)


def forecast_contributions(at: At, year: int, cell: Cell) -> Iterator[Contribution]:
    """The lines of each unit's newest forecast up to the last one with the cell's version label (None: up to now)."""
    within = [each for each in submissions(at, year) if at.tree_of(cell.tree).within(each.fact.unit, cell.unit)]
    labelled = [each.rank for each in within if each.fact.version == cell.version]
    last = max(labelled, default=None) if cell.version is not None else max((e.rank for e in within), default=None)
    lines = at.lines_of(at.statement_of(cell.line, cell.statement))
    newest = {each.key: each for each in within if last is not None and each.rank <= last}
    for each in newest.values():
        position = each.recorded.position
        for line, amount in each.fact.lines.items():
            if line in lines:
                yield Contribution("amount", each.fact.unit, line, None, amount.count, position, each.fact.project)
