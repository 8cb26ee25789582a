"""The rows of a sheet of a workbook: what calamine gives, with what stands beside it put in its place."""

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from python_calamine import CalamineSheet

from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Broken, Cell, Computed, error_cell, error_shown
from ledger.interchange.sheets.files.sheet_marks import Marks, cell_at
from ledger.interchange.sheets.formats.number_formats import NumberFormat, Shown
from ledger.interchange.sheets.sheet import Row

MOST_COVERED = 10_000
"""Of cells behind merged ones, that are told of."""

_UNMERGE = "Unmerge them, and fill in every row"
_TIME_HINT = "Format the cell as a date without a time of day, or as text"
_NOT_CALCULATED = Broken(
    phrase("a formula that was never calculated"),
    phrase("Open the file in a spreadsheet program and save it, or paste the values"),
)
_TYPED_DECIMALS = 8
"""Nobody types so many decimals of an amount: a number that has them was computed."""
_ROUNDED_ALWAYS = 2

Patch = Callable[[Cell], Cell]
"""What becomes of a cell through what stands beside it."""


def rows_with_marks(sheet: CalamineSheet, beside: Marks, from_1904: bool) -> Iterator[Row]:  # noqa: FBT001
    """The rows from the first on, with everything that the values alone do not say."""
    left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    patches = _patches(beside, from_1904=from_1904)
    number = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = left + [_cell(value) for value in values]
        yield number, _patched(cells, patches[number - 1]) if number - 1 in patches else cells
    for row in sorted(row for row in patches if row >= number):
        yield row + 1, _patched([], patches[row])


def _patched(cells: list[Cell], patches: list[tuple[int, Patch]]) -> list[Cell]:
    for column, patch in patches:
        if column >= len(cells):
            changed = patch(None)
            if changed is None:
                continue
            cells += [None] * (column + 1 - len(cells))
            cells[column] = changed
        else:
            cells[column] = patch(cells[column])
    return cells


def _patches(beside: Marks, *, from_1904: bool) -> dict[int, list[tuple[int, Patch]]]:
    """By row: which cells calamine gives as empty, as zero, or without what their formats and characters say."""
    found: dict[int, list[tuple[int, Patch]]] = {}
    for row, columns in beside.computed.items():
        found.setdefault(row, []).extend((column, _computed) for column in columns)
    for row, formats in beside.formats.items():
        found.setdefault(row, []).extend((column, _in_format(form, from_1904)) for column, form in formats)
    for (row, column), raised in beside.raised.items():
        found.setdefault(row, []).append((column, _always(raised)))
    for (row, column), value in beside.errors.items():
        found.setdefault(row, []).append((column, _always(error_cell(value))))
    for row, column in beside.uncalculated:
        found.setdefault(row, []).append((column, _always(_NOT_CALCULATED)))
    for (row, column), reference in islice(_covered(beside), MOST_COVERED):
        fault = Broken(
            phrase(
                "one of the merged cells {reference}, and only the first of them has the value", reference=reference
            ),
            _UNMERGE,
        )
        found.setdefault(row, []).append((column, _always(fault)))
    return found


def _always(cell: Cell) -> Patch:
    return lambda _: cell


def _computed(cell: Cell) -> Cell:
    """The result of a formula, marked where it may have to be rounded."""
    if isinstance(cell, Decimal) and _decimals(cell) > _ROUNDED_ALWAYS:
        return Computed(cell)
    return cell


def _in_format(form: NumberFormat, from_1904: bool) -> Patch:  # noqa: FBT001
    """A cell as its number format shows it."""

    def patch(cell: Cell) -> Cell:
        if isinstance(cell, str):
            seen = form.text_shown(cell)
            return cell if seen == cell else _text_shown_otherwise(cell, seen)
        if isinstance(cell, date):
            return Shown(Decimal((cell - (_FIRST_OF_1904 if from_1904 else _DAY_ZERO)).days), form)
        return Shown(cell, form) if isinstance(cell, Decimal) else cell

    return patch


def _text_shown_otherwise(text: str, seen: str) -> Broken:
    shown = f"is shown as {seen!r}" if seen else "is not shown at all"
    return Broken(
        phrase("the text {text!r}, which {shown} by its number format", text=text, shown=shown),
        phrase("Format the cell as text, and write what is right"),
        seen,
    )


def _covered(beside: Marks) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells that merging has hidden behind another one."""
    for reference in beside.merged:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = cell_at(first), cell_at(last or first)
        for row in range(top, min(bottom, beside.rows - 1) + 1):
            for column in range(left, min(right, beside.columns - 1) + 1):
                if (row, column) != (top, left):
                    yield (row, column), reference


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        text = value.strip()
        return (error_shown(text) or text or None) if text[:1] in ("#", "") else text
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    return _day(value)


def _number(value: float) -> Cell:
    """Fifteen digits are what Excel works with; the rest is how binary fractions miss decimal ones."""
    if not math.isfinite(value):
        return Broken(phrase("{value}, which is no number", value=value), phrase("Write the value itself"))
    number = Decimal(format(value, ".15g"))
    if abs(value) < _LARGE:
        number = number.quantize(_FINEST)
    if number == number.to_integral_value():
        return Decimal(int(number))
    number = number.normalize()
    return Computed(number) if _decimals(number) >= _TYPED_DECIMALS else number


def _decimals(number: Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _day(value: object) -> Cell:
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date()
        shown = value.isoformat(" ", "minutes")
        return Broken(phrase("{shown}, a day with a time of day", shown=shown), _TIME_HINT, shown)
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return Broken(phrase("{value}, a time", value=value), _TIME_HINT, str(value))
    return Broken(
        phrase("of a kind that is not known ({type})", type=type(value).__name__), phrase("Write the value itself")
    )


_DAY_ZERO, _FIRST_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FINEST = Decimal("1e-9")
_LARGE = 1e15
