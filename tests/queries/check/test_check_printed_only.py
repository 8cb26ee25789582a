"""Sums, changes and shares that the ledger is not asked for; signs, decimals, and cells without a figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import FACTS, LEGEND, adjusted, adopted, checked, outcome, printed_table, recorded, region

from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Quantity
from ledger.interchange.published.mapping import read_legend
from ledger.queries.check.additions import additions

TABLE = "Rad;Budget;Prognos;Skillnad;Skillnad %;Not\nVården;-600;-650;-50;-8,3;1)\nTrafiken;-200;-190;10;5;\n"
TABLE += "Summa;-800;-840;-40;-5;\n"
PLAIN = """question = "report"
month = "2024-07"
printed_only = ["Summa", "Skillnad", "Skillnad %", "Not"]
[rows]
"Vården" = "A"
Trafiken = "B"
[columns]
Budget = "year_budget"
Prognos = "year_forecast"
"""


@pytest.fixture
def ledger(tmp_path):
    return recorded(tmp_path / "l.db", *FACTS)


def contradictions(found):
    return [(each.cell.row, each.cell.column) for each in found.contradictions]


# -- printed only --------------------------------------------------------------------------------------------


def test_what_is_printed_only_is_added_again_and_not_asked_of_the_ledger(ledger):
    """A sum of rows, a difference and a change in percent are found by themselves; a note is no figure."""
    found = checked(ledger, TABLE, PLAIN)

    assert (len(found.cells), found.printed_only, found.verdict) == (4, (8, 8), "agrees")


@pytest.mark.parametrize(
    ("was", "now", "wrong"),
    [
        ("Summa;-800", "Summa;-810", ("Summa", "Budget")),
        ("-650;-50", "-650;-60", ("Vården", "Skillnad")),
        ("10;5;", "10;7;", ("Trafiken", "Skillnad %")),
    ],
)
def test_a_printed_only_figure_that_does_not_add_up_contradicts_the_table(ledger, was, now, wrong):
    found = checked(ledger, TABLE.replace(was, now), PLAIN)

    assert wrong in contradictions(found)
    assert found.has_findings
    assert found.verdict == "unexplained"


def test_everything_the_mapping_does_not_name_may_be_printed_only(ledger):
    words = PLAIN.replace('["Summa", "Skillnad", "Skillnad %", "Not"]', "true")

    assert checked(ledger, TABLE, words).printed_only == (8, 8)


def test_how_a_figure_is_added_again_may_be_told(ledger):
    """Rows and columns that only sums speak of are printed only; what is told goes before what would be found."""
    words = PLAIN.replace('"Summa", "Skillnad", "Skillnad %", ', "")
    words += '[rows_add_up]\nSumma = ["Vården", "Trafiken"]\n[columns_add_up]\nSkillnad = ["Prognos", "-Budget"]\n'
    words += '[columns_in_percent]\n"Skillnad %" = ["Skillnad", "Budget"]\n'
    found = checked(ledger, TABLE, words)

    assert (found.printed_only, found.sums, found.verdict) == ((8, 8), 9, "agrees")
    assert contradictions(checked(ledger, TABLE.replace("-8,3", "-8,5"), words)) == [("Vården", "Skillnad %")]


def test_the_change_in_percent_may_be_of_columns_without_a_change_between_them(ledger):
    words = PLAIN + '[columns_in_percent]\n"Skillnad %" = ["Prognos", "-Budget", "Budget"]\n'

    assert checked(ledger, TABLE, words).verdict == "agrees"


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ('[rows_add_up]\nSumma = ["Vården", "Skolan"]', "label-unknown", "rows_add_up speaks of 'Skolan'"),
        ('[columns_in_percent]\n"Skillnad %" = ["Budget"]', "mapping-entry-wrong", "a list that ends with"),
        ('[columns_in_percent]\n"Skillnad %" = ["Budget", "X"]', "label-unknown", "columns_in_percent speaks of 'X'"),
    ],
)
def test_a_sum_of_what_is_not_there_is_refused(more, code, said):
    with pytest.raises(Exception, match=said) as refused:
        read_legend((PLAIN + more).encode(), "m.toml")

    assert refused.value.code == code


def test_a_label_cannot_be_mapped_and_printed_only():
    with pytest.raises(Exception, match="and that it is printed only") as refused:
        read_legend(PLAIN.replace('"Summa"', '"Trafiken"').encode(), "m.toml")

    assert refused.value.code == "both-mapped-and-printed-only"


def test_what_is_printed_only_has_to_be_in_the_table():
    with pytest.raises(Exception, match="the row or column 'Totalt'") as refused:
        printed_table(TABLE, read_legend(PLAIN.replace('"Not"', '"Not", "Totalt"').encode(), "m.toml"))

    assert refused.value.code == "label-not-printed"


figures = st.lists(st.integers(-999, 999), min_size=2, max_size=6)


@given(st.lists(figures, min_size=2, max_size=2).filter(lambda each: len(each[0]) == len(each[1])))
def test_true_sums_and_changes_are_never_contradictions(columns):
    """Whatever the figures are: what a table adds up rightly is found to be right."""
    first, second = columns
    lines = [f"r{n};{a};{b};{b - a}" for n, (a, b) in enumerate(zip(first, second, strict=True))]
    text = "\n".join(["x;2023;2024;Förändring", *lines, f"Summa;{sum(first)};{sum(second)};{sum(second) - sum(first)}"])
    rows = "".join(f'r{n} = "R"\n' for n in range(len(first)))
    words = f'question = "report"\nprinted_only = true\n[rows]\n{rows}[columns]\n'
    words += '2023 = "ytd_outcome"\n2024 = "ytd_budget"\n'
    table = printed_table(text, read_legend(words.encode(), "m.toml"))
    counts = {(row, column.label): each.count for column in table.columns for row, each in column.figures.items()}

    for each in additions(table):
        parts = sum(sign * counts[place.row, place.column] for sign, place in each.over)
        assert counts[each.cell.row, each.cell.column] == parts


# -- signs ---------------------------------------------------------------------------------------------------


def test_a_table_may_be_printed_with_the_opposite_sign(ledger):
    """Of the whole table, but for columns that say otherwise; sums are added as they are printed."""
    table = "Rad;Budget;Prognos;Avvikelse;Kvar\nVården;600;650;-50;-50\nTrafiken;200;190;10;10\nSumma;800;840;-40;-40\n"
    words = LEGEND.replace('"forecast_deviation"', '{ column = "forecast_deviation", sign = 1 }')
    words += '[columns_add_up]\nKvar = ["Budget", "-Prognos"]\n'
    found = checked(ledger, table, "sign = -1\n" + words)

    assert (found.verdict, found.contradictions, len(found.cells)) == ("agrees", [], 9)
    assert {column.label: column.sign for column in found.table.columns} == {
        "Budget": -1, "Prognos": -1, "Avvikelse": 1, "Kvar": 1,
    }  # fmt: skip
    assert checked(ledger, table, words).verdict == "unexplained"


@pytest.mark.parametrize("sign", ["0", "2", '"-"', "true"])
def test_a_sign_is_plus_or_minus_one(sign):
    with pytest.raises(Exception, match="sign is") as refused:
        read_legend(f"sign = {sign}\n{LEGEND}".encode(), "m.toml")

    assert refused.value.code == "mapping-entry-wrong"


# -- decimals ------------------------------------------------------------------------------------------------


def test_decimals_are_those_of_each_cell(tmp_path):
    """Parts with a decimal, and their sum without one."""
    ledger = recorded(tmp_path / "l.db", *region(), outcome("A", 7, -68.8), outcome("B", 7, -10.7))
    words = LEGEND.replace("year_budget", "ytd_outcome").replace("Prognos =", "# ").replace("Avvikelse =", "# ")
    found = checked(ledger, "Rad;Budget\nVården;-68,8\nTrafiken;-10,7\nSumma;-79\n", words)

    assert (found.verdict, found.count("equal"), found.count("rounding")) == ("agrees", 2, 1)
    assert checked(ledger, "Rad;Budget\nVården;-68,8\nTrafiken;-10,7\nSumma;-79,0\n", words).has_findings


# -- cells without a figure ----------------------------------------------------------------------------------


@pytest.mark.parametrize("dash", ["—", "-", "..", ""])
def test_a_cell_without_a_figure_is_told_where_the_ledger_has_one(ledger, dash):
    found = checked(ledger, TABLE.replace("Trafiken;-200", f"Trafiken;{dash}"), PLAIN)

    assert [(each.row, each.column, each.printed) for each in found.not_compared] == [("Trafiken", "Budget", dash)]
    assert (found.verdict, found.has_findings, found.dashes) == ("agrees-in-part", False, int(bool(dash)))


def test_a_dash_where_the_ledger_has_nothing_agrees(tmp_path):
    """It is counted all the same, as it is no figure that was compared."""
    ledger = recorded(tmp_path / "l.db", *region(), adopted("A", -600))
    found = checked(ledger, "Rad;Budget;Prognos\nVården;-600;\nTrafiken;—;\n", PLAIN.replace("printed_only", "ignore"))

    assert (found.verdict, found.dashes, found.not_compared) == ("agrees", 1, [])


def test_where_nothing_is_compared_that_is_said(ledger):
    words = PLAIN.replace("printed_only", "ignore")
    found = checked(ledger, "Rad;Budget;Prognos\nVården;;—\nTrafiken;;\n", words)

    assert (found.verdict, found.has_findings) == ("nothing-compared", True)


# -- sums that contradict their parts ------------------------------------------------------------------------


def heads(category, value):
    month = Month.of(2024, 3)
    return WorkforceReported(
        effective=month.last_day, unit="A", month=month, measure="headcount", employment="all", category=category,
        value=Quantity.of(value),
    )  # fmt: skip


@pytest.mark.parametrize(("total", "agrees"), [(1100, True), (9999, False)])
def test_a_sum_that_does_not_add_up_is_a_contradiction_though_each_part_is_as_reported(tmp_path, total, agrees):
    """No fact explains it: each figure was reported as it is printed."""
    ledger = recorded(tmp_path / "l.db", *region(), heads("Kvinnor", 600), heads("Män", 500), heads(None, total))
    words = """question = "staffing"
