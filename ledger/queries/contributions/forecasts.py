"""The forecasts that count, and what they contribute."""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from datetime import date

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.money.forecasts import ForecastSubmitted
from ledger.domain.values.days import Month
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.question import Above


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
    tree, whole = at.tree_of(cell.tree), cell.unit or ""

    def above(unit: str, _: Month | None) -> Iterable[str]:
        return (whole,) if tree.within(unit, cell.unit) else ()

    return (each for _, each in forecast_contributions_to_each(at, year, cell, above))


def forecast_contributions_to_each(at: At, year: int, cell: Cell, above: Above) -> Iterator[tuple[str, Contribution]]:
    """The same for each unit: which submission is the last with the label depends on what belongs to the unit."""
    submitted = submissions(at, year)
    last: dict[str, tuple[date, int]] = {}
    of_each: dict[tuple[str, str | None], list[Submission]] = {}
    for each in submitted:
        of_each.setdefault(each.key, []).append(each)
        if cell.version in (None, each.fact.version):
            last |= dict.fromkeys(above(each.fact.unit, None), each.rank)
    lines = at.lines_of(at.statement_of(cell.line, cell.statement))
    for (unit, _), own in of_each.items():
        for part_of in above(unit, None):
            known = bisect_right(own, last[part_of], key=lambda each: each.rank) if part_of in last else 0
            if known:
                yield from ((part_of, part) for part in _contributions(own[known - 1], lines))


def _contributions(submission: Submission, lines: Container[str]) -> Iterator[Contribution]:
    fact, position = submission.fact, submission.recorded.position
    for line, amount in fact.lines.items():
        if line in lines:
            yield Contribution("amount", fact.unit, line, None, amount.count, position, fact.project)
