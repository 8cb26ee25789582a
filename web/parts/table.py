"""An answer as the cells of a page's table, with every figure that can be taken apart a link to its facts."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote_plus

import attrs

from ledger.domain.values.measured import Measured
from ledger.queries.answer import Answer
from ledger.queries.explain.meant import given_options, narrowing_keys
from ledger.queries.question import Explained
from ledger.queries.questions import names, question
from ledger.reports.columns import Draft
from ledger.reports.formats.table import INDENT, Laid, laid_out
from web.visit import Visit

ROWS_A_PAGE = 400
DEEPEST = 8
_WHOLE = ("phase",)
"""Keys without which a row is about everything: a plan's own row has all of its phases."""

Link = Callable[[Any, str], str | None]
"""The address behind a cell: of a row (None: the total) and a column."""


@attrs.frozen
class Cell:
    text: str
    numeric: bool
    href: str | None = None


@attrs.frozen(kw_only=True)
class Row:
    """A row of a table; the first cell heads it."""

    cells: Sequence[Cell]
    depth: int = 0
    is_total: bool = False
    chief: str = ""
    """The figure that is shown beside the heading where there is no room for a table."""


@attrs.frozen(kw_only=True)
class Sheet:
    """A table, ready to be written."""

    titles: Sequence[str]
    headings: Sequence[tuple[str, bool]]
    """What stands above each column, and whether it is one of figures."""
    rows: Sequence[Row]
    footnotes: Sequence[str]
    chief: str = ""
    """What the chief figure is called."""
    page: int = 1
    pages: int = 1
    shown: tuple[int, int, int] = (0, 0, 0)
    """From which row through which of how many."""


def sheet(
    visit: Visit,
    answer: Answer,
    link: Link | None = None,
    *,
    empty: bool | None = None,
    only: Sequence[str] | None = None,
) -> Sheet:
    """One page of the answer's table. *link*: the address behind a cell, if there is one. *only*: of these columns."""
    asked = visit.asked
    laid = laid_out(
        answer,
        unit=asked.unit,
        lang=asked.lang,
        decimals=asked.decimals,
        empty=asked.empty if empty is None else empty,
    )
    if only is not None:
        laid = attrs.evolve(laid, columns={name: each for name, each in laid.columns.items() if name in only})
    every = laid.answer.rows
    pages = max(-(-len(every) // ROWS_A_PAGE), 1)
    page = min(asked.page, pages)
    first, last = (page - 1) * ROWS_A_PAGE, min(page * ROWS_A_PAGE, len(every))
    chief = _chief(laid)
    rows = [_row(laid, place, every[place], link, chief) for place in range(first, last)]
    if laid.answer.total is not None and every and page == pages:
        rows.append(attrs.evolve(_row(laid, len(every), None, link, chief), is_total=True, depth=0))
    return Sheet(
        titles=laid.titles,
        headings=[(each.heading, each.numeric) for each in laid.columns.values()],
        rows=rows,
        footnotes=laid.footnotes,
        chief=laid.columns[chief].heading if chief else "",
        page=page,
        pages=pages,
        shown=(first + 1, last, len(every)),
    )


def _row(laid: Laid, place: int, row: Any, link: Link | None, chief: str | None) -> Row:
    cells = [_cell(name, each, place, row, link) for name, each in laid.columns.items()]
    indents = next(iter(laid.columns.values())).indents
    depth = min(indents[place] // INDENT, DEEPEST) if indents else 0
    return Row(cells=cells, depth=depth, chief=laid.columns[chief].cells[place].strip() if chief else "")


def _cell(name: str, column: Draft, place: int, row: Any, link: Link | None) -> Cell:
    text = column.cells[place]
    return Cell(text.strip(), column.numeric, link(row, name) if link is not None else None)


def _chief(laid: Laid) -> str | None:
    """The column whose figure says most: the one that is explained when none is named."""
    explained = _explained(laid.answer)
    if explained is not None and explained.usual in laid.columns:
        return explained.usual
    return None


def _explained(answer: Answer) -> Explained | None:
    return question(answer.question).explained if answer.question in names() else None


def to_the_facts(visit: Visit, answer: Answer) -> Link:
    """Figures lead to the facts behind them, positions to the fact. Prefixes of addresses are made once."""
    explained = _explained(answer)
    moment = visit.moment_parameters(answer.moment)
    facts = visit.asked.link("/fact/0", moment if visit.asked.fixed else {})
    if explained is None:
        return lambda row, name: facts.replace("/fact/0", f"/fact/{row.position}", 1) if _is_fact(row, name) else None
    given = given_options(answer, explained)
    keys = narrowing_keys(answer, explained)
    base = visit.asked.link(f"/explain/{answer.question}", _spelled(given, keys) | moment)
    fixed = visit.asked.link(f"/explain/{answer.question}", _spelled(given, []) | moment)
    columns = set(explained.columns)

    def link(row: Any, name: str) -> str | None:
        if name not in columns:
            return facts.replace("/fact/0", f"/fact/{row.position}", 1) if _is_fact(row, name) else None
        if row is None:
            value = getattr(answer.total_row(), name)
            return f"{fixed}&column={name}" if isinstance(value, Measured | Decimal) and value else None
        if not isinstance(getattr(row, name), Measured | Decimal) or any(
            getattr(row, key) is None for key in keys if key not in _WHOLE
        ):
            return None  # what belongs to no project, or to no category, cannot be asked for by itself
        if not getattr(row, name) and name != explained.usual:
            return None  # as a rule nothing is behind a plain zero; a row's chief figure leads there all the same
        cell = "".join(f"&{key}={quote_plus(str(value))}" for key in keys if (value := getattr(row, key)) is not None)
        return f"{base}{cell}&column={name}"

    return link


def _is_fact(row: Any, name: str) -> bool:
    return name == "position" and row is not None and bool(row.position)


def _spelled(given: Mapping[str, Any], but: Sequence[str]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if name not in but}
