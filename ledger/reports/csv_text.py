"""An answer as comma-separated values (RFC 4180, with plain line feeds)."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import msgspec

from ledger.domain.days import Month, instant_text
from ledger.domain.measured import Measured
from ledger.queries.answer import Answer
from ledger.reports.exact import decimal_text, field_names, is_share, share_text
from ledger.reports.json_text import plain

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula and runs it."""


def csv_text(answer: Answer) -> str:
    """Every row with every field, hidden ones too; the total is left to whoever adds the rows up."""
    names = field_names(answer.columns)
    lines = [_line(list(names.values()))]
    lines += [_line([_cell(name, getattr(row, name)) for name in names]) for row in answer.rows]
    return "".join(lines)


def _line(cells: list[str]) -> str:
    text = StringIO()
    # A carriage return within a cell is quoted only when it is part of the line ending, so that is what we ask for.
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n") + "\n"


def _cell(name: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return share_text(value) if is_share(name) else decimal_text(value)
        case datetime():
            return instant_text(value)
        case Measured() | int() | Month() | date():
            return str(value)
        case str():
            return _harmless(value)
        case tuple() | list() if all(isinstance(part, str | Measured | int | Month | date) for part in value):
            return _harmless(", ".join(str(part) for part in value))
        case _:
            return msgspec.json.encode(plain(value)).decode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
