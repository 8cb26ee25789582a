"""The mapping that says what the rows and columns of a printed table are in the ledger: a TOML file written by hand."""

import datetime as dt
import tomllib
from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs

from ledger.domain.errors import LedgerError, Unreadable
from ledger.interchange.journal.lines import NotUtf8
from ledger.interchange.values.days import read_as_of
from ledger.interchange.values.messages import nearest, shown
from ledger.interchange.values.moments import read_known_at
from ledger.interchange.values.months import read_month
from ledger.interchange.values.years import read_year
from ledger.queries.contributions.contribution import Signs
from ledger.queries.options import STATEMENT, TREE
from ledger.queries.questions import explainable
from ledger.queries.questions import question as question_named

MOST_DECIMALS = 8
UNITS = ("kr", "tkr", "Mkr")


class MappingNotToml(Unreadable):
    code = "mapping-not-toml"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} is no TOML: {why}",
            hint='Put words with blanks, letters like å, and months in quotes: "Summa finansnetto" = "B-FINANS"',
        )


class MappingEntryWrong(Unreadable):
    code = "mapping-entry-wrong"

    def __init__(self, name: str, entry: str, value: object, wanted: str, hint: str = "") -> None:
        super().__init__(f"{name}: {entry} is {shown(value)}, not {wanted}", hint=hint or f"Write {wanted}")


class MappingEntryUnknown(Unreadable):
    code = "mapping-entry-unknown"

    def __init__(self, name: str, entry: str, known: Collection[str]) -> None:
        super().__init__(
            f"{name}: there is no entry {entry!r}",
            hint=nearest(entry.rpartition(".")[2], known) or f"The entries are {', '.join(sorted(known))}",
        )


class MappingEntryMissing(Unreadable):
    code = "mapping-entry-missing"

    def __init__(self, name: str, entry: str, example: str) -> None:
        super().__init__(f"{name} does not say {entry}", hint=f"Write it: {example}")


class LabelUnknown(Unreadable):
    code = "label-unknown"

    def __init__(self, name: str, entry: str, label: str, known: Collection[str]) -> None:
        super().__init__(
            f"{name}: {entry} speaks of {label!r}, which is none of the labels in the mapping",
            hint=nearest(label, known) or "Write labels as they stand in the mapping, and - before one to take it away",
        )


@attrs.frozen(kw_only=True)
class MappedColumn:
    """What a printed column is."""

    name: str
    narrowed: Mapping[str, Any]
    as_of: dt.date | None = None
    known_at: dt.datetime | None = None
    decimals: int | None = None


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
    labels: str | None
    """The heading of the column with the labels of the rows; None: the first."""
    ignored: frozenset[str]
    """Labels of rows and columns that are none of ours."""
    rows: Mapping[str, Mapping[str, Any]]
    columns: Mapping[str, MappedColumn]
    rows_add_up: Mapping[str, Signs]
    columns_add_up: Mapping[str, Signs]


def label_of(words: str) -> str:
    """A label as labels are compared: whatever blanks stand in it."""
    return " ".join(words.split())


def read_legend(data: bytes, name: str) -> Legend:
    """The mapping in *data*; *name* is what messages call it. Raises subclasses of :class:`Unreadable`."""
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotUtf8(data[error.start], error.start) from None
    except tomllib.TOMLDecodeError as error:
        raise MappingNotToml(name, str(error)) from None
    return _Reader(name).legend(table)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Unreadable("")
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unreadable("")
    return value.strip()


def _decimals(value: Any) -> int:
    if not 0 <= _whole(value) <= MOST_DECIMALS:
        raise Unreadable("")
    return int(value)


