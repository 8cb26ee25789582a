"""One table on one sheet."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.queries.answer import Answer, headings
from ledger.reports.cells import Figures
from ledger.reports.exact import is_share
from ledger.reports.monthly.document import Document, Grid, plainly
from ledger.reports.monthly.formats.sheets.checks import Checks
from ledger.reports.monthly.formats.sheets.formats import Formats
from ledger.reports.sums import is_tree
from ledger.reports.words import heading_words, translated

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADINGS = 2
"""The row of the headings: above them are the caption and an empty row."""
FIRST = HEADINGS + 1
_MOST_WIDE, _LEAST_WIDE = 60, 9
_A4 = 9


class GridSheet:
    """A table being written: caption, headings that stay, rows, a check column and notes."""

    def __init__(self, sheet: "Worksheet", grid: Grid, document: Document, formats: Formats) -> None:
        self._sheet, self._grid, self._document, self._formats = sheet, grid, document, formats
        self._answer = grid.exact
        self._names = _names(grid.exact)
        self._rows = [*grid.exact.rows, *([] if grid.exact.total is None else [grid.exact.total_row()])]

    def write(self) -> str | None:
        """Everything; the cell that sums the checks up, if there is anything to check."""
        self._sheet.write_string(0, 0, plainly(self._grid.caption), self._formats.bold)
        for column, name in enumerate(self._names):
            words = heading_words(self._answer.columns, name, self._document.lang)
            is_figure = any(isinstance(getattr(row, name), Measured | Decimal) for row in self._answer.rows)
            form = self._formats.figure_heading if is_figure else self._formats.heading
            self._sheet.write_string(HEADINGS, column, words, form)
        for at, row in enumerate(self._rows):
            for column, name in enumerate(self._names):
                self._write(FIRST + at, column, name, getattr(row, name))
        if self._answer.total is not None:
            self._write_total()
        checked = self._write_checks()
        self._write_notes()
        self._set_page()
        return checked

    def _write(self, row: int, column: int, name: str, value: Any) -> None:
        """A cell as what it is: a number, a day or words."""
        form = self._formats.for_value(name, value)
        match value:
            case None:
                self._sheet.write_blank(row, column, None, form)
            case Money() | Quantity():
                self._sheet.write_number(row, column, float(value.decimal), form)
            case Decimal():
                self._sheet.write_number(row, column, float(value), form)
            case int() if not isinstance(value, bool):
                self._sheet.write_number(row, column, value, form)
            case date():
                midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
                self._sheet.write_datetime(row, column, midnight, form)
            case _:
                self._sheet.write_string(row, column, self._words(name, value), form)

    def _write_total(self) -> None:
        """The last row once more, so that it is seen to be one; a value, which the checks compare with the rows."""
        row, total = FIRST + len(self._answer.rows), self._rows[-1]
        self._sheet.write_string(row, 0, translated("Total", self._document.lang), self._formats.bold)
        for column, name in enumerate(self._names):
            value = getattr(total, name)
            if isinstance(value, Money):
                self._sheet.write_number(row, column, float(value.decimal), self._formats.total)

    def _words(self, name: str, value: Any) -> str:
        return plainly(Figures("kr", self._document.lang).text(name, value))

    def _write_checks(self) -> str | None:
        """A column of formulas, each 0 where the row's figures are the sums they should be; and their sum."""
        checks = Checks(self._answer, {name: at for at, name in enumerate(self._names)}, FIRST)
        formulas = [checks.formula(at) for at in range(len(self._rows))]
        if not any(formulas):
            return None
        column, below = len(self._names), FIRST + len(self._rows)
        self._sheet.write_string(HEADINGS, column, self._document.words["check"], self._formats.figure_heading)
        for at, formula in enumerate(formulas):
            if formula:
                self._sheet.write_formula(FIRST + at, column, f"=ROUND({formula},2)", self._formats.check, 0)
        letters = xl_col_to_name(column)
        self._sheet.write_formula(below, column, f"=SUM({letters}{FIRST + 1}:{letters}{below})", self._formats.check, 0)
        cell: str = xl_rowcol_to_cell(below, column, row_abs=True, col_abs=True)
        return cell

    def _write_notes(self) -> None:
        notes = [note for note in self._grid.footnotes if not note.startswith("*")]  # nothing is rounded here
        if self._grid.explained:
            notes.append(f"{self._document.words['explained']}: {self._grid.explained}")
        if any(isinstance(getattr(row, name), Money) for row in self._rows for name in self._names):
            notes.append(self._document.words["in_kronor"])
        for at, note in enumerate(notes):
            self._sheet.write_string(FIRST + len(self._rows) + 2 + at, 0, plainly(note), self._formats.note)

    def _set_page(self) -> None:
        """Columns as wide as they need, headings that stay, and pages in landscape with the headings repeated."""
        for column, name in enumerate(self._names):
            heading = heading_words(self._answer.columns, name, self._document.lang)
            widths = [self._width(name, getattr(row, name)) for row in self._rows]
            width = max([*widths, *map(len, heading.split())])
            self._sheet.set_column(column, column, min(max(width + 2, _LEAST_WIDE), _MOST_WIDE))
        self._sheet.freeze_panes(FIRST, 2 if is_tree(self._answer) else 1)
        self._sheet.autofilter(HEADINGS, 0, HEADINGS + len(self._answer.rows), len(self._names) - 1)
        self._sheet.repeat_rows(HEADINGS)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&L&A&R&P / &N")

    def _width(self, name: str, value: Any) -> int:
        """About as many characters as the cell takes."""
        if isinstance(value, Money):
            return len(str(value.count)) if self._document.unit == "kr" else len("-10 000,00")
        if isinstance(value, Decimal) and is_share(name):
            return len("100.0 %")
        if isinstance(value, Measured | Decimal):
            return len("-10 000,0")
        return len(self._words(name, value))


def _names(answer: Answer) -> Sequence[str]:
    """The columns in their order; of a tree the name first, and at last the unit above, which the checks go by."""
    shown = [name for name, heading in headings(answer.columns).items() if not heading.hidden]
    if not is_tree(answer):
        return shown
    return ["name", "unit", *(name for name in shown if name not in ("name", "unit")), "parent"]
