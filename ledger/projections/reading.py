"""The first witness: figures summed in SQL over the read model."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ledger.domain.days import Month
from ledger.projections import tables
from ledger.projections.figures import Stated, Total

_PART = """SUM(CASE WHEN last <= {month} THEN amount WHEN first > {month} THEN 0
    ELSE amount / (last - first + 1) * ({month} - first + 1) END)"""
"""What of a flow belongs to months up to one: SQLite's integer division cuts toward zero, as the rule asks."""

_STATED = """SELECT kind, unit, item, month, amount, fact, MAX(day * 4294967296 + fact)
    FROM statements
    WHERE measure = ? AND month BETWEEN ? AND ? AND day <= ? AND position <= ?
    AND NOT EXISTS (
        SELECT 1 FROM voided WHERE voided.fact = statements.fact
        AND voided.at > statements.position AND voided.at <= ?)
    GROUP BY kind, unit, item, month"""
"""SQLite takes the bare columns from the row that has the maximum: the latest effective, then the latest fact."""


class Reading:
    """:class:`~ledger.projections.figures.Figures` from the tables, as of a day and as known through a position."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        as_of: date,
        position: int,
        renewed: Callable[[Exception], sqlite3.Connection] | None = None,
    ) -> None:
        """*renewed*: where to read instead when the tables turn out to be damaged."""
        self._connection = connection
        self._day = as_of.toordinal()
        self._position = position
        self._renewed = renewed
        self._words: dict[int, str] = {}
        self._numbers: dict[str, int] = {}

    def totals(
        self, measure: str, *, year: int | None = None, through: Sequence[Month] = (), by_fact: bool = False
    ) -> Iterator[Total]:
        parts = "".join(f", {_PART.format(month=month.number)}" for month in through)
        within = f"AND first BETWEEN {year * 12} AND {year * 12 + 11}" if year is not None else ""
        fact, grouped = ("fact", ", fact ORDER BY fact") if by_fact else ("0", "")
        rows = self._read(
            f"SELECT kind, unit, item, {fact}, SUM(amount){parts} FROM flows"  # noqa: S608 - numbers of our own
            f" WHERE measure = ? {within} AND day <= ? AND position <= ? GROUP BY kind, unit, item{grouped}",
            measure,
            (self._day, self._position),
        )
        words = self._words
        for kind, unit, item, position, amount, *spread in rows:
            if amount or any(spread):
                yield Total(words[kind], words[unit], words[item], amount, tuple(spread), position)

    def stated(self, measure: str, first: Month, last: Month) -> Iterator[Stated]:
        rows = self._read(_STATED, measure, (first.number, last.number, self._day, self._position, self._position))
        words = self._words
        for kind, unit, item, month, amount, fact, _ in rows:
            yield Stated(words[kind], words[unit], words[item], month, amount, fact)

    def _read(self, statement: str, measure: str, values: tuple[int, ...]) -> Iterable[Any]:
        """The rows; once more from tables derived anew, should these turn out to be damaged."""
        try:
            return self._rows(statement, measure, values)
        except tables.DAMAGE as error:
            if self._renewed is None:
                raise
            self._connection, self._words = self._renewed(error), {}
            return self._rows(statement, measure, values)

    def _rows(self, statement: str, measure: str, values: tuple[int, ...]) -> Iterable[Any]:
        """All tables are read before the first row comes, since every statement groups."""
        if not self._words:
            self._words = dict(self._connection.execute("SELECT id, word FROM words").fetchall())
            self._numbers = {word: number for number, word in self._words.items()}
        return self._connection.execute(statement, (self._numbers.get(measure), *values))
