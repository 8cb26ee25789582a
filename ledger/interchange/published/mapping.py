"""The mapping that says what the rows and columns of a printed table are in the ledger: a TOML file written by hand."""

import tomllib
from collections.abc import Collection, Mapping
from typing import Any

import attrs

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.journal.lines import NotUtf8
from ledger.interchange.published.entries import (
    ANYTHING,
    COLUMN,
    NARROWED,
    PERCENT,
    PRINTED,
    TABLE,
    EntryReader,
    choice,
    labels,
    word,
)
from ledger.interchange.published.legend import Legend, MappedColumn, label_of
from ledger.interchange.values.messages import nearest, shown
from ledger.queries.check.kinds import named_by
from ledger.queries.contributions.contribution import Signs
from ledger.queries.questions import names
from ledger.queries.questions import question as question_named

_TABLES = ("rows", "columns", "rows_add_up", "columns_add_up", "columns_in_percent", "words")
_SUMS = ("rows_add_up", "columns_add_up")
_PART_AND_WHOLE = 2
Known = Collection[str] | None
"""The labels that a sum may speak of; None where only the table shows them."""


class MappingNotToml(Unreadable):
    code = "mapping-not-toml"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            phrase("{name} is no TOML: {why}", name=name, why=why),
            hint=phrase(
                'Put words with blanks, letters like å, and months in quotes: "Summa finansnetto" = "B-FINANS"'
            ),
        )


class MappingEntryWrong(Unreadable):
    code = "mapping-entry-wrong"

    def __init__(self, name: str, entry: str, value: object, wanted: str, hint: str = "") -> None:
        super().__init__(
            phrase(
                "{name}: {entry} is {value}, not {wanted}", name=name, entry=entry, value=shown(value), wanted=wanted
            ),
            hint=hint or phrase("Write {wanted}", wanted=wanted),
        )


class MappingEntryUnknown(Unreadable):
    code = "mapping-entry-unknown"

    def __init__(self, name: str, entry: str, known: Collection[str]) -> None:
        super().__init__(
            phrase("{name}: there is no entry {entry!r}", name=name, entry=entry),
            hint=nearest(entry.rpartition(".")[2], known)
            or phrase("The entries are {known}", known=", ".join(sorted(known))),
        )


class MappingEntryMissing(Unreadable):
    code = "mapping-entry-missing"

    def __init__(self, name: str, entry: str, example: str) -> None:
        super().__init__(
            phrase("{name} does not say {entry}", name=name, entry=entry),
            hint=phrase("Write it: {example}", example=example),
        )


class LabelUnknown(Unreadable):
    code = "label-unknown"

    def __init__(self, name: str, entry: str, label: str, known: Collection[str]) -> None:
        super().__init__(
            phrase(
                "{name}: {entry} speaks of {label!r}, which is none of the labels in the mapping",
                name=name,
                entry=entry,
                label=label,
            ),
            hint=nearest(label, known)
            or phrase("Write labels as they stand in the mapping, and - before one to take it away"),
        )


class BothMappedAndPrintedOnly(Unreadable):
    code = "both-mapped-and-printed-only"

    def __init__(self, name: str, label: str) -> None:
        super().__init__(
            phrase("{name} says what {label!r} is in the ledger, and that it is printed only", name=name, label=label),
            hint=phrase("Take it out of printed_only to have it compared, or else out of [rows] or [columns]"),
        )


def read_legend(data: bytes, name: str) -> Legend:
    """The mapping in *data*; *name* is what messages call it. Raises subclasses of :class:`Unreadable`."""
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotUtf8(data[error.start], error.start) from None
    except tomllib.TOMLDecodeError as error:
        raise MappingNotToml(name, str(error)) from None
    return _Reader(name).legend(table)


