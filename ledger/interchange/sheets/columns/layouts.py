"""How the columns of one sheet make facts of one type: which are fields, which lines, amounts and months."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Fact
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Cell
from ledger.interchange.sheets.columns.beside import Beside, named_kind
from ledger.interchange.sheets.columns.cell_reading import CellReader, Context
from ledger.interchange.sheets.columns.headings import (
    Column,
    Role,
    columns_of,
    is_type,
    monthly_value,
    phased,
    table_of_lines,
)
from ledger.interchange.sheets.columns.meanings import UnknownHeading, known_to_others, meaning_of, unknown_headings
from ledger.interchange.values.messages import shown

Fault = tuple[int | None, LedgerError]
"""Something wrong in a row, and in which of its columns (None: in no single one)."""


class HeadingTwice(Unreadable):
    code = "heading-twice"

    def __init__(self, heading: str, other: str) -> None:
        super().__init__(
            phrase(
                "{heading} means the same as {other}, in another column", heading=shown(heading), other=shown(other)
            ),
            hint=phrase("Keep the one that is right"),
        )


class ColumnsMissing(Unreadable):
    code = "columns-missing"

    def __init__(self, cls: type[Fact], missing: Sequence[str]) -> None:
        super().__init__(
            phrase("There is no column for {missing} of {type}", missing=", ".join(missing), type=cls.TYPE),
            hint=phrase("Add the columns; see them all: liggare template {type}", type=cls.TYPE),
        )


class ColumnsDoNotGo(Unreadable):
    code = "columns-do-not-go-together"

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why, hint=hint)


class NotOfThisType(Unreadable):
    code = "not-of-this-type"

    def __init__(self, heading: str, cls: type[Fact]) -> None:
        super().__init__(
            phrase("{heading} is filled in, and {type} has no such field", heading=heading, type=cls.TYPE),
            hint=phrase("Empty the cell, or see the fields: liggare template {type}", type=cls.TYPE),
        )


@attrs.frozen(eq=False)
class Placed:
    """A column where it stands in a sheet."""

    index: int
    heading: str
    column: Column
    cells: CellReader


@attrs.frozen(eq=False)
class PlacedBeside:
    """A column that states nothing itself, where it stands in a sheet."""

    index: int
    heading: str
    kind: Beside
    of: str = ""
    """Of what it has the names: unit or line."""


class Layout:
    """The columns of a sheet, as facts of one type see them."""

    def __init__(
        self, cls: type[Fact], names: Mapping[int, str], context: Context, *, given: Collection[str], with_types: bool
    ) -> None:
        self.cls = cls
        self.faults: list[Fault] = []
        self.foreign: list[tuple[int, str]] = []
        """Columns that other types of fact in the sheet have, and this one has not."""
        self.beside: list[PlacedBeside] = []
        self._given = frozenset(given)
        self._placed: list[Placed] = []
        unknown: list[tuple[int, str]] = []
        for index, name in names.items():
            if with_types and is_type(name):
                continue
            try:
                meant = meaning_of(cls, name, context.known)
            except LedgerError as error:
                self.faults.append((index, error))
                continue
            if with_types and isinstance(meant, str) and known_to_others(name):
                meant = None
            if isinstance(meant, Column):
                self._place(index, name, meant, context)
            elif meant is not None:
                self.beside.append(PlacedBeside(index, name, meant))
            elif with_types:
                self.foreign.append((index, name))
            else:
                unknown.append((index, name))
        self.faults += unknown_headings(unknown, cls, len(names))
        self._sort_out()

    def _place(self, index: int, name: str, column: Column, context: Context) -> None:
        try:
            self._placed.append(Placed(index, name, column, CellReader(column, name, context)))
        except LedgerError as error:
            self.faults.append((index, error))

    def _sort_out(self) -> None:
        """Which columns do what; and what is wrong with them together."""
        self.fields = [*self._of("field"), *self._of("entry")]
        """What a fact has once, whatever its lines and months."""
        self.line, self.amount, self.year = self._one("line"), self._one("amount"), self._one("year")
        self.months, self.units = self._of("month"), self._of("unit")
        self.table = table_of_lines(self.cls)
        self.phasing = phased(self.cls)
        self.monthly = monthly_value(self.cls) if self.months and not self.phasing else ""
        """The field that the columns of months state, where each month is a fact of its own."""
        self.stated = (self.table or monthly_value(self.cls)) if self.units else ""
        """The field that the columns of units state, where each unit has a fact of its own."""
        self.by_line = self.line is not None or bool(self.table and (self.months or self.units))
        """Whether rows that differ only in line and amount are one fact."""
        self._name_of()
        if not self.faults:
            self.faults += [*self._twice(), *self._mismatched(), *self._alone(), *self._missing()]
        self.figures = {placed.index: placed for placed in self._placed if placed.column.is_figure}
        self.codes = {
            placed.column.told.refers or "": placed for placed in reversed(self._placed) if placed.column.told.refers
        }
        self.spread = [each for each in (self.amount, *self.months, *self.units) if each is not None]
        """The columns of figures that rows of one fact have each for itself."""
        entries = [each for each in self.fields if each.column.role == "entry" and each.column.field == self.table]
        needed = [each for each in self.fields if each.column.is_figure and each.column.required]
        self.stating = [each.index for each in (*self.spread, *entries, *needed)]
        """Where a row states something: where it has nothing in any of these, it states nothing."""
        self.may_state_nothing = bool(self.months or self.units or entries)
        self.sums = [each for each in self.beside if each.kind == "sum"]

    def _name_of(self) -> None:
        """Of what each column has the names: as it says, or of the nearest code to the left of it."""
        for place, each in enumerate(self.beside):
            if each.kind != "name":
                continue
            left = [placed for placed in self._placed if placed.column.told.refers in ("unit", "line")]
            before = [placed for placed in left if placed.index < each.index] or left
            nearest_code = max(before, key=lambda placed: placed.index, default=None)
            kind = named_kind(each.heading) or (nearest_code.column.told.refers if nearest_code else "")
            self.beside[place] = attrs.evolve(each, of=kind or "")

    def _alone(self) -> Iterator[Fault]:
        """Figures that may stand beside others, and stand alone: nobody says what they are."""
        if any(placed.column.role in ("amount", "month", "unit", "entry") for placed in self._placed):
            return
        if not any(placed.column.is_figure for placed in self._placed):
            for each in self.beside:
                if each.kind in ("figure", "sum"):
                    yield each.index, UnknownHeading(each.heading, self.cls)

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
        spread = [*self.months, *self.units]
        if self.table and (spread or self.amount) and self.line is None:
            why = phrase("There are amounts, and no column that says their line")
            yield (self.amount or spread[0]).index, ColumnsDoNotGo(why, phrase("Add a column: konto, or line"))
        if self.line and not (self.amount or spread):
            why = phrase("There are lines, and no column with their amounts")
            yield self.line.index, ColumnsDoNotGo(why, phrase("Add a column: belopp, or amount"))
        whole = next((each for each in self.fields if each.column.field == self.table), None) if self.table else None
        if whole and (self.line or self.units):
            other = self.line or self.units[0]
            why = phrase(
                "{heading} and {heading_2} both say which lines there are",
                heading=other.heading,
                heading_2=whole.heading,
            )
            yield whole.index, ColumnsDoNotGo(why, phrase("Keep one of them"))
        yield from self._mismatched_months()
        yield from self._mismatched_units()

    def _mismatched_units(self) -> Iterator[Fault]:
        if not self.units:
            return
        first = self.units[0]
        own = next((each for each in self.fields if each.column.field == "unit"), None)
        if own:
            why = phrase(
                "{heading} and {heading_2} both say which unit it is", heading=own.heading, heading_2=first.heading
            )
            yield own.index, ColumnsDoNotGo(why, phrase("Give the units in columns or in rows, not both"))
        other = self.amount or next(iter(self.months), None)
        if other:
            why = phrase("{heading} is of no unit beside {heading_2}", heading=other.heading, heading_2=first.heading)
            yield other.index, ColumnsDoNotGo(why, phrase("Give the amounts in the columns of the units alone"))

    def _mismatched_months(self) -> Iterator[Fault]:
        if not self.months:
            return
        first = self.months[0]
        month = next((each for each in self.fields if each.column.field == "month"), None)
        if month and not self.phasing:
            why = phrase(
                "{heading} and {heading_2} both say which month it is", heading=month.heading, heading_2=first.heading
            )
            yield month.index, ColumnsDoNotGo(why, phrase("Give the months in columns or in rows, not both"))
        if self.amount and not self.phasing:
            why = phrase(
                "{heading} has no month of its own beside {heading_2}",
                heading=self.amount.heading,
                heading_2=first.heading,
            )
            yield self.amount.index, ColumnsDoNotGo(why, phrase("Give the amounts in the columns of the months alone"))
        nameless = [each for each in self.months if each.column.year is None]
        if nameless and not self.phasing and not self.knows_year:
            why = phrase("{heading} does not say of which year it is", heading=nameless[0].heading)
            hint = phrase("Give --year, write 2024-01 as the heading, or add a column: år, or year")
            yield nameless[0].index, ColumnsDoNotGo(why, hint)

    def _missing(self) -> Iterator[Fault]:
        given = {placed.column.field for placed in self._placed} | self._given
        if self.months and not self.phasing:
            given.add("month")
        if self.units:
            given.add("unit")
        columns = {column.field: column for column in columns_of(self.cls) if not column.inner}
        required = dict.fromkeys(column.field for column in columns_of(self.cls) if column.required)
        lacking = [name for name in required if name not in given]
        if lacking:
            named = [_both_names(columns[name]) if name in columns else name for name in lacking]
            yield None, ColumnsMissing(self.cls, named)

    def needs_more_than(self, index: int) -> bool:
        """Whether a row with something in this one column alone cannot be a fact."""
        needed = [each for each in self._placed if each.column.required and not self.is_given(each.column.field)]
        return any(each.index != index for each in (*needed, *self.spread))

    def is_given(self, field: str) -> bool:
        """Whether the import fills the field where a row leaves it out."""
        return field in self._given

    @property
    def knows_year(self) -> bool:
        """Whether months without a year are of one that the rows or the import say."""
        return self.year is not None or "year" in self._given

    def foreign_faults(self, cells: Sequence[Cell]) -> Iterator[Fault]:
        """The cells of a row that are filled under headings of other types."""
        for index, heading in self.foreign:
            if cells[index] is not None:
                yield index, NotOfThisType(heading, self.cls)

    def identity(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        """What rows of one fact have in common: everything but line, amount and months."""
        shared = tuple([cells[placed.index] for placed in self.fields])
        return (*shared, cells[self.year.index]) if self.year else shared


def _both_names(column: Column) -> str:
    return column.journal if column.swedish in ("", column.journal) else f"{column.journal} ({column.swedish})"
