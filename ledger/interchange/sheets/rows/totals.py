"""Rows of totals in a sheet: checked against the rows above them, and never recorded."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.values.measured import Measured, Money
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Cell, Computed
from ledger.interchange.sheets.columns.layouts import Fault, Layout, Placed, PlacedBeside
from ledger.interchange.sheets.formats.number_formats import Shown
from ledger.interchange.sheets.telling import Told

_LABEL = re.compile(r"(?:del|slut|total)?(?:summa|sum|totalt?|total)\b", re.IGNORECASE)

Sums = dict[tuple[int, type], Any]
"""By column, and by what kind of figure stood in it."""


class TotalDiffers(Refused):
    code = "total-differs"

    def __init__(self, label: str, heading: str, given: object, *, since: object, whole: object) -> None:
        above = phrase("the rows above come to {told}", told=_told(since))
        if since != whole:
            above = phrase(
                "the rows since the last total come to {told}, and all rows above to {told_2}",
                told=_told(since),
                told_2=_told(whole),
            )
        super().__init__(
            phrase(
                "{heading} of {label!r} is {told}, but {above}",
                heading=heading,
                label=label,
                told=_told(given),
                above=above,
            ),
            hint=phrase(
                "Is a row missing, or counted twice? Mend the rows or the total, or take the row of the total out"
            ),
        )


class TotalOfDifferentKinds(Refused):
    code = "total-of-different-kinds"

    def __init__(self, label: str, heading: str) -> None:
        super().__init__(
            phrase("{heading} of {label!r} adds up figures of different kinds", heading=heading, label=label),
            hint=phrase("Take the row of the total out"),
        )


def _told(figure: object) -> str:
    return figure.text if isinstance(figure, Money) else str(figure)


def is_total(cell: Cell) -> bool:
    """Whether a cell says that its row is a total."""
    return type(cell) is str and _is_label(cell)


@lru_cache(maxsize=1024)
def _is_label(text: str) -> bool:
    return _LABEL.match(text) is not None


class Totals:
    """The sums of the rows read so far: since the last row of totals, and from the first row on."""

    def __init__(self) -> None:
        self._since: Sums = {}
        self._whole: Sums = {}
        self._off: dict[tuple[int, type], Decimal] = {}
        """By how much rounding has moved a sum, in the smallest unit."""
        self.incomplete = False
        """Whether a row above was bad, so that the sums say nothing."""

    def add(self, index: int, figure: Any) -> None:
        key = (index, type(figure))
        for sums in (self._since, self._whole):
            sums[key] = sums[key] + figure if key in sums else figure

    def allow(self, index: int, kind: type, off: Decimal) -> None:
        """Take note that the figure added last was rounded: a sum of exact figures may miss by so much."""
        self._off[index, kind] = self._off.get((index, kind), Decimal(0)) + off

    def check(
        self, label: int, cells: Sequence[Cell], figures: Mapping[int, Sequence[Placed]], besides: Collection[int]
    ) -> list[Fault] | None:
        """What is wrong with the figures of a row of totals; None if it is an ordinary row after all.

        *label* is where it says that it is a total; *figures* are the columns that hold figures, by index; *besides*
        those that may hold anything. A total may sum all rows above, or those since the last total.
        """
        filled = [index for index, cell in enumerate(cells) if cell is not None and index != label]
        filled = [index for index in filled if index not in besides]
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
                given[index] = total_read(placed, cell)
            except LedgerError as error:
                yield index, error
        sums = [{i: self._sum(each, i, figures[i][0]) for i in given} for each in (self._since, self._whole)]
        since, whole = sums
        best = max(sums, key=lambda each: sum(self._agree(index, given[index], each[index]) for index in given))
        for index, figure in given.items():
            if not self._agree(index, figure, best[index]):
                heading = figures[index][0].heading
                yield index, TotalDiffers(label, heading, figure, since=since[index], whole=whole[index])

    def _agree(self, index: int, given: Any, total: Any) -> bool:
        """Whether a total is the sum, but for what rounding has moved it by."""
        off = self._off.get((index, type(given)))
        if off is None:
            return bool(given == total)
        return bool(abs(given.count - (total.count - off)) <= 1 + abs(off))

    @staticmethod
    def _sum(sums: Sums, index: int, placed: Placed) -> Any:
        kind = placed.column.kind
        return sums.get((index, kind), kind(0))


def total_read(placed: Placed, cell: Cell) -> Any:
    """The total itself: a formula's sum misses the exact one by less than the smallest unit."""
    if type(cell) is Decimal and issubclass(placed.column.kind, Measured):
        cell = Computed(cell)
    elif isinstance(cell, Shown):
        cell = Shown(Computed(cell.number), cell.format)
    told, placed.cells.figures.told = placed.cells.figures.told, Told()
    try:
        return placed.cells.read(cell)[0]
    finally:
        placed.cells.figures.told, placed.cells.figures.off = told, None


class SumDiffers(Refused):
    code = "sum-differs"

    def __init__(self, heading: str, given: object, parts: object) -> None:
        super().__init__(
            phrase(
                "{heading} is {told}, but the figures of the row come to {told_2}",
                heading=heading,
                told=_told(given),
                told_2=_told(parts),
            ),
            hint=phrase("Is a figure wrong, or a column missing? Mend the figures or the sum, or take the column out"),
        )


def wrong_sums(layout: Layout, row: Sequence[Cell]) -> Iterator[Fault]:
    """The columns of sums that are not the sum of their row.

    A sum may add all figures of the row, those to the left of it, or those between it and the sum before it.
    """
    parts = layout.months or layout.units or _entries(layout)
    before = -1
    for each in layout.sums:
        if row[each.index] is not None and parts:
            yield from _wrong_sum(each, before, parts, row)
        before = each.index


def _entries(layout: Layout) -> list[Placed]:
    return [placed for placed in layout.fields if placed.column.role == "entry"]


def _wrong_sum(each: PlacedBeside, before: int, parts: Sequence[Placed], row: Sequence[Cell]) -> Iterator[Fault]:
    try:
        given = total_read(parts[0], row[each.index])
        filled = [placed for placed in parts if row[placed.index] is not None]
        read = {placed.index: total_read(placed, row[placed.index]) for placed in filled}
    except LedgerError as error:
        yield each.index, error
        return
    left = {index for index in read if index < each.index}
    choices = (set(read), left, {index for index in left if index > before})
    sums = [sum((read[index] for index in sorted(chosen)), type(given)(0)) for chosen in choices]
    room = sum(isinstance(row[index], Computed) for index in read)
    if not any(abs(given.count - total.count) <= room for total in sums):
        yield each.index, SumDiffers(each.heading, given, sums[0])
