"""A table somebody printed, as CSV, read with the mapping that says what its rows and columns are."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.measured import Measured, Money
from ledger.interchange.journal.lines import NotUtf8
from ledger.interchange.published.mapping import Legend, MappedColumn, label_of
from ledger.interchange.values.amounts import POWERS, read_money, read_quantity
from ledger.interchange.values.messages import nearest, shown
from ledger.queries.cell import Cell
from ledger.queries.check.printed import Figure, PrintedColumn, PrintedRow, Published
from ledger.queries.questions import explained_of

NOTHING = frozenset({"", "-", "−", "–", "—", "..", "…"})
"""What stands in a cell that has no figure."""
SEPARATORS = ";\t,"


class TableNotCsv(Unreadable):
    code = "table-not-csv"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} cannot be read as a table: {why}",
            hint="Save it as CSV, with headings on the first line and the labels of the rows in the first column",
        )


class RowUneven(Unreadable):
    code = "row-uneven"

    def __init__(self, name: str, line: int, cells: int, headings: int) -> None:
        super().__init__(
            f"{name}:{line} has {cells} cells under {headings} headings",
            hint="Leave cells without a figure empty; quote figures with a decimal comma, or separate by semicolon",
        )


class LabelNotMapped(Unreadable):
    code = "label-not-mapped"

    def __init__(self, name: str, kind: str, label: str, mapping: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{name} has the {kind} {label!r}, of which {mapping} says nothing",
            hint=nearest(label, known) or f'Add it under [{kind}s], or to the list: ignore = ["{label}"]',
        )


class LabelNotPrinted(Unreadable):
    code = "label-not-printed"

    def __init__(self, name: str, kind: str, label: str, mapping: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{mapping} speaks of the {kind} {label!r}, which {name} does not have",
            hint=nearest(label, known) or f"The {kind}s are {', '.join(known)}",
        )


class LabelTwice(Unreadable):
    code = "label-twice"

    def __init__(self, name: str, kind: str, label: str) -> None:
        super().__init__(
            f"{name} has the {kind} {label!r} more than once",
            hint="Give each a label of its own, there and in the mapping",
        )


class NoSuchFigure(Unreadable):
    code = "no-such-figure"

    def __init__(self, mapping: str, label: str, name: str, question: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{mapping}: column {label!r} is mapped to {name!r}, which {question} has no figures of",
            hint=nearest(name, known) or f"Choose one of {', '.join(known)}",
        )


class FigureNotRead(Unreadable):
    code = "figure-not-read"

    def __init__(self, where: str, error: Unreadable) -> None:
        super().__init__(f"{where}: {error.sentence}", hint=error.hint)


class FinerThanSaid(Unreadable):
    code = "finer-than-said"

    def __init__(self, where: str, words: str, decimals: int) -> None:
        super().__init__(
            f"{where}: {shown(words)} has more decimals than the {decimals} that the mapping says the table has",
            hint="Give the decimals the table was printed with: decimals = 1",
        )


@attrs.frozen
class _Printed:
    """A cell with a figure, as it was read."""

    where: str
    words: str
    value: Measured


def read_published(data: bytes, name: str, legend: Legend, *, unit: str | None = None) -> Published:
    """The table in *data*, with amounts in *unit* (or that of the mapping, or Mkr).

    Raises subclasses of :class:`Unreadable` that name the file, the row and the column.
    """
    sheet = _sheet(data, name, legend, unit or legend.unit_of_amounts or "Mkr")
    sheet.require_mapped("column", [heading for heading in sheet.headings if heading], list(legend.columns))
    sheet.require_mapped("row", list(sheet.rows), list(legend.rows))
    _require_columns(legend)
    read = {label: dict(sheet.figures(label, mapped)) for label, mapped in legend.columns.items()}
    every = [each.value for column in read.values() for each in column.values()]
    finest = max((_decimals_of(value, sheet.unit) for value in every), default=0)
    return Published(
        name=name,
        question=legend.question,
        rows=[PrintedRow(label, narrowed) for label, narrowed in legend.rows.items()],
        columns=[_column(sheet, label, read[label], finest) for label in legend.columns],
        rows_add_up=legend.rows_add_up,
        columns_add_up=legend.columns_add_up,
    )


def _require_columns(legend: Legend) -> None:
    known = explained_of(legend.question).columns
    for label, mapped in legend.columns.items():
        if mapped.name not in known:
            raise NoSuchFigure(legend.name, label, mapped.name, legend.question, known)


@attrs.frozen(kw_only=True)
class _Sheet:
    """The cells of a table, and how they are to be read."""

    name: str
    legend: Legend
    unit: str
    headings: Sequence[str]
    """That of the labels' own column is empty."""
    rows: Mapping[str, tuple[int, Sequence[str]]]
    """The cells by the label of their row, with the number of its line."""

    def require_mapped(self, kind: str, printed: Sequence[str], mapped: Sequence[str]) -> None:
        """Raise unless the table and the mapping have the same labels, but for those to be ignored."""
        for label in printed:
            if label not in mapped and label not in self.legend.ignored:
                raise LabelNotMapped(self.name, kind, label, self.legend.name, mapped)
        for label in mapped:
            if label not in printed:
                raise LabelNotPrinted(self.name, kind, label, self.legend.name, printed)
            if printed.count(label) > 1:
                raise LabelTwice(self.name, kind, label)

    def figures(self, label: str, mapped: MappedColumn) -> Iterator[tuple[str, _Printed]]:
        """The figures of a column by the label of their row."""
        place = self.headings.index(label)
        is_money = explained_of(self.legend.question).value(mapped.name) is Money
        for row, (number, cells) in self.rows.items():
            words = cells[place].strip()
            if words in NOTHING:
                continue
            where = f"{self.name}:{number}, row {row!r}, column {label!r}"
            try:
                value: Measured = read_money(words, self.unit) if is_money else read_quantity(words)
            except Unreadable as error:
                raise FigureNotRead(where, error) from None
            yield row, _Printed(where, words, value)


