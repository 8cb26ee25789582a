"""What a check has found: every figure beside the ledger's, what explains those that differ, and the sums."""

from collections.abc import Sequence
from typing import Literal

import attrs

from ledger.domain.values.days import Moment
from ledger.queries.answer import Answer, row
from ledger.queries.answer import column as headed
from ledger.queries.check.explaining.parts import Period
from ledger.queries.check.explaining.solved import Explanation
from ledger.queries.check.printed import PrintedTable, Value
from ledger.queries.check.sums import PrintedSum, SumsChecked, UnevenFact

Agreement = Literal["equal", "rounding", "different"]
Verdict = Literal["agrees", "agrees-in-part", "explained", "unexplained", "nothing-compared"]
"""What comes of a check; in part where cells without a figure stand against figures of the ledger."""
UNEXPLAINED = "unexplained"
CONTRADICTION = "contradiction"
_PART_AND_WHOLE = 2
MOST_NAMED = 3
"""So many facts, or parts of a sum, are named in a cell."""


@row
class CheckRow:
    """A printed figure beside the ledger's."""

    row: str = headed("Row")
    column: str = headed("Column")
    unit: str | None = headed("Unit", hidden=True)
    line: str | None = headed("Line", hidden=True)
    figure: str = headed("Figure", hidden=True)
    printed: Value | str = headed("Printed")
    ledger: Value | str | None = headed("Ledger")
    difference: Value | None = headed("Difference")
    agreement: Agreement = headed("Agreement", hidden=True)
    explanation: str = headed("Explanation")
    """What makes a figure that differs come out as printed; empty where nothing has to."""
    explained: bool = headed("Explained", hidden=True)
    """Whether the figure agrees, or is explained."""
    slip: str | None = headed("Slip", hidden=True)
    """What may have gone wrong where a figure stays unexplained."""


@row
class ContradictionRow:
    """A printed sum that is further off than rounding can make it."""

    row: str = headed("Row")
    column: str = headed("Column")
    printed: Value = headed("Printed")
    summed: Value = headed("Parts")
    difference: Value = headed("Difference")
    parts: str = headed("Sum of")
    explanation: str = headed("Explanation")


@attrs.frozen
class NotCompared:
    """A cell without a figure, where the ledger has one."""

    row: str
    column: str
    printed: str
    """What stands there instead: nothing, or a dash."""
    ledger: Value | str


