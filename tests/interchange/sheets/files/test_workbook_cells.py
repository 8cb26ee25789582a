"""Cells are read as Excel shows them, and what has no value there has none here."""

from datetime import date, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter
from reading import facts_of, faults_of, read, rewritten, workbook

OPENED = ["enhet", "namn", "gäller från"]
ADOPTED = ["enhet", "år", "konto", "belopp"]


def test_numbers_and_dates_are_read_as_such(tmp_path):
    """A whole number in a cell for codes is a code; an account seldom stands as text."""
    rows = [["enhet", "år", "konto", "belopp", "gäller från"], [20, 2024, 3010, -63.5, date(2024, 1, 1)]]
    path = workbook(tmp_path / "b.xlsx", {"budget.adopted": rows})

    assert facts_of(path, unit="Mkr") == [
        {
            "type": "budget.adopted",
            "unit": "20",
            "year": 2024,
            "lines": {"3010": "-63500000.00"},
            "effective": "2024-01-01",
        }
    ]


def test_an_excel_sheet_and_a_csv_file_say_the_same(tmp_path):
    """So that saving a sheet in another format does not make new facts of it."""
    path = workbook(tmp_path / "b.xlsx", {"budget.adopted": [ADOPTED, ["HSN", 2024, "NETTO", -63.5]]})
    other = tmp_path / "budget.adopted.csv"
    other.write_text("enhet;år;konto;belopp\nHSN;2024;NETTO;−63,50\n", encoding="utf-8")

    assert facts_of(path) == facts_of(other)


@pytest.mark.parametrize("number", [1.005, 1.125, 1250.5, 0.1 + 0.2])
def test_a_number_is_never_read_two_ways(tmp_path, number):
    """1.125 as text may be a thousand; as a number it is not."""
    path = workbook(tmp_path / "b.xlsx", {"budget.adopted": [ADOPTED, ["HSN", 2024, "NETTO", number]]})

    assert float(facts_of(path, unit="tkr")[0]["lines"]["NETTO"]) == pytest.approx(number * 1000)


def test_a_month_may_have_become_a_date(tmp_path):
    rows = [["enhet", "månad", "konto", "belopp"], ["HSN", date(2024, 7, 1), "NETTO", 1]]
    path = workbook(tmp_path / "u.xlsx", {"outcome.reported": rows})

    assert facts_of(path)[0]["month"] == "2024-07"


def test_a_heading_may_have_become_a_date(tmp_path):
    rows = [["enhet", "konto", date(2024, 1, 1), date(2024, 2, 1)], ["HSN", "NETTO", 1, 2]]
    path = workbook(tmp_path / "u.xlsx", {"outcome.reported": rows})

    assert [fact["month"] for fact in facts_of(path)] == ["2024-01", "2024-02"]


def test_a_date_without_its_format_is_read_where_it_can_be_nothing_else(tmp_path):
    path = workbook(tmp_path / "e.xlsx", {"unit.opened": [OPENED, ["HSN", "N", 45474]]})

    assert facts_of(path)[0]["effective"] == "2024-07-01"


@pytest.mark.parametrize("number", [2024, 20240701, 45474.5, 202407, -1, 0])
def test_other_numbers_are_no_dates(tmp_path, number):
    path = workbook(tmp_path / "e.xlsx", {"unit.opened": [OPENED, ["HSN", "N", number]]})

    assert faults_of(path) == [
        f"e.xlsx: unit.opened!C2: gäller från is the number {number}, which can be read as no date"
    ]