def _sheet(data: bytes, name: str, legend: Legend, unit: str) -> _Sheet:
    lines = list(_lines(data, name))
    if len(lines) <= 1:
        raise TableNotCsv(name, "it has no rows" if lines else "it is empty")
    headings = [label_of(heading) for heading in lines[0][1]]
    place = 0
    if legend.labels is not None:
        if legend.labels not in headings:
            raise LabelNotPrinted(name, "column", legend.labels, legend.name, headings)
        place = headings.index(legend.labels)
    headings[place] = ""
    rows: dict[str, tuple[int, Sequence[str]]] = {}
    for number, cells in lines[1:]:
        if len(cells) != len(headings):
            raise RowUneven(name, number, len(cells), len(headings))
        label = label_of(cells[place])
        if label in rows and label not in legend.ignored:
            raise LabelTwice(name, "row", label)
        if label or any(cell.strip() not in NOTHING for cell in cells):
            rows[label] = number, cells
    return _Sheet(
        name=name,
        legend=legend,
        unit=unit,
        headings=headings,
        rows={label: row for label, row in rows.items() if label not in legend.ignored},
    )


def _lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that have anything in them, by number."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(data[error.start], error.start) from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((each for each in SEPARATORS if each in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from ((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
    except csv.Error as error:
        raise TableNotCsv(name, f"line {reader.line_num}: {error}") from None


def _size(value: Measured, unit: str) -> int:
    """One whole of what is printed, in öre or thousandths."""
    return int(10 ** (type(value).DECIMALS + (POWERS[unit.casefold()] if isinstance(value, Money) else 0)))


def _decimals_of(value: Measured, unit: str) -> int:
    """How many decimals it takes to print the value."""
    decimals, size = 0, _size(value, unit)
    while value.count * 10**decimals % size:
        decimals += 1
    return decimals


def _column(sheet: _Sheet, label: str, read: Mapping[str, _Printed], finest: int) -> PrintedColumn:
    """A column whose figures have the decimals that the mapping says, or else the finest figure of the table."""
    legend, mapped = sheet.legend, sheet.legend.columns[label]
    said = legend.decimals if mapped.decimals is None else mapped.decimals
    decimals = finest if said is None else said
    for printed in read.values():
        if _decimals_of(printed.value, sheet.unit) > decimals:
            raise FinerThanSaid(printed.where, printed.words, decimals)
    return PrintedColumn(
        label=label,
        name=mapped.name,
        cell=Cell(**{**legend.narrowed, **mapped.narrowed}),
        figures={
            row: Figure(printed.value.count, max(_size(printed.value, sheet.unit) // 10**decimals, 1))
            for row, printed in read.items()
        },
        decimals=decimals,
        as_of=mapped.as_of,
        known_at=mapped.known_at,
    )