def _choice(choices: Collection[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise Unreadable("")
        return str(value)

    return read


def _labels(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise Unreadable("")
    return [label_of(_word(each)) for each in value]


def _dated(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else _word(value)


Reader = tuple[Callable[[Any], Any], str]
"""How an entry is read, and what it should be."""

_MONTH: Reader = (lambda value: read_month(_word(value)), 'a month in quotes: "2024-07"')
_NARROWED: Mapping[str, Reader] = {
    **dict.fromkeys(
        ("unit", "line", "version", "plan", "phase", "category", "employment"), (_word, "a word in quotes")
    ),
    "month": _MONTH,
    "since": _MONTH,
    "year": (lambda value: read_year(_whole(value)), "a year: 2024"),
    **{each.name: (_choice(each.choices), f"one of {', '.join(each.choices)}") for each in (STATEMENT, TREE)},
}
"""The fields of :class:`~ledger.queries.cell.Cell`: they may stand for the table, a row or a column."""
_MOMENT: Mapping[str, Reader] = {
    "as_of": (lambda value: read_as_of(_dated(value)), 'a day or a month: "2024-07-31"'),
    "known_at": (lambda value: read_known_at(_dated(value)), 'a day, a month or an instant: "2024-08-27"'),
    "decimals": (_decimals, f"a number of decimals, 0 to {MOST_DECIMALS}"),
}
_TABLE: Mapping[str, Reader] = {
    "question": (_choice(explainable()), f"one of {', '.join(explainable())}"),
    "in": (_choice(UNITS), f"one of {', '.join(UNITS)}"),
    "labels": (lambda value: label_of(_word(value)), "the heading of the column with the labels of the rows"),
    "ignore": (_labels, "a list of labels"),
}
_TABLES = ("rows", "columns", "rows_add_up", "columns_add_up")


@attrs.frozen
class _Reader:
    name: str

    def legend(self, table: Mapping[str, Any]) -> Legend:
        own = {entry: value for entry, value in table.items() if entry not in _TABLES}
        given = self.read("", own, {**_TABLE, **_NARROWED, **_MOMENT})
        question = given.pop("question", None)
        if question is None:
            raise MappingEntryMissing(self.name, "which question the table answers", 'question = "report"')
        usual = question_named(question).keys[0]  # what a row is where the mapping gives it one word
        rows = {label: self.row(label, value, usual) for label, value in self.labelled(table, "rows")}
        columns = {label: self.column(label, value) for label, value in self.labelled(table, "columns")}
        for entry, found in (("rows", rows), ("columns", columns)):
            if not found:
                raise MappingEntryMissing(self.name, f"what the {entry} are", f'[{entry}] and below it "Label" = "…"')
        return Legend(
            name=self.name,
            question=question,
            unit_of_amounts=given.pop("in", None),
            ignored=frozenset(given.pop("ignore", ())),
            rows=rows,
            columns=columns,
            rows_add_up=self.sums(table, "rows_add_up", rows),
            columns_add_up=self.sums(table, "columns_add_up", columns),
            **{entry: given.pop(entry, None) for entry in ("labels", *_MOMENT)},
            narrowed=given,
        )

    def read(self, where: str, table: Mapping[str, Any], known: Mapping[str, Reader]) -> dict[str, Any]:
        found = {}
        for entry, value in table.items():
            if entry not in known:
                raise MappingEntryUnknown(self.name, f"{where}{entry}", [*known, *(() if where else _TABLES)])
            read, wanted = known[entry]
            try:
                found[entry] = read(value)
            except LedgerError as error:
                raise MappingEntryWrong(self.name, f"{where}{entry}", value, wanted, error.hint) from None
        return found

    def labelled(self, table: Mapping[str, Any], entry: str) -> list[tuple[str, Any]]:
        value = table.get(entry, {})
        if not isinstance(value, dict):
            raise MappingEntryWrong(self.name, entry, value, f"a table that begins with [{entry}]")
        return [(label_of(label), each) for label, each in value.items()]

    def row(self, label: str, value: Any, usual: str) -> Mapping[str, Any]:
        table = value if isinstance(value, dict) else {usual: value}
        return self.read(f"rows.{label}.", table, _NARROWED)

    def column(self, label: str, value: Any) -> MappedColumn:
        table = value if isinstance(value, dict) else {"column": value}
        name: Reader = (_word, "the name of a column of the answer, in quotes")
        given = self.read(f"columns.{label}.", table, {"column": name, **_NARROWED, **_MOMENT})
        if "column" not in given:
            raise MappingEntryMissing(self.name, f"which column {label!r} is", 'column = "year_budget"')
        own = {entry: given.pop(entry, None) for entry in _MOMENT}
        return MappedColumn(name=given.pop("column"), narrowed=given, **own)

    def sums(self, table: Mapping[str, Any], entry: str, known: Collection[str]) -> Mapping[str, Signs]:
        found: dict[str, Signs] = {}
        for label, parts in self.labelled(table, entry):
            try:
                words = _labels(parts)
            except Unreadable:
                raise MappingEntryWrong(self.name, f"{entry}.{label}", parts, "a list of labels") from None
            if label not in known:
                raise LabelUnknown(self.name, entry, label, known)
            found[label] = dict(self.signed(entry, word, known) for word in words)
        return found

    def signed(self, entry: str, word: str, known: Collection[str]) -> tuple[str, int]:
        if word in known:
            return word, 1
        taken_away = label_of(word.removeprefix("-"))
        if taken_away not in known:
            raise LabelUnknown(self.name, entry, word, known)
        return taken_away, -1
