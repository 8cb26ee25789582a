"""Rows that say the same in every column but line, amount and month: gathered into the fact, or facts, they state."""

from collections.abc import Iterator, Sequence
from typing import Any

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.cell_reading import EmptyCell
from ledger.interchange.sheets.columns.figure_reading import Carry
from ledger.interchange.sheets.columns.known import Known
from ledger.interchange.sheets.columns.layouts import Fault, Layout, Placed
from ledger.interchange.sheets.columns.spelling import spelled
from ledger.interchange.sheets.rows.totals import Totals
from ledger.interchange.values.fields import RepeatedEntry


class LineTwice(Unreadable):
    code = "line-twice"

    def __init__(self, line: str) -> None:
        super().__init__(
            phrase("Line {line} stands twice among the rows of the same decision", line=line),
            hint=phrase("Add the amounts up; if they are two decisions, give them different references (id)"),
        )


class PercentElsewhere(Unreadable):
    code = "percent-elsewhere"

    def __init__(self, heading: str, cell: Cell, percent: object) -> None:
        super().__init__(
            phrase(
                "{heading} is {cell}, and nothing says whether {percent} or a hundredth of it is "
                "meant: the indicator is not measured in percent",
                heading=heading,
                cell=cell,
                percent=percent,
            ),
            hint=phrase(
                "Write the value in the unit that the indicator is measured in, in a cell without a percent format"
            ),
        )


