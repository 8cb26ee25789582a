"""A table of lines is written in rows or in columns, and its months in columns."""

import pytest
from reading import csv_file, facts_of, faults_of

ADOPTED = "budget.adopted.csv"
OUTCOME = "outcome.reported.csv"


def test_rows_that_differ_only_in_line_and_amount_are_one_fact(tmp_path):
    text = "enhet;år;konto;belopp\nHSN;2024;INK;1\nHSN;2024;KOST;-2\nRS;2024;KOST;-3\n"

    assert facts_of(csv_file(tmp_path, text, ADOPTED)) == [
        {"type": "budget.adopted", "unit": "HSN", "year": 2024, "lines": {"INK": "1.00", "KOST": "-2.00"}},
        {"type": "budget.adopted", "unit": "RS", "year": 2024, "lines": {"KOST": "-3.00"}},
    ]


def test_rows_with_different_references_are_two_facts(tmp_path):
    text = "referens;enhet;år;konto;belopp\nA;HSN;2024;KOST;-1\nB;HSN;2024;KOST;-2\n"

    assert [fact["id"] for fact in facts_of(csv_file(tmp_path, text, ADOPTED))] == ["A", "B"]


def test_a_line_stands_once_in_a_decision(tmp_path):
    text = "enhet;år;konto;belopp\nHSN;2024;KOST;-1\nHSN;2024;KOST;-2\n"

    assert faults_of(csv_file(tmp_path, text, ADOPTED)) == [
        f"{ADOPTED}:3: Line KOST stands twice among the rows of the same decision"
    ]


def test_rows_of_one_decision_follow_one_another(tmp_path):
    text = "enhet;år;konto;belopp\nHSN;2024;INK;1\nRS;2024;INK;1\nHSN;2024;KOST;-2\n"

    assert faults_of(csv_file(tmp_path, text, ADOPTED)) == [
        f"{ADOPTED}:4: The row differs only in line and amount from row 2, and other rows stand between them"
    ]


@pytest.mark.parametrize("prefix", ["konto ", "Konto ", "line ", "lines.", "konton "])
def test_lines_may_be_columns(tmp_path, prefix):
    """An empty cell leaves the line out; the code keeps its case."""
    text = f"enhet;månad;{prefix}Ink;{prefix}KOST\nHSN;2024-07;10;-12,5\nRS;2024-07;;-1\n"

    assert [fact["lines"] for fact in facts_of(csv_file(tmp_path, text, OUTCOME))] == [
        {"Ink": "10.00", "KOST": "-12.50"},
        {"KOST": "-1.00"},
    ]


def test_a_row_without_any_line_is_refused(tmp_path):
    text = "enhet;månad;konto INK;konto KOST\nHSN;2024-07;;\n"

    assert faults_of(csv_file(tmp_path, text, OUTCOME)) == []  # what is missing is told by the journal's own rule


def test_a_cell_may_hold_a_whole_table(tmp_path):
    text = "enhet;månad;konton\nHSN;2024-07;INK=10, KOST=-12,5 Mkr\n"

    assert facts_of(csv_file(tmp_path, text, OUTCOME))[0]["lines"] == {"INK": "10.00", "KOST": "-12500000.00"}


def test_causes_may_be_columns(tmp_path):
    text = (
        "enhet;månad;mått;anställningsform;värde;orsaker Pension;orsaker Nytt uppdrag\nHSN;2024-07;fte;all;10;-2;1,5\n"
    )

    assert facts_of(csv_file(tmp_path, text, "workforce.reported.csv"))[0]["causes"] == {
        "Pension": "-2",
        "Nytt uppdrag": "1.5",
    }


@pytest.mark.parametrize(
    "months",
    [
        "2024-01;2024-02;2024-12",
        "jan;feb;dec",
        "Januari;Februari;December",
        "January;february;DEC",
        "jan 2024;feb 2024;dec. 2024",
    ],
)
def test_a_budget_is_phased_by_columns_of_months(tmp_path, months):
    """The line is the sum of its months, unless an amount is given; then the months must sum to it."""
    text = f"enhet;år;konto;{months}\nHSN;2024;KOST;-1;;-2,5\nHSN;2024;INK;;1;\n"
    (fact,) = facts_of(csv_file(tmp_path, text, ADOPTED))

    assert fact["lines"] == {"KOST": "-3.50", "INK": "1.00"}
    assert fact["phasing"] == {"KOST": {"2024-01": "-1.00", "2024-12": "-2.50"}, "INK": {"2024-02": "1.00"}}


