"""The report before any format: sections of sentences, tables and drawings, with references to facts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from ledger.queries.answer import Answer
from ledger.reports.numbers import AmountUnit, Language

_OPENS, _CLOSES = "\ue000", "\ue001"
"""Around a position that a text refers to. No text that people write holds these characters."""

MOST_RANGES = 60
"""Nobody follows more references than these from one row; a command lists them all."""

_REFERENCE = re.compile(f"{_OPENS}(\\d+){_CLOSES}")


def reference(position: int) -> str:
    """A fact, in the texts of the report; each format writes it in its own way."""
    return f"{_OPENS}{position}{_CLOSES}"


def with_references(text: str, written: Callable[[int], str]) -> str:
    """*text* with its references as a format writes them."""
    return _REFERENCE.sub(lambda found: written(int(found[1])), text)


def plainly(text: str) -> str:
    """*text* with its references as people quote them: ``#123``."""
    return with_references(text, lambda position: f"#{position}")


def ranges(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Positions in their order, those that follow one another as one range."""
    found: list[tuple[int, int]] = []
    for position in sorted(positions):
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found


def references(positions: Iterable[int], more: Callable[[int], str] | None = None) -> str:
    """Positions as references, ranges with a dash between their ends.

    Of more than :data:`MOST_RANGES` only these many are named, and *more* says how many facts there are besides.
    """
    found = ranges(positions)
    named = found[:MOST_RANGES] if more else found
    told = [reference(first) if first == last else f"{reference(first)}–{reference(last)}" for first, last in named]
    left = sum(last - first + 1 for first, last in found[len(named) :])
    return ", ".join([*told, more(left)] if more and left else told)


@attrs.frozen(kw_only=True)
class GridRow:
    """A row of cells, ready to be read."""

    cells: Sequence[str]
    depth: int | None = None
    """How deep its unit stands below the first one of the table; None where rows are no units."""
    anchor: str | None = None
    """Where the facts behind it are listed."""
    is_total: bool = False


@attrs.frozen(kw_only=True)
class Grid:
    """A table ready to be read, and the answer it was made of."""

    key: str
    caption: str
    headings: Sequence[str]
    groups: Sequence[tuple[str, int]] = ()
    """What stands above several headings, and above how many; the first covers none but the words in front."""
    numeric: Sequence[bool]
    rows: Sequence[GridRow]
    footnotes: Sequence[str] = ()
    explained: str = ""
    """The command that takes a figure apart."""
    exact: Answer
    """The same rows unrounded, for spreadsheets."""


@attrs.frozen(kw_only=True)
class Drawing:
    """A chart: what it shows in words, for those who do not see it, and how it is drawn as SVG."""

    key: str
    title: str
    told: str
    """What there is to see, in sentences."""
    draw: Callable[[], str]
    figures: Grid | None = None
    """What is drawn, where no other table of the report holds it."""


@attrs.frozen
class Points:
    """Sentences that stand under one another, each with a mark before it."""

    texts: Sequence[str]


Block = Grid | Drawing | Points | str
"""What a section is made of; a text is a paragraph."""


@attrs.frozen(kw_only=True)
class Behind:
    """The facts behind one row of a table."""

    anchor: str
    row: str
    facts: Sequence[tuple[str, str]]
    """Which figures, and the facts they add up."""


@attrs.frozen(kw_only=True)
class BehindTable:
    """The facts behind a table, row by row."""

    caption: str
    explained: str
    rows: Sequence[Behind]


@attrs.frozen(kw_only=True)
class Section:
    """A subject of the report."""

    key: str
    title: str
    blocks: Sequence[Block]
    behind: Sequence[BehindTable] = ()

    @property
    def grids(self) -> list[Grid]:
        """The tables, those of the drawings too."""
        shown = [block.figures if isinstance(block, Drawing) else block for block in self.blocks]
        return [block for block in shown if isinstance(block, Grid)]


@attrs.frozen(kw_only=True)
class Document:
    """A monthly report in one language."""

    lang: Language
    unit: AmountUnit
    decimals: int
    known_at: datetime
    title: str
    subtitle: str
    sections: Sequence[Section]
    facts: Grid
    """The facts behind the figures, each with its decision."""
    listed: frozenset[int]
    """The positions that have a row there."""
    colophon: Sequence[tuple[str, str]]
    """What it takes to make the report again: names and values."""
    command: str
    """The command that makes it."""
    words: Mapping[str, str]
    """The headings and phrases that formats need around all this."""

    @property
    def behind(self) -> list[BehindTable]:
        return [table for section in self.sections for table in section.behind]
