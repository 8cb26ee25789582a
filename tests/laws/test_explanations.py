"""Every figure is the sum of the facts behind it, and every difference the sum of the facts between."""

import asking
import attrs
import histories
from histories import EVER, days, instants
from hypothesis import given
from hypothesis import strategies as st

from ledger.queries.budget import budget
from ledger.queries.compare import Side, compare
from ledger.queries.explain import EXPLAINED, Cell, explain
from ledger.queries.forecasts import forecast
from ledger.queries.outcomes import outcome, report
from ledger.queries.savings import savings
from ledger.queries.staffing import staffing

NARROWED = {field.name for field in attrs.fields(Cell)}
trees = st.sampled_from(asking.TREES)
known = st.one_of(st.just(EVER), instants)


def answers(books, tree):
    """Answers, each with what the question says beside the row about the cell that is meant."""
    for by in ("unit", "line", "unit,line,month"):
        yield budget(books, year=2024, by=by, tree=tree), Cell(year=2024, tree=tree)
    yield report(books, month=asking.JULY, tree=tree), Cell(month=asking.JULY, tree=tree)
    yield staffing(books, since=asking.JULY, tree=tree), Cell(since=asking.JULY, tree=tree)
    yield outcome(books, year=2024, tree=tree), Cell(tree=tree)
    yield forecast(books, year=2024), Cell(year=2024)
    yield forecast(books, year=2024, by="unit,line"), Cell(year=2024)
    yield savings(books), Cell()


def cell_of(row, meant):
    """The cell that a row's own columns narrow down."""
    own = {name: getattr(row, name) for name in NARROWED if getattr(row, name, None) is not None}
    return attrs.evolve(meant, **own)


@given(steps=histories.histories(6), as_of=days, known_at=known, tree=trees)
def test_the_parts_of_every_figure_sum_to_it(steps, as_of, known_at, tree):
    """Down to the facts, exactly."""
    with histories.told(steps) as told, told.library() as library:
        books = library.books(as_of, known_at)
        for answer, meant in answers(books, tree):
            columns = EXPLAINED[answer.question].columns
            for row in answer.rows:
                for column in columns if any(asking.amounts(row)) else ():
                    figure = getattr(row, column)
                    if figure:
                        explained = explain(books, answer.question, cell_of(row, meant), column)
                        assert explained.total == figure
                        assert sum(part.amount.count for part in explained.rows) == figure.count
                        assert all(part.position <= books.position for part in explained.rows)


@given(
    steps=histories.histories(6),
    moments=st.tuples(days, known, days, known),
    tree=trees,
    column=st.sampled_from(["current", "original", "ytd"]),
)
def test_the_facts_between_two_moments_make_the_difference(steps, moments, tree, column):
    """Nothing is left over: figure before, reorganisation and facts make the figure after."""
    with histories.told(steps) as told, told.library() as library:
        sides = [
            Side(library.books(as_of, known_at), Cell(year=2024, tree=tree))
            for as_of, known_at in (moments[:2], moments[2:])
        ]
        figures = [
            {row.unit: getattr(row, column) for row in budget(side.books, year=2024, tree=tree).rows} for side in sides
        ]
        answer = compare(*sides, "budget", column)

        for row in answer.rows:
            assert not row.residual
            assert row.change == row.after - row.before
            parts = row.moved.count + sum(cause.amount.count for cause in row.facts)
            assert row.change.count == parts
            for side, figure in zip(figures, (row.before, row.after), strict=True):
                assert side.get(row.unit, figure) == figure
        told_of = {row.unit for row in answer.rows}
        same = figures[0].keys() & figures[1].keys() - told_of
        assert {unit: figures[0][unit] for unit in same} == {unit: figures[1][unit] for unit in same}
