"""The rows that a contribution is part of, where answers are grouped by unit, line and project."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from ledger.domain.values.days import Month
from ledger.projections.tree import Tree
from ledger.queries.at import At, TreeMode
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.sums import above_within, rolled_up

Key = tuple[Any, ...]
"""What a row is about, by its grouping."""


class RowsOf:
    """The rows that an amount is part of, along the trees of units, lines and projects."""

    def __init__(self, at: At, grouping: Sequence[str], tops: Mapping[str, str | None], tree: TreeMode) -> None:
        self.at, self.grouping, self._tops, self._tree = at, grouping, tops, tree
        self._known: dict[tuple[Any, ...], list[Key]] = {}

    def part(self, part: Contribution) -> list[Key]:
        known = part.unit, part.item, part.project, part.month if self._tree == "then" else None
        if known not in self._known:
            is_asked = self.at.is_within(part, self._tops["line"], self._tops["project"])
            self._known[known] = self._rows(part.unit, part.item, part.project, part.month) if is_asked else []
        return self._known[known]

    def forecast(self, unit: str, project: str | None) -> list[Key]:
        """Those of a forecast, whatever its lines: keys without a line."""
        return self._rows(unit, None, project, None) if self.at.belongs_to(project, self._tops["project"]) else []

    def holds(self, unit: str, project: str | None) -> bool:
        """Whether a unit and project are asked about."""
        return self.at.belongs_to(project, self._tops["project"]) and bool(self._units(unit, None))

    def without_line(self, key: Key) -> Key:
        """What a row is about but for its line."""
        return tuple(code for code, dimension in zip(key, self.grouping, strict=True) if dimension != "line")

    def _rows(self, unit: str, line: str | None, project: str | None, month: Month | None) -> list[Key]:
        units = self._units(unit, month)
        above = {"unit": units, "project": self._above(self.at.project_tree, project, "project")}
        if line is not None:
            above["line"] = self._above(self.at.line_tree, line, "line")
        return list(product(*(above[each] for each in self.grouping if each in above))) if units else []

    def _units(self, unit: str, month: Month | None) -> Sequence[str | None]:
        return tuple(rolled_up(self.at, self._tree, unit, month, self._tops["unit"]))

    def _above(self, tree: Tree, code: str | None, dimension: str) -> Sequence[str | None]:
        return (None,) if code is None else above_within(tree, code, self._tops[dimension])