@attrs.frozen
class _Reader:
    name: str

    def legend(self, table: Mapping[str, Any]) -> Legend:
        own = {entry: value for entry, value in table.items() if entry not in _TABLES}
        question: EntryReader = (choice(names()), phrase("one of {choices}", choices=", ".join(names())))
        if "question" not in own:
            raise MappingEntryMissing(
                self.name, phrase("which question the table answers"), phrase('question = "report"')
            )
        asked = self.read("", {"question": own.pop("question")}, {"question": question})["question"]
        narrowed = {**dict.fromkeys(named_by(asked) - {*TABLE, *PRINTED}, ANYTHING), **NARROWED}
        given = self.read("", own, {"question": question, **TABLE, **narrowed, **PRINTED})
        keys = question_named(asked).keys
        usual = next((key for key in keys if key not in given), keys[0])  # what a row is where it is given one word
        rows = {label: self.row(label, value, usual, narrowed) for label, value in self.labelled(table, "rows")}
        columns = {label: self.column(label, value, narrowed) for label, value in self.labelled(table, "columns")}
        self._require(rows=rows, columns=columns)
        printed_only = given.pop("printed_only", [])
        rest_is_printed_only = printed_only is True
        only = frozenset(() if rest_is_printed_only else printed_only)
        for label in sorted(only & {*rows, *columns}):
            raise BothMappedAndPrintedOnly(self.name, label)
        sums = self.all_sums(table, rows, columns, None if rest_is_printed_only else only)
        return Legend(
            name=self.name,
            question=asked,
            unit_of_amounts=given.pop("in", None),
            ignored=frozenset(given.pop("ignore", ())),
            printed_only=only,
            rest_is_printed_only=rest_is_printed_only,
            rows=rows,
            columns=columns,
            words={label: self.word_of(label, value) for label, value in self.labelled(table, "words")},
            sign=given.pop("sign", 1),
            **sums,
            **{entry: given.pop(entry, None) for entry in ("labels", "sheet", "as_of", "known_at", "decimals")},
            narrowed=given,
        )

    def _require(self, **entries: Mapping[str, Any]) -> None:
        for entry, found in entries.items():
            if not found:
                raise MappingEntryMissing(
                    self.name,
                    phrase("what the {entry} are", entry=entry),
                    phrase('[{entry}] and below it "Label" = "…"', entry=entry),
                )

    def read(self, where: str, table: Mapping[str, Any], known: Mapping[str, EntryReader]) -> dict[str, Any]:
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
            raise MappingEntryWrong(self.name, entry, value, phrase("a table that begins with [{entry}]", entry=entry))
        return [(label_of(label), each) for label, each in value.items()]

    def row(self, label: str, value: Any, usual: str, narrowed: Mapping[str, EntryReader]) -> Mapping[str, Any]:
        table = value if isinstance(value, dict) else {usual: value}
        return self.read(f"rows.{label}.", table, narrowed)

    def column(self, label: str, value: Any, narrowed: Mapping[str, EntryReader]) -> MappedColumn:
        table = value if isinstance(value, dict) else {"column": value}
        given = self.read(f"columns.{label}.", table, {**narrowed, **COLUMN, **PRINTED})
        if "column" not in given:
            raise MappingEntryMissing(
                self.name, phrase("which column {label!r} is", label=label), phrase('column = "year_budget"')
            )
        own = {entry: given.pop(entry, None) for entry in PRINTED}
        return MappedColumn(
            name=given.pop("column"), is_percent=given.pop("in", None) == PERCENT, narrowed=given, **own
        )

    def word_of(self, label: str, value: Any) -> str:
        return str(self.read("words.", {label: value}, {label: (word, "what the answer calls it, in quotes")})[label])

    def all_sums(
        self, table: Mapping[str, Any], rows: Collection[str], columns: Collection[str], only: Collection[str] | None
    ) -> dict[str, Any]:
        """What adds up, and what is a share. Where everything else is printed only, *only* is None."""
        shares = self.labelled(table, "columns_in_percent")
        summed = {
            entry: [label for label, _ in self.labelled(table, entry)] for entry in ("rows_add_up", "columns_add_up")
        }
        known_rows = known_columns = None
        if only is not None:
            known_rows = {*rows, *only, *summed["rows_add_up"]}
            known_columns = {*columns, *only, *summed["columns_add_up"], *(label for label, _ in shares)}
        return {
            "rows_add_up": self.sums(table, "rows_add_up", known_rows),
            "columns_add_up": self.sums(table, "columns_add_up", known_columns),
            "columns_in_percent": {label: self.share(label, parts, known_columns) for label, parts in shares},
        }

    def share(self, label: str, value: Any, known: Known) -> list[tuple[int, str]]:
        """The columns of the part, added or taken away, and last the column of the whole."""
        try:
            found = labels(value)
        except Unreadable:
            found = []
        if len(found) < _PART_AND_WHOLE:
            wanted = phrase('a list that ends with the column of the whole: ["2024", "-2023", "2023"]')
            raise MappingEntryWrong(self.name, phrase("columns_in_percent.{label}", label=label), value, wanted)
        signed = (self.signed("columns_in_percent", each, known) for each in found)
        return [(sign, each) for each, sign in signed]

    def sums(self, table: Mapping[str, Any], entry: str, known: Known) -> Mapping[str, Signs]:
        found: dict[str, Signs] = {}
        for label, parts in self.labelled(table, entry):
            try:
                words = labels(parts)
            except Unreadable:
                raise MappingEntryWrong(self.name, f"{entry}.{label}", parts, phrase("a list of labels")) from None
            found[label] = dict(self.signed(entry, each, known) for each in words)
        return found

    def signed(self, entry: str, label: str, known: Known) -> tuple[str, int]:
        """A part of a sum: taken away where - stands before its label, unless the label itself begins so."""
        if not label.startswith("-") or (known is not None and label in known):
            return self.known(entry, label, known), 1
        return self.known(entry, label_of(label.removeprefix("-")), known, written=label), -1

    def known(self, entry: str, label: str, known: Known, written: str = "") -> str:
        if known is not None and label not in known:
            raise LabelUnknown(self.name, entry, written or label, known)
        return label
