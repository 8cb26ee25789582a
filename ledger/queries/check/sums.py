"""Whether a printed table adds up among its own figures, and the facts that are in one part of a sum only."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import attrs

from ledger.domain.measured import Measured
from ledger.queries.check.printed import Published
from ledger.queries.check.solved import Solved
from ledger.queries.sums import Sums

MOST_FACTS = 3
MOST_COMBINED = 60
"""Of so many facts that are in some parts of a sum only, one, two or three are sought that make the difference."""


@attrs.frozen
class CellPlace:
    """A figure of the table."""

    row: str
    column: str


@attrs.frozen
class UnevenFact:
    """A fact that keeps a sum from adding up: some of its figures count it and others do not."""

    position: int
    amount: Measured
    counted_in: Sequence[str]
    """The rows, or columns, by their labels."""
    missing_in: Sequence[str]


@attrs.frozen(kw_only=True)
class PrintedSum:
    """A printed figure that does not equal the printed figures it is the sum of."""

    cell: CellPlace
    over: Sequence[tuple[int, str]]
    """The rows, or columns, that are added (1) and taken away (-1)."""
    printed: Measured
    summed: Measured
    difference: Measured
    is_rounding: bool
    """Whether rounding each figure by itself can make the difference."""
    facts: Sequence[UnevenFact]
    """What makes the difference, if that is explained."""


def sums_that_differ(published: Published, solved: Mapping[str, Solved]) -> tuple[int, list[PrintedSum]]:
    """How many sums the table has, and those whose printed parts do not add up. With an empty cell there is none."""
    sums = list(_sums(published))
    checked = [each for cell, signs in sums if (each := _checked(cell, signs, solved)) is not None]
    return len(checked), [each for each in checked if each.difference]


Signed = Sequence[tuple[int, CellPlace]]


def _sums(published: Published) -> Iterator[tuple[CellPlace, Signed]]:
    for row in published.rows:
        for column, signs in published.sums_across().items():
            yield CellPlace(row.label, column), [(sign, CellPlace(row.label, part)) for part, sign in signs.items()]
    for row_label, signs in published.rows_add_up.items():
        for column in (each.label for each in published.columns):
            yield CellPlace(row_label, column), [(sign, CellPlace(part, column)) for part, sign in signs.items()]


def _checked(cell: CellPlace, parts: Signed, solved: Mapping[str, Solved]) -> PrintedSum | None:
    cells = [(1, cell), *((-sign, part) for sign, part in parts)]
    if not all(cell.row in solved[cell.column].column.printed.figures for _, cell in cells):
        return None
    figures = [(sign, solved[cell.column].column.printed.figures[cell.row]) for sign, cell in cells]
    value = solved[cell.column].column.value
    difference = sum(sign * figure.count for sign, figure in figures)
    printed = figures[0][1].count
    is_rounding = 2 * abs(difference) <= sum(figure.last for _, figure in figures)
    is_across = any(part.column != cell.column for _, part in parts)
    return PrintedSum(
        cell=cell,
        over=[(sign, part.column if is_across else part.row) for sign, part in parts],
        printed=value(printed),
        summed=value(printed - difference),
        difference=value(difference),
        is_rounding=is_rounding,
        facts=() if is_rounding else _uneven(cells, solved, difference, sum(figure.last for _, figure in figures)),
    )


def _uneven(cells: Signed, solved: Mapping[str, Solved], difference: int, room: int) -> Sequence[UnevenFact]:
    """The facts that are not in all figures of a sum alike, if they come to the difference, within the rounding."""
    if any(solved[cell.column].is_left(cell.row) for _, cell in cells):
        return ()  # a figure that nobody can explain explains nothing
    net: Sums[int] = Sums()
    parts = {cell: solved[cell.column].parts_of(cell.row) for _, cell in cells}
    for sign, cell in cells:
        for position, amount in parts[cell].items():
            net[position] += sign * amount
    every = {position: net[position] for position in sorted(net) if net[position]}
    uneven = _fewest(every, difference, room)
    value = solved[cells[0][1].column].column.value
    is_across = len({cell.column for _, cell in cells}) > 1

    def told(cell: CellPlace) -> str:
        return cell.column if is_across else cell.row

    return [
        UnevenFact(
            position=position,
            amount=value(amount),
            counted_in=[told(cell) for _, cell in cells if position in parts[cell]],
            missing_in=[
                told(cell)
                for _, cell in cells
                if position not in parts[cell] and solved[cell.column].could_count(cell.row, position)
            ],
        )
        for position, amount in uneven.items()
    ]


def _fewest(amounts: Mapping[int, int], difference: int, room: int) -> Mapping[int, int]:
    """As few of the facts as come to the difference; none if not even all of them do. What is left out evens out."""

    def is_enough(positions: Sequence[int]) -> bool:
        return 2 * abs(difference - sum(amounts[position] for position in positions)) <= room

    if not is_enough(list(amounts)):
        return {}
    sizes = range(1, MOST_FACTS + 1) if len(amounts) <= MOST_COMBINED else ()
    few = (each for size in sizes for each in combinations(amounts, size))
    return {position: amounts[position] for position in next(filter(is_enough, few), tuple(amounts))}