def test_days_counted_from_1904_need_their_format(tmp_path):
    """With it they are right; without it nobody can tell which day was meant."""
    with xlsxwriter.Workbook(tmp_path / "mac.xlsx", {"date_1904": True, "default_date_format": "yyyy-mm-dd"}) as book:
        paper = book.add_worksheet("unit.opened")
        paper.write_row(0, 0, OPENED)
        paper.write_row(1, 0, ["HSN", "N", date(2024, 7, 1)])
        paper.write_row(2, 0, ["RS", "N", 44012])
    facts, faults = read(tmp_path / "mac.xlsx")

    assert facts[0]["effective"] == "2024-07-01"
    assert faults == ["mac.xlsx: unit.opened!C3: gäller från is the number 44012, which can be read as no date"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (datetime(2024, 7, 1, 12, 30), "2024-07-01 12:30, a day with a time of day"),  # noqa: DTZ001 - Excel has no zones
        (timedelta(hours=36), "1 day, 12:00:00, a time"),
        (True, "true, not a date"),
        ("1 juli", "'1 juli' is not a date"),
    ],
)
def test_what_is_no_day_is_no_date(tmp_path, cell, told):
    with xlsxwriter.Workbook(tmp_path / "e.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        paper = book.add_worksheet("unit.opened")
        paper.write_row(0, 0, OPENED)
        paper.write_row(1, 0, ["HSN", "N"])
        paper.write(1, 2, cell, book.add_format({"num_format": "[h]:mm"}) if isinstance(cell, timedelta) else None)
    (fault,) = faults_of(tmp_path / "e.xlsx")

    assert fault.startswith("e.xlsx: unit.opened!C2: gäller från")
    assert fault.endswith(told)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (12.5, "enhet is 12.5, not text"),
        (date(2024, 1, 2), "enhet is '2024-01-02', not what belongs there"),
        (1234567890123456, "enhet is 1234567890123460, not text"),
        (True, "enhet is true, not text"),
    ],
)
def test_a_code_that_excel_may_have_changed_is_refused(tmp_path, cell, told):
    path = workbook(tmp_path / "e.xlsx", {"unit.opened": [OPENED, [cell, "N", date(2024, 1, 1)]]})

    assert faults_of(path) == [f"e.xlsx: unit.opened!A2: {told}"]


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!"])
def test_an_error_value_does_not_pass_as_empty(tmp_path, error):
    """Also in a column that may be empty."""
    with xlsxwriter.Workbook(tmp_path / "e.xlsx") as book:
        paper = book.add_worksheet("unit.opened")
        paper.write_row(0, 0, [*OPENED, "anteckning"])
        paper.write_row(1, 0, ["HSN", "N", "2024-01-01"])
        paper.write_formula(1, 3, "=1/0", None, error)

    assert faults_of(tmp_path / "e.xlsx") == [f"e.xlsx: unit.opened!D2: anteckning is {error}, an error in the sheet"]


def test_an_error_value_outside_the_table_is_found_too(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "e.xlsx") as book:
        paper = book.add_worksheet("unit.opened")
        paper.write_row(0, 0, OPENED)
        paper.write_formula(9, 5, "=1/0", None, "#DIV/0!")
    faults = faults_of(tmp_path / "e.xlsx")

    assert faults[0] == "e.xlsx: unit.opened!F10: There is something in a column without a heading"


def test_a_formula_counts_as_what_it_came_to(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        paper = book.add_worksheet("budget.adopted")
        paper.write_row(0, 0, ADOPTED)
        paper.write_row(1, 0, ["HSN", 2024])
        paper.write_formula(1, 2, '="NET"&"TO"', None, "NETTO")
        paper.write_formula(1, 3, "=1000/8", None, 125)

    assert facts_of(tmp_path / "b.xlsx")[0]["lines"] == {"NETTO": "125.00"}


@pytest.mark.parametrize("program", ["xlsxwriter", "openpyxl"])
def test_a_formula_that_was_never_calculated_is_refused(tmp_path, program):
    """Programs write them without a value, or with a zero to be replaced on loading."""
    path = tmp_path / "b.xlsx"
    if program == "xlsxwriter":
        with xlsxwriter.Workbook(path) as book:
            paper = book.add_worksheet("budget.adopted")
            paper.write_row(0, 0, ADOPTED)
            paper.write_row(1, 0, ["HSN", 2024, "NETTO", "=1+1"])
    else:
        book = openpyxl.Workbook()
        book.active.title = "budget.adopted"
        book.active.append(ADOPTED)
        book.active.append(["HSN", 2024, "NETTO", "=1+1"])
        book.save(path)

    assert faults_of(path) == ["b.xlsx: budget.adopted!D2: belopp is a formula that was never calculated"]


def test_a_zero_that_was_calculated_is_a_zero(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        paper = book.add_worksheet("budget.adopted")
        paper.write_row(0, 0, ADOPTED)
        paper.write_row(1, 0, ["HSN", 2024, "NETTO", "=1-1"])
    path = rewritten(tmp_path / "b.xlsx", "xl/workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))

    assert facts_of(path)[0]["lines"] == {"NETTO": "0.00"}
