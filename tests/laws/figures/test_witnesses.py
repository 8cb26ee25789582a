"""SQL over the read model, a plain fold over the facts, and an opinion of our own must tell one story."""

from fractions import Fraction

import asking
import histories
import pytest
from expected import Along, budget_rows, key_of, report_rows, said
from expected_indicators import indicator_rows
from histories import days, instants
from hypothesis import given
from hypothesis import strategies as st
from oracle import Opinion, shown
from people import staffing_by_unit, staffing_rows

from ledger.domain.values.days import Month, swedish_day
from ledger.projections import balances
from ledger.queries.questions.follow_up.indicators import indicators
from ledger.queries.questions.money.budget import budget
from ledger.queries.questions.money.report import report
from ledger.queries.questions.staff.staffing import staffing

asked = {
    "steps": histories.histories(6),
    "moments": st.lists(st.tuples(days, st.one_of(st.just(histories.EVER), instants)), min_size=1, max_size=3),
}
trees = st.sampled_from(asking.TREES)


def opinions(steps, moments):
    """The ledger at each moment, beside our own opinion and the day they are known on."""
    with histories.told(steps) as told, told.reader() as reader:
        for as_of, known_at in moments:
            known = [recorded for recorded in told.facts if recorded.recorded_at <= known_at]
            yield reader.at(as_of, known_at), Opinion(known, as_of), swedish_day(known_at)


@given(**asked)
def test_sql_and_fold_agree(steps, moments):
    """SQL and Python are asked the same questions and give the same answers."""
    with histories.told(steps) as told, told.reader() as reader:
        for as_of, known_at in moments:
            at = reader.at(as_of, known_at)
            fold = asking.fold_of(reader.log, as_of, at.position)

            assert asking.told_by(at.figures) == asking.told_by(fold)


@given(
    before=histories.histories(5),
    after=histories.histories(2),
    moments=st.lists(st.tuples(days, st.one_of(st.just(histories.EVER), instants)), min_size=2, max_size=6),
)
def test_balances_brought_forward_change_no_answer(before, after, moments):
    """However many are kept, in whatever order moments are asked about, and whatever is recorded in between."""
    with pytest.MonkeyPatch.context() as patch, histories.told(before) as told:
        patch.setattr(balances, "MUCH", 0)
        for steps in ([], after):
            told.tell(steps)
            with told.reader() as reader:
                for as_of, known_at in moments:
                    at = reader.at(as_of, known_at)
                    fold = asking.fold_of(reader.log, as_of, at.position)

                    assert asking.told_by(at.figures) == asking.told_by(fold)


@given(
    **asked,
    tree=trees,
    top=st.sampled_from([None, None, "A", "R"]),
    statement=st.sampled_from(["operating", "operating", "investment"]),
)
def test_budgets_are_what_the_words_say(steps, moments, tree, top, statement):
    """By unit, line and month, each column and what of it has been reached."""
    for at, opinion, today in opinions(steps, moments):
        if top is not None and top not in opinion.units("moment", opinion.as_of):
            continue
        along = Along(opinion, tree, today, top)
        for by in ("unit", "line", "month", "unit,line", "unit,month", "unit,line,month"):
            rows = budget_rows(along, 2024, by, statement)
            answer = budget(at, year=2024, unit=top, by=by, tree=tree, statement=statement)

            assert said(answer.rows, lambda row, by=by: key_of(row, by)) == shown(rows)
            if answer.total is not None:
                assert asking.amounts(answer.total) == summed(rows)


def summed(rows):
    whole = {column: 0 for row in rows.values() for column in row}
    for row in rows.values():
        for column, amount in row.items():
            whole[column] += amount
    return {column: amount for column, amount in whole.items() if amount}


@given(**asked)
def test_units_stand_where_the_words_say(steps, moments):
    """Name, parent and level of every row are those of the day, and every open unit has a row."""
    for at, opinion, _ in opinions(steps, moments):
        rows = {row.unit: row for row in budget(at, year=2024).rows}

        for unit, row in rows.items():
            above = opinion.above(unit, "moment", opinion.as_of)
            assert row.level == len(above) - 1
            assert [row.parent] == (above[1:2] or [None])
            assert row.name == opinion.name(unit)
        assert opinion.open_units() <= rows.keys()


@given(**asked, tree=trees, month=st.sampled_from([(2024, 6), (2024, 7), (2024, 12)]))
def test_reports_are_what_the_words_say(steps, moments, tree, month):
    """The nine columns: outcomes through the month, budgets of the moment, the newest forecast of each unit."""
    for at, opinion, today in opinions(steps, moments):
        rows = report_rows(Along(opinion, tree, today), month)
        known = {unit for unit, row in rows.items() if row.pop("has_forecast", 0)}
        answer = report(at, month=Month.of(*month), tree=tree)

        assert said(answer.rows, lambda row: row.unit) == shown(rows)
        assert {row.unit for row in answer.rows if row.year_forecast is not None} == known


@given(**asked)
def test_computed_indicators_are_what_the_words_say(steps, moments):
    """The latest month reported, and the size of the sum or quotient; nothing where a unit has not reported."""
    for at, opinion, _ in opinions(steps, moments):
        rows = [row for row in indicators(at, year=2024).rows if row.indicator in ("I2", "I3")]
        aimed = {(row.indicator, row.unit) for row in rows if row.target is not None}
        told = {(row.indicator, row.unit): ((row.month.year, row.month.month), row.value) for row in rows if row.month}
        expected = indicator_rows(opinion)

        assert {key for key in told if key not in aimed} == {key for key in expected if key not in aimed}
        for key, (month, value) in told.items():
            if key not in aimed:
                assert month == expected[key][0]
                assert (value is None) is (expected[key][1] is None)
                assert value is None or abs(Fraction(value) - expected[key][1]) <= Fraction(1, 10**12)


@given(**asked, tree=trees, since=st.sampled_from([None, Month.of(2024, 5), Month.of(2024, 6), Month.of(2023, 9)]))
def test_staffing_is_what_the_words_say(steps, moments, tree, since):
    """Positions and the reported workforce, by unit, and by category and employment."""
    first = since and since.number
    for at, opinion, today in opinions(steps, moments):
        along = Along(opinion, tree, today)
        by_item = staffing(at, by="unit,category,employment", since=since, tree=tree).rows

        assert said(staffing(at, since=since, tree=tree).rows, lambda row: row.unit) == (
            shown(staffing_by_unit(along, first))
        )
        assert said(by_item, lambda row: (row.unit, row.category, row.employment)) == shown(staffing_rows(along, first))
