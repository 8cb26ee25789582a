"""The history of a figure: the last step is the figure, and each step what was known at its position."""

import histories
from histories import days, instants
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.days import Month
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import explain
from ledger.queries.explain.history import history
from ledger.queries.questions import explainable, question

JULY = Month.of(2024, 7)
TREES = st.sampled_from(["moment", "then", "today"])


def cells(at, tree):
    """A figure of each question that is explained: of everything, of a unit, and of one of its rows."""
    for name, found in explainable().items():
        asked = question(name)
        options = {"month": JULY} if "month" in found.narrowed_by and name in ("report", "result") else {}
        whole = Cell(**options, **({"tree": tree} if "tree" in found.narrowed_by else {}))
        yield name, whole
        rows = asked.ask(at, **options).rows
        keys = [key for key in asked.keys if key in found.narrowed_by]
        for row in rows[:: max(len(rows) // 2, 1)]:
            narrowed = {key: getattr(row, key) for key in keys if getattr(row, key) is not None}
            yield name, Cell(**{**options, **narrowed, **({"tree": tree} if "tree" in found.narrowed_by else {})})


def figure(at, name, cell, column, position):
    """What the figure was as known at a position; 0 where there was none."""
    then = at.known_through(position, at.moment)
    try:
        if cell.unit is not None and cell.unit not in then.tree_of(cell.tree):
            return 0
        return explain(then, name, cell, column).total.count
    except (Refused, Unreadable):
        return 0


@given(steps=histories.histories(4, 16), as_of=days, known_at=instants, tree=TREES, chance=st.randoms())
def test_a_figure_changed_at_the_steps_of_its_history_and_nowhere_else(steps, as_of, known_at, tree, chance):
    """Whatever was reversed, attested, restated or moved meanwhile; and the last step is the figure asked."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        every = list(cells(at, tree))
        for name, cell in chance.sample(every, min(len(every), 5)):
            column = chance.choice(explainable()[name].columns)
            try:
                whole = explain(at, name, cell, column).total.count
            except (Refused, Unreadable):
                continue  # this column means nothing for such a cell
            found = {row.position: row.value.count for row in history(at, name, cell, column).rows}
            meant, expected, reached = explainable()[name].meant(at, cell), {}, 0
            for position in range(1, at.position + 1):
                now = figure(at, name, meant, column, position)
                if now != reached:
                    expected[position] = reached = now

            assert found == expected, (name, cell, column)
            assert reached == whole
