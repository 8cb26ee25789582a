"""Templates that come filled in: rows for units and lines, last year's figures beside empty cells, sums and a check."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
from xlsxwriter.worksheet import Worksheet

from ledger.domain.fact import Fact
from ledger.interchange.sheets.columns.headings import columns_of, phased
from ledger.interchange.sheets.columns.month_words import JANUARY_TO_DECEMBER
from ledger.interchange.sheets.sheet import column_letters
from ledger.interchange.sheets.writing.figures import MONEY, Row
from ledger.interchange.sheets.writing.marked import new_workbook
from ledger.interchange.sheets.writing.templates import Head, Language, write_lists

_TOP = 5
"""The row of the headings, from 0: above stand a title, the unit of amounts, what holds for all rows, and the check."""
_AMOUNT, _TEXT, _DAY = "#,##0.00", "@", "yyyy-mm-dd"
_WORDS = {
    "unit": ("enhetens namn", "unit name"),
    "line": ("kontots namn", "line name"),
    "budget": ("budget {}", "budget {}"),
    "outcome": ("utfall {}", "outcome {}"),
    "forecast": ("prognos {}", "forecast {}"),
    "sum": ("summa", "total"),
    "check": ("kontroll", "check"),
    "differs": ("månaderna ger inte beloppet", "the months do not come to the amount"),
    "right": ("stämmer", "right"),
    "look": ("se kolumnen kontroll", "see the column check"),
    "unit of amounts": ("Belopp i kronor", "Amounts in kronor"),
    "version": ("Version:", "Version:"),
    "effective": ("Gäller från:", "Effective:"),
    "note": (
        "Fyll i de vita cellerna. Rader utan belopp hoppas över.",
        "Fill in the white cells. Rows without an amount are passed over.",
    ),
    "empty": ("Att fylla i.", "To be filled in."),
    "beside": (
        "Till jämförelse; läses inte in. Namnet jämförs med liggaren.",
        "To compare with; not read in. The name is compared with the ledger's.",
    ),
}
_TITLES = {
    "budget.adopted": ("Budget {}", "Budget {}"),
    "outcome.reported": ("Utfall {}", "Outcome {}"),
    "forecast.submitted": ("Prognos {}", "Forecast {}"),
    "workforce.reported": ("Personal {}", "Workforce {}"),
}


@attrs.frozen
class Place:
    """A column of the sheet: its heading, what it is, and what stands in its rows."""

    heading: str
    role: str
    """The name of the field, ``beside``, ``figure``, ``month``, ``sum`` or ``check``."""
    comment: str
    is_empty: bool = False
    """Whether it is to be filled in."""
    form: str = _TEXT

    def value(self, row: Row, year: int, place: int) -> Any:
        """What a row holds in this column; *place* counts columns of last year's figures."""
        if self.role == "figure":
            return row.before[place] if place < len(row.before) else None
        known = {"unit": row.unit, "line": row.line, "measure": row.measure, "employment": row.employment, "year": year}
        return known.get(self.role, {"unit name": row.unit_name, "line name": row.line_name}.get(self.role))


@attrs.frozen(kw_only=True)
class Filled:
    """A filled-in template on its way to paper."""

    cls: type[Fact]
    lang: Language
    year: int
    from_year: int | None
    rows: Sequence[Row]
    heads: Sequence[Head]

    @property
    def is_money(self) -> bool:
        return self.cls.TYPE in MONEY

    def says(self, word: str, *values: object) -> str:
        return _WORDS[word][self.lang == "en"].format(*values)

    @property
    def title(self) -> str:
        return _TITLES[self.cls.TYPE][self.lang == "en"].format(self.year)

    def places(self) -> list[Place]:
        """The columns, from the left."""
        return [*self._codes(), *self._before(), *self._to_fill_in()]

    def _codes(self) -> Iterator[Place]:
        beside = self.says("beside")
        yield self._field("unit")
        yield Place(self.says("unit"), "unit name", beside)
        if self.is_money:
            yield self._field("line")
            yield Place(self.says("line"), "line name", beside)
        else:
            yield from (self._field("measure"), self._field("employment"))
        if any(column.field == "year" and column.role == "field" for column in columns_of(self.cls)):
            yield self._field("year", form="0")
        if self.cls.TYPE == "forecast.submitted":
            yield self._field("version")
            yield self._field("effective", form=_DAY)

    def _before(self) -> Iterator[Place]:
        if self.from_year is not None:
            for word in ("budget", "outcome", "forecast") if self.is_money else ("outcome",):
                yield Place(self.says(word, self.from_year), "figure", self.says("beside"), form=_AMOUNT)

    def _to_fill_in(self) -> Iterator[Place]:
        if self.cls.TYPE != "outcome.reported" and self.is_money:
            yield self._field("amount", form=_AMOUNT, is_empty=True)
        names = [name[:3] for name in JANUARY_TO_DECEMBER[self.lang].split()]
        for month, name in enumerate(names, 1):
            heading = name if phased(self.cls) else f"{self.year}-{month:02d}"
            if phased(self.cls) or self.cls.TYPE != "forecast.submitted":
                yield Place(heading, "month", self.says("empty"), is_empty=True, form=_AMOUNT)
        if self.cls.TYPE == "outcome.reported":
            yield Place(self.says("sum"), "sum", self.says("beside"), form=_AMOUNT)
        if phased(self.cls):
            yield Place(self.says("check"), "check", self.says("beside"))
        yield self._field("note", is_empty=True)

    def _field(self, name: str, *, form: str = _TEXT, is_empty: bool = False) -> Place:
        head = next(each for each in self.heads if name in (each.column.journal, each.column.role))
        return Place(head.heading, name, head.comment, is_empty=is_empty, form=form)


