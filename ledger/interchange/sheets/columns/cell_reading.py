"""One cell of a sheet into the value of a field, spelled as the journal spells it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.days import FIRST_DAY, LAST_DAY, Month
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Reference, attributes, journal_name
from ledger.domain.measured import Money, Quantity
from ledger.interchange.sheets.cells import Broken, Cell
from ledger.interchange.sheets.columns.headings import Column, month_under
from ledger.interchange.values.amounts import POWERS
from ledger.interchange.values.from_text import as_json
from ledger.interchange.values.messages import WrongKind

MOST_REMEMBERED = 10_000
"""How many spellings of one column are kept: codes, days and bodies come again on row after row."""

_JSON_AS_WRITTEN = frozenset({str, int, date, Month})
"""Fields that the journal too has as text, just as people write them."""
_DAY_ZERO = date(1899, 12, 30)
"""Excel counts days from here, for every day after February 1900."""
_SERIALS = range((FIRST_DAY - _DAY_ZERO).days, (LAST_DAY - _DAY_ZERO).days + 1)
_BELOW_ZERO = re.compile(r"\((\d[^()]*)\)|(\d[\d\s.,']*)[-−–]", re.ASCII)
_MOST_DIGITS = 15
"""Excel keeps no more digits of a number, so a longer code has lost its end."""


class UnusableCell(Unreadable):
    code = "unusable-cell"

    def __init__(self, heading: str, cell: Broken) -> None:
        super().__init__(f"{heading} is {cell.why}", hint=cell.hint)


class EmptyCell(Unreadable):
    code = "empty-cell"

    def __init__(self, heading: str) -> None:
        super().__init__(f"{heading} is empty, and must be given", hint=f"Fill in {heading}, or take the row out")


class NumberForDate(Unreadable):
    code = "number-for-date"

    def __init__(self, heading: str, number: Decimal) -> None:
        super().__init__(
            f"{heading} is the number {number:f}, which can be read as no date",
            hint="Give the cells a date format, or write 2024-07-31 (2024-07 for a month) in cells formatted as text",
        )


class CellReader:
    """Reads the cells of one column; what it has read once it remembers."""

    def __init__(self, column: Column, heading: str, *, unit: str, serial_days: bool) -> None:
        self.column = column
        self._heading = heading
        self._unit = unit
        self._serial_days = serial_days
        self._known: dict[str, tuple[Any, Any]] = {}
        self._comes_again = not column.is_figure
        self._is_json = column.kind in _JSON_AS_WRITTEN or (column.kind is Money and unit == "kr")

    def read(self, cell: Cell) -> tuple[Any, Any]:
        """The value of the cell, and how the journal spells it. Raises :class:`Unreadable`."""
        if type(cell) is not str or not self._comes_again:
            return self._read(cell)
        known = self._known.get(cell)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[cell] = self._read(cell)
        return known

    def _read(self, cell: Cell) -> tuple[Any, Any]:
        value = self.column.read(self._as_json(cell), self._heading)
        return value, spelled(value)

    def _as_json(self, cell: Cell) -> Any:
        kind, heading = self.column.kind, self._heading
        if isinstance(cell, str):
            if kind is Month:
                return _month_text(cell)
            if self.column.is_figure:
                cell = _minus_first(cell)
            return cell if self._is_json else as_json(kind, cell, heading, unit=self._unit)
        if isinstance(cell, Broken):
            raise UnusableCell(heading, cell)
        if isinstance(cell, date):
            return _from_date(kind, cell, heading)
        if isinstance(cell, Decimal):
            return self._from_number(kind, cell)
        return cell

    def _from_number(self, kind: Any, number: Decimal) -> Any:
        if kind is Money:
            return plain(number.scaleb(POWERS[self._unit.casefold()]))
        if kind in (Quantity, Decimal, bool):
            return plain(number)
        if kind is Month and len(whole_text := format(number, "f")) == len("202407") and month_under(whole_text):
            return _month_text(whole_text)
        if kind in (date, Month):
            return _from_date(kind, self._day(number), self._heading)
        whole = number == number.to_integral_value() and abs(number) < 10**_MOST_DIGITS
        if kind is int or kind == Reference:
            return int(number) if whole else number
        if not whole:
            hint = "Format the cells as text and write it again, so that no digit is lost"
            raise WrongKind(self._heading, number, "text", hint)
        return as_json(kind, str(int(number)), self._heading, unit=self._unit)

    def _day(self, number: Decimal) -> date:
        """The day that a number in a column of days stands for, where it can be no other."""
        if not self._serial_days or number != number.to_integral_value() or int(number) not in _SERIALS:
            raise NumberForDate(self._heading, number)
        return _DAY_ZERO + timedelta(days=int(number))


def _minus_first(words: str) -> str:
    """A figure as accounting systems and spreadsheets print it below zero: ``1 250,50-`` or ``(1 250,50)``."""
    below = _BELOW_ZERO.fullmatch(words)
    return f"-{below[1] or below[2]}" if below else words


def _month_text(words: str) -> str:
    """A month as people and their systems write it (``202407``, ``jul-24``, ``juli 2024``) as the journal does."""
    named = month_under(words)
    return str(Month.of(named[1], named[0])) if named and named[1] else words


def _from_date(kind: Any, day: date, heading: str) -> str:
    if kind is date:
        return day.isoformat()
    if kind is Month:
        return str(Month.containing(day))
    hint = "Excel has taken what was typed for a date: format the cells as text and write it again"
    raise WrongKind(heading, day.isoformat(), "what belongs there", hint)


def plain(number: Decimal) -> Decimal:
    """The same number without an exponent."""
    return Decimal(format(number, "f"))


def spelled(value: Any) -> Any:
    """The value of a field as the JSON of a journal line, in the one spelling the ledger itself uses."""
    write = _SPELLED.get(type(value))
    if write is not None:
        return write(value)
    if attrs.has(type(value)):
        inner = ((journal_name(each.name), getattr(value, each.name)) for each in attributes(type(value)))
        return {name: spelled(each) for name, each in inner if each is not None}
    return value


def _spelled_table(table: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): spelled(value) for key, value in table.items()}


_SPELLED: dict[type, Callable[[Any], Any]] = {
    str: lambda text: text,
    Money: str,
    Quantity: str,
    Month: str,
    date: date.isoformat,
    Decimal: lambda number: format(number, "f"),
    tuple: lambda entries: [spelled(entry) for entry in entries],
    dict: _spelled_table,
}
