"""Workbooks are read as Excel shows them, and what has no value there has none here."""

import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter
from reading import facts_of, faults_of, read, workbook

from ledger.interchange.sheets.files.kinds import WrongKindOfFile
from ledger.interchange.sheets.files.workbook_xml import DocumentTypeFound
from ledger.interchange.sheets.files.workbooks import WorkbookTooLarge
from ledger.interchange.sheets.opening import open_sheets
from ledger.interchange.sheets.sheet import column_letters

OPENED = ["enhet", "namn", "gäller från"]
ADOPTED = ["enhet", "år", "konto", "belopp"]


def rewritten(path, part, change):
    """The workbook with one of the files in it changed."""
    other = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data.decode()).encode() if name == part else data)
    return other


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


def test_merged_cells_are_refused_cell_by_cell(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "e.xlsx") as book:
        paper = book.add_worksheet("unit.opened")
        paper.write_row(0, 0, OPENED)
        paper.merge_range(1, 1, 2, 1, "Nämnden")
        for row in (1, 2):
            paper.write_string(row, 0, f"N{row}")
            paper.write_string(row, 2, "2024-01-01")

    assert faults_of(tmp_path / "e.xlsx") == [
        "e.xlsx: unit.opened!B3: namn is one of the merged cells B2:B3, and only the first of them has the value"
    ]


def test_hidden_rows_are_read_and_hidden_sheets_are_not_and_both_are_told(tmp_path):
    path = tmp_path / "e.xlsx"
    with xlsxwriter.Workbook(path) as book:
        paper = book.add_worksheet("unit.opened")
        paper.write_row(0, 0, OPENED)
        paper.write_row(1, 0, ["HSN", "N", "2024-01-01"])
        paper.set_row(1, None, None, {"hidden": True})
        paper.set_column(1, 1, None, None, {"hidden": True})
        book.add_worksheet("Utkast").hide()
    notes = []

    assert len(facts_of(path, notes=notes)) == 1
    assert notes == [
        f"{path}: unit.opened has hidden rows (1) and hidden columns (1), which were read too",
        f"{path}: the hidden sheet Utkast was not read",
    ]


def test_each_sheet_has_its_own_type_and_empty_sheets_none(tmp_path):
    path = workbook(
        tmp_path / "unit.opened.xlsx",
        {
            "Blad1": [OPENED, ["HSN", "N", "2024-01-01"]],
            "unit.renamed": [OPENED, ["HSN", "M", "2024-02-01"]],
            "Blad3": [],
        },
    )

    assert [fact["type"] for fact in facts_of(path)] == ["unit.opened", "unit.renamed"]


def test_a_sheet_may_begin_anywhere(tmp_path):
    rows = [[], [], [None, None, *OPENED], [None, None, "HSN", "N", "i dag"]]
    path = workbook(tmp_path / "e.xlsx", {"unit.opened": rows})

    assert faults_of(path) == ["e.xlsx: unit.opened!E4: gäller från: 'i dag' is not a date"]


def test_a_sheets_name_is_quoted_as_in_a_formula(tmp_path):
    path = workbook(tmp_path / "e.xlsx", {"Vår budget": [["typ", "enhet"], ["unit.renamed", 1.5]]})

    assert faults_of(path) == [
        "e.xlsx: 'Vår budget'!2: There is no column for effective (gäller från), name (namn) of unit.renamed"
    ]


def test_columns_are_lettered_as_in_excel():
    assert [column_letters(column) for column in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_what_openpyxl_writes_is_read_alike(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "unit.opened"
    book.active.append(OPENED)
    book.active.append(["HSN", "Nämnd", datetime(2024, 7, 1, tzinfo=UTC).date()])
    book.save(tmp_path / "e.xlsx")

    assert facts_of(tmp_path / "e.xlsx") == [
        {"type": "unit.opened", "unit": "HSN", "name": "Nämnd", "effective": "2024-07-01"}
    ]


def test_cells_may_go_without_their_references(tmp_path):
    """Some programs leave out r="C2", and count on the order."""
    path = tmp_path / "e.xlsx"
    with xlsxwriter.Workbook(path) as book:
        paper = book.add_worksheet("unit.opened")
        paper.write_row(0, 0, OPENED)
        paper.write_row(1, 0, ["HSN", "N"])
        paper.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    bare = rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r'(<(?:c|row)) r="\w+"', r"\1", xml))

    assert faults_of(bare) == ["changed-e.xlsx: unit.opened!C2: gäller från is #DIV/0!, an error in the sheet"]


def test_a_document_type_is_refused(tmp_path):
    """Entities that grow, or reach into other files, begin there."""
    path = workbook(tmp_path / "e.xlsx", {"unit.opened": [OPENED]})
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet'
    changed = rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<worksheet", bomb, 1))

    with pytest.raises(DocumentTypeFound):
        list(open_sheets(str(changed), print))


def test_a_sheet_that_reaches_too_far_is_refused_before_it_takes_the_memory(tmp_path):
    near = workbook(tmp_path / "e.xlsx", {"unit.opened": [OPENED, ["HSN"]]})
    far = ('<row r="1048576"', 'r="XFD1048576"')
    path = rewritten(
        near,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('<row r="2"', far[0]).replace('r="A2"', far[1]),
    )

    with pytest.raises(WorkbookTooLarge, match="row 1048576 and column 16384"):
        list(open_sheets(str(path), print))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"enhet;namn\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused(tmp_path, data):
    path = tmp_path / "e.xlsx"
    path.write_bytes(data)

    with pytest.raises(WrongKindOfFile):
        list(open_sheets(str(path), print))
