"""The rows of a sheet into the lines of an import: one fact a row, or one from rows that differ only in their line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact
from ledger.domain.vocabulary import RECORDABLE, type_named
from ledger.interchange.journal.reading import fact_class
from ledger.interchange.kept_lines import Line
from ledger.interchange.said import Said
from ledger.interchange.sheets.cells import Broken, Cell
from ledger.interchange.sheets.columns.cell_reading import Context, EmptyCell, UnusableCell
from ledger.interchange.sheets.columns.headings import is_type
from ledger.interchange.sheets.columns.known import DEFINING, Known
from ledger.interchange.sheets.columns.layouts import Fault, Layout, Placed
from ledger.interchange.sheets.columns.meanings import known_to_any, unknown_headings
from ledger.interchange.sheets.formats.number_formats import DASHES
from ledger.interchange.sheets.rows.answers import is_answer, own_parts
from ledger.interchange.sheets.rows.faults import ScatteredRows, TypeNotSaid, UnheadedCell
from ledger.interchange.sheets.rows.finding import Headings, broken_headings, find_headings
from ledger.interchange.sheets.rows.gathering import Gathered
from ledger.interchange.sheets.rows.sheet_names import type_of_sheet
from ledger.interchange.sheets.rows.sheet_units import unit_of_amounts
from ledger.interchange.sheets.rows.standing_beside import Beside, labels_of
from ledger.interchange.sheets.rows.totals import Totals, is_total, wrong_sums
from ledger.interchange.sheets.sheet import Notice, Sheet
from ledger.interchange.sheets.telling import Told

EXAMPLE = {"en": "example:", "sv": "exempel:"}
"""How the first filled cell of a template's example begins. Such a row is left out."""

_EXAMPLE = re.compile("|".join(EXAMPLE.values()), re.IGNORECASE)


@attrs.frozen(kw_only=True)
class SheetOptions:
    """What is said of a sheet as a whole, and what is known beside it."""

    unit: str | None = None
    """That of amounts which name none; None: as the sheet says, or kronor."""
    said: Said = attrs.field(factory=Said)
    dash_is_zero: bool = False
    """Whether a dash alone in a cell of figures means 0, and not that nothing is stated."""
    known: Known = attrs.field(factory=Known)


def sheet_lines(sheet: Sheet, options: SheetOptions, notice: Notice) -> Iterator[Line]:
    """The facts of a sheet as lines of an import, and everything that is wrong with it, each with its place."""
    return _Reading(sheet, options, notice).lines()


