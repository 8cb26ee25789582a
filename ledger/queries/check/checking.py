"""Hold a printed table against the ledger, figure by figure, and find the facts that explain what differs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from ledger.domain.values.days import Moment
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.check.answered import AnswerColumn, Answered, Found, admits
from ledger.queries.check.explaining.column import Column, Drawn
from ledger.queries.check.explaining.history import History, streams_behind
from ledger.queries.check.explaining.parts import Period, joined
from ledger.queries.check.explaining.solved import MOST_PERIODS, Solved
from ledger.queries.check.printed import Figure, PrintedColumn, PrintedTable, Value
from ledger.queries.check.result import UNEXPLAINED, Agreement, CheckResult, CheckRow, NotCompared
from ledger.queries.check.sums import check_sums
from ledger.queries.questions import question

Held = Solved | Answered
Opened = Callable[[Moment], At]
"""Opens the ledger at a moment."""


def check_table(
    table: PrintedTable, opened: Opened, *, as_of: date | None, known_at: datetime, today: date
) -> CheckResult:
    """Hold a table against the ledger, each column at its own moment, or else at the one asked for.

    Without *as_of* a report is as of the last day of its month, and anything else as of *today*.
    Raises :class:`Unreadable` for units, lines and columns that the ledger does not have.
    """
    asked = question(table.question)
    drawn: dict[Moment, Drawn] = {}
    held: list[Held] = []
    not_compared: list[NotCompared] = []
    for printed in table.compared_columns:
        day = printed.as_of or as_of or asked.usual_day(printed.narrowed, today)
        moment = Moment(day, printed.known_at or known_at)
        known = drawn.get(moment) or drawn.setdefault(moment, Drawn(opened(moment)))
        held.append(_held(table, printed, known))
        not_compared += _not_compared(table, printed, known)
    differs = any(each.off for each in held)
    if differs:
        _solve([each for each in held if isinstance(each, Solved)])
    own = {printed.label for printed in table.columns if printed.as_of or printed.known_at}
    first = next((each for each in held if each.column.label not in own), held[0]).at
    return CheckResult(
        table=table,
        moment=first.moment,
        position=first.position,
        cells=[cell for each in held for cell in _cells(each)],
        not_compared=not_compared,
        explanations=[each.explanation() for each in held if each.off],
        sums_checked=check_sums(table, {each.column.label: each for each in held}),
        periods=_shared(held) if differs else None,
    )


def _is_explained(table: PrintedTable, printed: PrintedColumn) -> bool:
    """Whether the figures of a column can be taken apart into facts, by what their rows and the column name."""
    found = question(table.question).explained
    if found is None or found.explained_by is not None or printed.name not in found.columns:
        return False
    named = {*printed.narrowed, *(name for row in table.rows for name in row.narrowed or ())}
    return named <= {field.name for field in attrs.fields(Cell)}


def _held(table: PrintedTable, printed: PrintedColumn, known: Drawn) -> Held:
    """A column with what the ledger has for it. Raises :class:`Unreadable`."""
    if _is_explained(table, printed):
        column = Column(table, printed)
        column.require_known(known.at)
        return Solved(column, known, column.values(known))
    answered = AnswerColumn(table, printed)
    answered.require_known(known.at)
    return Answered(answered, known.at, answered.values(known.at))


def _not_compared(table: PrintedTable, printed: PrintedColumn, known: Drawn) -> Iterator[NotCompared]:
    """The cells without a figure where the ledger has one."""
    blanks: Column | AnswerColumn
    values: Sequence[Found]
    if _is_explained(table, printed):
        blanks = Column(table, printed, blanks=True)
        blanks.require_known(known.at)
        values = blanks.values(known)
    else:
        blanks = AnswerColumn(table, printed, blanks=True)
        values = blanks.values(known.at)
    for row, value in zip(blanks.rows, values, strict=True):
        if value:
            yield NotCompared(row, printed.label, printed.blanks[row], _readable(printed, value))


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


def _shared(solved: Sequence[Held]) -> list[Period]:
    """The periods through which every column was known as printed, looked up in the ledger as known then."""
    shared = [Period(1, None)]
    for each in solved:
        shared = [both for one in shared for other in each.periods if (both := one.common(other))]
    return joined(each for each in shared[-MOST_PERIODS:] if all(one.was_known(each) for one in solved))


def _cells(held: Held) -> Iterator[CheckRow]:
    column, off = held.column, held.off
    for place, (label, figure) in enumerate(zip(column.rows, column.figures, strict=True)):
        cell, found, is_left = column.cells[place], held.values[place], place in held.left
        is_figure = isinstance(figure, Figure) and isinstance(found, int)
        yield CheckRow(
            row=label,
            column=column.label,
            unit=_of(cell, "unit"),
            line=_of(cell, "line"),
            figure=column.name,
            printed=_readable(column.printed, figure.count if isinstance(figure, Figure) else figure),
            ledger=None if found is None else _readable(column.printed, found),
            difference=column.printed.value(figure.count - found) if is_figure else None,  # type: ignore[operator]
            agreement=_agreement(figure, found),
            explanation=UNEXPLAINED if is_left else held.in_short if place in off else "",
            explained=not is_left,
            slip=figure.slip(found) if is_left and is_figure else None,  # type: ignore[union-attr,arg-type]
        )


def _of(cell: Cell | Mapping[str, Any], name: str) -> str | None:
    found: str | None = getattr(cell, name) if isinstance(cell, Cell) else cell.get(name)
    return found


def _readable(printed: PrintedColumn, found: int | str) -> Value | str:
    return found if isinstance(found, str) else printed.value(found)


def _agreement(figure: Figure | str, found: Found) -> Agreement:
    if isinstance(figure, Figure) and figure.count == found:
        return "equal"
    if not admits(figure, found):
        return "different"
    return "rounding" if isinstance(figure, Figure) else "equal"
