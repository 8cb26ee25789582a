"""All 213 printed figures come out of one journal, asked at three moments."""

import pytest
from ask import answers_for
from published import EXPLAINED_BY, JOURNAL, MOMENTS, MONTH, QUESTION, Printed, contradictions, figures, whole_mkr


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    where = tmp_path_factory.mktemp("vasterbotten")
    return {name: answers_for(JOURNAL, where, QUESTION, MONTH, moment) for name, moment in MOMENTS.items()}


def test_there_are_213_printed_figures():
    """Nothing in the printed tables is left out of the comparison."""
    assert len(figures()) == 213


def test_the_region_s_table_contradicts_itself_only_where_the_grant_explains_it():
    """Every cell that rounding alone cannot bring in line with its row is off by the grant, and the grant is named."""
    found = contradictions()

    assert found.keys() == EXPLAINED_BY.keys()
    assert {abs(off) for off in found.values()} == {166}


@pytest.mark.parametrize("figure", figures(), ids=str)
def test_a_printed_figure_comes_out(answers, figure: Printed):
    """The figure, rounded as it was printed, at the moment its column was taken."""
    answer = answers[figure.moment][figure.unit][figure.field]

    assert whole_mkr(answer.count) == figure.mkr


def test_no_single_moment_gives_the_region_s_table(answers):
    """Whatever moment is chosen for all its columns, some figure of the region's table is wrong."""
    region = [figure for figure in figures() if figure.table == "region"]

    for rows in answers.values():
        assert any(whole_mkr(rows[figure.unit][figure.field].count) != figure.mkr for figure in region)
