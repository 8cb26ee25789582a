"""Leave out the rows in which nothing has a figure."""

from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.values.measured import Measured
from ledger.queries.answer import Answer, counted_note, headings
from ledger.queries.questions import names, question
from ledger.reports.sums import grouping, is_tree


def without_empty(answer: Answer) -> Answer:
    """*answer* without rows that have no figure, or none but 0; with a note of how many there are.

    Only of questions about figures, and never a row that one with figures belongs to: a freeze of no positions is one.
    """
    if answer.question not in names() or question(answer.question).explained is None:
        return answer
    figures = [name for name, heading in headings(answer.columns).items() if not heading.key and not heading.hidden]
    kept = [_has_figure(row, figures) for row in answer.rows]
    if is_tree(answer):
        kept = _with_holders(answer.rows, kept)
    left_out = kept.count(False)
    if not left_out:
        return answer
    note = counted_note(
        "{number} row without figures is left out; --empty shows it.",
        "{number} rows without figures are left out; --empty shows them.",
        left_out,
    )
    rows = [row for row, is_kept in zip(answer.rows, kept, strict=True) if is_kept]
    return attrs.evolve(answer, rows=rows, notes=[note, *answer.notes])


def _has_figure(row: Any, names: Sequence[str]) -> bool:
    return any(isinstance(value := getattr(row, name), Measured | Decimal) and value for name in names)


def _with_holders(rows: Sequence[Any], kept: list[bool]) -> list[bool]:
    """The same, but a unit's row is kept where one of the same line or month below it is: their sum may be 0."""
    found = list(kept)
    held: dict[Hashable, set[str | None]] = {}
    for place, row in reversed(list(enumerate(rows))):
        holders = held.setdefault(grouping(row), set())
        found[place] = kept[place] or row.unit in holders
        if found[place]:
            holders.add(row.parent)
    return found