class _Reading:
    """One sheet on its way into an import."""

    def __init__(self, sheet: Sheet, options: SheetOptions, notice: Notice) -> None:
        self._sheet = sheet
        self._options = options
        self._notice = notice
        self._told = Told()
        self._known = options.known
        self._context = Context(told=self._told, known=self._known, serial_days=sheet.serial_days)
        self._type = type_of_sheet(sheet, options.said.type_)
        self._names: Mapping[int, str] = {}
        self._type_index: int | None = None
        self._layouts: dict[str, Layout] = {}
        self._figures: dict[int, list[Placed]] = {}
        self._labels: list[int] = []
        """Where, besides its first cell, a row may say that it is a total."""
        self._is_answer = False
        self._decision: Gathered | None = None
        self._ended: dict[int, int] = {}
        self._totals = Totals()
        self._beside = Beside(self._known, self._told)

    def lines(self) -> Iterator[Line]:
        number = 0
        try:
            rows = iter(self._sheet.rows)
            cls = RECORDABLE.get(self._type or "")
            headings, rest = find_headings(rows, cls, self._known, self._fits)
            if headings is None:
                if self._sheet.name is None:
                    self._notice(f"{self._sheet.file} is empty")
                return
            if is_answer(headings, cls):
                headings, rest = own_parts(headings, rest, self._known, self._told)
                self._is_answer = True
            faults = self._take_headings(headings)
            if faults:
                yield from self._told_of(headings.row, faults)
                return
            number = headings.row
            for number, cells in rest:
                yield from self._read_row(number, cells)
        except LedgerError as error:
            yield self._sheet.place(number + 1), error
            return
        yield from self._finished()
        self._told.tell(self._sheet.whole, self._notice)

    def _told_of(self, number: int, faults: Sequence[Fault]) -> Iterator[Line]:
        for index, error in faults:
            yield self._sheet.place(number, index), error

    # -- headings and types ------------------------------------------------------------------------------

    def _fits(self, names: Mapping[int, str]) -> bool:
        """Whether one heading is all that a sheet needs, because everything else is said of it as a whole."""
        cls = RECORDABLE.get(self._type or "")
        if cls is None:
            return False
        return not Layout(cls, names, self._context, given=self._given(cls), with_types=False).faults

    def _given(self, cls: type[Fact]) -> set[str]:
        """The fields that the import fills where rows leave them out; the year of months among them."""
        year = {"year"} if self._options.said.year is not None else set()
        return {*self._options.said.fields_of(cls), *year}

    def _take_headings(self, headings: Headings) -> list[Fault]:
        self._names = headings.names
        faults: list[Fault] = list(broken_headings(headings))
        try:
            self._context = unit_of_amounts(self._context, self._sheet, self._options.unit, headings, self._notice)
        except LedgerError as error:
            faults.append((None, error))
        self._width = max(self._names, default=-1) + 1
        self._gaps = [index for index in range(self._width) if index not in self._names]
        self._type_index = next((index for index, name in self._names.items() if is_type(name)), None)
        if not faults:
            faults = self._type_faults()
        for _, cells in headings.above:
            self._told.pass_over("above the headings", " ".join(str(cell) for cell in cells if cell is not None))
        return faults

    def _type_faults(self) -> list[Fault]:
        if self._type_index is not None:
            unknown = [each for each in self._names.items() if not (is_type(each[1]) or known_to_any(each[1]))]
            return list(unknown_headings(unknown, None, len(self._names)))
        if self._type is None:
            return [(None, TypeNotSaid())]
        try:
            return self._layout(self._type).faults
        except LedgerError as error:
            return [(None, error)]

    def _layout(self, word: str) -> Layout:
        """Raises :class:`UnknownType`."""
        layout = self._layouts.get(word)
        if layout is None:
            cls: type[Fact] = fact_class(word)
            layout = self._layouts[word] = Layout(
                cls, self._names, self._context, given=self._given(cls), with_types=self._type_index is not None
            )
            for index, placed in layout.figures.items():
                self._figures.setdefault(index, []).append(placed)
            self._labels = sorted({*self._labels, *labels_of(layout)})
        return layout

    # -- rows --------------------------------------------------------------------------------------------

    def _read_row(self, number: int, cells: Sequence[Cell]) -> Iterator[Line]:
        row, had_dash = self._without_dashes(cells)
        first = next((index for index, cell in enumerate(row) if cell is not None), None)
        if first is None:
            return
        opening = row[first]
        label = self._total_label(row, first)
        if label is not None:
            faults = self._totals.check(label, row, self._figures, self._beside.all_indices(self._layouts, label))
            if faults is not None:
                yield from self._finished()
                yield from self._told_of(number, faults)
                return
        if isinstance(opening, str) and _EXAMPLE.match(opening):
            self._told.pass_over("the example of the template", opening)
            return
        found: list[Fault] = [(index, UnheadedCell()) for index in self._unheaded(row)]
        if not found and self._is_remark(row, first):
            self._told.pass_over("text in a row of its own", str(opening))
            return
        try:
            layout = self._layout(self._type_of_row(row))
        except LedgerError as error:
            yield from self._bad_row(number, [*found, (self._type_index, error)])
            return
        if layout.faults:  # a sheet of one type does not come this far with them
            yield from self._bad_row(number, layout.faults)
            return
        if not found and self._states_nothing(layout, row, had_dash=had_dash):
            self._told.pass_over("rows that state nothing", self._in_short(layout, number, row))
            return
        yield from self._read_fact(layout, number, row, [*found, *layout.foreign_faults(row)])

    def _without_dashes(self, cells: Sequence[Cell]) -> tuple[list[Cell], bool]:
        """The row, as wide as the headings, with nothing where a dash stands alone, or with 0 where that is meant."""
        row = [*cells, *[None] * (self._width - len(cells))]
        dashes = [index for index, cell in enumerate(row) if type(cell) is str and len(cell) < 3 and cell in DASHES]  # noqa: PLR2004
        for index in dashes:
            row[index] = Decimal(0) if self._options.dash_is_zero and index in self._figures else None
        return row, bool(dashes)

    def _total_label(self, row: Sequence[Cell], first: int) -> int | None:
        """Where the row says that it is a total: in its first cell, or where else a code or a name would stand."""
        if is_total(row[first]):
            return first
        for index in self._labels:
            if is_total(row[index]) and not self._is_code(index, str(row[index])):
                return index
        return None

    def _is_code(self, index: int, text: str) -> bool:
        return any(self._beside.is_code(layout, index, text) for layout in self._layouts.values())

    def _is_remark(self, row: Sequence[Cell], first: int) -> bool:
        """Whether a row holds nothing but a text, such as a heading within the table or a note below it."""
        cell = row[first]
        if not isinstance(cell, str) or row.count(None) < len(row) - 1:
            return False
        layout = self._layouts.get(self._type or "")
        return layout is not None and layout.needs_more_than(first) and not self._beside.is_code(layout, first, cell)

    def _states_nothing(self, layout: Layout, row: Sequence[Cell], *, had_dash: bool) -> bool:
        """Whether a row has no figure where it could have one. A dash says so on purpose; so does an empty table."""
        if not (had_dash or layout.may_state_nothing or self._is_answer):
            return False
        return bool(layout.stating) and all(row[index] is None for index in layout.stating)

    def _in_short(self, layout: Layout, number: int, row: Sequence[Cell]) -> str:
        codes = [row[placed.index] for placed in layout.codes.values()]
        return f"row {number} ({' '.join(str(cell) for cell in codes if cell is not None)})"

    def _unheaded(self, row: Sequence[Cell]) -> list[int]:
        return [index for index in (*self._gaps, *range(self._width, len(row))) if row[index] is not None]

    def _bad_row(self, number: int, faults: Sequence[Fault]) -> Iterator[Line]:
        self._totals.incomplete = True
        yield from self._finished()
        yield from self._told_of(number, faults)

    def _type_of_row(self, row: Sequence[Cell]) -> str:
        """Raises :class:`EmptyCell` and :class:`UnusableCell`."""
        if self._type_index is None or row[self._type_index] is None:
            if self._type is None:
                raise EmptyCell(self._names[self._type_index or 0])
            return self._type
        cell = row[self._type_index]
        if isinstance(cell, Broken):
            raise UnusableCell(self._names[self._type_index], cell)
        return type_named(str(cell))

    def _read_fact(self, layout: Layout, number: int, row: Sequence[Cell], faults: list[Fault]) -> Iterator[Line]:
        identity = layout.identity(row) if layout.by_line else ()
        decision = self._decision
        if decision and layout.by_line and decision.layout is layout and decision.identity == identity:
            decision.last = number
        else:
            yield from self._finished()
            year = self._options.said.year
            decision = self._decision = Gathered(layout, identity, number, year, self._known)
            faults += decision.take_fields(row, self._totals)
            ended = self._ended.get(hash((layout.cls, identity))) if layout.by_line else None
            if ended:
                faults.append((None, ScatteredRows(ended)))
        line, wrong = decision.take_figures(row, self._totals)
        faults += wrong
        if layout.beside and not faults:
            faults += [*wrong_sums(layout, row), *self._beside.compare(layout, row, decision, line)]
        if faults:
            decision.is_faulty = self._totals.incomplete = True
            yield from self._told_of(number, faults)
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
            said = self._options.said
            for index, fields in decision.facts():
                filled = said.fill(fields) if said.fills else fields
                if decision.layout.cls.TYPE in DEFINING:
                    self._known.learn(filled)
                yield self._sheet.place(decision.first, index, decision.last), filled
