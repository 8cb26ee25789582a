"""An answer as an Excel workbook: numbers that can be reckoned with, shown in the unit asked for."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import attrs

from ledger.domain.values.measured import Measured, Money
from ledger.domain.values.visible import visible
from ledger.queries.answer import Answer
from ledger.reports.asked import asked_words
from ledger.reports.cells import Figures
from ledger.reports.exact import is_share
from ledger.reports.formats.filled import without_empty
from ledger.reports.formats.table import moment_words, shown_headings
from ledger.reports.monthly.formats.sheets.formats import Formats
from ledger.reports.numbers import AmountUnit, Language
from ledger.reports.words import note_words, question_words, translated

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_HEADINGS = 4
"""The row of the headings: above them are what was asked, the moment, the unit and an empty row."""
_LONGEST_NAME = 31
_LEAST_WIDE, _MOST_WIDE = 9, 60


def workbook_bytes(
    answer: Answer, *, unit: AmountUnit = "Mkr", lang: Language = "en", decimals: int = 0, empty: bool = True
) -> bytes:
    """*answer* on a sheet, and what belongs beside it on one more. Amounts are kronor with öre, whatever is shown."""
    import xlsxwriter

    paper = BytesIO()
    book = xlsxwriter.Workbook(paper, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": answer.moment.known_at, "title": question_words(answer.question, lang)})
    formats = Formats.of(book, unit, decimals)
    for each in (answer, answer.beside):
        if each is not None:
            kept = each if empty else without_empty(each)
            _Sheet(_added(book, each, lang), kept, formats, Figures(unit, lang, decimals)).write()
    book.close()
    return paper.getvalue()


def _added(book: "Workbook", answer: Answer, lang: Language) -> "Worksheet":
    words = "".join(" " if sign in "[]:*?/\\'" else sign for sign in question_words(answer.question, lang))
    return book.add_worksheet(words[:_LONGEST_NAME].strip())


@attrs.frozen
class _Sheet:
    """A sheet being written."""

    sheet: "Worksheet"
    answer: Answer
    formats: Formats
    figures: Figures

    def write(self) -> None:
        lang, headings = self.figures.lang, shown_headings(self.answer, self.figures.lang)
        rows = [*self.answer.rows, *([] if self.answer.total is None else [self.answer.total_row()])]
        has_money = any(isinstance(getattr(row, name), Money) for row in rows for name in headings)
        self._line(0, asked_words(self.answer, self.figures), bold=True)
        self._line(1, moment_words(self.answer, lang))
        if has_money:
            self._line(2, translated("Amounts are kronor, shown in {unit}", lang, unit=self.figures.unit))
        for column, (name, words) in enumerate(headings.items()):
            values = [getattr(row, name) for row in rows]
            is_figure = any(isinstance(value, Measured | Decimal) for value in values)
            form = self.formats.figure_heading if is_figure else self.formats.heading
            self.sheet.write_string(_HEADINGS, column, words, form)
            for at, value in enumerate(values, _HEADINGS + 1):
                self._cell(at, column, name, value)
            self.sheet.set_column(column, column, self._width(name, words, values))
        if self.answer.total is not None:
            self.sheet.write_string(_HEADINGS + len(rows), 0, translated("Total", lang), self.formats.bold)
        for at, note in enumerate(self.answer.notes, _HEADINGS + len(rows) + 2):
            self.sheet.write_string(at, 0, visible(note_words(note, lang)), self.formats.note)
        self._set_page(len(headings))

    def _line(self, row: int, text: str, *, bold: bool = False) -> None:
        self.sheet.write_string(row, 0, visible(text), self.formats.bold if bold else None)

    def _cell(self, row: int, column: int, name: str, value: Any) -> None:
        """A cell as what it is: a number, a day or words. Words are never a formula."""
        form = self.formats.for_value(name, value)
        match value:
            case None:
                self.sheet.write_blank(row, column, None, form)
            case Measured():
                self.sheet.write_number(row, column, float(value.decimal), form)
            case Decimal():
                self.sheet.write_number(row, column, float(value), form)
            case int() if not isinstance(value, bool):
                self.sheet.write_number(row, column, value, form)
            case date() if not isinstance(value, datetime):
                midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
                self.sheet.write_datetime(row, column, midnight, form)
            case _:
                self.sheet.write_string(row, column, self.figures.text(name, value), form)

    def _width(self, name: str, words: str, values: Sequence[Any]) -> int:
        longest = max([*map(len, words.split()), *(self._letters(name, value) for value in values)], default=0)
        return min(max(longest + 2, _LEAST_WIDE), _MOST_WIDE)

    def _letters(self, name: str, value: Any) -> int:
        """About as many characters as the cell takes."""
        if isinstance(value, Decimal) and is_share(name):
            return len("100.0 %")
        return len(self.figures.text(name, value))

    def _set_page(self, columns: int) -> None:
        """Headings that stay, and pages in landscape with the headings repeated."""
        self.sheet.freeze_panes(_HEADINGS + 1, 1)
        if self.answer.rows and columns:
            self.sheet.autofilter(_HEADINGS, 0, _HEADINGS + len(self.answer.rows), columns - 1)
        self.sheet.repeat_rows(_HEADINGS)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
