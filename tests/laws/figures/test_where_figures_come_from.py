"""Every figure is the sum of its facts, and every difference the sum of the facts that make it."""

from collections import Counter
from decimal import Decimal

import histories
from histories import days, instants
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.days import Month
from ledger.domain.values.measured import Measured, Number
from ledger.queries.cell import Cell, Side
from ledger.queries.compare import compare
from ledger.queries.contributions.workforce import STAFF_FLOWS, PartsNotAdded, SpansNotAdded
from ledger.queries.explain.figures import explain
from ledger.queries.questions import explainable
from ledger.queries.questions.follow_up.indicators import indicators
from ledger.queries.questions.follow_up.measures import measures
from ledger.queries.questions.follow_up.savings import savings
from ledger.queries.questions.money.budget import budget
from ledger.queries.questions.money.forecast import forecast
from ledger.queries.questions.money.outcome import outcome
from ledger.queries.questions.money.report import report
from ledger.queries.questions.money.result import result
from ledger.queries.questions.staff.staffing import staffing

JULY, JUNE = Month.of(2024, 7), Month.of(2024, 6)
TREES = st.sampled_from(["moment", "then", "today"])


def cells_of_lines_and_projects(at, tree):
    """Those of rows that hold everything below a line or a project."""
    for row in report(at, month=JULY, by="unit,line", tree=tree).rows:
        yield "report", Cell(unit=row.unit, line=row.line, month=JULY, tree=tree), row
    for row in budget(at, year=2024, by="project,line", tree=tree).rows:
        if row.project is not None:
            yield "budget", Cell(project=row.project, line=row.line, year=2024, tree=tree), row
    for row in budget(at, year=2024, project="P1", tree=tree).rows if "P1" in at.projects.nodes else ():
        yield "budget", Cell(unit=row.unit, project="P1", year=2024, tree=tree), row
    for row in forecast(at, year=2024, by="unit,line", tree=tree).rows:
        yield "forecast", Cell(unit=row.unit, line=row.line, year=2024, version=row.version, tree=tree), row


def cells_of_staff(at, tree):
    """By unit, and by category and employment."""
    for row in staffing(at, since=JUNE, tree=tree).rows:
        yield "staffing", Cell(unit=row.unit, since=JUNE, tree=tree), row
    for row in staffing(at, since=JUNE, by="unit,category,employment", tree=tree).rows:
        place = {"category": row.category, "employment": row.employment, "since": JUNE}
        yield "staffing", Cell(unit=row.unit, tree=tree, **place), row


def cells(at, tree):
    """Every cell of every answer that is explained, with the question it belongs to and its row."""
    for row in budget(at, year=2024, tree=tree).rows:
        yield "budget", Cell(unit=row.unit, year=2024, tree=tree), row
    for row in budget(at, year=2024, by="unit,line,month", tree=tree).rows:
        yield "budget", Cell(unit=row.unit, line=row.line, month=row.month, year=2024, tree=tree), row
    for row in report(at, month=JULY, tree=tree).rows:
        yield "report", Cell(unit=row.unit, month=JULY, tree=tree), row
    yield from cells_of_lines_and_projects(at, tree)
    for row in result(at, month=JULY).rows:
        yield "result", Cell(line=row.line, month=JULY), row
    for row in outcome(at, year=2024, tree=tree).rows:
        yield "outcome", Cell(unit=row.unit, line=row.line, month=row.month, tree=tree), row
    for row in forecast(at, year=2024, tree=tree).rows:
        yield "forecast", Cell(unit=row.unit, year=2024, version=row.version, tree=tree), row
    yield from cells_of_staff(at, tree)
    yield from cells_of_follow_up(at)


def cells_of_follow_up(at):
    """Those of savings, measures and indicators."""
    for row in savings(at).rows:
        yield "savings", Cell(plan=row.plan, phase=row.phase), row
    for row in measures(at).rows:
        yield "measures", Cell(measure=row.measure), row
    for row in indicators(at, year=2024, months=True).rows:
        yield "indicators", Cell(indicator=row.indicator, unit=row.unit, month=row.month, year=2024), row


