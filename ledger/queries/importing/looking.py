"""What of an import is worth a look before it is recorded: figures that are out of proportion, missing or premature."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs

from ledger.domain.postings import split_money_item
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections.figures import Stated
from ledger.queries.answer import Note, counted_note, noted
from ledger.queries.at import At
from ledger.queries.importing.weighing import Cell, Weighing, some

TIMES = 20
"""How many times larger or smaller than what it is compared with an amount is worth a look."""
_YEAR = 12
_FEW = 3
"""When more amounts than these could be compared, and all are out of proportion, the unit of amounts may be wrong."""


@attrs.define
class _OutOfProportion:
    """The amounts that differ too much from one kind of others."""

    number: int = 0
    first: list[str] = attrs.field(factory=list)

    def add(self, period: str, cell: Cell, amount: int, other: int) -> None:
        self.number += 1
        if len(self.first) < _FEW + 2:
            line, project = split_money_item(cell[1])
            about = " ".join(filter(None, (cell[0], project, period, line)))
            self.first.append(f"{about} {Money(amount).text} ({Money(other).text})")


class Look:
    """Compares an import with what the ledger held before it."""

    def __init__(self, weighing: Weighing, before: At | None, today: date) -> None:
        """*before*: the ledger as it was; None where it held nothing."""
        self._weighing = weighing
        self._before = before
        self._today = today
        self._compared = self._out = 0
        self._twelfth, self._month, self._year = _OutOfProportion(), _OutOfProportion(), _OutOfProportion()
        self._budget_before, self._budget_of_year = _OutOfProportion(), _OutOfProportion()

    def notes(self) -> Iterator[Note]:
        """Everything that is worth a look, in sentences."""
        weighing = self._weighing
        for month in weighing.outcomes.periods:
            self._compare_month(month)
        for year in weighing.budgets.periods:
            self._compare(str(year), weighing.budgets.of(year), [(self._budgets(year - 1), self._budget_before)])
        for year in weighing.forecasts.periods:
            self._compare(str(year), weighing.forecasts.of(year), [(self._budgets(year), self._budget_of_year)])
        if weighing.wrong_signs:
            yield counted_note(
                "1 amount has another sign than its line's side: {listed}",
                "{number} amounts have another sign than the sides of their lines: {listed}",
                weighing.wrong_signs,
                listed=some(weighing.first_wrong_signs, weighing.wrong_signs),
            )
        if self._compared > _FEW and self._out == self._compared:
            yield noted(
                "All {number} amounts that could be compared are out of proportion: is their unit (--in) right",
                number=self._compared,
            )
        yield from self._out_of_proportion()
        yield from self._missing_units()
        yield from self._months_to_come()

    def _compare_month(self, month: int) -> None:
        cells, outcomes = self._weighing.outcomes.of(month), self._weighing.outcomes
        twelfths = {cell: amount // _YEAR for cell, amount in self._budgets(month // _YEAR).items()}
        last = {**self._reported(month - 1), **outcomes.of(month - 1)}
        year_ago = {**self._reported(month - _YEAR), **outcomes.of(month - _YEAR)}
        others = [(twelfths, self._twelfth), (last, self._month), (year_ago, self._year)]
        self._compare(str(Month(month)), cells, others)

    def _compare(
        self,
        period: str,
        cells: Mapping[Cell, int],
        others: Sequence[tuple[Mapping[Cell, int], _OutOfProportion]],
    ) -> None:
        for cell, amount in cells.items():
            found = [(other, kind) for known, kind in others if (other := known.get(cell))]
            if not amount or not found:
                continue
            self._compared += 1
            out = [(other, kind) for other, kind in found if not _is_in_proportion(amount, other)]
            self._out += bool(out)
            for other, kind in out:
                kind.add(period, cell, amount, other)

    def _budgets(self, year: int) -> dict[Cell, int]:
        """The current budgets of a year, of units on lines."""
        found: dict[Cell, int] = {}
        if self._before is None:
            return found
        for each in self._before.figures.totals("budget", year=year):
            found[each.unit, each.item] = found.get((each.unit, each.item), 0) + each.amount
        return found

    def _reported(self, month: int) -> dict[Cell, int]:
        return {(each.unit, each.item): each.amount for each in self._stated(month)}

    def _out_of_proportion(self) -> Iterator[Note]:
        if self._twelfth.number:
            yield counted_note(
                "1 amount is more than 20 times larger or smaller than a twelfth of its budget: {listed}",
                "{number} amounts are more than 20 times larger or smaller than a twelfth of their budgets: {listed}",
                self._twelfth.number,
                listed=some(self._twelfth.first, self._twelfth.number),
            )
        if self._month.number:
            yield counted_note(
                "1 amount is more than 20 times larger or smaller than the month before: {listed}",
                "{number} amounts are more than 20 times larger or smaller than the month before: {listed}",
                self._month.number,
                listed=some(self._month.first, self._month.number),
            )
        if self._year.number:
            yield counted_note(
                "1 amount is more than 20 times larger or smaller than in the same month last year: {listed}",
                "{number} amounts are more than 20 times larger or smaller than in the same month last year: {listed}",
                self._year.number,
                listed=some(self._year.first, self._year.number),
            )
        if self._budget_before.number:
            yield counted_note(
                "1 amount is more than 20 times larger or smaller than last year's budget: {listed}",
                "{number} amounts are more than 20 times larger or smaller than last year's budget: {listed}",
                self._budget_before.number,
                listed=some(self._budget_before.first, self._budget_before.number),
            )
        if self._budget_of_year.number:
            yield counted_note(
                "1 amount is more than 20 times larger or smaller than the budget of the year: {listed}",
                "{number} amounts are more than 20 times larger or smaller than the budget of the year: {listed}",
                self._budget_of_year.number,
                listed=some(self._budget_of_year.first, self._budget_of_year.number),
            )

    # -- units that are missing, months that are to come --------------------------------------------------

    def _missing_units(self) -> Iterator[Note]:
        months = self._weighing.outcomes.periods
        if not months or self._before is None:
            return
        last = months[-1]
        mine = {unit for unit, _ in self._weighing.outcomes.of(last)}
        there = {each.unit for each in self._stated(last)}
        before = next((month for month in range(last - 1, last - _YEAR - 1, -1) if self._stated(month)), None)
        if before is None:
            return
        came_with: dict[str, set[int | None]] = {}
        for each in self._stated(before):
            came_with.setdefault(each.unit, set()).add(self._before.brought.by(each.position))
        of_mine = {number for unit in mine for number in came_with.get(unit, ())}
        missing = sorted(
            unit
            for unit, numbers in came_with.items()
            if unit not in mine and unit not in there and of_mine and (None in numbers | of_mine or numbers & of_mine)
        )
        if missing:
            yield counted_note(
                "1 unit had figures for {before} and has none for {month}: {listed}",
                "{number} units had figures for {before} and have none for {month}: {listed}",
                len(missing),
                before=str(Month(before)),
                month=str(Month(last)),
                listed=some(missing, len(missing)),
            )

    def _stated(self, month: int) -> list[Stated]:
        if self._before is None:
            return []
        return list(self._before.figures.stated("outcome", Month(month), Month(month)))

    def _months_to_come(self) -> Iterator[Note]:
        months = [Month(month) for month in self._weighing.outcomes.periods]
        to_come = [str(month) for month in months if month.last_day >= self._today]
        if to_come:
            yield counted_note(
                "1 month has not ended: {listed}",
                "{number} months have not ended: {listed}",
                len(to_come),
                listed=some(to_come, len(to_come)),
            )


def _is_in_proportion(amount: int, other: int) -> bool:
    return abs(amount) <= TIMES * abs(other) and abs(other) <= TIMES * abs(amount)
