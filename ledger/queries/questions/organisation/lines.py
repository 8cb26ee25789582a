"""The tree of lines."""

from datetime import date

from ledger.queries.answer import Answer, answer_at, column, row
from ledger.queries.at import At
from ledger.queries.options import LINE
from ledger.queries.question import Question


@row
class LineRow:
    """A line and its place in the tree."""

    line: str = column("Line", "The code of the line.", key=True)
    name: str = column("Name", "What it is called.")
    parent: str | None = column("Part of", "The line whose sum it is part of.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    side: str = column("Side", "Whether it is income, cost or the net of a whole unit.")
    statement: str = column("Statement", "The statement it belongs to.")
    opened: date = column("Opened", "The first day it is in use.")
    closed: date | None = column("Closed", "The day from which it is not.")


def lines(at: At, *, line: str | None = None) -> Answer:
    """The tree of lines, with those that have closed."""
    rows = []
    for place in at.line_tree.places(line):
        opened = at.lines[place.code]
        closing = at.line_nodes[place.code].closings.at(at.as_of)
        rows.append(
            LineRow(
                line=place.code,
                name=place.name,
                parent=place.parent,
                level=place.level,
                side=opened.side,
                statement=opened.statement,
                opened=opened.effective,
                closed=closing.effective if closing else None,
            )
        )
    return answer_at(at, "lines", LineRow, rows, {"line": line})


QUESTION = Question(
    name="lines",
    title="Lines",
    sentence="The tree of the lines of the accounts.",
    topic="organisation",
    rows=LineRow,
    answer=lines,
    options=(LINE,),
    example="--as-of 2024-01",
)
