"""Rows of totals are checked against the rows above them, and not imported."""

import pytest
from reading import csv_file, facts_of, faults_of, workbook

from ledger.interchange.sheets.rows.totals import TotalDiffers, TotalOfDifferentKinds

HEADING = "enhet;år;konto;belopp;jan\n"
ROWS = "HSN;2024;INK;1,5;1,5\nHSN;2024;KOST;-2;-2\n"
NAME = "budget.adopted.csv"


@pytest.mark.parametrize("label", ["Summa", "SUMMA:", "Totalt", "Total", "summa HSN", "Delsumma", "Sum", "Totalsumma"])
def test_a_right_total_is_no_fact(tmp_path, label):
    path = csv_file(tmp_path, f"{HEADING}{ROWS}{label};;;-0,5;-0,5\n", NAME)

    assert len(facts_of(path)) == 1


def test_a_wrong_total_names_both_figures(tmp_path):
    path = csv_file(tmp_path, f"{HEADING}{ROWS};;Summa;-0,6;-0,5\n", NAME)

    assert faults_of(path) == [f"{NAME}:4: belopp of 'Summa' is -0.60 kr, but the rows above come to -0.50 kr"]
    assert TotalDiffers.exit_status == 1


def test_totals_may_sum_what_came_since_the_last_or_everything(tmp_path):
    text = f"{HEADING}{ROWS}Delsumma;;;-0,5;\nRS;2024;KOST;-7;\nDelsumma;;;-7;\nTotalt;;;-7,5;-0,5\n"

    assert len(facts_of(csv_file(tmp_path, text, NAME))) == 2
    wrong = text.replace("Delsumma;;;-7;", "Delsumma;;;-8;")
    (fault,) = faults_of(csv_file(tmp_path, wrong, NAME))
    assert fault == (
        f"{NAME}:6: belopp of 'Delsumma' is -8 kr, but the rows since the last total come to -7 kr, "
        "and all rows above to -7.50 kr"
    )


def test_a_row_that_says_more_than_a_total_is_an_ordinary_row(tmp_path):
    """What would be overlooked as a total is rather refused as a fact."""
    faults = faults_of(csv_file(tmp_path, f"{HEADING}Summa;2024;INK;1;\n{HEADING[:0]}Summa;;INK;1;\n", NAME))

    assert faults == [f"{NAME}:3: år is empty, and must be given"]


def test_a_unit_may_be_called_total(tmp_path):
    path = csv_file(tmp_path, "enhet;namn;gäller från\nTOTAL;Totalförsvar;2024-01-01\n")

    assert facts_of(path)[0]["unit"] == "TOTAL"


def test_a_total_over_bad_rows_is_not_judged(tmp_path):
    path = csv_file(tmp_path, f"{HEADING}{ROWS}HSN;2024;;-3;\nSumma;;;-99;\n", NAME)

    assert faults_of(path) == [f"{NAME}:4: konto is empty, and must be given"]


def test_a_total_in_millions_is_compared_in_kronor(tmp_path):
    path = csv_file(tmp_path, f"{HEADING}{ROWS}Summa;;;-0,5;-500 tkr\n", NAME)

    assert facts_of(path, unit="Mkr")
    assert faults_of(path) == [
        f"{NAME}:4: jan of 'Summa' is -500\N{NO-BREAK SPACE}000 kr, but the rows above come to -0.50 kr"
    ]


def test_figures_of_different_kinds_have_no_total(tmp_path):
    """A column can hold money in one row and people in the next, where types stand in rows."""
    text = (
        "typ;enhet;månad;mått;anställningsform;indikator;värde;konto;belopp\n"
        "workforce.reported;HSN;2024-07;fte;all;;10;;\n"
        "indicator.reported;HSN;2024-07;;;VANTETID;85;;\n"
        "Summa;;;;;;95;;\n"
    )

    assert faults_of(csv_file(tmp_path, text, "b.csv")) == [
        "b.csv:4: värde of 'Summa' adds up figures of different kinds"
    ]
    assert TotalOfDifferentKinds.code == "total-of-different-kinds"


def test_the_sum_of_a_formula_may_miss_by_less_than_the_smallest_coin(tmp_path):
    """Binary fractions: 0.1 + 0.2 is not 0.3 to a spreadsheet, but it is to a controller."""
    rows = [["enhet", "år", "konto", "belopp"], ["HSN", 2024, "A", 0.1], ["HSN", 2024, "B", 0.2]]
    path = workbook(tmp_path / "b.xlsx", {"budget.adopted": [*rows, ["Summa", None, None, 0.1 + 0.2]]})

    assert facts_of(path)[0]["lines"] == {"A": "0.10", "B": "0.20"}
