"""Workbooks: which sheets and rows of them are read, whatever program wrote them, and what is no workbook."""

import re
from datetime import UTC, datetime

import openpyxl
import pytest
import xlsxwriter
from reading import facts_of, faults_of, rewritten, workbook

from ledger.interchange.sheets.files.kinds import WrongKindOfFile
from ledger.interchange.sheets.files.workbook_xml import DocumentTypeFound
from ledger.interchange.sheets.files.workbooks import WorkbookTooLarge
from ledger.interchange.sheets.opening import open_sheets
from ledger.interchange.sheets.sheet import column_letters

OPENED = ["enhet", "namn", "gäller från"]


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