class Gathered:
    """What one or several rows with the same identity state."""

    def __init__(self, layout: Layout, identity: tuple[Cell, ...], number: int, year: int | None, known: Known) -> None:
        self.layout = layout
        self.identity = identity
        self.first = self.last = number
        self.is_faulty = False
        self._known = known
        self._fields: dict[str, Any] = {"type": layout.cls.TYPE}
        self._lines: dict[str, str] = {}
        self._phasing: dict[str, dict[str, str]] = {}
        self._year = year
        """That of months which say none."""
        self._apart: dict[str, tuple[int, Any]] = {}
        """Where each month or unit is a fact of its own: its column, and what it states."""

    @property
    def year(self) -> int | None:
        """The year that the rows are about."""
        year = self._fields.get("year", self._year)
        return year if isinstance(year, int) else None

    def facts(self) -> Iterator[tuple[int | None, dict[str, Any]]]:
        """The fields of each fact, and the column it stands in, if it is in one."""
        layout, fields = self.layout, self._fields
        if layout.monthly or layout.units:
            name, table = ("month", layout.monthly) if layout.monthly else ("unit", layout.stated)
            for key, (index, stated) in self._apart.items():
                yield index, fields | {name: key, table: stated}
        elif self._phasing:
            yield None, fields | {layout.table: self._lines, layout.phasing: self._phasing}
        elif layout.by_line:
            yield None, fields | {layout.table: self._lines}
        else:
            yield None, fields

    def code_of(self, kind: str) -> str | None:
        """The unit or line that the rows have in common."""
        placed = self.layout.codes.get(kind)
        value = self._fields.get(placed.column.field) if placed and placed.column.role == "field" else None
        return value if isinstance(value, str) else None

    def take_fields(self, row: Sequence[Cell], totals: Totals) -> list[Fault]:
        """Read what all the rows have in common. What is wrong is given back, not raised."""
        faults: list[Fault] = [] if self.layout.year is None else list(self._take_year(row, self.layout.year))
        percent: list[tuple[Placed, Any]] = []
        for placed in self.layout.fields:
            cell = row[placed.index]
            try:
                if cell is not None:
                    reader = placed.cells
                    value, json = reader.read_in_year(cell, self._year) if reader.is_month else reader.read(cell)
                    self._put(placed, json)
                    if placed.column.is_figure:
                        self._count(placed, value, totals)
                        percent += [(placed, json)] if reader.figures.was_percent else []
                elif placed.column.required and not self._is_given(placed, row):
                    raise EmptyCell(placed.heading)
            except LedgerError as error:
                faults.append((placed.index, error))
        return [*faults, *self._percent_elsewhere(row, percent)] if percent else faults

    def _count(self, placed: Placed, value: Any, totals: Totals) -> None:
        figures = placed.cells.figures
        totals.add(placed.index, value)
        if figures.off is not None:
            totals.allow(placed.index, type(value), figures.off)
            figures.off = None

    def _percent_elsewhere(self, row: Sequence[Cell], percent: Sequence[tuple[Placed, Any]]) -> Iterator[Fault]:
        """Cells in percent where the field is not: which of two numbers is meant, nobody says."""
        for placed, json in percent:
            placed.cells.figures.was_percent = False
            if placed.column.field != "change" and not self._known.is_in_percent(self._fields.get("indicator")):
                yield placed.index, PercentElsewhere(placed.heading, row[placed.index], json)

    def _take_year(self, row: Sequence[Cell], placed: Placed) -> Iterator[Fault]:
        """Which year the months are of, where neither their headings nor their cells say."""
        if row[placed.index] is not None:
            try:
                self._year = placed.cells.read(row[placed.index])[0]
            except LedgerError as error:
                yield placed.index, error
        elif self._year is None:
            yield placed.index, EmptyCell(placed.heading)

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
        """Whether the import fills the field, or another column does: a table has one for each of its keys."""
        if self.layout.is_given(placed.column.field):
            return True
        others = (each for each in self.layout.fields if each.column.role == "entry" or each.column.inner == "")
        return any(each.column.field == placed.column.field and row[each.index] is not None for each in others)

    def take_figures(self, row: Sequence[Cell], totals: Totals) -> tuple[str, list[Fault]]:
        """Read the line, the amount and the months of one row: the line, and what is wrong, which is not raised."""
        faults: list[Fault] = []
        figures = self.layout.spread
        if not figures:
            return "", faults
        line = self._line(row, faults)
        read: list[tuple[Placed, Any, Any]] = []
        carry = Carry()
        for placed in figures:
            cell = row[placed.index]
            if cell is not None:
                try:
                    value, json = placed.cells.read(cell, carry if placed.column.role == "month" else None)
                    self._count(placed, value, totals)
                    read.append((placed, value, json))
                    if placed.cells.figures.was_percent:
                        faults += self._percent_elsewhere(row, [(placed, json)])
                except LedgerError as error:
                    faults.append((placed.index, error))
        if not read and not faults:
            faults.append((figures[0].index, EmptyCell(figures[0].heading)))
        if not faults:
            self._file(line, read, faults, is_rounded=carry.was_used)
        return line, faults

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

    def _file(self, line: str, read: list[tuple[Placed, Any, Any]], faults: list[Fault], *, is_rounded: bool) -> None:
        """Put the figures of a row where they belong."""
        if self.layout.monthly or self.layout.units:
            for placed, _, json in read:
                key = placed.column.inner if placed.column.role == "unit" else self._month(placed)
                self._file_apart(key, placed, line, json, faults)
            return
        if line in self._lines:
            faults.append((self.layout.line.index if self.layout.line else None, LineTwice(line)))
            return
        if not self.layout.months:
            self._lines[line] = read[0][2]
            return
        months = [each for each in read if each[0].column.role == "month"]
        amounts = [each for each in read if each[0].column.role == "amount"]
        spread = {self._month(placed): value for placed, value, _ in months}
        whole = sum(spread.values(), Money(0))
        amount = amounts[0][1] if amounts else whole
        if is_rounded and abs(amount - whole) == Money(1):  # the amount was rounded the other way at half an öre
            spread[list(spread)[-1]] += amount - whole
        self._lines[line] = spelled(amount)
        if months:
            self._phasing[line] = {month: spelled(value) for month, value in spread.items()}

    def _file_apart(self, key: str, placed: Placed, line: str, json: Any, faults: list[Fault]) -> None:
        if self.layout.line is None:
            self._apart[key] = placed.index, json
            return
        lines = self._apart.setdefault(key, (placed.index, {}))[1]
        if line in lines:
            faults.append((self.layout.line.index, LineTwice(line)))
        lines[line] = json

    def _month(self, placed: Placed) -> str:
        """The month over a column, of the year that it says, or that the row says."""
        return str(Month.of(placed.column.year or self.year or 0, placed.column.month))
