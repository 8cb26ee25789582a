"""One printed column held against the ledger: which contributions belong to which of its figures."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.fact import Recorded
from ledger.domain.organisation.lines import Lines
from ledger.domain.organisation.projects import Projects
from ledger.domain.organisation.units import Organisation
from ledger.domain.streams import stream_of
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.projections.folds import Fold
from ledger.projections.tree import Tree
from ledger.queries.at import At, TreeMode
from ledger.queries.cell import Cell
from ledger.queries.check.printed import Figure, PrintedColumn, PrintedTable
from ledger.queries.contributions.contribution import Contribution, signs_of, summed
from ledger.queries.contributions.reports import REPORT_DERIVED, report_contributions
from ledger.queries.questions import NotExplained, explained_of
from ledger.queries.sums import Sums

Vector = Mapping[int, int]
"""Amounts by the place of a figure in its column; where there is none it is 0."""
REPORTS = ("report", "result")
"""The questions whose columns are all made of the same contributions."""


class NotInLedger(Unreadable):
    code = "not-in-ledger"

    def __init__(self, table: str, row: str, kind: str, code: str, as_of: date) -> None:
        super().__init__(
            phrase(
                "{table}: row {row!r} is mapped to {kind} {code!r}, which the ledger does not have as of {as_of}",
                table=table,
                row=row,
                kind=kind,
                code=code,
                as_of=as_of,
            ),
            hint=phrase(
                "See what there is: liggare show {kind}; or ask for a later moment",
                kind=("units" if kind == "unit" else phrase("budget --by line")),
            ),
        )


def require_in_ledger(table: str, row: str, at: At, *, unit: str | None, line: str | None, project: str | None) -> None:
    """Raise :class:`NotInLedger` for a unit, line or project that the ledger does not have at the moment."""
    for kind, code, known in (
        ("unit", unit, at.organisation.units),
        ("line", line, at.lines),
        ("project", project, at.project_tree),
    ):
        if code is not None and code not in known:
            raise NotInLedger(table, row, kind, code, at.as_of)


class Supposed(At):
    """A ledger in which exactly some facts count, in the organisation of the real one."""

    def __init__(self, real: At, facts: Iterable[Recorded]) -> None:
        counting = tuple(facts)
        super().__init__(real.log, lambda day, _: Fold(counting, day), real.moment, real.position)
        self._counting = counting
        self._real = real

    def known(self, stream: str) -> Sequence[Recorded]:
        return [recorded for recorded in self._counting if stream_of(recorded.fact) == stream]

    @cached_property
    def organisation(self) -> Organisation:
        return self._real.organisation

    @cached_property
    def _lines(self) -> Lines:
        return self._real._lines  # noqa: SLF001 - what is asked of lines and their tree comes from here

    @cached_property
    def projects(self) -> Projects:
        return self._real.projects

    @cached_property
    def tree(self) -> Tree:
        return self._real.tree

    def tree_of(self, mode: TreeMode, month: Month | None = None) -> Tree:
        return self._real.tree_of(mode, month)


class Drawn:
    """What a ledger holds at a moment, read once for all the columns that need it."""

    def __init__(self, at: At) -> None:
        self.at = at
        self._kept: dict[Hashable, list[Contribution]] = {}

    def behind(self, question: str, cell: Cell, name: str, *, by_fact: bool) -> Iterable[Contribution]:
        """What is behind a column, as the question itself says; only some questions are quicker not *by_fact*."""
        if question not in REPORTS:
            return explained_of(question).behind(self.at, cell, name, None)
        month = cell.month or Month.containing(self.at.as_of)
        is_monthly = cell.tree == "then"
        key = (month, cell.statement, is_monthly, by_fact)
        if key not in self._kept:
            found = report_contributions(self.at, month, cell.statement, by_fact=by_fact, whole=not is_monthly)
            self._kept[key] = list(found if is_monthly else _without_months(found))
        return summed(self._kept[key], signs_of(name, REPORT_DERIVED))


def _without_months(contributions: Iterable[Contribution]) -> Iterator[Contribution]:
    sums: Sums[tuple[str, str, str, str | None, int]] = Sums()
    for each in contributions:
        sums[each.column, each.unit, each.item, each.project, each.position] += each.amount
    for (column, unit, item, project, position), amount in sums.items():
        yield Contribution(column, unit, item, None, amount, position, project)


class Column:
    """A printed column and the cells of the ledger that its figures stand for, place by place."""

    def __init__(self, table: PrintedTable, printed: PrintedColumn, *, blanks: bool = False) -> None:
        """With *blanks*, the cells are those that have no figure, to see what the ledger has there."""
        self.table, self.question = table.name, table.question
        self.label, self.name = printed.label, printed.name or ""
        self.printed = printed
        self.found = explained_of(table.question)
        if self.name not in self.found.columns:
            raise NotExplained(table.question, self.name, self.found.columns)
        wanted = printed.blanks if blanks else printed.figures
        rows = [(row.label, row.narrowed) for row in table.rows if row.narrowed is not None and row.label in wanted]
        self.rows: list[str] = [label for label, _ in rows]
        self.cells: list[Cell] = [attrs.evolve(printed.cell, **narrowed) for _, narrowed in rows]
        self.figures: list[Figure] = [] if blanks else [printed.figures[label] for label in self.rows]
        self._alike: dict[Cell, dict[str | None, list[int]]] = {}
        for place, cell in enumerate(self.cells):
            unit = None if self.found.is_alike(cell, self.name) else cell.unit
            common = attrs.evolve(cell, line=None, project=None, unit=unit)
            self._alike.setdefault(common, {}).setdefault(cell.unit, []).append(place)

    @property
    def has_versions(self) -> bool:
        """Whether a version of the forecast is meant, so that all forecasts say which ones belong to it."""
        return any(cell.version is not None for cell in self.cells)

    def require_known(self, at: At) -> None:
        """Raise :class:`NotInLedger` for a unit or line that the ledger does not have."""
        for row, cell in zip(self.rows, self.cells, strict=True):
            require_in_ledger(self.table, row, at, unit=cell.unit, line=cell.line, project=cell.project)

    def contributions(self, drawn: Drawn, *, by_fact: bool = True) -> Iterator[tuple[int, Contribution]]:
        """What is behind the figures, each time with the place of a figure it is part of."""
        for common, places in self._alike.items():
            for each in drawn.behind(self.question, common, self.name, by_fact=by_fact):
                above = drawn.at.tree_of(common.tree, each.month).above(each.unit)
                for unit in (None, *above) if None in places else above:
                    for place in places.get(unit, ()):
                        if drawn.at.is_within(each, self.cells[place].line, self.cells[place].project):
                            yield place, each

    def values(self, drawn: Drawn) -> list[int]:
        """The exact figures of the ledger, in öre or thousandths."""
        sums: Sums[int] = Sums()
        for place, each in self.contributions(drawn, by_fact=False):
            sums[place] += each.amount
        return [sums[place] for place in range(len(self.cells))]

    def parts(self, drawn: Drawn, place: int) -> Mapping[int, int]:
        """Each fact's part of one figure, by the fact's position."""
        parts: Sums[int] = Sums()
        for other, each in self.contributions(drawn):
            if other == place:
                parts[each.position] += each.amount
        return parts

    def off(self, values: Sequence[int]) -> list[int]:
        """The places of the figures that are not as printed, within the rounding."""
        return [place for place, figure in enumerate(self.figures) if not figure.admits(values[place])]