as_of = "2024-03"
unit = "A"
[rows]
Kvinnor = { category = "Kvinnor", employment = "all" }
"Män" = { category = "Män", employment = "all" }
Summa = { employment = "all" }
[columns]
Antal = "headcount"
[rows_add_up]
Summa = ["Kvinnor", "Män"]
"""
    found = checked(ledger, f"Rad;Antal\nKvinnor;600\nMän;500\nSumma;{total}\n", words)

    assert found.count("equal") == 3
    assert found.has_findings is not agrees
    assert [found.is_contradiction(each) for each in found.unexplained_sums] == ([] if agrees else [True])


def test_columns_of_different_moments_need_not_add_up(tmp_path):
    """The fact that came between explains it, and the table is settled."""
    ledger = recorded(tmp_path / "l.db", *FACTS, adjusted("A", -5))
    words = LEGEND.replace('"forecast_deviation"', '{ column = "forecast_deviation", known_at = "2026-01-01" }')
    table = "Rad;Budget;Prognos;Avvikelse\nVården;-600;-650;-45\nTrafiken;-200;-190;10\nSumma;-800;-840;-35\n"
    found = checked(ledger, table, words, through=8)

    assert (found.verdict, found.count("different")) == ("explained", 0)
    assert contradictions(found) == [("Vården", "Avvikelse"), ("Summa", "Avvikelse")]
