"""The check question: a table somebody printed against the ledger, figure by figure, and the facts that explain it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Literal

import attrs

from ledger.domain.days import Moment, Month
from ledger.domain.measured import Measured
from ledger.queries.answer import Answer, row
from ledger.queries.answer import column as headed
from ledger.queries.at import At
from ledger.queries.check.column import REPORTS, Column, Drawn
from ledger.queries.check.history import History, streams_behind
from ledger.queries.check.parts import Period, joined
from ledger.queries.check.printed import Figure, Published
from ledger.queries.check.solved import MOST_PERIODS, Explanation, Solved
from ledger.queries.check.sums import PrintedSum, UnevenFact, sums_that_differ

Agreement = Literal["equal", "rounding", "different"]
Opened = Callable[[Moment], At]
"""Opens the ledger at a moment."""
UNEXPLAINED = "unexplained"
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
    printed: Measured = headed("Printed")
    ledger: Measured = headed("Ledger")
    difference: Measured = headed("Difference")
    agreement: Agreement = headed("Agreement", hidden=True)
    explanation: str = headed("Explanation")
    """What makes a figure that differs come out as printed; empty where nothing has to."""
    settled: bool = headed("Settled", hidden=True)
    """Whether the figure agrees, or is explained."""
    slip: str | None = headed("Slip", hidden=True)
    """What may have gone wrong where a figure stays unexplained."""


@row
class ContradictionRow:
    """A printed sum that is further off than rounding can make it."""

    row: str = headed("Row")
    column: str = headed("Column")
    printed: Measured = headed("Printed")
    summed: Measured = headed("Parts")
    difference: Measured = headed("Difference")
    parts: str = headed("Sum of")
    explanation: str = headed("Explanation")


@attrs.frozen(kw_only=True)
class CheckResult:
    """What a check has found."""

    published: Published
    moment: Moment
    """That of the first column which does not have one of its own."""
    position: int
    cells: Sequence[CheckRow]
    explanations: Sequence[Explanation]
    """One for each column with figures that differ."""
    sums: int
    """How many sums the table has."""
    uneven: Sequence[PrintedSum]
    """Those whose printed parts do not add up."""
    periods: Sequence[Period] | None
    """The positions through which all of the table was known as printed; None where no figure differs."""

    @property
    def unexplained(self) -> Sequence[CheckRow]:
        return [each for each in self.cells if not each.settled]

    @property
    def contradictions(self) -> Sequence[PrintedSum]:
        """The sums that are further off than rounding can make them."""
        return [each for each in self.uneven if not each.is_rounding]

    @property
    def unsettled(self) -> Sequence[PrintedSum]:
        return [each for each in self.contradictions if not each.facts]

    @property
    def is_settled(self) -> bool:
        """Whether all is equal within the rounding, or explained."""
        return not self.unexplained and not self.unsettled

    def count(self, agreement: Agreement) -> int:
        return sum(each.agreement == agreement for each in self.cells)

    def answer(self) -> Answer:
        """Everything, for programs to read."""
        return Answer(
            question="check",
            moment=self.moment,
            position=self.position,
            options={
                "table": self.published.name,
                "of": self.published.question,
                "settled": self.is_settled,
                "equal": self.count("equal"),
                "rounding": self.count("rounding"),
                "different": self.count("different"),
                "unexplained": len(self.unexplained),
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
                parts=_signed(each.over),
                explanation=_uneven(each.facts) or UNEXPLAINED,
            )
            for each in self.contradictions
        ]
        return attrs.evolve(self.answer(), options={}, columns=ContradictionRow, rows=rows)


def _signed(over: Sequence[tuple[int, str]]) -> str:
    words = [f"{'+' if sign > 0 else '-'} {label}" for sign, label in over]
    if len(words) > MOST_NAMED:
        words = [words[0], f"+ … ({len(words)} parts)", words[-1]]
    return " ".join(words).removeprefix("+ ")


def _uneven(facts: Sequence[UnevenFact]) -> str:
    words = [_in_some(fact) for fact in facts[:MOST_NAMED]]
    return "; ".join([*words, *([f"and {len(facts) - MOST_NAMED} more"] if len(facts) > MOST_NAMED else [])])


def _in_some(fact: UnevenFact) -> str:
    missing = f", not in {' or '.join(fact.missing_in)}" if fact.missing_in else ""
    return f"#{fact.position} is in {' and '.join(fact.counted_in)}{missing}"


def check_table(
    published: Published, opened: Opened, *, as_of: date | None, known_at: datetime, today: date
) -> CheckResult:
    """Hold a table against the ledger, each column at its own moment, or else at the one asked for.

    Without *as_of* a report is as of the last day of its month, and anything else as of *today*.
    Raises :class:`Unreadable` for units, lines and columns that the ledger does not have.
    """
    drawn: dict[Moment, Drawn] = {}
    solved = []
    for printed in published.columns:
        held = Column(published, printed)
        moment = Moment(printed.as_of or as_of or _usual_day(held, today), printed.known_at or known_at)
        known = drawn.get(moment) or drawn.setdefault(moment, Drawn(opened(moment)))
        held.require_known(known.at)
        solved.append(Solved(held, known, held.values(known)))
    differs = any(each.off for each in solved)
    if differs:
        _solve(solved)
    sums, uneven = sums_that_differ(published, {each.column.label: each for each in solved})
    own = {printed.label for printed in published.columns if printed.as_of or printed.known_at}
    first = next((each for each in solved if each.column.label not in own), solved[0]).at
    return CheckResult(
        published=published,
        moment=first.moment,
        position=first.position,
        cells=[cell for each in solved for cell in _cells(each)],
        explanations=[each.explanation() for each in solved if each.off],
        sums=sums,
        uneven=uneven,
        periods=_shared(solved) if differs else None,
    )


def _usual_day(held: Column, today: date) -> date:
    cell = held.printed.cell
    if held.question in REPORTS:
        return (cell.month or Month.containing(today)).last_day
    return max(today, date(cell.year, 1, 1)) if cell.year else today


def _solve(solved: Sequence[Solved]) -> None:
    histories: dict[tuple[Moment, tuple[str, ...], bool], History] = {}
    for each in solved:
        at, column = each.at, each.column
        key = (at.moment, streams_behind(column, at), column.has_versions)
        if key not in histories:
            _, streams, has_versions = key
            histories[key] = History(at, streams, question=column.question, has_versions=has_versions)
        each.solve(histories[key])
    liked = Counter(facts for each in solved for facts in each.choices)
    for each in solved:
        each.choose(liked)


def _shared(solved: Sequence[Solved]) -> list[Period]:
    """The periods through which every column was known as printed, looked up in the ledger as known then."""
    shared = [Period(1, None)]
    for each in solved:
        shared = [both for one in shared for other in each.periods if (both := one.common(other))]
    return joined(each for each in shared[-MOST_PERIODS:] if all(one.was_known(each) for one in solved))


def _cells(solved: Solved) -> Iterator[CheckRow]:
    held, off = solved.column, solved.off
    for place, (label, cell, figure) in enumerate(zip(held.rows, held.cells, held.figures, strict=True)):
        exact, is_left = solved.values[place], place in solved.left
        yield CheckRow(
            row=label,
            column=held.label,
            unit=cell.unit,
            line=cell.line,
            figure=held.name,
            printed=held.value(figure.count),
            ledger=held.value(exact),
            difference=held.value(figure.count - exact),
            agreement=_agreement(figure, exact),
            explanation=UNEXPLAINED if is_left else solved.in_short if place in off else "",
            settled=not is_left,
            slip=figure.slip(exact) if is_left else None,
        )


def _agreement(figure: Figure, exact: int) -> Agreement:
    if figure.count == exact:
        return "equal"
    return "rounding" if figure.admits(exact) else "different"
