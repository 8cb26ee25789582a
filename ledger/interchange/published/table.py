"""A table somebody printed, as CSV or in a workbook, read with the mapping that says what it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.published.cells import NOTHING, Reader, words_of
from ledger.interchange.published.legend import Legend, MappedColumn, label_of
from ledger.interchange.published.table_refusals import (
    LabelNotMapped,
    LabelNotPrinted,
    LabelTwice,
    NoSuchFigure,
    NoSuchSheet,
    RowUneven,
    TableEmpty,
)
from ledger.interchange.sheets.sheet import MOST_ABOVE, Sheet
from ledger.queries.check.kinds import columns_of
from ledger.queries.check.printed import Figure, Kind, PrintedColumn, PrintedRow, PrintedTable


def read_table(sheets: Iterator[Sheet], name: str, legend: Legend, *, unit: str | None = None) -> PrintedTable:
    """The table in a file, with amounts in *unit* (or that of the mapping, or Mkr).

    Raises subclasses of :class:`Unreadable` that name the file, the row and the column.
    """
    grid = _Grid.of(_sheet(sheets, name, legend), name, legend, unit or legend.unit_of_amounts or "Mkr")
    grid.require_mapped("column", [heading for heading in grid.headings if heading], legend.columns)
    grid.require_mapped("row", list(grid.rows), legend.rows)
    _require_columns(legend)
    columns = [grid.mapped(label, mapped) for label, mapped in legend.columns.items()]
    amounts = columns[0].kind
    columns += [
        grid.printed_only(label, amounts)
        for label in grid.headings
        if label and legend.is_printed_only(label, legend.columns)
    ]
    rows = [PrintedRow(label, narrowed) for label, narrowed in legend.rows.items()]
    rows += [PrintedRow(label, None) for label in grid.rows if legend.is_printed_only(label, legend.rows)]
    order = list(grid.rows)
    return PrintedTable(
        name=name,
        question=legend.question,
        rows=sorted(rows, key=lambda each: order.index(each.label)),
        columns=sorted(columns, key=lambda each: grid.headings.index(each.label)),
        rows_add_up=legend.rows_add_up,
        columns_add_up=legend.columns_add_up,
        columns_in_percent=legend.columns_in_percent,
    )


def _sheet(sheets: Iterator[Sheet], name: str, legend: Legend) -> Sheet:
    """The sheet that the mapping names, or the first."""
    known = []
    for sheet in sheets:
        if legend.sheet is None or sheet.name == legend.sheet:
            return sheet
        known.append(sheet.name or "")
    if legend.sheet is None:
        raise TableEmpty(name, phrase("it has no sheets"))
    raise NoSuchSheet(name, legend.sheet, [each for each in known if each])


def _require_columns(legend: Legend) -> None:
    known = columns_of(legend.question)
    for label, mapped in legend.columns.items():
        if mapped.name not in known:
            raise NoSuchFigure(legend.name, label, mapped.name, legend.question, list(known))


@attrs.frozen(kw_only=True)
class _Grid:
    """The cells of a table as text, and how they are to be read."""

    name: str
    legend: Legend
    unit: str
    headings: Sequence[str]
    """That of the labels' own column is empty."""
    rows: Mapping[str, tuple[int, Sequence[str]]]
    """The cells by the label of their row, with the number of its line."""

    @classmethod
    def of(cls, sheet: Sheet, name: str, legend: Legend, unit: str) -> "_Grid":
        lines = list(_lines(sheet))
        if len(lines) <= 1:
            raise TableEmpty(name, phrase("it has no rows") if lines else phrase("it is empty"))
        first = _heading_row(lines, legend)
        headings = [label_of(heading) for heading in lines[first][1]]
        place = 0
        if legend.labels is not None:
            if legend.labels not in headings:
                raise LabelNotPrinted(name, "column", legend.labels, legend.name, headings)
            place = headings.index(legend.labels)
        headings[place] = ""
        rows: dict[str, tuple[int, Sequence[str]]] = {}
        for number, cells in lines[first + 1 :]:
            if len(cells) > len(headings) or (len(cells) < len(headings) and sheet.name is None):
                raise RowUneven(name, number, len(cells), len(headings))
            cells.extend([""] * (len(headings) - len(cells)))
            label = label_of(cells[place])
            if label in rows and label not in legend.ignored:
                raise LabelTwice(name, "row", label)
            if label or any(cell not in NOTHING for cell in cells):
                rows[label] = number, cells
        kept = {label: row for label, row in rows.items() if label not in legend.ignored}
        return cls(name=name, legend=legend, unit=unit, headings=headings, rows=kept)

    def require_mapped(self, kind: str, printed: Sequence[str], mapped: Mapping[str, Any]) -> None:
        """Raise unless every label of the table is mapped, printed only or ignored, and every one told is there."""
        legend = self.legend
        for label in printed:
            known = label in mapped or label in legend.ignored or legend.is_printed_only(label, mapped)
            if not known:
                raise LabelNotMapped(self.name, kind, label, legend.name, list(mapped))
        for label in (*mapped, *_summed(legend, kind)):
            if label not in printed:
                raise LabelNotPrinted(self.name, kind, label, legend.name, printed)
            if printed.count(label) > 1:
                raise LabelTwice(self.name, kind, label)
        for label in sorted(legend.printed_only):
            if label not in self.headings and label not in self.rows:
                raise LabelNotPrinted(
                    self.name, phrase("row or column"), label, legend.name, [*self.rows, *self.headings]
                )

    def mapped(self, label: str, mapped: MappedColumn) -> PrintedColumn:
        """A column that the ledger is asked for."""
        legend = self.legend
        kind = columns_of(legend.question)[mapped.name]
        if kind == "number" and (mapped.is_percent or self._is_in_percent(label)):
            kind = "share"
        sign = legend.sign if mapped.sign is None and kind == "money" else mapped.sign or 1
        decimals = legend.decimals if mapped.decimals is None else mapped.decimals
        reader = Reader(kind=kind, unit=self.unit, decimals=decimals, sign=sign)
        column = PrintedColumn(
            label=label,
            name=mapped.name,
            kind=kind,
            narrowed={**legend.narrowed, **mapped.narrowed},
            sign=sign,
            as_of=mapped.as_of,
            known_at=mapped.known_at,
            figures={},
        )
        return self._filled(column, reader.figure)

    def printed_only(self, label: str, amounts: Kind) -> PrintedColumn:
        """A column that is only added again. What is no figure in it is a note."""
        in_percent = label in self.legend.columns_in_percent or self._is_in_percent(label)
        kind: Kind = "share" if in_percent else amounts
        reader = Reader(kind=kind, unit=self.unit)
        column = PrintedColumn(label=label, name=None, kind=kind, narrowed={}, figures={})
        return self._filled(column, reader.figure)

    def _is_in_percent(self, label: str) -> bool:
        """Whether the heading or a cell of a column says percent."""
        place = self.headings.index(label)
        return _says_percent(label) or any(cells[place].endswith("%") for _, cells in self.rows.values())

    def _filled(self, column: PrintedColumn, read: Callable[[str, str], Figure]) -> PrintedColumn:
        """The column with its cells. Only where it is printed only may a cell be something else than a figure."""
        place = self.headings.index(column.label)
        figures: dict[str, Figure] = {}
        blanks: dict[str, str] = {}
        notes: dict[str, str] = {}
        for row, (number, cells) in self.rows.items():
            words = cells[place]
            if words in NOTHING:
                blanks[row] = words
                continue
            if column.kind == "text":
                notes[row] = self.legend.words.get(words, words)
                continue
            try:
                figures[row] = read(words, f"{self.name}:{number}, row {row!r}, column {column.label!r}")
            except Unreadable:
                if column.name is not None and row in self.legend.rows:
                    raise
                notes[row] = words
        decimals = [_decimals(figure, column.kind, self.unit) for figure in figures.values()]
        return attrs.evolve(column, figures=figures, blanks=blanks, words=notes, decimals=max(decimals, default=0))


