"""Answers as tables of the report."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import attrs

from ledger.domain.values.measured import Measured, Money
from ledger.queries.answer import Answer
from ledger.queries.monthly.sources import Sources
from ledger.reports.cells import is_blank
from ledger.reports.formats.table import INDENT, Table, table
from ledger.reports.monthly.document import Behind, BehindTable, Grid, GridRow, references
from ledger.reports.monthly.speech import Speech
from ledger.reports.sums import is_tree


def narrowed(answer: Answer, left_out: Collection[str] = (), *, first: str = "") -> Answer:
    """*answer* without some of its columns; the one named *first* stands before the others."""
    kept = [each for each in attrs.fields(answer.columns) if each.name not in left_out]
    kept.sort(key=lambda each: each.name != first)
    fields = {each.name: attrs.field(metadata=each.metadata, type=each.type) for each in kept}
    columns = attrs.make_class(answer.columns.__name__, fields, frozen=True, kw_only=True)

    def cut(row: Any) -> Any:
        return columns(**{each.name: getattr(row, each.name) for each in kept})

    total = None if answer.total is None else cut(answer.total_row())
    return attrs.evolve(answer, columns=columns, rows=[cut(row) for row in answer.rows], total=total)


def without_blank_columns(answer: Answer, optional: Collection[str]) -> Answer:
    """*answer* without those of the *optional* columns that say nothing on any row."""
    return narrowed(answer, [name for name in optional if all(is_blank(getattr(row, name)) for row in answer.rows)])


def with_cells(answer: Answer, **changed: Callable[[Any], Any]) -> Answer:
    """*answer* with some cells in other words; each function gets what the cell holds."""
    rows = [
        attrs.evolve(row, **{name: change(getattr(row, name)) for name, change in changed.items()})
        for row in answer.rows
    ]
    return attrs.evolve(answer, rows=rows)


def without_empty_rows(answer: Answer, sources: Sources) -> tuple[Answer, Sources, list[str]]:
    """The rows that have any figure, what is behind them, and the names of the units left out."""
    kept = [at for at, row in enumerate(answer.rows) if _has_figures(row)]
    left_out = [row.name for at, row in enumerate(answer.rows) if at not in set(kept)]
    rows = [answer.rows[at] for at in kept]
    return attrs.evolve(answer, rows=rows), [sources[at] for at in kept], left_out


def _has_figures(row: Any) -> bool:
    return any(getattr(row, each.name) for each in attrs.fields(type(row)) if _is_measured(row, each.name))


def _is_measured(row: Any, name: str) -> bool:
    return isinstance(getattr(row, name), Measured)


def grid(
    answer: Answer,
    speech: Speech,
    *,
    key: str,
    caption: str,
    explained: str = "",
    anchors: Sequence[str | None] = (),
    exact: Answer | None = None,
    notes: Sequence[str] = (),
) -> Grid:
    """*answer* as it is printed; *exact* is kept for spreadsheets instead, where it tells more."""
    printed = table(answer, unit=speech.unit, lang=speech.lang, decimals=speech.decimals)
    columns = printed.parts[0] if printed.parts else []
    names = [each.name for each in attrs.fields(answer.columns)]
    has_money = any(isinstance(getattr(row, name), Money) for row in answer.rows for name in names)
    return Grid(
        key=key,
        caption=f"{caption} ({speech.unit})" if has_money else caption,
        headings=[" ".join(" ".join(column.heading).split()) for column in columns],
        numeric=[column.numeric for column in columns],
        rows=_rows(answer, printed, anchors),
        footnotes=[*printed.footnotes, *notes],
        explained=explained,
        exact=exact or answer,
    )


def _rows(answer: Answer, printed: Table, anchors: Sequence[str | None]) -> list[GridRow]:
    if not printed.parts:
        return []
    columns = printed.parts[0]
    rows = [
        GridRow(
            cells=[column.cells[at].strip() for column in columns],
            depth=printed.indents[at] // INDENT if is_tree(answer) else None,
            anchor=anchors[at] if anchors else None,
        )
        for at in range(len(answer.rows))
    ]
    if printed.has_total:
        rows.append(GridRow(cells=[column.total.strip() for column in columns], is_total=True))
    return rows


def behind(
    grid: Grid, labels: Sequence[str], sources: Sources, columns: Mapping[str, str], speech: Speech
) -> BehindTable:
    """The list of facts behind a table; *columns* says what the figures of a column are called."""

    def more(number: int) -> str:
        return speech.count("and {number} more", "and {number} more", number)

    rows = [
        Behind(
            anchor=anchor_of(grid.key, at),
            row=label,
            facts=[(name, references(source[column], more)) for column, name in columns.items() if source.get(column)],
        )
        for at, (label, source) in enumerate(zip(labels, sources, strict=True))
    ]
    return BehindTable(caption=grid.caption, explained=grid.explained, rows=[row for row in rows if row.facts])


def anchors_of(key: str, sources: Sources) -> list[str | None]:
    """Where each row's facts are listed; None for a row without any."""
    return [anchor_of(key, at) if any(source.values()) else None for at, source in enumerate(sources)]


def anchor_of(key: str, at: int) -> str:
    return f"{key}-{at + 1}"


def unit_labels(answer: Answer) -> list[str]:
    """The rows of a tree, by the names of their units."""
    assert is_tree(answer)  # noqa: S101 - only answers with units are labelled so
    return [f"{row.name} ({row.unit})" for row in answer.rows]
