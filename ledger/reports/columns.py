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
    key: bool = False
    """Part of what tells the rows apart, and so repeated in every part of a table that is broken."""
    drawn: bool = False
    """A picture of the figures before it, and so the first to give way."""
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
    """The columns to print and the blank ones left out: as much as *width* holds, with words at their narrowest."""
    filled = [draft for draft in drafts if not draft.blank]
    for kept in (list(drafts), _undrawn(drafts), filled, _undrawn(filled)):
        if _fits(kept, width):
            return kept, [draft for draft in drafts if draft.blank and draft not in kept]
    return filled, [draft for draft in drafts if draft.blank]


def _undrawn(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if not draft.drawn]


def _fits(drafts: Sequence[Draft], width: int | None) -> bool:
    return width is None or total_width([draft.least for draft in drafts]) <= width


def in_parts(drafts: Sequence[Draft], width: int | None) -> list[list[Draft]]:
    """The columns of a table too wide for *width* as parts that stand below one another, each with the leading words.

    A figure broken over two lines is read as two figures, so a wide table is broken between columns instead.
    """
    if width is None or _fits(drafts, width):
        return [list(drafts)]
    leading = _leading(drafts, width)
    parts: list[list[Draft]] = [[]]
    for draft in _keys_before_figures(drafts):
        if len(parts) > 1 and any(draft is each for each in leading):
            continue
        there_is_room = total_width([each.readable for each in (*parts[-1], draft)]) <= width
        if draft.drawn and not there_is_room:
            continue
        if not there_is_room and len(parts[-1]) > len(leading):
            parts.append([*leading])
        parts[-1].append(draft)
    return parts


def _keys_before_figures(drafts: Sequence[Draft]) -> list[Draft]:
    """The columns in their order, but keys that stand behind figures before them."""
    first = next((at for at, draft in enumerate(drafts) if draft.numeric and not draft.key), len(drafts))
    behind = [draft for draft in drafts[first:] if draft.key]
    return [*drafts[:first], *behind, *(draft for draft in drafts[first:] if not draft.key)]


def _leading(drafts: Sequence[Draft], width: int) -> list[Draft]:
    """The first column and the keys of the rows, if they leave room for a figure; else what tells rows apart."""
    keys = [draft for at, draft in enumerate(drafts) if draft.key or at == 0]
    widest = max((draft.least for draft in drafts if not draft.key), default=0)
    has_room = total_width([*(key.least for key in keys), widest]) <= width
    return keys if has_room and any(key.key for key in keys) else _told_apart(drafts, width)


def _told_apart(drafts: Sequence[Draft], width: int) -> list[Draft]:
    """The first column, and those words after it that tell the rows apart, within three fifths of *width*."""
    leading = list(drafts[:1])
    for draft in drafts[1:-1]:
        if draft.numeric:
            break
        more = [*leading, draft]
        if (
            _rows_told_apart(more) > _rows_told_apart(leading)
            and 5 * total_width([d.readable for d in more]) <= 3 * width
        ):
            leading = more
    return leading


def _rows_told_apart(drafts: Sequence[Draft]) -> int:
    return len(set(zip(*(draft.cells for draft in drafts), strict=True)))


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