@attrs.frozen(kw_only=True)
class CheckResult:
    """What a check has found."""

    table: PrintedTable
    moment: Moment
    """That of the first column which does not have one of its own."""
    position: int
    cells: Sequence[CheckRow]
    not_compared: Sequence[NotCompared]
    explanations: Sequence[Explanation]
    """One for each column with figures that differ."""
    sums_checked: SumsChecked
    periods: Sequence[Period] | None
    """The positions through which all of the table was known as printed; None where no figure differs."""

    @property
    def unexplained(self) -> Sequence[CheckRow]:
        return [each for each in self.cells if not each.explained]

    @property
    def sums(self) -> int:
        """How many sums the table has."""
        return self.sums_checked.number

    @property
    def uneven(self) -> Sequence[PrintedSum]:
        """The sums whose printed parts do not add up."""
        return self.sums_checked.uneven

    @property
    def contradictions(self) -> Sequence[PrintedSum]:
        """The sums that are further off than rounding can make them."""
        return [each for each in self.uneven if not each.is_rounding]

    @property
    def unexplained_sums(self) -> Sequence[PrintedSum]:
        return [each for each in self.contradictions if not each.is_explained]

    @property
    def printed_only(self) -> tuple[int, int]:
        """How many figures the ledger is not asked for, and how many of them were added again."""
        rows = {each.label for each in self.table.rows if each.narrowed is None}
        figures = [
            (row, column.label)
            for column in self.table.columns
            for row in column.figures
            if column.name is None or row in rows
        ]
        added = {(cell.row, cell.column) for cell in self.sums_checked.added_again}
        return len(figures), sum(figure in added for figure in figures)

    @property
    def dashes(self) -> int:
        """How many cells have a dash for a figure, whatever the ledger has there: nobody can say what it means."""
        rows = {each.label for each in self.table.rows if each.narrowed is not None}
        columns = self.table.compared_columns
        return sum(bool(words) and row in rows for column in columns for row, words in column.blanks.items())

    @property
    def verdict(self) -> Verdict:
        if self.unexplained or self.unexplained_sums:
            return "unexplained"
        if not self.cells:
            return "nothing-compared"
        if self.count("different") or self.contradictions:
            return "explained"
        return "agrees-in-part" if self.not_compared else "agrees"

    @property
    def has_findings(self) -> bool:
        """Whether anything stays unexplained, or nothing was compared at all."""
        return self.verdict in ("unexplained", "nothing-compared")

    def count(self, agreement: Agreement) -> int:
        return sum(each.agreement == agreement for each in self.cells)

    def is_contradiction(self, each: PrintedSum) -> bool:
        """Whether a sum does not add up although each of its figures is as in the ledger."""
        off = {(cell.row, cell.column) for cell in self.cells if cell.agreement == "different"}
        places = {(each.cell.row, part) if part in self._columns else (part, each.cell.column) for _, part in each.over}
        return not each.is_explained and not off & {*places, (each.cell.row, each.cell.column)}

    @property
    def _columns(self) -> set[str]:
        return {column.label for column in self.table.columns}

    def answer(self) -> Answer:
        """Everything, for programs to read."""
        only, added = self.printed_only
        return Answer(
            question="check",
            moment=self.moment,
            position=self.position,
            options={
                "table": self.table.name,
                "of": self.table.question,
                "verdict": self.verdict,
                "compared": len(self.cells),
                "equal": self.count("equal"),
                "rounding": self.count("rounding"),
                "different": self.count("different"),
                "unexplained": len(self.unexplained),
                "printed_only": only,
                "added_again": added,
                "dashes": self.dashes,
                "not_compared": self.not_compared,
                "sums": self.sums,
                "uneven_sums": self.uneven,
                "explanations": self.explanations,
                "known_as_printed": self.periods,
            },
            columns=CheckRow,
            rows=self.cells,
        )

    def contradictions_answer(self) -> Answer:
        """The contradictions, for people to read."""
        rows = [
            ContradictionRow(
                row=each.cell.row,
                column=each.cell.column,
                printed=each.printed,
                summed=each.summed,
                difference=each.difference,
                parts=_share(each.over) if each.is_share else _signed(each.over),
                explanation=self._explained(each),
            )
            for each in self.contradictions
        ]
        return attrs.evolve(self.answer(), options={}, columns=ContradictionRow, rows=rows)

    def _explained(self, each: PrintedSum) -> str:
        facts = _uneven(each.facts)
        if each.is_explained:
            return facts
        word = CONTRADICTION if self.is_contradiction(each) else UNEXPLAINED
        return f"{word}: {facts}" if facts else word


def _signed(over: Sequence[tuple[int, str]]) -> str:
    words = [f"{'+' if sign > 0 else '-'} {label}" for sign, label in over]
    if len(words) > MOST_NAMED:
        words = [words[0], f"+ … ({len(words)})", words[-1]]
    return " ".join(words).removeprefix("+ ")


def _share(over: Sequence[tuple[int, str]]) -> str:
    part = _signed(over[:-1])
    return f"{part if len(over) == _PART_AND_WHOLE else f'({part})'} ÷ {over[-1][1]}"


def _uneven(facts: Sequence[UnevenFact]) -> str:
    words = [_in_some(fact) for fact in facts[:MOST_NAMED]]
    return "; ".join([*words, *([f"… (+{len(facts) - MOST_NAMED})"] if len(facts) > MOST_NAMED else [])])


def _in_some(fact: UnevenFact) -> str:
    missing = f", not in {' or '.join(fact.missing_in)}" if fact.missing_in else ""
    return f"#{fact.position} is in {' and '.join(fact.counted_in)}{missing}"
