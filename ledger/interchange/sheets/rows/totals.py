"""Rows of totals in a sheet: checked against the rows above them, and never recorded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.measured import Measured, Money
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.cell_reading import plain
from ledger.interchange.sheets.columns.layouts import Fault, Placed
from ledger.interchange.values.amounts import POWERS

_LABEL = re.compile(r"(?:del|slut|total)?(?:summa|sum|totalt?|total)\b", re.IGNORECASE)

Sums = dict[tuple[int, type], Any]
"""By column, and by what kind of figure stood in it."""


class TotalDiffers(Refused):
    code = "total-differs"

    def __init__(self, label: str, heading: str, given: object, *, since: object, whole: object) -> None:
        above = f"the rows above come to {_told(since)}"
        if since != whole:
            above = f"the rows since the last total come to {_told(since)}, and all rows above to {_told(whole)}"
        super().__init__(
            f"{heading} of {label!r} is {_told(given)}, but {above}",
            hint="Is a row missing, or counted twice? Mend the rows or the total, or take the row of the total out",
        )


class TotalOfDifferentKinds(Refused):
    code = "total-of-different-kinds"

    def __init__(self, label: str, heading: str) -> None:
        super().__init__(
            f"{heading} of {label!r} adds up figures of different kinds", hint="Take the row of the total out"
        )


def _told(figure: object) -> str:
    return figure.text if isinstance(figure, Money) else str(figure)


def is_total(cell: Cell) -> bool:
    """Whether the first filled cell of a row says that the row is a total."""
    return type(cell) is str and _LABEL.match(cell) is not None


class Totals:
    """The sums of the rows read so far: since the last row of totals, and from the first row on."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._since: Sums = {}
        self._whole: Sums = {}
        self.incomplete = False
        """Whether a row above was bad, so that the sums say nothing."""

    def add(self, index: int, figure: Any) -> None:
        key = (index, type(figure))
        for sums in (self._since, self._whole):
            sums[key] = sums[key] + figure if key in sums else figure

    def check(self, label: int, cells: Sequence[Cell], figures: Mapping[int, Sequence[Placed]]) -> list[Fault] | None:
        """What is wrong with the figures of a row of totals; None if it is an ordinary row after all.

        *label* is where it says that it is a total; *figures* are the columns that hold figures, by index. A total may
        sum all rows above, or those since the last total.
        """
        filled = [index for index, cell in enumerate(cells) if cell is not None and index != label]
        if any(index not in figures for index in filled):
            return None
        faults = (
            [] if self.incomplete else list(self._compared(str(cells[label]), {i: cells[i] for i in filled}, figures))
        )
        self._since = {}
        return faults

    def _compared(
        self, label: str, cells: Mapping[int, Cell], figures: Mapping[int, Sequence[Placed]]
    ) -> Iterator[Fault]:
        given: dict[int, Any] = {}
        for index, cell in cells.items():
            placed = figures[index][0]
            if len({each.column.kind for each in figures[index]}) > 1:
                yield index, TotalOfDifferentKinds(label, placed.heading)
                continue
            try:
                given[index] = self._read(placed, cell)
            except LedgerError as error:
                yield index, error
        sums = [{i: self._sum(each, i, figures[i][0]) for i in given} for each in (self._since, self._whole)]
        since, whole = sums
        best = max(sums, key=lambda each: sum(given[index] == each[index] for index in given))
        for index, figure in given.items():
            if figure != best[index]:
                heading = figures[index][0].heading
                yield index, TotalDiffers(label, heading, figure, since=since[index], whole=whole[index])

    def _read(self, placed: Placed, cell: Cell) -> Any:
        """The total itself: a formula's sum misses the exact one by less than the smallest unit."""
        kind = placed.column.kind
        if isinstance(cell, Decimal) and issubclass(kind, Measured):
            power = POWERS[self._unit.casefold()] if kind is Money else 0
            cell = plain(round(cell.scaleb(power), kind.DECIMALS).scaleb(-power))
        return placed.cells.read(cell)[0]

    @staticmethod
    def _sum(sums: Sums, index: int, placed: Placed) -> Any:
        kind = placed.column.kind
        return sums.get((index, kind), kind(0))
