"""The values of fields in the one spelling that the ledger itself uses."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.fact import attributes, journal_name
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity


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
