"""The formats of a workbook's cells."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

import attrs

from ledger.domain.values.measured import Money, Quantity
from ledger.reports.numbers import AmountUnit

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

WHOLE = 1000
"""The thousandths of a whole person."""
_SCALED = {"kr": "", "tkr": ",", "Mkr": ",,"}
"""A comma at the end of a number format shows a thousandth of what the cell holds."""


@attrs.frozen(kw_only=True)
class Formats:
    """One of each kind."""

    title: "Format"
    bold: "Format"
    words: "Format"
    heading: "Format"
    figure_heading: "Format"
    note: "Format"
    money: "Format"
    total: "Format"
    """Of money."""
    people: "Format"
    parts: "Format"
    """Of people, where they are not whole."""
    share: "Format"
    number: "Format"
    day: "Format"
    check: "Format"

    @classmethod
    def of(cls, book: "Workbook", unit: AmountUnit, decimals: int) -> Self:
        amount = "#,##0" + (f".{'0' * decimals}" if decimals else "") + _SCALED[unit]
        top = {"valign": "top"}
        heading = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2}
        return cls(
            title=book.add_format({"bold": True, "font_size": 16}),
            bold=book.add_format({"bold": True, **top}),
            words=book.add_format({"text_wrap": True, **top}),
            heading=book.add_format(heading),
            figure_heading=book.add_format({**heading, "align": "right"}),
            note=book.add_format({"italic": True, "font_color": "#4d5761"}),
            money=book.add_format({"num_format": amount, **top}),
            total=book.add_format({"num_format": amount, "bold": True, "top": 1, **top}),
            people=book.add_format({"num_format": "#,##0", **top}),
            parts=book.add_format({"num_format": "#,##0.0##", **top}),
            share=book.add_format({"num_format": "0.0%", **top}),
            number=book.add_format({"num_format": "General", **top}),
            day=book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top}),
            check=book.add_format({"num_format": '0.00;[Red]-0.00;"0"', "font_color": "#4d5761", **top}),
        )

    def for_value(self, name: str, value: Any) -> "Format":
        match value:
            case Money():
                return self.money
            case Quantity():
                return self.parts if value.count % WHOLE else self.people
            case Decimal():
                return self.share if name.startswith("share") else self.number
            case date():
                return self.day
            case int():
                return self.number
            case _:
                return self.words
