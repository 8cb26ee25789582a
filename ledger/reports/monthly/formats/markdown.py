"""The report as Markdown, to be pasted where such is read."""

from collections.abc import Iterator, Sequence

from ledger.domain.values.visible import visible
from ledger.reports.formats.markdown_text import escaped
from ledger.reports.monthly.document import BehindTable, Block, Document, Drawing, Grid, GridRow, Points, plainly


def markdown(document: Document) -> str:
    """Headings, sentences and tables; drawings are told in words."""
    parts = [f"# {_text(document.title)}", f"**{_text(document.subtitle)}**"]
    for section in document.sections:
        parts.append(f"## {_text(section.title)}")
        for block in section.blocks:
            parts += _block(document, block)
    if document.behind:
        parts += [f"## {document.words['behind']}", document.words["behind_told"]]
        parts += [part for table in document.behind for part in _behind(document, table)]
    if document.facts.rows:
        parts += [f"## {document.words['facts']}", *_grid(document, document.facts)]
    parts += [f"## {document.words['colophon']}", document.words["colophon_told"], _colophon(document)]
    return "\n\n".join(parts) + "\n"


def _block(document: Document, block: Block) -> Iterator[str]:
    match block:
        case Grid():
            yield from _grid(document, block)
        case Drawing():
            yield f"*{document.words['chart']}: {_text(block.title)}.* {_text(block.told)}"
            if block.figures is not None:
                yield from _grid(document, block.figures)
        case Points():
            yield "\n".join(f"- {_text(text)}" for text in block.texts)
        case str():
            yield _text(block)


def _grid(document: Document, grid: Grid) -> Iterator[str]:
    yield f"### {_text(grid.caption)}"
    if grid.rows:
        yield _table(_headings(grid), grid.numeric, [_cells(row) for row in grid.rows])
    if grid.footnotes:
        yield "  \n".join(map(_text, grid.footnotes))
    if grid.explained:
        yield f"{document.words['explained']}: `{visible(grid.explained)}`"


def _headings(grid: Grid) -> list[str]:
    """Each heading with the one above it, which Markdown has no place for."""
    above = [group for group, span in grid.groups for _ in range(span)] or [""] * len(grid.headings)
    return [f"{group}: {heading}" if group else heading for group, heading in zip(above, grid.headings, strict=True)]


def _cells(row: GridRow) -> list[str]:
    """The cells, the first set in as deep as its unit stands; those of a total are bold."""
    first, *others = map(_text, row.cells)
    cells = ["\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}" * (row.depth or 0) + first, *others]
    return [f"**{cell}**" if cell and row.is_total else cell for cell in cells]


def _table(headings: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[str]]) -> str:
    lines = [[_text(heading) for heading in headings], ["---:" if each else "---" for each in numeric], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _behind(document: Document, table: BehindTable) -> Iterator[str]:
    yield f"### {_text(table.caption)}"
    rows = [[_text(row.row), _text("; ".join(f"{name}: {facts}" for name, facts in row.facts))] for row in table.rows]
    yield _table([document.words["row"], document.words["facts_of"]], [False, False], rows)


def _colophon(document: Document) -> str:
    """Everything it takes to make the report again."""
    lines = [f"- {name}: {_text(value)}" for name, value in document.colophon]
    return "\n".join([*lines, f"- {document.words['command']}: `{visible(document.command)}`"])


def _text(text: str) -> str:
    """*text* without the marks of references, in one line, with Markdown's own signs kept apart."""
    return escaped(plainly(text))