def filled_csv(filled: Filled) -> bytes:
    """The template as a CSV file that Excel opens as it is meant, without sums and checks."""
    places = [place for place in filled.places() if place.role not in ("sum", "check")]
    paper = io.StringIO()
    writer = csv.writer(paper, delimiter=";", lineterminator="\r\n")
    writer.writerow([place.heading for place in places])
    for row in filled.rows:
        values = ("" if value is None else value for value in _values(places, row, filled.year))
        writer.writerow([str(each).replace(".", ",") if isinstance(each, Decimal) else each for each in values])
    return paper.getvalue().encode("utf-8-sig")


def _values(places: Sequence[Place], row: Row, year: int) -> Iterator[Any]:
    figures = 0
    for place in places:
        yield place.value(row, year, figures)
        figures += place.role == "figure"


def write_filled(target: Path, filled: Filled) -> None:
    """The template as a workbook, its one visible sheet named after the type. Raises :class:`OSError`."""
    with new_workbook(target, constant_memory=False) as book:
        book.calc_on_load = False  # the values that stand in the formulas are right
        _Paper(book, book.add_worksheet(filled.cls.TYPE), filled).write()
        named = {place.heading: index for index, place in enumerate(filled.places())}
        heads = [(named[head.heading], head) for head in filled.heads if head.heading in named]
        write_lists(book, book.worksheets()[0], heads, first=_TOP + 1)


class _Paper:
    """The sheet while it is written."""

    def __init__(self, book: Any, paper: Worksheet, filled: Filled) -> None:
        self._paper = paper
        self._filled = filled
        self._places = filled.places()
        self._first, self._last = _TOP + 1, _TOP + max(len(filled.rows), 1)
        faint = {"font_color": "#595959", "bg_color": "#F2F2F2"}
        self._forms = {
            (form, empty): book.add_format({"num_format": form, **({} if empty else faint)})
            for form in {place.form for place in self._places}
            for empty in (True, False)
        }
        self._bold = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        self._total = book.add_format({"bold": True, "top": 1, "num_format": _AMOUNT})

    def write(self) -> None:
        self._write_above()
        for index, place in enumerate(self._places):
            self._paper.write_string(_TOP, index, place.heading, self._bold)
            self._paper.write_comment(_TOP, index, place.comment, {"author": "liggare", "x_scale": 2})
            self._paper.set_column(index, index, 24 if place.role in ("unit name", "line name") else 13)
        for number, row in enumerate(self._filled.rows, self._first):
            for index, value in enumerate(_values(self._places, row, self._filled.year)):
                self._write_cell(number, index, value)
        self._write_totals()
        self._paper.freeze_panes(_TOP + 1, 2)

    def _write_above(self) -> None:
        says = self._filled.says
        self._paper.write_string(0, 0, self._filled.title, self._bold)
        self._paper.write_string(1, 0, says("unit of amounts") if self._filled.is_money else says("note"))
        if self._filled.is_money:
            self._paper.write_string(1, 2, says("note"))
        if self._filled.cls.TYPE == "forecast.submitted":
            self._paper.write_string(2, 0, says("version"))
            self._paper.write_string(3, 0, says("effective"))
            self._paper.write_blank(3, 1, None, self._forms[_DAY, True])
        checks = [index for index, place in enumerate(self._places) if place.role == "check"]
        if checks:
            span = self._span(checks[0])
            formula = f'=IF(SUMPRODUCT(--(LEN({span})>0))=0,"{says("right")}","{says("look")}")'
            self._paper.write_string(4, 0, f"{says('check').capitalize()}:")
            self._paper.write_formula(4, 1, formula, None, says("right"))

    def _write_cell(self, number: int, index: int, value: Any) -> None:
        place = self._places[index]
        form = self._forms[place.form, place.is_empty]
        if place.role in ("version", "effective"):
            source = "$B$3" if place.role == "version" else "$B$4"
            self._paper.write_formula(number, index, f'=IF({source}="","",{source})', form, " ")
        elif place.role == "sum":
            self._paper.write_formula(number, index, f"=SUM({self._months(number)})", form, 0)
        elif place.role == "check":
            amount = f"{column_letters(self._index('amount'))}{number + 1}"
            months = self._months(number)
            wrong = f'IF(ROUND(SUM({months})-{amount},2)=0,"","{self._filled.says("differs")}")'
            self._paper.write_formula(number, index, f'=IF(OR(COUNT({months})=0,{amount}=""),"",{wrong})', form, " ")
        elif isinstance(value, Decimal | int):
            self._paper.write_number(number, index, float(value), form)
        elif value:
            self._paper.write_string(number, index, str(value), form)
        else:
            self._paper.write_blank(number, index, None, form)

    def _write_totals(self) -> None:
        """The row of sums, with the values that its formulas have before anything is filled in."""
        if not self._filled.is_money:
            return
        self._paper.write_string(self._last + 1, 0, self._filled.says("sum").capitalize(), self._total)
        figures = 0
        for index, place in enumerate(self._places):
            value = 0.0
            if place.role == "figure":
                value = float(sum((row.before[figures] or 0 for row in self._filled.rows if row.before), Decimal(0)))
                figures += 1
            if place.role in ("figure", "amount", "month", "sum"):
                self._paper.write_formula(self._last + 1, index, f"=SUM({self._span(index)})", self._total, value)

    def _index(self, role: str) -> int:
        return next(index for index, place in enumerate(self._places) if place.role == role)

    def _span(self, index: int) -> str:
        letters = column_letters(index)
        return f"{letters}{self._first + 1}:{letters}{self._last + 1}"

    def _months(self, number: int) -> str:
        months = [column_letters(index) for index, place in enumerate(self._places) if place.role == "month"]
        return f"{months[0]}{number + 1}:{months[-1]}{number + 1}"
