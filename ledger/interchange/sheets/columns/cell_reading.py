"""One cell of a sheet into the value of a field, spelled as the journal spells it."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.fact import Reference, WholeNumber
from ledger.domain.values.days import FIRST_DAY, LAST_DAY, Month
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Broken, Cell, Computed, Raised, Unseen
from ledger.interchange.sheets.columns.amount_units import UnitsContradict, power_of
from ledger.interchange.sheets.columns.figure_reading import Carry, FigureReader, FormatUnread, ShownOtherwise
from ledger.interchange.sheets.columns.headings import Column
from ledger.interchange.sheets.columns.known import Known
from ledger.interchange.sheets.columns.month_words import month_in, month_text
from ledger.interchange.sheets.columns.spelling import spelled
from ledger.interchange.sheets.formats.number_formats import Shown
from ledger.interchange.sheets.telling import Told
from ledger.interchange.values.from_text import as_json
from ledger.interchange.values.messages import WrongKind, shown

MOST_REMEMBERED = 10_000
"""How many spellings of one column are kept: codes, days and bodies come again on row after row."""

_JSON_AS_WRITTEN = frozenset({str, int, date, Month})
"""Fields that the journal too has as text, just as people write them."""
_NUMBERS = (int, WholeNumber, Reference)
"""Fields that the journal has as whole numbers, or may have."""
_DAY_ZERO = date(1899, 12, 30)
"""Excel counts days from here, for every day after February 1900."""
_SERIALS = range((FIRST_DAY - _DAY_ZERO).days, (LAST_DAY - _DAY_ZERO).days + 1)
_BELOW_ZERO = re.compile(r"\((\d[^()]*)\)|(\d[\d\s.,']*)[-−–]", re.ASCII)
_PERCENT = re.compile(r"(.*\d)\s*(?:%|procent|percent)", re.IGNORECASE)
_COMPUTED = re.compile(r"([-−–]?)([0-9]{1,15})[.,]([0-9]{8,30})")
"""So many decimals nobody types: they are what a formula came to, saved as text."""
_SHORTEST_COMPUTED = len("0,00000000")
_DIGITS = frozenset("0123456789")
_FOOTNOTE = re.compile(r"(?<=[0-9])[⁰¹²³⁴-⁹₀-₉]+[)⁾]?$")
_MOST_DIGITS = 15
"""Excel keeps no more digits of a number, so a longer code has lost its end."""


class UnusableCell(Unreadable):
    code = "unusable-cell"

    def __init__(self, heading: str, cell: Broken) -> None:
        super().__init__(phrase("{heading} is {why}", heading=heading, why=cell.why), hint=cell.hint)


class EmptyCell(Unreadable):
    code = "empty-cell"

    def __init__(self, heading: str) -> None:
        super().__init__(
            phrase("{heading} is empty, and must be given", heading=heading),
            hint=phrase("Fill in {heading}, or take the row out", heading=heading),
        )


class NumberForDate(Unreadable):
    code = "number-for-date"

    def __init__(self, heading: str, number: Decimal) -> None:
        super().__init__(
            phrase("{heading} is the number {number:f}, which can be read as no date", heading=heading, number=number),
            hint=phrase(
                "Give the cells a date format, or write 2024-07-31 (2024-07 for a month) in cells formatted as text"
            ),
        )


@attrs.frozen(kw_only=True)
class Context:
    """What bears on the reading of every column of a sheet."""

    unit: str = "kr"
    """That of amounts which name none."""
    unit_source: str = ""
    """Who says so: ``--in``, or where in the file; empty where nobody does."""
    serial_days: bool = False
    known: Known = attrs.field(factory=Known)
    told: Told = attrs.field(factory=Told)


class CellReader:
    """Reads the cells of one column; what it has read once it remembers."""

    def __init__(self, column: Column, heading: str, context: Context) -> None:
        self.column = column
        self._heading = heading
        self._context = context
        if column.unit and context.unit_source and power_of(column.unit) != power_of(context.unit):
            raise UnitsContradict(
                phrase("The heading {heading}", heading=shown(heading)), column.unit, context.unit_source, context.unit
            )
        self._unit = column.unit or context.unit
        self.figures = FigureReader(
            column.kind,
            heading,
            unit=self._unit,
            unit_is_said=bool(column.unit or context.unit_source),
            told=context.told,
        )
        self.is_month = column.kind is Month
        self._remembered: dict[str, tuple[Any, Any]] = {}
        self._comes_again = not column.is_figure
        self._refers = column.told.refers or ""
        self._is_code = bool(self._refers or column.told.defines) or column.kind is not str
        self._is_json = column.kind in _JSON_AS_WRITTEN or (column.kind is Money and self._unit == "kr")

    def read(self, cell: Cell, carry: Carry | None = None) -> tuple[Any, Any]:
        """The value of the cell, and how the journal spells it. Raises :class:`Unreadable`."""
        if type(cell) is not str or not self._comes_again:
            return self._read(cell, carry)
        known = self._remembered.get(cell)
        if known is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[cell] = self._read(cell, carry)
        return known

    def read_in_year(self, cell: Cell, year: int | None) -> tuple[Any, Any]:
        """A month, of *year* where the cell says none."""
        if isinstance(cell, Decimal) and len(f"{cell:f}") < len("202407"):
            cell = format(cell, "f")
        return self.read(month_text(cell, year) if isinstance(cell, str) else cell)

    def _read(self, cell: Cell, carry: Carry | None) -> tuple[Any, Any]:
        value = self.column.read(self._as_json(cell, carry), self._heading)
        return value, spelled(value)

    def _as_json(self, cell: Cell, carry: Carry | None) -> Any:
        kind, heading = self.column.kind, self._heading
        if isinstance(cell, Raised):
            cell = self._without_footnote(cell)
        if isinstance(cell, str):
            return self._from_text(kind, cell, carry)
        if isinstance(cell, Broken):
            raise UnusableCell(heading, cell)
        if isinstance(cell, date):
            return _from_date(kind, cell, heading)
        if isinstance(cell, Shown):
            return self.figures.of_shown(cell, carry) if self.column.is_figure else self._from_shown(kind, cell)
        if isinstance(cell, Decimal):
            return self.figures.of_number(cell, carry) if self.column.is_figure else self._from_number(kind, cell)
        return cell

    def _without_footnote(self, cell: Raised) -> str:
        """The text of a cell; in a column of codes and figures without what is raised or lowered."""
        if not self._is_code:
            return cell.text
        self._context.told.read_so("read without raised or lowered characters", f"{shown(cell.text)}")
        return cell.plain

    def _from_text(self, kind: Any, words: str, carry: Carry | None) -> Any:
        if kind is Month:
            return month_text(words, None)
        if self.column.is_figure:
            if words[-1:] not in _DIGITS:
                words = _minus_first(_FOOTNOTE.sub("", words))
                percent = _PERCENT.fullmatch(words)
                if percent:
                    read = as_json(Decimal, percent[1].strip(), self._heading)
                    return self.figures.of_percent(Decimal(read), shown(words))
            computed = _COMPUTED.fullmatch(words) if len(words) >= _SHORTEST_COMPUTED else None
            if computed:
                return self.figures.of_number(Computed(f"{computed[1] and '-'}{computed[2]}.{computed[3]}"), carry)
        elif self._refers and " " in words and kind is str:
            words = self._context.known.split(self._refers, words)[0]
        return words if self._is_json else as_json(kind, words, self._heading, unit=self._unit)

    def _from_shown(self, kind: Any, cell: Shown) -> Any:
        """What is no figure is taken as it is displayed: ``0000`` shows the code 0100."""
        if kind in _NUMBERS:
            meaning = cell.meaning
            if meaning is None or meaning.unit or meaning.is_percent or meaning.thousands:
                raise ShownOtherwise(self._heading, cell)
            return self._from_number(kind, cell.number)
        if kind in (date, Month) and cell.format.is_day:
            return self._from_number(kind, cell.number)
        if not cell.format.is_code or cell.number != cell.number.to_integral_value():
            raise ShownOtherwise(self._heading, cell)
        return self._from_text(kind, str(cell).strip(), None)

    def _from_number(self, kind: Any, number: Decimal) -> Any:
        if kind is bool:
            return number
        if kind is Month and len(whole_text := format(number, "f")) == len("202407") and month_in(whole_text):
            return month_text(whole_text, None)
        if kind in (date, Month):
            return _from_date(kind, self._day(number), self._heading)
        whole = number == number.to_integral_value() and abs(number) < 10**_MOST_DIGITS
        if kind in _NUMBERS:
            return int(number) if whole else number
        if not whole:
            hint = phrase("Format the cells as text and write it again, so that no digit is lost")
            raise WrongKind(self._heading, number, "text", hint)
        text = str(int(number))
        if isinstance(number, Unseen) and self._refers:
            others = [code for code in self._context.known.names(self._refers) if code != text]
            if any(code.lstrip("0") == text for code in others):
                raise FormatUnread(self._heading, number)
        return as_json(kind, text, self._heading, unit=self._unit)

    def _day(self, number: Decimal) -> date:
        """The day that a number in a column of days stands for, where it can be no other."""
        serial_days = self._context.serial_days
        if not serial_days or number != number.to_integral_value() or int(number) not in _SERIALS:
            raise NumberForDate(self._heading, number)
        return _DAY_ZERO + timedelta(days=int(number))


def _minus_first(words: str) -> str:
    """A figure as accounting systems and spreadsheets print it below zero: ``1 250,50-`` or ``(1 250,50)``."""
    below = _BELOW_ZERO.fullmatch(words)
    return f"-{below[1] or below[2]}" if below else words


def _from_date(kind: Any, day: date, heading: str) -> str:
    if kind is date:
        return day.isoformat()
    if kind is Month:
        return str(Month.containing(day))
    hint = phrase("Excel has taken what was typed for a date: format the cells as text and write it again")
    raise WrongKind(heading, day.isoformat(), phrase("what belongs there"), hint)
