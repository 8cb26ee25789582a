"""What the columns of each question hold."""

import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from ledger.domain.values.measured import Money, Number, Quantity
from ledger.queries.check.printed import Kind
from ledger.queries.question import Question
from ledger.queries.questions import question

_KINDS: Mapping[type, Kind] = {Money: "money", Quantity: "quantity", Number: "number", Decimal: "number", int: "number"}


@cache
def columns_of(name: str) -> Mapping[str, Kind]:
    """Every column of a question's answers that can be printed, however it is grouped, with what stands in it."""
    asked = question(name)
    found: dict[str, Kind] = {}
    for rows in _row_classes(asked):
        for field in attrs.fields(rows):
            if field.type is not None or field.name not in found:  # a class made for a grouping declares no types
                found[field.name] = _kind(field.type)
    if asked.explained is not None:
        found |= {each: _KINDS[asked.explained.value(each)] for each in asked.explained.columns}
    return found


def named_by(name: str) -> set[str]:
    """What can say which row of an answer is meant: its columns, and the options it is asked with."""
    return {*columns_of(name), *(option.name for option in question(name).options)}


def _row_classes(asked: Question) -> set[type]:
    by = next((option for option in asked.options if option.kind == "grouping"), None)
    groupings = {None, *(",".join(choices) for choices in ((by.choices, by.always) if by else ()) if choices)}
    return {asked.columns(by) for by in groupings}


def _kind(annotation: typing.Any) -> Kind:
    """The kind of a field; words where it is nothing that is counted."""
    kinds = [each for each in (*typing.get_args(annotation), annotation) if each in _KINDS]
    return _KINDS[kinds[0]] if kinds and kinds[0] is not date else "text"
