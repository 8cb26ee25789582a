"""Files that are no xlsx: those that are read by the same rules as far as they allow it, and those that are not."""

import os
import zipfile

import pytest
import xlsxwriter
from libreoffice import converted, needs_libreoffice
from reading import faults_of, read

from ledger.domain.errors import LedgerError
from ledger.interchange.bounded import LARGE_FILE, FileTooLarge
from ledger.interchange.sheets.columns.known import Known
from ledger.interchange.sheets.files.kinds import WrongKindOfFile
from ledger.interchange.sheets.opening import open_sheets

ROWS = [
    ("0", -5.25),
    ('#,##0" tkr"', -512),
    ("0%", 0.5),
    ("#,##0,", -512000),
    ("#,##0;[Red]#,##0", -7),
    ("#,##0.00", 1234567.891),
    ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 0),
]


def written(path):
    with xlsxwriter.Workbook(path) as book:
        paper = book.add_worksheet("outcome.reported")
        raised = book.add_format({"font_script": 1})
        paper.write_row(0, 0, ["enhet", "konto", "månad", "belopp"])
        for number, (form, value) in enumerate(ROWS, 1):
            paper.write(number, 0, 100, book.add_format({"num_format": "0000"}))
            paper.write_row(number, 1, ["NETTO", f"2024-{number:02d}"])
            paper.write(number, 3, value, book.add_format({"num_format": form}))
        paper.write_row(len(ROWS) + 1, 0, ["HSN", "NETTO", "2024-09"])
        paper.write_rich_string(len(ROWS) + 1, 3, "-345", raised, "1")
        paper.write_row(len(ROWS) + 2, 0, ["HSN", "NETTO", "2024-10"])
        paper.write_formula(len(ROWS) + 2, 3, "=1/0", None, "#DIV/0!")
    return path


@needs_libreoffice
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_an_ods_is_read_as_the_xlsx_it_was_made_of(tmp_path, form):
    """Its cells say what they show, so that no number format needs to be known."""
    path = written(tmp_path / "a.xlsx")
    path = converted(path, "ods", tmp_path / "o") if form == "ods" else path
    facts, faults = read(path)

    assert {fact["month"][-2:]: fact["lines"]["NETTO"] for fact in facts if fact["unit"] == "0100"} == {
        "01": "-5.25",
        "02": "-512000.00",
        "04": "-512000.00",
        "07": "0.00",
    }
    assert [fact["lines"]["NETTO"] for fact in facts if fact["unit"] == "HSN"] == ["-345.00"]
    told = " ".join(faults)
    assert "is 50%, and an amount is never in percent" in told
    assert "is shown as '7', and -7 is stored" in told
    assert "#DIV/0!, an error in the sheet" in told


@needs_libreoffice
def test_an_xls_needs_to_be_told_its_unit(tmp_path):
    """Its number formats are not read, so that a number may be shown in another unit."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        paper = book.add_worksheet("outcome.reported")
        paper.write_row(0, 0, ["enhet", "konto", "månad", "belopp"])
        paper.write_row(1, 0, [100, "NETTO", "2024-07", -512])
    path = converted(tmp_path / "a.xlsx", "xls", tmp_path / "o")

    assert "its number format, which is not read, may show a unit" in faults_of(path)[0]
    notes = []
    facts, faults = read(path, unit="tkr", notes=notes)
    assert (facts[0]["unit"], facts[0]["lines"], faults) == ("100", {"NETTO": "-512000.00"}, [])
    assert "the number formats of a .xls are not read" in notes[0]
    known = Known(lambda kind: {"unit": {"100": "Hundra", "0100": "Nollhundra"}}.get(kind, {}))
    assert "enhet is 100, and its number format" in faults_of(path, unit="tkr", known=known)[0]


@needs_libreoffice
def test_an_error_in_an_xls_does_not_pass_as_empty(tmp_path):
    path = converted(written(tmp_path / "a.xlsx"), "xls", tmp_path / "o")

    with pytest.raises(LedgerError, match="formulas in it came to errors"):
        read(path, unit="kr")


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.xlsx", b"%PDF-1.7\n", "a PDF document"),
        ("a.xls", b"<html><table></table></html>", "a web page (HTML)"),
        ("a.xls", b"enhet\tkonto\n", "no workbook but text"),
        ("a.csv", b"\x89PNG\r\n", "a picture (PNG)"),
        ("a.csv", b"SQLite format 3\0", "a database, perhaps a ledger"),
        ("a.xlsx", b"PK\x03\x04half", "a damaged or cut off workbook or archive"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        ("a.xml.csv", b'<?xml version="1.0"?><x/>', "an XML file"),
    ],
)
def test_what_is_no_sheet_is_called_what_it_is(tmp_path, name, data, what):
    """And what to save it as."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(WrongKindOfFile) as error:
        read(path)

    assert what in error.value.sentence
    assert error.value.hint


@pytest.mark.parametrize(("folder", "what"), [("word", "a Word document"), ("ppt", "PowerPoint"), ("x", "zip archive")])
def test_other_archives_are_called_what_they_are(tmp_path, folder, what):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{folder}/document.xml", "<x/>")
    with pytest.raises(WrongKindOfFile, match=what):
        read(path)


def test_the_content_decides_and_not_the_name(tmp_path):
    """A workbook that was saved under another ending is read as what it is."""
    written(tmp_path / "a.xlsx").rename(tmp_path / "outcome.csv")

    assert read(tmp_path / "outcome.csv")[0]


def test_no_text_of_a_library_reaches_the_reader(tmp_path):
    """A workbook without its parts is told of in words."""
    path = tmp_path / "a.xlsx"
    for parts in (["[Content_Types].xml"], ["[Content_Types].xml", "xl/workbook.xml"], ["xl/x.xml", "_rels/.rels"]):
        with zipfile.ZipFile(path, "w") as archive:
            for part in parts:
                archive.writestr(part, "<x/>")
        with pytest.raises(LedgerError) as error:
            read(path)
        assert "Error" not in error.value.sentence
        assert "There is no item" not in error.value.sentence


def test_what_is_no_file_or_far_too_large_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "zero.csv"):
        with pytest.raises(LedgerError, match="not a file"):
            list(open_sheets(str(tmp_path / name), print))
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(LARGE_FILE + 1)
    with pytest.raises(FileTooLarge):
        list(open_sheets(str(tmp_path / "large.csv"), print))
