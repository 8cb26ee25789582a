"""A printed column held against the answer of its question: for figures that are no sum of facts, and for words."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Measured
from ledger.domain.values.phrases import phrase
from ledger.queries.answer import headings
from ledger.queries.at import At
from ledger.queries.check.explaining.column import require_in_ledger
from ledger.queries.check.explaining.parts import Period
from ledger.queries.check.explaining.search import Facts
from ledger.queries.check.explaining.solved import Explanation, known_through
from ledger.queries.check.printed import SCALES, Figure, PrintedColumn, PrintedTable
from ledger.queries.question import Question
from ledger.queries.questions import question

Found = int | str | None
"""What the ledger has: a figure, counted as the column's are; words; or nothing."""
_YES_AND_NO = {True: ("yes", "ja", "true", "x"), False: ("no", "nej", "false", "")}


class RowNotAlone(Unreadable):
    code = "row-not-alone"

    def __init__(self, table: str, row: str, number: int, keys: Sequence[str]) -> None:
        super().__init__(
            phrase("{table}: row {row!r} stands for {number} rows of the answer", table=table, row=row, number=number),
            hint=phrase("Say in the mapping which of them: {keys}", keys=", ".join(keys)),
        )


class AnswerColumn:
    """A printed column and the cells of an answer that it stands for, place by place."""

    def __init__(self, table: PrintedTable, printed: PrintedColumn, *, blanks: bool = False) -> None:
        self.table, self.label, self.name = table.name, printed.label, printed.name or ""
        self.printed = printed
        self.question: Question = question(table.question)
        stated: Mapping[str, object] = printed.words if printed.kind == "text" else printed.figures
        wanted = printed.blanks if blanks else stated
        rows = [(row.label, row.narrowed) for row in table.rows if row.narrowed is not None and row.label in wanted]
        self.rows: list[str] = [label for label, _ in rows]
        self.cells: list[Mapping[str, Any]] = [{**printed.narrowed, **narrowed} for _, narrowed in rows]
        self.figures: list[Figure | str] = []
        if not blanks:
            self.figures = [printed.words[row] if printed.kind == "text" else printed.figures[row] for row in self.rows]

    def require_known(self, at: At) -> None:
        for row, cell in zip(self.rows, self.cells, strict=True):
            named = {kind: cell.get(kind) for kind in ("unit", "line", "project")}
            require_in_ledger(self.table, row, at, **named)

    def values(self, at: At) -> list[Found]:
        """What the answer has for each row. Each way to ask it is asked once."""
        answers: dict[Hashable, Sequence[Any]] = {}
        found: list[Found] = []
        for row, cell in zip(self.rows, self.cells, strict=True):
            options, keys = self._asked(cell)
            asked = tuple(sorted((name, str(value)) for name, value in options.items()))
            if asked not in answers:
                answers[asked] = self.question.ask(at, **options).rows
            found.append(self._value(self._row(row, answers[asked], keys)))
        return found

    def _asked(self, cell: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The options to ask with, the finest grouping that the row names among them; and what its row has to say."""
        heeded = {option.name: option for option in self.question.options}
        options: dict[str, Any] = {}
        if "by" in heeded:
            by = heeded["by"]
            named = [choice for choice in by.choices if choice in cell or choice in by.always]
            if by.together and len(named) > len(by.always):
                named = list(by.choices)
            options["by"] = ",".join(named) if any(choice in cell for choice in named) else None
        if "months" in heeded and cell.get("month") is not None:  # or only the latest month has a row
            options["months"] = True
        fields = headings(self.question.columns(options.get("by")))
        keys = {name: value for name, value in cell.items() if name in fields and name not in ("statement", "tree")}
        options |= {
            name: value
            for name, value in cell.items()
            if name in heeded and not (name == "unit" and "unit" in fields)  # its row is looked up among those of all
        }
        return options, keys

    def _row(self, label: str, rows: Sequence[Any], keys: Mapping[str, Any]) -> Any:
        """The row of the answer that is meant; None where there is none. A key that is not named is None if it may."""
        alike = [row for row in rows if all(_is_same(getattr(row, name), value) for name, value in keys.items())]
        others = (
            [name for name, heading in headings(type(alike[0])).items() if heading.key and name not in keys]
            if alike
            else []
        )
        differing = [name for name in others if len({str(getattr(row, name)) for row in alike}) > 1]
        whole = [row for row in alike if all(getattr(row, name) is None for name in differing)]
        alike = whole or alike  # as the plan's own row is, among those of its phases
        if len(alike) > 1:
            raise RowNotAlone(self.table, label, len(alike), differing or list(keys))
        return alike[0] if alike else None

    def _value(self, row: Any) -> Found:
        value = None if row is None else getattr(row, self.name)
        if value is None or self.printed.kind == "text":
            return None if value is None else text_of(value)
        if isinstance(value, Measured):
            return value.count
        scaled = Decimal(value) * SCALES[self.printed.kind]
        return int(scaled.to_integral_value(ROUND_HALF_UP))

    def off(self, values: Sequence[Found]) -> list[int]:
        """The places of the figures that are not as printed, within the rounding."""
        return [place for place, value in enumerate(values) if not admits(self.figures[place], value)]


def admits(figure: Figure | str, value: Found) -> bool:
    """Whether what the ledger has is printed so."""
    if isinstance(figure, Figure):
        return isinstance(value, int) and figure.admits(value)
    if value in ("True", "False"):
        return figure.casefold() in _YES_AND_NO[value == "True"]
    return figure.casefold() == str(value or "").casefold()


def text_of(value: object) -> str:
    """Words, days, months and lists as they are printed."""
    if isinstance(value, tuple | list):
        return ", ".join(map(text_of, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_same(found: object, wanted: object) -> bool:
    if isinstance(found, tuple):
        return wanted in found
    return found == wanted or (isinstance(found, Month | date) and text_of(found) == str(wanted))


@attrs.define
class Answered:
    """A column of an answer and what the ledger has for it. Nothing is searched for what differs."""

    column: AnswerColumn
    at: At
    values: Sequence[Found]
    choices: Sequence[Facts] = ()

    @property
    def off(self) -> list[int]:
        return self.column.off(self.values)

    @property
    def left(self) -> list[int]:
        return self.off

    @property
    def in_short(self) -> str:
        return ""

    @property
    def periods(self) -> Sequence[Period]:
        """Nothing is known of other moments, but that one at which the column differs is none of them."""
        return [] if self.off else [Period(1, None)]

    def was_known(self, period: Period) -> bool:
        """Whether the column was as printed when a period began."""
        if period.first > self.at.position:
            return False
        return not self.column.off(self.column.values(known_through(self.at, period.first)))

    def choose(self, liked: Counter[Facts]) -> None:
        """Choose nothing: there are no facts to choose from."""

    def has(self, row: str) -> bool:
        return row in self.column.rows

    def differs(self, row: str) -> bool:
        return self.column.rows.index(row) in self.off

    def is_left(self, row: str) -> bool:
        return self.differs(row)

    def parts_of(self, _row: str) -> Mapping[int, int]:
        return {}

    def could_count(self, _row: str, _position: int) -> bool:
        return False

    def explanation(self) -> Explanation:
        rows = self.column.rows
        return Explanation(
            column=self.column.label,
            facts=(),
            others=0,
            known_through=None,
            between=(),
            periods=(),
            explained=(),
            unexplained=[rows[place] for place in self.off],
            is_of_facts=False,
            was_searched=True,
        )
