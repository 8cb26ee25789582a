"""Answers and errors as lines on standard output and standard error."""

import os
import sys
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING

from cli.output.plain_table import plain_table
from cli.output.sentences.saying import error_lines
from ledger.domain.errors import LedgerError
from ledger.domain.values.visible import visible, visible_lines
from ledger.queries.answer import Answer
from ledger.reports.numbers import AmountUnit, Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.output.printing import Form
    from ledger.reports.columns import Column
    from ledger.reports.drawings import Drawing
    from ledger.reports.formats.table import Table
    from ledger.reports.glance import Listing


def print_answer(
    answer: Answer,
    *,
    form: "Form" = "table",
    unit: AmountUnit = "Mkr",
    lang: Language = "en",
    decimals: int = 0,
    width: int | None = None,
    colour: bool | None = None,
    empty: bool = True,
) -> None:
    """Write *answer* to standard output.

    A table is as wide as the terminal, and as wide as it needs when piped; *width* and *colour* overrule what
    standard output is.
    """
    from ledger.reports.drawings import drawing_for

    coloured = _wants_colour() if colour is None else colour
    drawing = drawing_for(sys.stdout.encoding) if sys.stdout.isatty() else None
    text = answer_text(
        answer,
        form=form,
        unit=unit,
        lang=lang,
        decimals=decimals,
        width=width or room(),
        colour=coloured,
        drawing=drawing,
        empty=empty,
    )
    _write(text, encoding=None if form == "table" else "utf-8")


def room() -> int | None:
    """How wide the terminal is; None where there is none, and so no end to a line."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def print_plain(text: str) -> None:
    """Write finished *text* to standard output, in the encoding of the terminal."""
    _write(visible_lines(text))


def print_styled(text: str, *, bold: bool = False, colour: str | None = None) -> None:
    """A line of *text* that stands out, where there are colours."""
    import click

    shown = visible_lines(text)
    _write(f"{click.style(shown, bold=bold, fg=colour) if _wants_colour() else shown}\n")


def print_text(text: str) -> None:
    """Write finished *text* to standard output as UTF-8, byte for byte."""
    _write(text, encoding="utf-8")


def answer_text(
    answer: Answer,
    *,
    form: "Form",
    unit: AmountUnit,
    lang: Language,
    decimals: int,
    width: int | None = None,
    colour: bool = False,
    drawing: "Drawing | None" = None,
    empty: bool = True,
) -> str:
    """*answer* as it is printed; without *width*, *colour* and *drawing* the same text everywhere.

    Unless *empty*, rows without figures are left out of tables.
    """
    if form == "csv":
        from ledger.reports.formats.csv_text import csv_text

        return csv_text(answer)
    if form == "json":
        from ledger.reports.formats.json_text import json_text

        return json_text(answer)
    if form == "md":
        from ledger.reports.formats.markdown_text import markdown_text

        return markdown_text(answer, unit=unit, lang=lang, decimals=decimals, empty=empty)
    from ledger.reports.formats.table import table

    parts = [each for each in (answer, answer.beside) if each is not None]
    drawn = [
        table(each, unit=unit, lang=lang, decimals=decimals, width=width, drawing=drawing, empty=empty)
        for each in parts
    ]
    return "\n".join(table_text(each, width=width, colour=colour) for each in drawn)


def print_error(error: LedgerError) -> None:
    """Say on standard error what is wrong and, on a line of its own, the way out."""
    with suppress(BrokenPipeError):
        sys.stderr.write(error_lines(error.sentence, error.hint))
        sys.stderr.flush()


LONG = 200
"""A table of more rows is laid out plainly on a terminal too: rich takes a third of a millisecond for each of them."""


def table_text(table: "Table", *, width: int | None, colour: bool) -> str:
    """*table* drawn without vertical lines; titles and footnotes are wrapped to *width*, if there is one."""
    from rich.console import Console
    from rich.text import Text

    paper = StringIO()
    titles, footnotes = [visible(title) for title in table.titles], [visible(note) for note in table.footnotes]
    prose = [*titles, *footnotes]
    console = Console(
        file=paper,
        width=max(table.width, width or max((len(line) for line in prose), default=0), 1),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    for place, title in enumerate(titles):
        console.print(Text(title, style="" if place else "bold"))
    for part in table.parts:
        console.print()
        plain = plain_table(table, part) if not colour or len(table.indents) > LONG else None
        if plain is None:
            console.print(_grid(table, part))
        else:
            paper.write(plain)
    if footnotes:
        console.print()
    for note in footnotes:
        console.print(Text(note, style="dim"))
    return "".join(f"{line.rstrip()}\n" for line in paper.getvalue().splitlines())


def listing_text(listing: "Listing", *, width: int | None) -> str:
    """A list below its heading, one row a line: what is too long for *width* is cut, and ends with an ellipsis."""
    widths = [max(map(len, cells)) for cells in zip(*listing.rows, strict=True)]
    lines = ["  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)) for row in listing.rows]
    lines = [f"  {line}".rstrip() for line in (*lines, listing.rest) if line]
    if width is not None:
        lines = [line if len(line) <= width else f"{line[: width - 1]}…" for line in lines]
    return "".join(f"{line}\n" for line in (listing.heading, *lines))


def _grid(table: "Table", part: "Sequence[Column]") -> object:
    from rich import box
    from rich.padding import Padding
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(
        box=box.SIMPLE,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_footer=table.has_total,
        header_style="bold",
        footer_style="bold",
    )
    for column in part:
        heading = Text("\n".join(column.heading))
        grid.add_column(heading, Text(column.total), width=column.width, no_wrap=column.numeric, overflow="fold")
    for at, indent in enumerate(table.indents):
        first, *others = (Text(column.cells[at]) for column in part)
        grid.add_row(Padding(first, (0, 0, 0, indent)) if indent else first, *others)
    return grid


def _wants_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(text: str, *, encoding: str | None = None) -> None:
    """Standard output with line feeds as they are; a reader who has left is no error."""
    try:
        data = text.encode(encoding or sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # nothing is lost in UTF-8, whatever the terminal makes of it
        data = text.encode()
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The interpreter flushes once more on its way out; let it do so into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
