"""The formulas that check a table: what a reader would add up by hand."""

from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from ledger.domain.values.measured import Measured
from ledger.queries.answer import Answer
from ledger.reports.sums import ACROSS, groupings_of, is_tree, rows_of_total, sums_of_rows, sums_of_units

_PLACE = ("unit", "name", "parent", "level")


class Checks:
    """For each row of a table, what its figures miss of the sums they should be."""

    def __init__(self, answer: Answer, columns: Mapping[str, int], first: int) -> None:
        self._answer, self._columns, self._first = answer, columns, first
        self._last = first + len(answer.rows) - 1
        figures = [name for name in columns if name not in _PLACE]
        tree = is_tree(answer) and "parent" in columns
        sums = list(sums_of_units(answer, figures)) if tree else []
        self._of_units = {each.at for each in sums if each.is_exact()}
        """Where a unit's figure is the sum of those of the units directly below it."""
        self._of_total = {each.at[1] for each in sums_of_rows(answer, figures) if each.is_exact()}
        self._tops = rows_of_total(answer) if tree else None
        self._alike = [by for by in groupings_of(answer.columns) if by in columns]

    def formula(self, at: int) -> str:
        """Of the row *at*, the total being the one after the last; nothing where there is nothing to add up."""
        is_total = at == len(self._answer.rows)
        row = self._answer.total_row() if is_total else self._answer.rows[at]
        below = self._total(at) if is_total else self._units(at)
        return "+".join([*self._across(at, row), *below])

    def _across(self, at: int, row: Any) -> Iterator[str]:
        """Columns that are sums or differences of others."""
        for name, signs in ACROSS.items():
            if {name, *signs} <= self._columns.keys() and _holds(row, name, signs):
                parts = "".join(f"{'-' if sign > 0 else '+'}{self._cell(at, part)}" for part, sign in signs.items())
                yield f"ABS({self._cell(at, name)}{parts})"

    def _units(self, at: int) -> Iterator[str]:
        """A unit's figures against those of the units directly below it."""
        for row, name in sorted(self._of_units):
            if row == at:
                alike = "".join(f"*({self._rows(by)}={self._cell(at, by)})" for by in self._alike)
                below = f"({self._rows('parent')}={self._cell(at, 'unit')}){alike}*{self._rows(name)}"
                yield f"ABS({self._cell(at, name)}-SUMPRODUCT({below}))"

    def _total(self, at: int) -> Iterator[str]:
        """The total against the rows; in a tree against those that no other row holds."""
        for name in self._columns:
            if name in self._of_total:
                rows = self._rows(name) if self._tops is None else ",".join(self._cell(top, name) for top in self._tops)
                yield f"ABS({self._cell(at, name)}-SUM({rows}))"

    def _cell(self, at: int, name: str) -> str:
        return f"{xl_col_to_name(self._columns[name])}{self._first + at + 1}"

    def _rows(self, name: str) -> str:
        letters = xl_col_to_name(self._columns[name])
        return f"{letters}${self._first + 1}:{letters}${self._last + 1}"


def _holds(row: Any, name: str, signs: Mapping[str, int]) -> bool:
    """Whether the exact figures stand in the relation that a reader expects of these columns."""
    whole, parts = getattr(row, name), [(sign, getattr(row, part)) for part, sign in signs.items()]
    known = isinstance(whole, Measured) and all(type(part) is type(whole) for _, part in parts)
    return known and whole.count == sum(sign * part.count for sign, part in parts)
