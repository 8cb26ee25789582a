"""The answer to a question, as rows, tables of other libraries, CSV and JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Measured
from ledger.queries import answer as queries
from ledger.reports.exact import field_names, is_share, share_text

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class Row(Mapping[str, Any]):
    """A row of an answer: ``row["current"]`` or ``row.current``.

    Amounts are :class:`~decimal.Decimal` in kronor, positions, people and hours Decimal, shares Decimal with six
    decimals, days :class:`~datetime.date`, months text such as ``2024-07``; what is unknown is None.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __getattr__(self, name: str) -> Any:
        if name.removesuffix("_") in self._values:
            return self._values[name.removesuffix("_")]
        raise AttributeError(f"The row has no column {name!r}; it has {', '.join(self._values)}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._values})

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self._values.items())})"


class Answer:
    """Rows that answer a question at a moment; the same moment gives the same rows for ever."""

    def __init__(self, answered: queries.Answer) -> None:
        self._answered = answered

    @property
    def question(self) -> str:
        return self._answered.question

    @property
    def as_of(self) -> date:
        """The day it is true for."""
        return self._answered.moment.as_of

    @property
    def known_at(self) -> datetime:
        """The instant through which the ledger knew, in UTC."""
        return self._answered.moment.known_at

    @property
    def position(self) -> int:
        """The last fact that had been recorded by then; 0 for none."""
        return self._answered.position

    @property
    def options(self) -> Mapping[str, Any]:
        """The options that were given or meant, by name."""
        return {name: plain(value, name) for name, value in self._answered.options.items() if value is not None}

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, as in JSON."""
        return tuple(field_names(self._answered.columns).values())

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._row(row) for row in self._answered.rows)

    @property
    def total(self) -> Any:
        """Over all rows, where that has a meaning: a row, or one figure; else None."""
        total = self._answered.total
        return plain(total) if total is None or isinstance(total, Measured) else self._row(total)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know: what is missing, left out or carried forward."""
        from ledger.reports.words import note_words

        return tuple(note_words(note, "en") for note in self._answered.notes)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain dictionaries, with the values that :class:`Row` has."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> "pl.DataFrame":
        """The rows as a Polars frame; amounts are exact decimals. Raises :class:`FramesMissing` without Polars."""
        from ledger.python.frames import to_polars

        return to_polars(self.columns, self.rows)

    def to_pandas(self) -> "pd.DataFrame":
        """The rows as a pandas frame; amounts are Decimal objects. Raises :class:`FramesMissing` without pandas."""
        from ledger.python.frames import to_pandas

        return to_pandas(self.columns, self.rows)

    def to_csv(self) -> str:
        """What ``--format csv`` prints."""
        from ledger.reports.formats.csv_text import csv_text

        return csv_text(self._answered)

    def to_json(self) -> str:
        """What ``--format json`` prints."""
        from ledger.reports.formats.json_text import json_text

        return json_text(self._answered)

    def _row(self, row: Any) -> Row:
        names = field_names(self._answered.columns)
        return Row({outside: plain(getattr(row, inside), inside) for inside, outside in names.items()})

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self._answered.rows)

    def __repr__(self) -> str:
        known_at = self.known_at.isoformat()
        return f"<{self.question} as of {self.as_of}, known at {known_at}: {len(self)} rows>"


def plain(value: Any, name: str = "") -> Any:
    """*value* in types of Python that need no explanation; *name* is that of its column."""
    match value:
        case Measured():
            return value.decimal
        case Decimal():
            return Decimal(share_text(value)) if is_share(name) else value
        case Month() | str():
            return str(value)
        case Mapping():
            return {str(key): plain(each, str(key)) for key, each in value.items()}
        case _ if isinstance(value, Sequence) and not isinstance(value, str):
            return [plain(each) for each in value]
        case _ if attrs.has(type(value)):
            return {
                outside: plain(getattr(value, inside), inside) for inside, outside in field_names(type(value)).items()
            }
        case _:
            return value
