"""Which printed figures do not add up, although the exact ones do."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import attrs

from ledger.domain.values.measured import Measured
from ledger.queries.answer import Answer, headings

ACROSS: dict[str, dict[str, int]] = {
    "current": {"original": 1, "adjusted": 1, "transferred": 1, "grants": 1, "carried_over": 1},
    "month_deviation": {"month_outcome": 1, "month_budget": -1},
    "ytd_deviation": {"ytd_outcome": 1, "ytd_budget": -1},
    "forecast_deviation": {"year_forecast": 1, "year_budget": -1},
    "deviation": {"amount": 1, "budget": -1},
    "change": {"after": 1, "before": -1},
    "positions": {"established": 1, "reduced": -1, "transferred": 1},
}
"""Columns that are read as sums or differences of others on the same row. Where the exact figures say otherwise
(a column of the same name in another question), nothing is held against them."""

GROUPINGS = ("line", "month", "category", "employment", "version")
"""What a unit's rows may be divided by: a line's row has the same line's rows of the units below as its parts."""

Shown = Callable[[str, Measured], int]
"""A figure of the column named, as printed: a whole number of its last decimal."""
Signed = tuple[int, Measured]


@attrs.frozen
class Sum:
    """A figure, found at a row and column, and the printed figures a reader would add up to it."""

    at: tuple[int, str]
    whole: Measured
    parts: Sequence[Signed]

    def is_exact(self) -> bool:
        return self.whole.count == sum(sign * part.count for sign, part in self.parts)

    def is_shown(self, shown: Shown) -> bool:
        """Whether the printed parts add up to the printed figure."""
        column = self.at[1]
        return shown(column, self.whole) == sum(sign * shown(column, part) for sign, part in self.parts)


def off_by_rounding(answer: Answer, shown: Shown, columns: Sequence[str]) -> set[tuple[int, str]]:
    """Where, among the printed *columns*, a mark is due; the total stands at the row after the last."""
    sums = [*sums_of_units(answer, columns), *sums_of_rows(answer, columns), *sums_across(answer, columns)]
    return {each.at for each in sums if each.is_exact() and not each.is_shown(shown)}


def rows_with_own_part(answer: Answer, columns: Sequence[str]) -> set[int]:
    """Units whose figures are more than the sum of the units printed below them."""
    return {each.at[0] for each in sums_of_units(answer, columns) if not each.is_exact()}


def sums_of_units(answer: Answer, columns: Sequence[str]) -> Iterator[Sum]:
    """Each unit's figures over those of the units directly below it."""
    if not is_tree(answer):
        return
    below: dict[Hashable, list[Any]] = defaultdict(list)
    for row in answer.rows:
        if row.parent is not None:
            below[row.parent, grouping(row)].append(row)
    for index, row in enumerate(answer.rows):
        children = below.get((row.unit, grouping(row)), ())
        if children:
            yield from _sums(index, row, children, columns)


def sums_of_rows(answer: Answer, columns: Sequence[str]) -> Iterator[Sum]:
    """The total over the rows; in a tree, over those that no other row holds."""
    if answer.total is None:
        return
    rows = [answer.rows[at] for at in rows_of_total(answer)]
    yield from _sums(len(answer.rows), answer.total_row(), rows, columns)


def rows_of_total(answer: Answer) -> Sequence[int]:
    """The places of the rows that a total is the sum of: all of them; in a tree, those that no other row holds."""
    rows = list(enumerate(answer.rows))
    if is_tree(answer):
        held = {(row.unit, grouping(row)) for _, row in rows}
        rows = [(at, row) for at, row in rows if row.parent is None or (row.parent, grouping(row)) not in held]
    return [at for at, _ in rows]


def sums_across(answer: Answer, columns: Sequence[str]) -> Iterator[Sum]:
    """Figures that a reader derives from others on the same row."""
    relations = [(name, ACROSS[name]) for name in columns if name in ACROSS and set(ACROSS[name]) <= set(columns)]
    rows = [*answer.rows, *([] if answer.total is None else [answer.total_row()])]
    for index, row in enumerate(rows):
        for name, signs in relations:
            whole = getattr(row, name)
            parts = [(sign, getattr(row, part)) for part, sign in signs.items()]
            if isinstance(whole, Measured) and all(type(part) is type(whole) for _, part in parts):
                yield Sum((index, name), whole, parts)


def is_tree(answer: Answer) -> bool:
    """Whether the rows are units in their order, each with the level it stands at."""
    return {"unit", "name", "parent", "level"} <= {each.name for each in attrs.fields(answer.columns)}


def _sums(index: int, whole: Any, parts: Sequence[Any], columns: Sequence[str]) -> Iterator[Sum]:
    for name in columns:
        figure = getattr(whole, name)
        if isinstance(figure, Measured):
            known = [(1, part) for row in parts if isinstance(part := getattr(row, name), type(figure))]
            yield Sum((index, name), figure, known)


def grouping(row: Any) -> Hashable:
    """What a row is about beside its unit."""
    return tuple(getattr(row, name) for name in groupings_of(type(row)))


def groupings_of(columns: type) -> tuple[str, ...]:
    """Those of the columns that tell rows apart: a month may also be something that is told of a row."""
    found = _known.get(columns)
    if found is None:
        known = headings(columns)
        by = (name for name in GROUPINGS if name in known and (known[name].key or name != "month"))
        found = _known[columns] = tuple(by)
    return found


_known: dict[type, tuple[str, ...]] = {}
