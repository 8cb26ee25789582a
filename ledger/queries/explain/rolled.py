"""The figures of every unit at two moments, and the facts that make the difference, rolled up once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.domain.values.days import Month
from ledger.projections.tree import Tree
from ledger.queries.at import At
from ledger.queries.cell import Side
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.question import Explained, Units
from ledger.queries.sums import Sums, carried_up


class Part(NamedTuple):
    """Where an amount belongs, before it is rolled up."""

    unit: str
    month: Month | None
    item: str
    project: str | None


Key = tuple[str | None, int]
"""A line (None where rows are not by line), and the fact behind the amount; 0 for all facts together."""
Figures = Mapping[str, Sums[Key]]
"""By unit."""


class Rolled:
    """One column of a question at two moments, by unit, and by line if asked for.

    What both moments have in common is added up and forgotten: only facts whose parts differ go up the tree one by one.
    """

    def __init__(self, before: Side, after: Side, found: Explained, name: str, *, by_line: bool) -> None:
        self.before, self.after, self.found, self.name = before, after, found, name
        line = after.cell.line
        self._by_line = by_line and line is None
        self.lines: Sequence[str | None] = list(after.at.lines_of(after.cell.statement)) if self._by_line else [line]
        self._lines_found: dict[tuple[int, str, str | None], Sequence[str | None]] = {}
        """By whose trees, item and project."""
        is_alike = all(found.is_alike(side.cell, name) for side in (before, after))
        self._opening, self._restated, self._closing, self._differing = self._alike() if is_alike else self._each()
        self._causes: dict[tuple[str, str | None], list[tuple[int, int]]] = {}
        for unit, sums in self._differing.items():
            for (of, position), amount in sums.items():
                if amount:
                    self._causes.setdefault((unit, of), []).append((position, amount))

    def opening(self, unit: str, line: str | None) -> int:
        """The figure before, along the tree before."""
        return _of(self._opening, unit, line)

    def restated(self, unit: str, line: str | None) -> int:
        """The figure before, along the tree after."""
        return _of(self._restated, unit, line)

    def closing(self, unit: str, line: str | None) -> int:
        """The figure after."""
        return _of(self._closing, unit, line)

    def causes(self, unit: str, line: str | None) -> Sequence[tuple[int, int]]:
        """The facts that make the difference between the last two, each with its amount, in their order."""
        return sorted(self._causes.get((unit, line), ()))

    # -- where what is behind a figure is the same for all units above -----------------------------------

    def _alike(self) -> tuple[Figures, Figures, Figures, Figures]:
        was: Sums[tuple[Part, int]] = Sums()
        now: Sums[tuple[Part, int]] = Sums()
        differing: Sums[tuple[Part, int]] = Sums()
        units = self._units()
        for side, sums, sign in ((self.before, was, -1), (self.after, now, 1)):
            for each in self.found.behind(side.at, side.cell, self.name, units):
                part = Part(each.unit, each.month, each.item, each.project)
                sums[part, 0] += each.amount
                differing[part, each.position] += sign * each.amount
        return (
            self.rolled_up(self.before.at, was),
            self.rolled_up(self.after.at, was),
            self.rolled_up(self.after.at, now),
            self.rolled_up(self.after.at, differing),
        )

    def _units(self) -> Units:
        """Those that can be part of a row along either tree; None where that may be any unit."""
        cell = self.after.cell
        if cell.unit is None or cell.tree == "then":
            return None
        before, after = (side.at.tree_of(cell.tree) for side in (self.before, self.after))
        shown = {place.unit for place in after.places(cell.unit)} if cell.unit in after else set()
        tops = [unit for unit in (*shown, cell.unit) if unit in before]
        return shown | {place.unit for top in tops for place in before.places(top)}

    def rolled_up(self, at: At, amounts: Mapping[tuple[Part, int], int]) -> Figures:
        """Amounts carried up the trees of a moment."""
        mode = self.after.cell.tree
        trees: dict[int, tuple[Tree, dict[str, Sums[Key]]]] = {}
        for (part, position), amount in amounts.items():
            if amount:
                tree = at.tree_of(mode, part.month)
                _, own = trees.setdefault(id(tree), (tree, {}))
                for line in self._lines_of(at, part.item, part.project):
                    own.setdefault(part.unit, Sums())[line, position] += amount
        for tree, own in trees.values():
            carried_up(tree, own)
        if len(trees) == 1:
            return next(own for _, own in trees.values())
        whole: dict[str, Sums[Key]] = {}
        for _, own in trees.values():
            for unit, sums in own.items():
                for key, amount in sums.items():
                    whole.setdefault(unit, Sums())[key] += amount
        return whole

    def _lines_of(self, at: At, item: str, project: str | None) -> Sequence[str | None]:
        """The rows by line that an amount belongs to."""
        key = id(at), item, project
        found = self._lines_found.get(key)
        if found is None:
            found = self._lines_found[key] = tuple(self._looked_up(at, item, project))
        return found

    def _looked_up(self, at: At, item: str, project: str | None) -> Iterable[str | None]:
        cell, tree = self.after.cell, at.line_tree
        if not at.belongs_to(project, cell.project):
            return ()
        if self._by_line:
            return tree.above(item)
        return (cell.line,) if cell.line in (None, item) or tree.within(item, cell.line) else ()

    # -- where it depends on the unit ---------------------------------------------------------------------

    def _each(self) -> tuple[Figures, Figures, Figures, Figures]:
        opening: dict[str, Sums[Key]] = {}
        restated: dict[str, Sums[Key]] = {}
        closing: dict[str, Sums[Key]] = {}
        differing: dict[str, Sums[Key]] = {}
        for side, at, sums, sign in (
            (self.before, self.before.at, opening, 0),
            (self.before, self.after.at, restated, -1),
            (self.after, self.after.at, closing, 1),
        ):
            for unit, each in self._behind_each(side, at):
                for line in self._lines_of(at, each.item, each.project):
                    sums.setdefault(unit, Sums())[line, 0] += each.amount
                    if sign:
                        differing.setdefault(unit, Sums())[line, each.position] += sign * each.amount
        return opening, restated, closing, differing

    def _behind_each(self, side: Side, trees_of: At) -> Iterator[tuple[str, Contribution]]:
        """What is behind the figures of one side, by unit along the trees of a moment."""
        assert self.found.behind_each is not None  # noqa: S101 - asked only where there is one
        mode = side.cell.tree

        def above(unit: str, month: Month | None) -> Iterable[str]:
            return trees_of.tree_of(mode, month).above(unit)

        yield from self.found.behind_each(side.at, side.cell, self.name, above)


def _of(figures: Figures, unit: str, line: str | None) -> int:
    sums = figures.get(unit)
    return 0 if sums is None else sums.get((line, 0), 0)
