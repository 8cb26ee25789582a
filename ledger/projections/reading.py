"""The first witness: figures summed in SQL over the read model."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import add
from typing import Any, TypeVar

from ledger.domain.values.days import Month
from ledger.projections import tables
from ledger.projections.balances import MONTHS, summed
from ledger.projections.figures import Stated, Total, book_name
from ledger.projections.wide_sums import added_up

T = TypeVar("T")

_PART = """SUM(CASE WHEN last <= {month} THEN amount WHEN first > {month} THEN 0
    ELSE amount / (last - first + 1) * ({month} - first + 1) END)"""
"""What of a flow belongs to months up to one: SQLite's integer division cuts toward zero, as the rule asks."""

_BY_FACT = """SELECT kind, unit, item, position - back, SUM(amount){parts} FROM flows
    WHERE book = ? AND (month < ? OR (month = ? AND day <= ?)) AND position <= ? {within}
    GROUP BY kind, unit, item, position - back ORDER BY position - back"""

_STATED = """SELECT kind, unit, item, month, amount, fact, MAX(day * 4294967296 + fact)
    FROM statements
    WHERE measure = ? AND month BETWEEN ? AND ? AND day <= ? AND position <= ?
    AND NOT EXISTS (
        SELECT 1 FROM voided WHERE voided.fact = statements.fact
        AND voided.at > statements.position AND voided.at <= ?)
    GROUP BY month, kind, unit, item"""
"""SQLite takes the bare columns from the row that has the maximum: the latest effective, then the latest fact."""


class Reading:
    """:class:`~ledger.projections.figures.Figures` from the tables, as of a day and as known through a position."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        as_of: date,
        position: int,
        renewed: Callable[[Exception, sqlite3.Connection], sqlite3.Connection] | None = None,
    ) -> None:
        """*renewed*: where to read instead of a connection whose tables turn out to be damaged."""
        self._connection = connection
        self._as_of = as_of
        self._position = position
        self._renewed = renewed
        self._words: dict[int, str] = {}
        self._numbers: dict[str, int] = {}

    def totals(
        self,
        measure: str,
        *,
        year: int | None = None,
        through: Sequence[Month] = (),
        by_fact: bool = False,
        units: Collection[str] | None = None,
    ) -> Iterator[Total]:
        books = self._read(lambda: self._books(measure, year))
        read = self._by_fact if by_fact else self._together
        found = (total for book in books for total in read(book, through, units))
        return found if len(books) == 1 else _merged(found)

    def _books(self, measure: str, year: int | None) -> list[str]:
        """The books of a measure: of one year if given, or of all."""
        if year is not None:
            return [book_name(measure, year)]
        return [word for word in self._numbers if word == measure or _is_of(measure, word)]

    def _together(self, book: str, through: Sequence[Month], units: Collection[str] | None) -> Iterator[Total]:
        month, day = Month.containing(self._as_of), self._as_of.day
        is_end = self._as_of == month.last_day
        until = (month.number, 0 if is_end else day, self._position)
        sums = self._read(lambda: summed(self._connection, self._numbers.get(book, 0), *until))
        words, year = self._words, _year_of(book)
        columns = [sums.through[-1], *(_column(sums.through, each, year) for each in through)]
        for (kind, unit, item), amount, *parts in zip(sums.keys, *columns, strict=True):
            if (amount or any(parts)) and (units is None or words[unit] in units):
                yield Total(words[kind], words[unit], words[item], amount, tuple(parts))

    def _by_fact(self, book: str, through: Sequence[Month], units: Collection[str] | None) -> Iterator[Total]:
        year = _year_of(book)
        parts = "".join(f", {_PART.format(month=each.number - year * MONTHS)}" for each in through)
        month = Month.containing(self._as_of).number

        def rows() -> Iterable[Any]:
            asked = () if units is None else sorted(self._numbers[unit] for unit in units if unit in self._numbers)
            within = "" if units is None else f"AND unit IN ({', '.join(map(str, asked))})"
            values = (self._numbers.get(book, 0), month, month, self._as_of.day, self._position)
            return added_up(self._connection, _BY_FACT.format(parts=parts, within=within), values)

        found = self._read(rows)
        words = self._words
        for kind, unit, item, fact, amount, *spread in found:
            if amount or any(spread):
                yield Total(words[kind], words[unit], words[item], amount, tuple(spread), fact)

    def stated(self, measure: str, first: Month, last: Month) -> Iterator[Stated]:
        until = (first.number, last.number, self._as_of.toordinal(), self._position, self._position)
        found = self._read(lambda: self._connection.execute(_STATED, (self._numbers.get(measure, 0), *until)))
        words = self._words
        for kind, unit, item, month, amount, fact, _ in found:
            yield Stated(words[kind], words[unit], words[item], month, amount, fact)

    def _read(self, read: Callable[[], T]) -> T:
        """What is read; once more from tables derived anew, should these turn out to be damaged.

        Every statement groups, so that the tables have been read before the first row comes.
        """
        try:
            self._learn_words()
            return read()
        except tables.DAMAGE as error:
            if self._renewed is None:
                raise
            self._connection, self._words = self._renewed(error, self._connection), {}
            self._learn_words()
            return read()

    def _learn_words(self) -> None:
        if not self._words:
            self._words = dict(self._connection.execute("SELECT id, word FROM words").fetchall())
            self._numbers = {word: number for number, word in self._words.items()}


def _merged(totals: Iterable[Total]) -> Iterator[Total]:
    """The totals of several years, those of the same kind, unit and item (and fact) added up."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for kind, unit, item, amount, parts, position in totals:
        key = (kind, unit, item, position)
        sums[key] = list(map(add, sums.get(key, [0] * (1 + len(parts))), (amount, *parts)))
    for (kind, unit, item, position), (amount, *spread) in sums.items():
        if amount or any(spread):
            yield Total(kind, unit, item, amount, tuple(spread), position)


def _is_of(measure: str, book: str) -> bool:
    return book.startswith(f"{measure}-") and book.removeprefix(f"{measure}-").isdecimal()


def _year_of(book: str) -> int:
    """The year of a book, 0 for one without."""
    year = book.rpartition("-")[2]
    return int(year) if year.isdecimal() else 0


def _column(through: Sequence[Sequence[int]], month: Month, year: int) -> Sequence[int]:
    """What of a book's sums belongs to months up to one, which may lie before or after its year."""
    if month.year > year:
        return through[-1]
    return through[month.number % MONTHS] if month.year == year else [0] * len(through[0])
