"""An answer as a Markdown table, to be pasted into a document."""

import re
from collections.abc import Iterator

from ledger.domain.values.visible import visible
from ledger.queries.answer import Answer
from ledger.reports.formats.table import Table, table
from ledger.reports.numbers import AmountUnit, Language

_LINE_BREAK = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
"""Not every space: those within numbers must not break."""
_SET_IN = "\N{NO-BREAK SPACE}"


def markdown_text(
    answer: Answer, *, unit: AmountUnit = "Mkr", lang: Language = "en", decimals: int = 0, empty: bool = True
) -> str:
    """*answer* with the same words and figures as its table, as wide as it needs; what belongs beside it below it."""
    drawn = table(answer, unit=unit, lang=lang, decimals=decimals, empty=empty)
    text = "\n\n".join(_parts(drawn)) + "\n"
    if answer.beside is None:
        return text
    return f"{text}\n{markdown_text(answer.beside, unit=unit, lang=lang, decimals=decimals, empty=empty)}"


def _parts(drawn: Table) -> Iterator[str]:
    first, *others = drawn.titles
    yield f"**{escaped(first)}**"
    yield "  \n".join(map(escaped, others))
    yield from (_grid(drawn, place) for place in range(len(drawn.parts)))
    if drawn.footnotes:
        yield "  \n".join(map(escaped, drawn.footnotes))


def _grid(drawn: Table, place: int) -> str:
    columns = drawn.parts[place]
    lines = [[" ".join(" ".join(each.heading).split()) for each in columns]]
    lines += [list(cells) for cells in zip(*(each.cells for each in columns), strict=True)]
    if drawn.has_total:
        lines.append([each.total for each in columns])
    cells = [[escaped(cell.strip(" ")) for cell in line] for line in lines]
    for row, indent in zip(cells[1:], drawn.indents, strict=False):
        row[0] = _SET_IN * indent + row[0]
    if drawn.has_total:
        cells[-1] = [f"**{cell}**" if cell else "" for cell in cells[-1]]
    rules = ["---:" if each.numeric else "---" for each in columns]
    return "\n".join(f"| {' | '.join(line)} |" for line in (cells[0], rules, *cells[1:]))


def escaped(text: str) -> str:
    """*text* in one line, as names need not be, with what Markdown would take for its own signs kept apart."""
    kept = visible(_LINE_BREAK.sub(" ", text))
    for sign in "\\`*_|<>[]":
        kept = kept.replace(sign, f"\\{sign}")
    return kept
