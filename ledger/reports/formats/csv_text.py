"""An answer as comma-separated values: RFC 4180 with plain line feeds, or as a Swedish Excel opens them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, Literal

from ledger.domain.values.days import Month, instant_text
from ledger.domain.values.disarmed import SEPARATORS, disarmed
from ledger.domain.values.measured import Measured, Money, money_text
from ledger.domain.values.visible import visible_json, visible_lines
from ledger.queries.answer import Answer
from ledger.reports.exact import decimal_text, field_names, is_share, share_text
from ledger.reports.formats.json_text import plain

Dialect = Literal["en", "sv"]
"""``en``: commas between cells and a decimal point. ``sv``: semicolons, a decimal comma, lines that end as in Windows,
and a byte order mark, without which Excel takes å for Ã¥."""

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SPECIAL = frozenset(SEPARATORS)


def csv_text(answer: Answer, dialect: Dialect = "en") -> str:
    """Every row with every field, hidden ones too; the total is left to whoever adds the rows up."""
    names = field_names(answer.columns)
    values = attrgetter(*names, "__class__")  # asked for two or more, it always gives a tuple
    shares = {place for place, name in enumerate(names) if is_share(name)}
    lines = [[_quoted(name) for name in names.values()]]
    for row in answer.rows:
        found = values(row)[:-1]
        cells = [(_PLAIN.get(type(value)) or _cell)(value) for value in found]
        for place in shares:
            if isinstance(value := found[place], Decimal):
                cells[place] = share_text(value)
        lines.append(cells if dialect == "en" else _with_decimal_comma(cells, found))
    separator, end = (",", "\n") if dialect == "en" else (";", "\r\n")
    text = "".join([(separator.join(cells) or '""') + end for cells in lines])  # an empty line would be no row
    return text if dialect == "en" else _BYTE_ORDER_MARK + text


def _with_decimal_comma(cells: list[str], values: tuple[Any, ...]) -> list[str]:
    return [
        cell.replace(".", ",") if isinstance(value, Measured | Decimal) else cell
        for cell, value in zip(cells, values, strict=True)
    ]


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """A text as a cell: in quotes if it has to be, and no formula. Codes and names come back again and again."""
    return _in_quotes(_harmless(text))


def _in_quotes(text: str) -> str:
    """A cell in quotes where any separator would cut it."""
    if not _SPECIAL.intersection(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _cell(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return decimal_text(value)
        case datetime():
            return instant_text(value)
        case Measured() | int() | Month() | date():
            return str(value)
        case str():
            return _quoted(value)
        case tuple() | list() if all(isinstance(part, str | Measured | int | Month | date) for part in value):
            return _in_quotes(", ".join(_harmless(part) if isinstance(part, str) else str(part) for part in value))
        case _:
            import msgspec

            return _in_quotes(visible_json(msgspec.json.encode(_disarmed_within(plain(value))).decode()))


def _harmless(text: str) -> str:
    return disarmed(visible_lines(text))


def _disarmed_within(value: Any) -> Any:
    """What JSON is made of, every text in it disarmed."""
    match value:
        case str():
            return disarmed(value)
        case list():
            return [_disarmed_within(part) for part in value]
        case dict():
            return {disarmed(name): _disarmed_within(part) for name, part in value.items()}
        case _:
            return value


_PLAIN: dict[type, Callable[[Any], str]] = {
    Money: lambda amount: money_text(amount.count),
    int: str,
    str: _quoted,
    NoneType: lambda _: "",
}
"""Most cells by far, without a detour."""