def _summed(legend: Legend, kind: str) -> Iterator[str]:
    """The labels of rows, or of columns, that the mapping adds up."""
    for sums in (legend.rows_add_up,) if kind == "row" else (legend.columns_add_up,):
        for label, parts in sums.items():
            yield from (label, *parts)
    if kind == "column":
        for label, over in legend.columns_in_percent.items():
            yield from (label, *(part for _, part in over))


def _says_percent(label: str) -> bool:
    folded = label.casefold()
    return "%" in folded or "procent" in folded or "percent" in folded


def _decimals(figure: Figure, kind: Kind, unit: str) -> int:
    """How many decimals a figure was printed with."""
    one = Reader(kind=kind, unit=unit, decimals=0).figure("0", "").last
    return max(len(str(one // figure.last)) - 1, 0)


def _lines(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The lines that have anything in them, as text, by number. Empty cells at the end are no cells of a workbook."""
    for number, cells in sheet.rows:
        words = [words_of(cell, sheet.place(number, column)) for column, cell in enumerate(cells)]
        if sheet.name is not None:
            while words and not words[-1]:
                words.pop()
        if any(words):
            yield number, words


def _heading_row(lines: Sequence[tuple[int, Sequence[str]]], legend: Legend) -> int:
    """Which of the first lines has most headings that the mapping names: a title may stand above them."""
    known = {*legend.columns, *legend.ignored, *legend.printed_only, legend.labels}

    def named(place: int) -> int:
        return sum(label_of(cell) in known for cell in lines[place][1] if cell)

    return max(range(min(len(lines), MOST_ABOVE)), key=lambda place: (named(place), -place))
