"""Facts written into the cells of a template, as a controller would fill it in."""

from decimal import Decimal

import attrs

from ledger.domain.fact import Reference
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Measured
from ledger.interchange.sheets.columns.spelling import spelled
from ledger.interchange.values.fields import spellings


def rows_of(fact, heads):
    """The rows that state a fact under the headings of a template: one for each line, or just one."""
    lines = getattr(fact, "lines", None)
    if lines is None or not any(head.column.role == "line" for head in heads):
        return [[_cell(fact, head.column) for head in heads]]
    return [[_of_line(fact, head.column, line) for head in heads] for line in lines]


def _of_line(fact, column, line):
    if column.role == "line":
        return line
    if column.role == "amount":
        return fact.lines[line].decimal
    if column.role == "month":
        months = (fact.phasing or {}).get(line, {})
        amount = months.get(Month.of(fact.year, column.month))
        return None if amount is None else amount.decimal
    return _cell(fact, column)


def _cell(fact, column):
    value = _value(fact, column.field)
    if column.inner and value is not None:
        value = _value(value, column.inner)
    if value is None or value == ():
        return None
    if isinstance(value, Measured):
        return value.decimal
    if isinstance(value, int) and not isinstance(value, bool):
        return f"#{value}" if column.kind == Reference else Decimal(value)
    if isinstance(value, dict):
        return "; ".join(f"{key}={_words(each)}" for key, each in value.items())
    if isinstance(value, tuple):
        return "; ".join(map(_part, value)) if attrs.has(type(value[0])) else ", ".join(value)
    return str(value) if isinstance(value, Month) else value


def _value(subject, name):
    return getattr(subject, spellings(type(subject))[name].attribute)


def _part(part):
    said = {name: _value(part, name) for name in spellings(type(part))}
    return ", ".join(f"{name}={_words(value)}" for name, value in said.items() if value is not None)


def _words(value):
    return str(spelled(value)).replace(".", ",") if isinstance(value, Measured) else str(value)
