"""The two tables that Region Västerbotten printed for July 2024, from the moments they were taken at and others."""

import pytest
from published import EXPLAINED_BY, FIGURES, GRANT, JULY_31, MOMENTS, TABLES, TRANSFER, contradictions, figures
from tables import CHECKS, changed, checked, contradicting, differing, named

GRANT_AT, TRANSFER_AT = 125, 122
FORECASTS_AT = 131
"""From then on the health record programme has a forecast of its own."""
TEXT = {name: path.read_text(encoding="utf-8") for name, path in TABLES.items()}
MAP = {name: (CHECKS / f"{path.stem}.toml").read_text(encoding="utf-8") for name, path in TABLES.items()}
OFF_BY_GRANT = {row for row, _ in EXPLAINED_BY}


def check(ledger, table, moment, text=None):
    return checked(ledger, text or TEXT[table], MAP[table], known_at=MOMENTS[moment].known_at)


def test_every_printed_figure_is_checked(vasterbotten):
    """Nothing in the tables is passed over."""
    cells = [cell for table in TABLES for cell in check(vasterbotten, table, "with the grant").cells]

    assert len(cells) == len(figures()) == 213
    assert {path.stem for path in FIGURES.glob("vasterbotten-2024-07-[br]*.csv")} <= {p.stem for p in CHECKS.glob("*")}


def test_the_board_s_table_agrees_as_known_before_the_transfer(vasterbotten):
    found = check(vasterbotten, "board", "before the transfer")

    assert not found.has_findings
    assert not found.explanations
    assert not found.contradictions
    assert found.moment == MOMENTS["before the transfer"]
    assert found.periods is None
    assert found.count("different") == 0
    assert found.count("equal") + found.count("rounding") == 108


@pytest.mark.parametrize("moment", ["before the grant", "with the grant"])
def test_the_board_s_table_leaves_the_transfer_out(vasterbotten, moment):
    """Known later, its budgets come out without the transfer and its forecasts without the one that followed it."""
    found = check(vasterbotten, "board", moment)

    assert named(found) == {"year_budget": [(TRANSFER_AT, True)], "year_forecast": [(123, True)]}
    assert not found.has_findings
    assert [(each.first, each.last) for each in found.periods] == [(112, 121)]


def test_the_region_s_budgets_leave_the_grant_out(vasterbotten):
    """Known with the grant, the year's budget differs in four rows, by one fact, and the deviation agrees."""
    found = check(vasterbotten, "region", "with the grant")

    assert differing(found) == {(row, "year_budget_2024"): f"without #{GRANT_AT}" for row in OFF_BY_GRANT}
    assert named(found) == {"year_budget_2024": [(GRANT_AT, True)]}
    (explanation,) = found.explanations
    assert explanation.facts[0].id == GRANT
    assert explanation.others == 0
    assert [(each.first, each.last) for each in explanation.periods] == [(122, 124)]
    assert not found.has_findings


def test_the_region_s_deviations_have_the_grant_before_it_was_recorded(vasterbotten):
    """Known before the grant, the budgets agree and the deviations are those with it."""
    found = check(vasterbotten, "region", "before the grant")

    assert differing(found) == {(row, "forecast_deviation"): f"with #{GRANT_AT}" for row in OFF_BY_GRANT}
    (explanation,) = found.explanations
    (fact,) = explanation.facts
    assert (fact.id, fact.is_left_out, fact.state) == (GRANT, False, "recorded-later")
    assert [(each.first, each.last) for each in explanation.periods] == [(GRANT_AT, FORECASTS_AT - 1)]


def test_before_the_transfer_the_region_s_table_needs_all_of_it(vasterbotten):
    """Each column is explained by what was recorded later and belongs to it."""
    found = check(vasterbotten, "region", "before the transfer")

    assert named(found) == {
        "year_budget_2024": [(TRANSFER_AT, False)],
        "year_forecast": [(123, False), (124, False)],
        "forecast_deviation": [(GRANT_AT, False)],
    }
    assert next(fact.id for each in found.explanations for fact in each.facts) == TRANSFER
    assert not found.has_findings


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_contradictions_are_the_grant_s_from_every_moment(vasterbotten, moment):
    """The rows that contradict themselves do so because one of their columns has the grant and another has not."""
    found = check(vasterbotten, "region", moment)

    assert contradicting(found) == {key: [GRANT_AT] for key in contradictions()}
    assert {abs(each.difference.decimal) for each in found.contradictions} == {166_000_000}
    for each in found.contradictions:
        (fact,) = each.facts
        assert (fact.counted_in, fact.missing_in) == (["forecast_deviation"], ["year_budget_2024"])


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_single_moment_gives_the_region_s_table(vasterbotten, moment):
    assert check(vasterbotten, "region", moment).periods == []


def test_a_column_may_have_a_moment_of_its_own(vasterbotten):
    """With the deviations known at 27 August every figure agrees, and the contradictions are still explained."""
    own = 'forecast_deviation = { column = "forecast_deviation", known_at = 2024-08-27 }'
    legend = MAP["region"].replace('forecast_deviation = "forecast_deviation"', own)
    found = checked(vasterbotten, TEXT["region"], legend, known_at=MOMENTS["before the grant"].known_at)

    assert not differing(found)
    assert found.moment == MOMENTS["before the grant"]
    assert found.moment.as_of == JULY_31
    assert contradicting(found) == {key: [GRANT_AT] for key in contradictions()}
    assert not found.has_findings


def test_a_misprint_is_told_apart_from_the_grant(vasterbotten):
    """One fact explains four of the five figures; the fifth is nobody's."""
    text = changed(TEXT["region"], "TOTAL", 5, "-473")
    found = check(vasterbotten, "region", "with the grant", text)

    assert [(each.row, each.column, each.slip) for each in found.unexplained] == [
        ("TOTAL", "year_budget_2024", "with two digits the other way round it agrees")
    ]
    assert named(found) == {"year_budget_2024": [(GRANT_AT, True)]}
    assert {(each.cell.row, each.cell.column) for each in found.unexplained_sums} == {
        ("TOTAL", "forecast_deviation"),
        ("TOTAL", "year_budget_2024"),
    }
    assert found.has_findings


@pytest.mark.parametrize(
    ("row", "column", "figure", "slip"),
    [
        ("Smittskydd", 5, "-8", None),
        ("HR stab", 5, "31", "with the opposite sign it agrees"),
        ("Tandvård beställning", 4, "-58", "with two digits the other way round it agrees"),
        ("Verksamhetens nettokostnader", 9, "-105", None),
    ],
)
def test_a_figure_changed_stays_unexplained(vasterbotten, row, column, figure, slip):
    """There is no fact, and no moment, for a figure that somebody has altered."""
    found = check(vasterbotten, "board", "before the transfer", changed(TEXT["board"], row, column, figure))

    assert [(each.row, each.slip) for each in found.unexplained] == [(row, slip)]
    assert found.has_findings


def test_the_rounding_of_each_figure_by_itself_is_no_contradiction(vasterbotten):
    """Sixteen of the region's sums are one off, which rounding can do; four are further off."""
    found = check(vasterbotten, "region", "with the grant")

    rounded = [each for each in found.uneven if each.is_rounding]
    assert {abs(each.difference.decimal) for each in rounded} == {1_000_000}
    assert (found.sums, len(rounded), len(found.contradictions)) == (65, 16, 4)
