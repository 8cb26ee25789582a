"""Sums without an end: SQLite adds up 64 bits and stops with an error beyond, and a sum of money may go beyond.

One amount is at most 10¹⁵ öre, so that it takes thousands of the largest to get there. Therefore SQLite's own sums are
tried first, and cost nothing more.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any


class _WholeSum:
    """An aggregate function in Python, whose numbers have no end. SQLite takes its result as text."""

    def __init__(self) -> None:
        self.total = 0

    def step(self, number: int | None) -> None:
        self.total += number or 0

    def finalize(self) -> str:
        return str(self.total)


def added_up(connection: sqlite3.Connection, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
    """The rows of a statement that groups and sums whole numbers, none of its other columns being text.

    Errors of the tables are raised at once, as by ``execute``.
    """
    try:
        found = connection.execute(statement, values)
    except sqlite3.OperationalError as error:
        if not _is_overflow(error):
            raise
        return _widely(connection, statement, values, after=0)
    return _as_long_as_they_fit(found, connection, statement, values)


def _as_long_as_they_fit(
    found: sqlite3.Cursor, connection: sqlite3.Connection, statement: str, values: Sequence[Any]
) -> Iterator[Any]:
    given = 0
    try:
        for given, row in enumerate(found, 1):  # noqa: B007 - how many were given before an error
            yield row
    except sqlite3.OperationalError as error:
        if not _is_overflow(error):
            raise
        yield from _widely(connection, statement, values, after=given)


def _widely(connection: sqlite3.Connection, statement: str, values: Sequence[Any], *, after: int) -> Iterator[Any]:
    """The same rows in the same order, summed in Python; without the first ones, which have been given already."""
    connection.create_aggregate("WHOLE_SUM", 1, _WholeSum)  # type: ignore[arg-type]  # finalize may give text
    for row in islice(connection.execute(statement.replace("SUM(", "WHOLE_SUM("), values), after, None):
        yield tuple(int(value) if isinstance(value, str) else value for value in row)


def _is_overflow(error: sqlite3.OperationalError) -> bool:
    return str(error) == "integer overflow"
