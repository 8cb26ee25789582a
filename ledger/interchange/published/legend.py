"""What the mapping of a printed table says: what its rows and columns are, and how its figures are printed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ledger.queries.contributions.contribution import Signs


@attrs.frozen(kw_only=True)
class MappedColumn:
    """What a printed column is."""

    name: str
    """The column of the answer."""
    narrowed: Mapping[str, Any]
    as_of: dt.date | None = None
    known_at: dt.datetime | None = None
    decimals: int | None = None
    sign: int | None = None
    is_percent: bool = False


@attrs.frozen(kw_only=True)
class Legend:
    """What a printed table is, and what its labels mean."""

    name: str
    question: str
    narrowed: Mapping[str, Any]
    as_of: dt.date | None
    known_at: dt.datetime | None
    unit_of_amounts: str | None
    decimals: int | None
    sign: int
    """-1 where the table prints with the opposite sign of the ledger."""
    labels: str | None
    """The heading of the column with the labels of the rows; None: the first."""
    sheet: str | None
    """The sheet of a workbook that holds the table; None: the first."""
    ignored: frozenset[str]
    """Labels of rows and columns that are none of ours."""
    printed_only: frozenset[str]
    """Labels of rows and columns that the ledger is not asked for: sums, changes, percent, footnotes."""
    rest_is_printed_only: bool
    """Whether every label that the mapping does not name is printed only."""
    rows: Mapping[str, Mapping[str, Any]]
    columns: Mapping[str, MappedColumn]
    rows_add_up: Mapping[str, Signs]
    columns_add_up: Mapping[str, Signs]
    columns_in_percent: Mapping[str, Sequence[tuple[int, str]]]
    """By the label of a column in percent, the columns of the part, added or taken away, and last that of the whole."""
    words: Mapping[str, str]
    """What printed words are called in the answer."""

    def is_printed_only(self, label: str, mapped: Mapping[str, Any]) -> bool:
        """Whether a row or a column of the table is printed only; *mapped* are the rows, or the columns."""
        if label in mapped or label in self.ignored:
            return False
        added = (*self.rows_add_up, *self.columns_add_up, *self.columns_in_percent)
        return self.rest_is_printed_only or label in self.printed_only or label in added


def label_of(words: str) -> str:
    """A label as labels are compared: whatever blanks stand in it."""
    return " ".join(words.split())
