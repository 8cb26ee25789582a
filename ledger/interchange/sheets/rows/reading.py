"""The rows of a sheet into the lines of an import: one fact a row, or one from rows that differ only in their line."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from ledger.domain.days import Month
from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import Fact
from ledger.domain.vocabulary import FACT_TYPES
from ledger.interchange.journal.reading import fact_class
from ledger.interchange.kept_lines import Line
from ledger.interchange.sheets.cells import Broken, Cell
from ledger.interchange.sheets.columns.cell_reading import EmptyCell, UnusableCell
from ledger.interchange.sheets.columns.headings import column_under, is_type
from ledger.interchange.sheets.columns.layouts import Fault, Layout, Placed, unknown_to_all
from ledger.interchange.sheets.rows.gathering import Gathered
from ledger.interchange.sheets.rows.sheet_names import type_of_sheet, unit_of_sheet
from ledger.interchange.sheets.rows.totals import Totals, is_total
from ledger.interchange.sheets.sheet import MOST_ABOVE, Notice, Sheet

EXAMPLE = {"en": "example:", "sv": "exempel:"}
"""How the first filled cell of a template's example begins. Such a row is left out."""

_EXAMPLE = re.compile("|".join(EXAMPLE.values()), re.IGNORECASE)


class TypeNotSaid(Unreadable):
    code = "type-not-said"

    def __init__(self) -> None:
        super().__init__(
            "Nothing says what type of fact the rows are",
            hint="Give --type, name the sheet or the file after the type (budget.adopted.csv), or add a column: type; "
            "a sheet of a workbook that holds no facts can be hidden",
        )


class UnheadedCell(Unreadable):
    code = "unheaded-cell"

    def __init__(self) -> None:
        super().__init__(
            "There is something in a column without a heading",
            hint="Give the column its heading, or empty it; where commas separate the cells, "
            "a decimal comma stands in quotes",
        )


class ScatteredRows(Unreadable):
    code = "scattered-rows"

    def __init__(self, last: int) -> None:
        super().__init__(
            f"The row differs only in line and amount from row {last}, and other rows stand between them",
            hint="Sort the sheet so that the rows of one decision follow one another; "
            "if they are two decisions, give them different references (id)",
        )


def sheet_lines(sheet: Sheet, *, unit: str = "kr", type_: str | None = None, notice: Notice) -> Iterator[Line]:
    """The facts of a sheet as lines of an import, and everything that is wrong with it, each with its place.

    *unit* is that of amounts which name none; *type_* the type of facts where neither rows nor sheet say it.
    """
    return _Reading(sheet, unit, type_, notice).lines()