def test_an_amount_beside_the_months_stands(tmp_path):
    text = "enhet;år;konto;belopp;jan\nHSN;2024;KOST;-12;-12\nHSN;2024;INK;12;\n"
    (fact,) = facts_of(csv_file(tmp_path, text, ADOPTED))

    assert fact["lines"] == {"KOST": "-12.00", "INK": "12.00"}
    assert fact["phasing"] == {"KOST": {"2024-01": "-12.00"}}


def test_an_outcome_has_a_fact_for_each_unit_and_month(tmp_path):
    text = "enhet;konto;2024-01;2024-02\nHSN;INK;1;2\nHSN;KOST;-3;\nRS;KOST;-5;-6\n"
    facts = facts_of(csv_file(tmp_path, text, OUTCOME))

    assert [(fact["unit"], fact["month"], fact["lines"]) for fact in facts] == [
        ("HSN", "2024-01", {"INK": "1.00", "KOST": "-3.00"}),
        ("HSN", "2024-02", {"INK": "2.00"}),
        ("RS", "2024-01", {"KOST": "-5.00"}),
        ("RS", "2024-02", {"KOST": "-6.00"}),
    ]


def test_months_without_a_year_take_it_from_the_row(tmp_path):
    text = "enhet;år;konto;jan;feb\nHSN;2023;KOST;-1;-2\nHSN;2024;KOST;-3;\n"
    facts = facts_of(csv_file(tmp_path, text, OUTCOME))

    assert [fact["month"] for fact in facts] == ["2023-01", "2023-02", "2024-01"]
    assert "year" not in facts[0]


@pytest.mark.parametrize("year", ["", "snart"])
def test_a_row_without_a_year_has_no_months(tmp_path, year):
    text = f"enhet;år;konto;jan\nHSN;{year};KOST;-1\n"

    assert len(faults_of(csv_file(tmp_path, text, OUTCOME))) == 1


@pytest.mark.parametrize(
    ("name", "heading", "values", "values_by_month"),
    [
        ("workforce.reported", "enhet;mått;anställningsform", "HSN;fte;permanent", ["100.5", "99"]),
        ("indicator.reported", "enhet;indikator", "HSN;VANTETID", ["100.50", "99"]),
    ],
)
def test_other_reports_of_a_month_may_have_months_in_columns(tmp_path, name, heading, values, values_by_month):
    text = f"{heading};2024-01;2024-02;2024-03\n{values};100,50;99;\n"
    facts = facts_of(csv_file(tmp_path, text, f"{name}.csv"))

    assert [fact["month"] for fact in facts] == ["2024-01", "2024-02"]
    assert [fact["value"] for fact in facts] == values_by_month


@pytest.mark.parametrize(
    ("name", "heading", "told"),
    [
        (ADOPTED, "enhet;år;belopp", "There are amounts, and no column that says their line"),
        (ADOPTED, "enhet;år;jan", "There are amounts, and no column that says their line"),
        (ADOPTED, "enhet;år;konto", "There are lines, and no column with their amounts"),
        (ADOPTED, "enhet;år;konto;belopp;konton", "konto and konton both say which lines there are"),
        (OUTCOME, "enhet;månad;konto;2024-01", "månad and 2024-01 both say which month it is"),
        (OUTCOME, "enhet;konto;belopp;2024-01", "belopp has no month of its own beside 2024-01"),
        (OUTCOME, "enhet;konto;jan", "jan does not say of which year it is"),
        (ADOPTED, "enhet;år;konto;jan;januari", "'januari' means the same as 'jan', in another column"),
    ],
)
def test_columns_that_do_not_go_together_are_refused(tmp_path, name, heading, told):
    assert f"{name}:1: {told}" in faults_of(csv_file(tmp_path, f"{heading}\n", name))
