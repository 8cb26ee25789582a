"""A table is laid out plainly exactly as rich draws it, or not at all."""

from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cli.output.plain_table import plain_table
from cli.output.render import LONG, _grid, table_text
from ledger.reports.columns import Column
from ledger.reports.formats.table import Table

words = st.text(st.sampled_from("ab åÄ–…\N{NO-BREAK SPACE}19,-[]:*†"), max_size=9).map(str.strip)
odd = st.sampled_from(["漢字", "e\u0301", "😀"])


@st.composite
def tables(draw, cells=words):
    rows, columns, height = draw(st.integers(0, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 2))
    has_total = draw(st.booleans())
    part = []
    for _ in range(columns):
        numeric = draw(st.booleans())
        width = draw(st.integers(1, 12))
        texts = [draw(cells) for _ in range(rows + height + 1)]
        texts = [text.rjust(width) for text in texts] if numeric else texts
        heading, total, shown = texts[:height], texts[height], texts[height + 1 :]
        part.append(
            Column(heading=heading, cells=shown, total=total if has_total else "", numeric=numeric, width=width)
        )
    indents = [draw(st.sampled_from([0, 2, 4])) for _ in range(rows)]
    return Table(titles=["T"], parts=[part], indents=indents, has_total=has_total, footnotes=[])


def drawn(table):
    """What rich makes of it, without blanks at the ends of lines."""
    paper = StringIO()
    Console(file=paper, width=max(table.width, 1), legacy_windows=False).print(_grid(table, table.parts[0]))
    return "".join(f"{line.rstrip()}\n" for line in paper.getvalue().splitlines())


@given(tables())
def test_what_is_laid_out_plainly_is_what_rich_draws(table):
    """Whatever fits; what has to be folded is left to rich."""
    plain = plain_table(table, table.parts[0])
    first, *others = table.parts[0]
    set_in = [len(cell) + indent for cell, indent in zip(first.cells, table.indents, strict=True)]
    fits = (
        all(
            len(cell) <= column.width
            for column in (first, *others)
            for cell in (*column.heading, column.total, *(() if column is first else column.cells))
        )
        and max(set_in, default=0) <= first.width
    )

    assert (plain is not None) == fits
    if plain is not None:
        assert plain == drawn(table)


@given(tables(st.one_of(words, odd)))
def test_characters_of_another_width_are_left_to_rich(table):
    plain = plain_table(table, table.parts[0])

    assert plain is None or plain == drawn(table)


def test_a_long_table_is_laid_out_plainly_on_a_terminal_too():
    """The same lines, whether there are colours or not."""
    column = Column(heading=["N"], cells=["1"] * (LONG + 1), total="", numeric=True, width=1)
    table = Table(titles=["T"], parts=[[column]], indents=[0] * (LONG + 1), has_total=False, footnotes=[])

    assert (
        table_text(table, width=80, colour=True).splitlines()[1:]
        == table_text(table, width=80, colour=False).splitlines()[1:]
    )
