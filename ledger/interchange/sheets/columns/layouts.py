"""How the columns of one sheet make facts of one type: which are fields, which lines, amounts and months."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Fact
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.cell_reading import CellReader
from ledger.interchange.sheets.columns.headings import (
    Column,
    Role,
    column_under,
    columns_of,
    headings,
    is_type,
    monthly_value,
    phased,
    table_of_lines,
)
from ledger.interchange.values.messages import nearest, shown

Fault = tuple[int | None, LedgerError]
"""Something wrong in a row, and in which of its columns (None: in no single one)."""


class UnknownHeading(Unreadable):
    code = "unknown-heading"

    def __init__(self, heading: str, cls: type[Fact] | None) -> None:
        listed = f"See the headings: liggare template {cls.TYPE if cls else 'TYPE'}; or take the column out"
        super().__init__(
            f"{shown(heading)} is the heading of no column {f'of {cls.TYPE}' if cls else 'of any type of fact'}",
            hint=" ".join(filter(None, (nearest(heading, headings(cls)), listed))),
        )


class HeadingTwice(Unreadable):
    code = "heading-twice"

    def __init__(self, heading: str, other: str) -> None:
        super().__init__(
            f"{shown(heading)} means the same as {shown(other)}, in another column", hint="Keep the one that is right"
        )


class ColumnsMissing(Unreadable):
    code = "columns-missing"

    def __init__(self, cls: type[Fact], missing: Sequence[str]) -> None:
        super().__init__(
            f"There is no column for {', '.join(missing)} of {cls.TYPE}",
            hint=f"Add the columns; see them all: liggare template {cls.TYPE}",
        )


class ColumnsDoNotGo(Unreadable):
    code = "columns-do-not-go-together"

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why, hint=hint)


class NotOfThisType(Unreadable):
    code = "not-of-this-type"

    def __init__(self, heading: str, cls: type[Fact]) -> None:
        super().__init__(
            f"{heading} is filled in, and {cls.TYPE} has no such field",
            hint=f"Empty the cell, or see the fields: liggare template {cls.TYPE}",
        )


@attrs.frozen(eq=False)
class Placed:
    """A column where it stands in a sheet."""

    index: int
    heading: str
    column: Column
    cells: CellReader


class Layout:
    """The columns of a sheet, as facts of one type see them."""

    def __init__(
        self, cls: type[Fact], names: Mapping[int, str], *, unit: str, serial_days: bool, with_types: bool
    ) -> None:
        self.cls = cls
        self.faults: list[Fault] = []
        self.foreign: list[tuple[int, str]] = []
        """Columns that other types of fact in the sheet have, and this one has not."""
        self._placed: list[Placed] = []
        for index, name in names.items():
            if with_types and is_type(name):
                continue
            column = column_under(cls, name)
            if column is None and not with_types:
                self.faults.append((index, UnknownHeading(name, cls)))
            elif column is None:
                self.foreign.append((index, name))
            else:
                cells = CellReader(column, name, unit=unit, serial_days=serial_days)
                self._placed.append(Placed(index, name, column, cells))
        self.fields = [*self._of("field"), *self._of("entry")]
        """What a fact has once, whatever its lines and months."""
        self.line, self.amount, self.year = self._one("line"), self._one("amount"), self._one("year")
        self.months = self._of("month")
        self.table = table_of_lines(cls)
        self.phasing = phased(cls)
        self.monthly = monthly_value(cls) if self.months and not self.phasing else ""
        """The field that the columns of months state, where each month is a fact of its own."""
        self.by_line = self.line is not None or bool(self.table and self.months)
        """Whether rows that differ only in line and amount are one fact."""
        if not self.faults:
            self.faults += [*self._twice(), *self._mismatched(), *self._missing()]
        self.figures = {placed.index: placed for placed in self._placed if placed.column.is_figure}

    def _of(self, role: Role) -> list[Placed]:
        return [placed for placed in self._placed if placed.column.role == role]

    def _one(self, role: Role) -> Placed | None:
        return next(iter(self._of(role)), None)

    def _twice(self) -> Iterator[Fault]:
        seen: dict[tuple[object, ...], Placed] = {}
        for placed in self._placed:
            column = placed.column
            year = column.year or 0
            key = (column.role, column.field, column.inner, column.month, year)
            other = seen.setdefault(key, placed)
            if other is not placed:
                yield placed.index, HeadingTwice(placed.heading, other.heading)

    def _mismatched(self) -> Iterator[Fault]:
        if self.table and (self.months or self.amount) and self.line is None:
            which = (self.amount or self.months[0]).index
            yield (
                which,
                ColumnsDoNotGo("There are amounts, and no column that says their line", "Add a column: konto, or line"),
            )
        if self.line and not (self.amount or self.months):
            yield (
                self.line.index,
                ColumnsDoNotGo("There are lines, and no column with their amounts", "Add a column: belopp, or amount"),
            )
        whole = next((each for each in self.fields if each.column.field == self.table), None) if self.table else None
        if self.line and whole:
            why = f"{self.line.heading} and {whole.heading} both say which lines there are"
            yield whole.index, ColumnsDoNotGo(why, "Keep one of them")
        yield from self._mismatched_months()

    def _mismatched_months(self) -> Iterator[Fault]:
        if not self.months:
            return
        month = next((each for each in self.fields if each.column.field == "month"), None)
        if month and not self.phasing:
            why = f"{month.heading} and {self.months[0].heading} both say which month it is"
            yield month.index, ColumnsDoNotGo(why, "Give the months in columns or in rows, not both")
        if self.amount and not self.phasing:
            why = f"{self.amount.heading} has no month of its own beside {self.months[0].heading}"
            yield self.amount.index, ColumnsDoNotGo(why, "Give the amounts in the columns of the months alone")
        nameless = [each for each in self.months if each.column.year is None]
        if nameless and not self.phasing and self.year is None:
            why = f"{nameless[0].heading} does not say of which year it is"
            yield nameless[0].index, ColumnsDoNotGo(why, "Write 2024-01 as the heading, or add a column: år, or year")

    def _missing(self) -> Iterator[Fault]:
        given = {placed.column.field for placed in self._placed}
        if self.months and not self.phasing:
            given.add("month")
        columns = {column.field: column for column in columns_of(self.cls) if not column.inner}
        required = dict.fromkeys(column.field for column in columns_of(self.cls) if column.required)
        lacking = [name for name in required if name not in given]
        if lacking:
            named = [_both_names(columns[name]) if name in columns else name for name in lacking]
            yield None, ColumnsMissing(self.cls, named)

    def foreign_faults(self, cells: Sequence[Cell]) -> Iterator[Fault]:
        """The cells of a row that are filled under headings of other types."""
        for index, heading in self.foreign:
            if cells[index] is not None:
                yield index, NotOfThisType(heading, self.cls)

    def identity(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        """What rows of one fact have in common: everything but line, amount and months."""
        shared = tuple(cells[placed.index] for placed in self.fields)
        return (*shared, cells[self.year.index]) if self.year else shared


def _both_names(column: Column) -> str:
    return column.journal if column.swedish in ("", column.journal) else f"{column.journal} ({column.swedish})"


def unknown_to_all(names: Mapping[int, str]) -> list[Fault]:
    """The headings that no type of fact knows."""
    return [
        (index, UnknownHeading(name, None))
        for index, name in names.items()
        if not is_type(name) and not any(column_under(cls, name) for cls in FACT_TYPES.values())
    ]