class _Reading:
    """One sheet on its way into an import."""

    def __init__(self, sheet: Sheet, unit: str, type_: str | None, notice: Notice) -> None:
        self._sheet = sheet
        self._unit = unit_of_sheet(sheet, unit)
        self._given = type_
        self._notice = notice
        self._names: dict[int, str] = {}
        self._type_index: int | None = None
        self._type: str | None = None
        self._layouts: dict[str, Layout] = {}
        self._figures: dict[int, list[Placed]] = {}
        self._decision: Gathered | None = None
        self._ended: dict[int, int] = {}
        self._totals = Totals(self._unit)
        self._examples = 0
        self._above: list[tuple[int, list[Fault]]] = []
        """The rows before the headings, and why they are none."""

    def lines(self) -> Iterator[Line]:
        number = 0
        try:
            for number, cells in self._sheet.rows:
                first = next((index for index, cell in enumerate(cells) if cell is not None), None)
                if first is None:
                    continue
                if not self._names:
                    faults = self._read_headings(cells)
                    if faults and self._stands_above(number, faults):
                        continue
                    if faults:
                        yield from self._told(*self._blamed(number, faults))
                        return
                    self._tell_above(number)
                else:
                    yield from self._read_row(number, cells, first)
        except LedgerError as error:
            yield self._sheet.place(number + 1), error
            return
        yield from self._finished()
        if not self._names and self._above:  # no headings after all, and the first row was to have them
            yield from self._told(*self._above[0])
        elif not self._names and self._sheet.name is None:
            self._notice(f"{self._sheet.file} is empty")
        if self._examples:
            self._notice(f"{self._sheet.whole}: the example was left out")

    def _told(self, number: int, faults: Sequence[Fault]) -> Iterator[Line]:
        for index, error in faults:
            yield self._sheet.place(number, index), error

    # -- headings and types ------------------------------------------------------------------------------

    def _read_headings(self, cells: Sequence[Cell]) -> list[Fault]:
        faults: list[Fault] = []
        for index, cell in enumerate(cells):
            if isinstance(cell, Broken):
                faults.append((index, UnusableCell("The heading", cell)))
            elif cell is not None:
                self._names[index] = _heading(cell)
        if not self._names:
            return faults
        self._width = max(self._names) + 1
        self._gaps = [index for index in range(self._width) if index not in self._names]
        kinds = [index for index, name in self._names.items() if is_type(name)]
        self._type_index = kinds[0] if kinds else None
        self._type = type_of_sheet(self._sheet, self._given)
        if faults or self._type_index is not None:
            return faults or unknown_to_all(self._names)
        if self._type is None:
            return [(None, TypeNotSaid())]
        try:
            layout = self._layout(self._type)
        except LedgerError as error:
            return [(None, error)]
        return layout.faults

    def _stands_above(self, number: int, faults: list[Fault]) -> bool:
        """Whether a row may be a title, with the headings still to come."""
        if self._has_headings() or len(self._above) >= MOST_ABOVE:
            return False
        self._above.append((number, faults))
        self._names, self._layouts, self._figures = {}, {}, {}
        return True

    def _blamed(self, number: int, faults: list[Fault]) -> tuple[int, list[Fault]]:
        """The row to be told of: the first, where none looks like headings."""
        return self._above[0] if self._above and not self._has_headings() else (number, faults)

    def _has_headings(self) -> bool:
        """Whether two cells of the row are headings: a title may chance to hold one."""
        cls = FACT_TYPES.get(self._type or "")
        classes = [cls] if cls else list(FACT_TYPES.values())
        known = [name for name in self._names.values() if is_type(name) or any(column_under(c, name) for c in classes)]
        return len(known) > 1

    def _tell_above(self, number: int) -> None:
        if self._above:
            self._notice(
                f"{self._sheet.whole}: the headings are in row {number}, and what stands above was passed over"
            )

    def _layout(self, word: str) -> Layout:
        """Raises :class:`UnknownType`."""
        layout = self._layouts.get(word)
        if layout is None:
            cls: type[Fact] = fact_class(word)
            layout = self._layouts[word] = Layout(
                cls,
                self._names,
                unit=self._unit,
                serial_days=self._sheet.serial_days,
                with_types=self._type_index is not None,
            )
            for index, placed in layout.figures.items():
                self._figures.setdefault(index, []).append(placed)
        return layout

    # -- rows --------------------------------------------------------------------------------------------

    def _read_row(self, number: int, cells: Sequence[Cell], first: int) -> Iterator[Line]:
        if is_total(cells[first]):
            faults = self._totals.check(first, cells, self._figures)
            if faults is not None:
                yield from self._finished()
                yield from self._told(number, faults)
                return
        opening = cells[first]
        if isinstance(opening, str) and _EXAMPLE.match(opening):
            self._examples += 1
            return
        row = cells if len(cells) >= self._width else [*cells, *[None] * (self._width - len(cells))]
        found: list[Fault] = [(index, UnheadedCell()) for index in self._unheaded(row)]
        try:
            layout = self._layout(self._type_of_row(row))
        except LedgerError as error:
            yield from self._bad_row(number, [*found, (self._type_index, error)])
            return
        if layout.faults:  # a sheet of one type does not come this far with them
            yield from self._bad_row(number, layout.faults)
            return
        yield from self._read_fact(layout, number, row, [*found, *layout.foreign_faults(row)])

    def _unheaded(self, row: Sequence[Cell]) -> list[int]:
        return [index for index in (*self._gaps, *range(self._width, len(row))) if row[index] is not None]

    def _bad_row(self, number: int, faults: Sequence[Fault]) -> Iterator[Line]:
        self._totals.incomplete = True
        yield from self._finished()
        yield from self._told(number, faults)

    def _type_of_row(self, row: Sequence[Cell]) -> str:
        """Raises :class:`EmptyCell` and :class:`UnusableCell`."""
        if self._type_index is None or row[self._type_index] is None:
            if self._type is None:
                raise EmptyCell(self._names[self._type_index or 0])
            return self._type
        cell = row[self._type_index]
        if isinstance(cell, Broken):
            raise UnusableCell(self._names[self._type_index], cell)
        return str(cell)

    def _read_fact(self, layout: Layout, number: int, row: Sequence[Cell], faults: list[Fault]) -> Iterator[Line]:
        identity = layout.identity(row) if layout.by_line else ()
        decision = self._decision
        if decision and layout.by_line and decision.layout is layout and decision.identity == identity:
            decision.last = number
        else:
            yield from self._finished()
            decision = self._decision = Gathered(layout, identity, number)
            faults += decision.take_fields(row, self._totals)
            ended = self._ended.get(hash((layout.cls, identity))) if layout.by_line else None
            if ended:
                faults.append((None, ScatteredRows(ended)))
        faults += decision.take_figures(row, self._totals)
        if faults:
            decision.is_faulty = self._totals.incomplete = True
            yield from self._told(number, faults)
        if not layout.by_line:
            yield from self._finished()

    def _finished(self) -> Iterator[Line]:
        """The facts of the decision whose rows have ended."""
        decision, self._decision = self._decision, None
        if decision is None:
            return
        if decision.layout.by_line:
            self._ended[hash((decision.layout.cls, decision.identity))] = decision.last
        if not decision.is_faulty:
            for index, fields in decision.facts():
                yield self._sheet.place(decision.first, index, decision.last), fields


def _heading(cell: Cell) -> str:
    """A heading as text. Excel makes a date of 2024-01, and a number of an account."""
    if isinstance(cell, date):
        return str(Month.containing(cell))
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
