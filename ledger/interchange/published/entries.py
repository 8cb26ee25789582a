"""How each entry of a mapping is read, and what a message says that it should be."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.published.legend import label_of
from ledger.interchange.values.choices import read_bool
from ledger.interchange.values.days import read_as_of
from ledger.interchange.values.moments import read_known_at
from ledger.interchange.values.months import read_month, read_year
from ledger.queries.options import STATEMENT, TREE

MOST_DECIMALS = 8
UNITS = ("kr", "tkr", "Mkr")
PERCENT = "percent"

EntryReader = tuple[Callable[[Any], Any], str]
"""How an entry is read, and what it should be."""


def whole(value: Any) -> int:
    if type(value) is not int:
        raise Unreadable("")
    return value


def word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unreadable("")
    return value.strip()


def labels(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise Unreadable("")
    return [label_of(word(each)) for each in value]


def choice(choices: Collection[Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, bool) or value not in choices:
            raise Unreadable("")
        return value

    return read


def _decimals(value: Any) -> int:
    if not 0 <= whole(value) <= MOST_DECIMALS:
        raise Unreadable("")
    return int(value)


def _dated(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else word(value)


def _labels_or_rest(value: Any) -> list[str] | bool:
    return True if value is True else labels(value)


def _anything(value: Any) -> Any:
    if isinstance(value, str):
        return word(value)
    if not isinstance(value, int | dt.date):
        raise Unreadable("")
    return value


ANYTHING: EntryReader = (_anything, "a word in quotes, a number, a day, true or false")
"""A column of the answer, by what stands in it."""
WORD: EntryReader = (word, "a word in quotes")
_MONTH: EntryReader = (lambda value: read_month(word(value)), 'a month in quotes: "2024-07"')
NARROWED: Mapping[str, EntryReader] = {
    **dict.fromkeys(
        ("unit", "line", "project", "version", "plan", "phase", "measure", "indicator", "category", "employment"), WORD
    ),
    "month": _MONTH,
    "since": _MONTH,
    "year": (lambda value: read_year(whole(value)), "a year: 2024"),
    "so_far": (lambda value: read_bool(value, ""), "true or false"),
    **{
        each.name: (choice(each.choices), phrase("one of {choices}", choices=", ".join(each.choices)))
        for each in (STATEMENT, TREE)
    },
}
"""The fields of :class:`~ledger.queries.cell.Cell`: they may stand for the table, a row or a column."""
PRINTED: Mapping[str, EntryReader] = {
    "as_of": (lambda value: read_as_of(_dated(value)), 'a day or a month: "2024-07-31"'),
    "known_at": (lambda value: read_known_at(_dated(value)), 'a day, a month or an instant: "2024-08-27"'),
    "decimals": (_decimals, f"a number of decimals, 0 to {MOST_DECIMALS}"),
    "sign": (choice((1, -1)), "1, or -1 where figures are printed with the opposite sign"),
}
"""What a table says of all its figures, and a column of its own."""
TABLE: Mapping[str, EntryReader] = {
    "in": (choice(UNITS), phrase("one of {choices}", choices=", ".join(UNITS))),
    "labels": (lambda value: label_of(word(value)), "the heading of the column with the labels of the rows"),
    "sheet": (word, "the name of a sheet, in quotes"),
    "ignore": (labels, "a list of labels"),
    "printed_only": (_labels_or_rest, "a list of labels, or true for all that the mapping does not name"),
}
"""What is about the whole table."""
COLUMN: Mapping[str, EntryReader] = {
    "column": (word, "the name of a column of the answer, in quotes"),
    "in": (choice((PERCENT,)), f'"{PERCENT}", for a share that is printed in percent'),
}
"""What is about one column alone."""
