"""Rows that say the same in every column but line, amount and month: gathered into the fact, or facts, they state."""

from collections.abc import Iterator, Sequence
from typing import Any

from ledger.domain.days import Month
from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.measured import Money
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.cell_reading import EmptyCell, spelled
from ledger.interchange.sheets.columns.layouts import Fault, Layout, Placed
from ledger.interchange.sheets.rows.totals import Totals
from ledger.interchange.values.fields import RepeatedEntry


class LineTwice(Unreadable):
    code = "line-twice"

    def __init__(self, line: str) -> None:
        super().__init__(
            f"Line {line} stands twice among the rows of the same decision",
            hint="Add the amounts up; if they are two decisions, give them different references (id)",
        )


class Gathered:
    """What one or several rows with the same identity state."""

    def __init__(self, layout: Layout, identity: tuple[Cell, ...], number: int) -> None:
        self.layout = layout
        self.identity = identity
        self.first = self.last = number
        self.is_faulty = False
        self._fields: dict[str, Any] = {"type": layout.cls.TYPE}
        self._lines: dict[str, str] = {}
        self._phasing: dict[str, dict[str, str]] = {}
        self._year = 0
        self._months: dict[str, tuple[int, Any]] = {}
        """Where each month is a fact of its own: its column, and what it states."""

    def facts(self) -> Iterator[tuple[int | None, dict[str, Any]]]:
        """The fields of each fact, and the column it stands in, if it is in one."""
        layout, fields = self.layout, self._fields
        if layout.monthly:
            for month, (index, stated) in self._months.items():
                yield index, fields | {"month": month, layout.monthly: stated}
        elif self._phasing:
            yield None, fields | {layout.table: self._lines, layout.phasing: self._phasing}
        elif layout.by_line:
            yield None, fields | {layout.table: self._lines}
        else:
            yield None, fields

    def take_fields(self, row: Sequence[Cell], totals: Totals) -> list[Fault]:
        """Read what all the rows have in common. What is wrong is given back, not raised."""
        faults: list[Fault] = []
        for placed in self.layout.fields:
            cell = row[placed.index]
            try:
                if cell is not None:
                    value, json = placed.cells.read(cell)
                    self._put(placed, json)
                    if placed.column.is_figure:
                        totals.add(placed.index, value)
                elif placed.column.required and not self._is_given(placed, row):
                    raise EmptyCell(placed.heading)
            except LedgerError as error:
                faults.append((placed.index, error))
        return [*faults, *self._take_year(row)]

    def _take_year(self, row: Sequence[Cell]) -> Iterator[Fault]:
        """Which year the months are of, where their headings do not say."""
        placed = self.layout.year
        if placed is None:
            self._year = self._fields.get("year", 0)
        elif row[placed.index] is None:
            yield placed.index, EmptyCell(placed.heading)
        else:
            try:
                self._year = placed.cells.read(row[placed.index])[0]
            except LedgerError as error:
                yield placed.index, error

    def _put(self, placed: Placed, json: Any) -> None:
        column = placed.column
        if not column.inner:
            self._fields[column.field] = json
            return
        inside = self._fields.setdefault(column.field, {})
        if column.inner in inside:
            raise RepeatedEntry(column.field, column.inner)
        inside[column.inner] = json

    def _is_given(self, placed: Placed, row: Sequence[Cell]) -> bool:
        """Whether another column fills the same field: a table has a column for each of its keys."""
        others = (each for each in self.layout.fields if each.column.role == "entry" or each.column.inner == "")
        return any(each.column.field == placed.column.field and row[each.index] is not None for each in others)

    def take_figures(self, row: Sequence[Cell], totals: Totals) -> list[Fault]:
        """Read the line, the amount and the months of one row. What is wrong is given back, not raised."""
        faults: list[Fault] = []
        figures = [each for each in (self.layout.amount, *self.layout.months) if each is not None]
        if not figures:
            return faults
        line = self._line(row, faults)
        read: list[tuple[Placed, Any, Any]] = []
        for placed in figures:
            cell = row[placed.index]
            if cell is not None:
                try:
                    value, json = placed.cells.read(cell)
                    totals.add(placed.index, value)
                    read.append((placed, value, json))
                except LedgerError as error:
                    faults.append((placed.index, error))
        if not read and not faults:
            faults.append((figures[0].index, EmptyCell(figures[0].heading)))
        if not faults:
            self._file(line, read, faults)
        return faults

    def _line(self, row: Sequence[Cell], faults: list[Fault]) -> str:
        placed = self.layout.line
        if placed is None:
            return ""
        try:
            if row[placed.index] is None:
                raise EmptyCell(placed.heading)
            line: str = placed.cells.read(row[placed.index])[0]
        except LedgerError as error:
            faults.append((placed.index, error))
            return ""
        return line

    def _file(self, line: str, read: list[tuple[Placed, Any, Any]], faults: list[Fault]) -> None:
        """Put the figures of a row where they belong."""
        months = [each for each in read if each[0].column.role == "month"]
        if self.layout.monthly:
            for placed, _, json in months:
                self._file_month(self._month(placed), placed, line, json, faults)
            return
        if line in self._lines:
            faults.append((self.layout.line.index if self.layout.line else None, LineTwice(line)))
            return
        amounts = [json for placed, _, json in read if placed.column.role == "amount"]
        self._lines[line] = amounts[0] if amounts else spelled(sum((value for _, value, _ in months), Money(0)))
        if months:
            self._phasing[line] = {self._month(placed): json for placed, _, json in months}

    def _file_month(self, month: str, placed: Placed, line: str, json: Any, faults: list[Fault]) -> None:
        if self.layout.line is None:
            self._months[month] = placed.index, json
            return
        lines = self._months.setdefault(month, (placed.index, {}))[1]
        if line in lines:
            faults.append((self.layout.line.index, LineTwice(line)))
        lines[line] = json

    def _month(self, placed: Placed) -> str:
        """The month over a column, of the year that it says, or that the row says."""
        return str(Month.of(placed.column.year or self._year, placed.column.month))
