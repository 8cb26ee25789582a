"""What decisions between two versions of a forecast changed the year's budget by."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

import attrs

from ledger.domain.fact import Recorded, corrected
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.values.days import Moment
from ledger.queries.at import At
from ledger.queries.cell import Cell, Side
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.contributions.forecast_columns import year_budgets, year_of
from ledger.queries.contributions.forecasts import Forecasts, Version, is_outcome
from ledger.queries.sums import Sums

Place = tuple[str, str, str | None, int]
"""Unit, line, project, and the fact."""


@attrs.frozen
class End:
    """Where a version stands: what was known when it was made, and the day it is true for."""

    at: At
    effective: date

    @classmethod
    def of(cls, forecasts: Forecasts, version: Version) -> "End":
        return cls(forecasts.then(version), version.last.fact.effective)


def decided_between_versions(before: Side, after: Side) -> Iterator[Contribution]:
    """By fact; nothing where a side has no forecasts. From a later version to an earlier one it counts backwards."""
    one, other = _end(before), _end(after)
    if one is None or other is None:
        return
    year, lines = year_of(after.at, after.cell), _lines(after.at, after.cell)
    backwards = one.at.position > other.at.position
    first, last = (other, one) if backwards else (one, other)
    for part in decided_between(first, last, year, lines):
        yield part._replace(amount=-part.amount) if backwards else part


def decided_between(first: End, last: End, year: int, lines: Collection[str]) -> Iterator[Contribution]:
    """What was recorded between two versions, as it changed the budget, and what took effect in between.

    A correction counts with what it changed. The adopted budget itself explains no change of a forecast.
    """
    known, now = _by_fact(first.at, year, lines), _by_fact(last.at, year, lines)
    moved = {place: now[place] - known[place] for place in known.keys() | now.keys() if now[place] != known[place]}
    if first.effective < last.effective:
        early, late = (_taken_effect(last.at, each.effective, year, lines) for each in (first, last))
        moved |= {place: amount for place, amount in now.items() if place[3] in late - early and place not in moved}
    adopted = _adopted(last.at, {position for *_, position in moved}, first.at.position)
    for (unit, line, project, position), amount in sorted(moved.items(), key=lambda each: each[0][3]):
        if position not in adopted and amount:
            yield Contribution("decided", unit, line, None, amount, position, project)


def _end(side: Side) -> End | None:
    forecasts = Forecasts(side.at, year_of(side.at, side.cell))
    if is_outcome(side.cell.version):
        return End(side.at, min(side.at.as_of, date(forecasts.year, 12, 31)))
    version = forecasts.version(side.cell.version)
    return None if version is None else End.of(forecasts, version)


def _lines(at: At, cell: Cell) -> Mapping[str, str]:
    return at.lines_of(at.statement_of(cell.line, cell.statement))


def _by_fact(at: At, year: int, lines: Collection[str]) -> Sums[Place]:
    sums: Sums[Place] = Sums()
    for part in year_budgets(at.figures, year, lines, by_fact=True):
        sums[part.unit, part.item, part.project, part.position] += part.amount
    return sums


def _taken_effect(at: At, day: date, year: int, lines: Collection[str]) -> set[int]:
    """The facts that had changed the budget by a day."""
    then = at.known_through(at.position, Moment(day, at.moment.known_at))
    return {part.position for part in year_budgets(then.figures, year, lines, by_fact=True)}


def _adopted(at: At, positions: Collection[int], known: int) -> set[int]:
    """Those that adopt a budget for the first time, rather than correct or add to one that was known.

    An adopted budget that was taken back is one of them unless another corrects it.
    """
    found = [each for each in map(at.find, positions) if each is not None and isinstance(each.fact, BudgetAdopted)]
    chains = {each.position: _chain(at, each) for each in found}
    replaced = {position for own, chain in chains.items() for position in chain if position != own}
    return {
        each.position
        for each in found
        if getattr(each.fact, "adds_to", None) is None
        and (each.position not in replaced if each.position <= known else min(chains[each.position]) > known)
    }


def _chain(at: At, recorded: Recorded) -> set[int]:
    """The fact, what it corrects, what that corrected, and so on."""
    before = (at.find(reference) for reference in corrected(recorded.fact))
    return {recorded.position}.union(*(_chain(at, each) for each in before if each is not None))
