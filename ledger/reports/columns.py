"""Columns of printed cells, and how wide each of them gets."""

from collections.abc import Sequence
from textwrap import wrap

import attrs

GAP = 2
"""Blanks between two columns."""
LONGEST_WORD = 24
"""A column of words is not made narrower than its longest word, unless that word is longer than this."""
READABLE = 24
"""Where a table is set in parts anyway, a column of words is given this much, if it has as many characters."""


@attrs.frozen(kw_only=True)
class Column:
    """A column ready to be set: figures fill its width, words are to be wrapped to it."""

    heading: Sequence[str]
    """Line by line; every column of a table has as many."""
    cells: Sequence[str]
    total: str
    numeric: bool
    width: int


@attrs.frozen(kw_only=True)
class Draft:
    """A column before the width of the table is shared out."""

    heading: str
    cells: Sequence[str]
    """The rows' cells, and last that of the total if there is one."""
    numeric: bool
    indents: Sequence[int] = ()
    """How far each cell is set in; empty where none is."""
    blank: bool = False
    """Empty or zero on every row, and so no loss where room is short."""
    widest: int = attrs.field(init=False)
    least: int = attrs.field(init=False)

    @widest.default
    def _widest(self) -> int:
        return max(_longest_word(self.heading), *(indent + len(cell) for indent, cell in self._set_in()), 0)

    @least.default
    def _least(self) -> int:
        if self.numeric:
            return self.widest
        words = (indent + min(_longest_word(cell), LONGEST_WORD) for indent, cell in self._set_in())
        return max(min(_longest_word(self.heading), LONGEST_WORD), *words, 0)

    @property
    def readable(self) -> int:
        return max(self.least, min(self.widest, READABLE))

    def _set_in(self) -> list[tuple[int, str]]:
        indents = self.indents or [0] * len(self.cells)
        return list(zip(indents, self.cells, strict=True))


def total_width(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def without_blank(drafts: Sequence[Draft], width: int | None) -> tuple[list[Draft], list[Draft]]:
    """The columns to print and those left out, which is none unless words at their narrowest exceed *width*."""
    if width is None or total_width([draft.least for draft in drafts]) <= width:
        return list(drafts), []
    return [draft for draft in drafts if not draft.blank], [draft for draft in drafts if draft.blank]


def in_parts(drafts: Sequence[Draft], width: int | None) -> list[list[Draft]]:
    """The columns of a table too wide for *width* as parts that stand below one another, each with the leading words.

    A figure broken over two lines is read as two figures, so a wide table is broken between columns instead.
    """
    if width is None or total_width([draft.least for draft in drafts]) <= width:
        return [list(drafts)]
    leading = _leading(drafts, width)
    parts = [[*leading]]
    for draft in drafts[len(leading) :]:
        widths = [each.readable for each in (*parts[-1], draft)]
        if total_width(widths) > width and len(parts[-1]) > len(leading):
            parts.append([*leading])
        parts[-1].append(draft)
    return parts


def _leading(drafts: Sequence[Draft], width: int) -> list[Draft]:
    """The first column, and the words after it while all of them leave half of the width to the others."""
    leading = list(drafts[:1])
    for draft in drafts[1:-1]:
        if draft.numeric or 2 * total_width([each.readable for each in (*leading, draft)]) > width:
            break
        leading.append(draft)
    return leading


def fitted(drafts: Sequence[Draft], width: int | None, *, has_total: bool) -> list[Column]:
    """The columns within *width*: the widest words give way first, and figures never do."""
    widths = [draft.widest for draft in drafts]
    while width is not None and total_width(widths) > width:
        yielding = [place for place, draft in enumerate(drafts) if widths[place] > draft.least]
        if not yielding:
            break
        widths[max(yielding, key=lambda place: widths[place])] -= 1
    headings = [wrap(draft.heading, wide, break_on_hyphens=False) for draft, wide in zip(drafts, widths, strict=True)]
    height = max((len(heading) for heading in headings), default=0)
    return [
        _column(draft, [""] * (height - len(heading)) + heading, wide, has_total=has_total)
        for draft, heading, wide in zip(drafts, headings, widths, strict=True)
    ]


def _column(draft: Draft, heading: Sequence[str], width: int, *, has_total: bool) -> Column:
    def in_line(texts: Sequence[str]) -> list[str]:
        return [text.rjust(width) for text in texts] if draft.numeric else list(texts)

    cells = in_line(draft.cells)
    total = cells.pop() if has_total else ""
    return Column(heading=in_line(heading), cells=cells, total=total, numeric=draft.numeric, width=width)


def _longest_word(text: str) -> int:
    """A figure with no-break spaces between its groups is one word."""
    return max(map(len, text.replace("\N{NO-BREAK SPACE}", "_").split()), default=0)