@given(steps=histories.histories(6), as_of=days, known_at=instants, tree=TREES)
def test_the_parts_of_a_figure_sum_to_it_exactly(steps, as_of, known_at, tree):
    """Whatever cell is asked about, its facts add up to it, and each of them was known and had taken effect."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        for question, cell, row in cells(at, tree):
            for column in explainable()[question].columns:
                if question == "staffing" and cell.employment and cell.category is None and column in STAFF_FLOWS:
                    continue  # to leave the category out means all of them, as below
                figure = getattr(row, column, None)
                figure = Number.of(figure) if isinstance(figure, Decimal) else figure
                if isinstance(figure, Measured):
                    answer = explain(at, question, cell, column)

                    assert answer.total == figure, (question, cell, column)
                    assert sum(part.amount.count for part in answer.rows) == figure.count
                    assert all(part.position <= at.position and part.effective <= as_of for part in answer.rows)


@given(steps=histories.histories(6), as_of=days, known_at=instants, tree=TREES)
def test_what_is_left_out_of_a_key_narrows_nothing_down(steps, as_of, known_at, tree):
    """Positions without a category are those of all rows of the unit, outcomes without a month those of the year."""
    with histories.told(steps) as told, told.reader() as reader:
        at = reader.at(as_of, known_at)
        sums = Counter()
        for row in staffing(at, by="unit,category,employment", tree=tree).rows:
            for column in STAFF_FLOWS:
                sums["staffing", Cell(unit=row.unit, tree=tree), column] += getattr(row, column).count
        for row in outcome(at, year=2024, tree=tree).rows:
            sums["outcome", Cell(unit=row.unit, line=row.line, year=2024, tree=tree), "amount"] += row.amount.count

        for (question, cell, column), shown in sums.items():
            assert explain(at, question, cell, column).total.count == shown


@given(
    steps=histories.histories(6),
    one=st.tuples(days, instants),
    other=st.tuples(days, instants),
    question=st.sampled_from(["budget", "report", "forecast", "staffing"]),
    tree=TREES,
)
def test_a_comparison_leaves_no_residual(steps, one, other, question, tree):
    """From one moment to another there is nothing but reorganisations and facts."""
    with histories.told(steps) as told, told.reader() as reader:
        cell = Cell(year=2024, month=JULY if question == "report" else None, tree=tree)
        sides = [Side(reader.at(*moment), cell) for moment in (one, other)]
        for column in explainable()[question].columns:
            try:
                rows = compare(*sides, question, column).rows
            except (PartsNotAdded, SpansNotAdded):
                assert column not in STAFF_FLOWS
                continue
            for row in rows:
                causes = sum(cause.amount.count for cause in row.facts)

                assert row.residual.count == 0
                assert row.after.count - row.before.count == row.change.count == row.moved.count + causes


@given(
    steps=histories.of_kinds(["reports", "targets", "targets", "organisation"], 4),
    one=st.tuples(days, instants),
    other=st.tuples(days, instants),
)
def test_values_of_indicators_are_compared_without_residual(steps, one, other):
    """Both figures are what the question answers, and what lies between them is facts and reorganisations alone."""
    with histories.told(steps) as told, told.reader() as reader:
        sides = [Side(reader.at(*moment), Cell(year=2024)) for moment in (one, other)]
        then, now = (values_of(side.at) for side in sides)

        for row in compare(*sides, "indicators", None).rows:
            for figure, answered in ((row.before, then), (row.after, now)):
                value = answered.get((row.indicator, row.unit))  # no row where there is no outcome on its lines
                assert figure == (value if value is None else Number.of(value)) or (value is None and not figure)
            assert row.residual.count == 0
            if row.change is not None:
                causes = sum(cause.amount.count for cause in row.facts)
                assert row.after.count - row.before.count == row.change.count == row.moved.count + causes


def values_of(at):
    """The latest value of each indicator and unit, as the question has it, without the months of targets."""
    return {
        (row.indicator, row.unit): row.value
        for row in indicators(at, year=2024).rows
        if row.target is None or row.month is not None
    }


@given(steps=histories.histories(6), one=st.tuples(days, instants), other=st.tuples(days, instants))
def test_a_comparison_shows_the_figures_of_both_moments(steps, one, other):
    """Before and after are what the question itself answers at the two moments."""
    with histories.told(steps) as told, told.reader() as reader:
        sides = [Side(reader.at(*moment), Cell(year=2024)) for moment in (one, other)]
        then, now = ({row.unit: row.current for row in budget(side.at, year=2024).rows} for side in sides)

        for row in compare(*sides, "budget", "current").rows:
            assert row.after == now[row.unit]
            assert row.before.count == (then[row.unit].count if row.unit in then else 0)


@given(steps=histories.histories(6), as_of=days, known_at=instants)
def test_two_equal_moments_do_not_differ(steps, as_of, known_at):
    """Nothing makes no difference."""
    with histories.told(steps) as told, told.reader() as reader:
        sides = [Side(reader.at(as_of, known_at), Cell(year=2024)) for _ in range(2)]

        assert compare(*sides, "budget", "current").rows == []
