"""Sheets are imported all or none, once however often, and every bad cell is named."""

import openpyxl
import pytest
from reading import workbook

from cli.files.file_errors import FileExists
from cli.files.spreadsheets import ReportOverSource

ADOPTED = ["enhet", "år", "konto", "belopp"]
GOOD = [ADOPTED, ["HSN", 2025, "NETTO", -1000.5], ["RS", 2025, "NETTO", -20]]


def bad_rows(count):
    return [ADOPTED, *[["HSN", 2025, "NETTO", f"x{number}"] for number in range(count)]]


def test_a_sheet_is_recorded_and_the_second_time_already_there(region, tmp_path):
    workbook(tmp_path / "b.xlsx", {"budget.adopted": GOOD})

    assert region.run("liggare import b.xlsx").text.endswith("2 facts recorded, 0 already there.\n")
    assert region.run("liggare import b.xlsx").text == "0 facts recorded, 2 already there.\n"


def test_the_same_facts_in_another_format_are_already_there(region, tmp_path):
    """What counts is what the cells say, not how they are written or in which kind of file."""
    workbook(tmp_path / "b.xlsx", {"budget.adopted": GOOD})
    csv = 'year,unit,line,amount\n2025,HSN,NETTO,"−1 000,50"\n2025,RS,NETTO,-0.02 tkr\n'
    (tmp_path / "budget.adopted.csv").write_text(csv, encoding="utf-8")
    journal = '{"type":"budget.adopted","unit":"RS","year":2025,"lines":{"NETTO":"-20.00"}}\n'
    (tmp_path / "b.jsonl").write_text(journal, encoding="utf-8")
    region.run("liggare import b.xlsx")

    assert region.run("liggare import budget.adopted.csv").text == "0 facts recorded, 2 already there.\n"
    assert region.run("liggare import b.jsonl").text == "0 facts recorded, 1 already there.\n"


def test_all_or_none_whatever_the_files(region, tmp_path):
    workbook(tmp_path / "good.xlsx", {"budget.adopted": GOOD})
    workbook(tmp_path / "bad.xlsx", {"budget.adopted": [ADOPTED, ["HNS", 2025, "NETTO", -1]]})
    before = region.run("liggare journal --format csv").text
    done = region.run("liggare import good.xlsx bad.xlsx")

    assert done.status == 1
    assert done.text.startswith("Error: bad.xlsx: budget.adopted!2: ")
    assert "nothing was recorded" in done.text
    assert region.run("liggare journal --format csv").text == before


def test_the_first_twenty_bad_cells_are_listed_and_the_rest_counted(region, tmp_path):
    workbook(tmp_path / "b.xlsx", {"budget.adopted": bad_rows(25)})
    done = region.run("liggare import b.xlsx")

    assert done.status == 2
    assert done.text.startswith("Error: b.xlsx: budget.adopted!D2: belopp: 'x0' is not an amount\n")
    assert done.text.count("Error: ") == 20
    assert "… and 5 more.\n25 bad lines; " in done.text


def test_the_effect_is_shown_and_nothing_recorded(region, tmp_path):
    workbook(tmp_path / "b.xlsx", {"budget.adopted": GOOD})
    before = region.run("liggare journal --format csv").text
    done = region.run("liggare import b.xlsx --in tkr --dry-run --lang sv")

    assert done.status == 0
    assert "Effekt" in done.text
    assert "-1\u00a0000\u00a0500" in done.text.replace("−", "-")
    assert done.text.endswith("2 poster skulle bokföras, 0 fanns redan.\n")
    assert region.run("liggare journal --format csv").text == before


def test_the_type_can_be_given(region, tmp_path):
    workbook(tmp_path / "b.xlsx", {"Blad1": GOOD})

    assert region.run("liggare import b.xlsx").status == 2
    assert region.run("liggare import b.xlsx --type budget.adoptd").text.startswith("Error: 'budget.adoptd' is no type")
    assert region.run("liggare import b.xlsx --type budget.adopted").status == 0


def test_a_report_gives_the_sheet_back_with_comments_and_can_be_mended(region, tmp_path):
    """Each bad cell is coloured and says what is wrong; what is right stands as it stood."""
    rows = [*GOOD, [], ["HSN", "tjugofem", "NETTO", "x"], ["HNS", 2025, "NETTO", -1]]
    workbook(tmp_path / "b.xlsx", {"budget.adopted": rows, "unit.renamed": [["enhet"]]})
    done = region.run("liggare import b.xlsx --report fel.xlsx")

    assert "Wrote fel.xlsx, with what is wrong as comments on the cells.\n" in done.text
    book = openpyxl.load_workbook(tmp_path / "fel.xlsx")
    paper = book["budget.adopted"]
    comments = {cell.coordinate: cell.comment.text for row in paper for cell in row if cell.comment}
    assert list(comments) == ["B5", "D5", "A6"]
    assert comments["B5"] == "år is 'tjugofem', not a year\nWrite four digits: 2024"
    assert comments["A6"].startswith("There is no unit 'HNS'")
    assert paper["B5"].fill.start_color.rgb == "FFFFC7CE"
    assert paper["B2"].fill.fill_type is None
    assert [cell.value for cell in paper[2]] == ["HSN", 2025, "NETTO", -1000.5]
    assert book["unit.renamed"]["A1"].comment.text.startswith("There is no column for")
    paper.delete_rows(5, 2)
    del book["unit.renamed"]
    book.save(tmp_path / "mended.xlsx")
    assert region.run("liggare import mended.xlsx").text.endswith("2 facts recorded, 0 already there.\n")


def test_a_report_of_csv_files_has_a_sheet_for_each(region, tmp_path):
    for name, text in {
        "unit.opened.csv": 'enhet;namn;gäller från\nA;"=1+1\nrad";2024-01-01\nB;;2024-01-01\n',
        "unit.renamed.csv": "enhet;namn\n",
        "trasig.xlsx": "inget",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    region.run("liggare import unit.opened.csv unit.renamed.csv trasig.xlsx --report fel.xlsx")
    book = openpyxl.load_workbook(tmp_path / "fel.xlsx")

    assert book.sheetnames == ["unit.opened", "unit.renamed", "liggare"]
    assert book["unit.opened"]["B2"].value == "=1+1\nrad"
    assert book["unit.opened"]["B2"].data_type == "s"
    assert book["unit.opened"]["B3"].comment.text.startswith("namn is empty")
    assert book["liggare"]["A1"].value == "trasig.xlsx"


def test_no_report_is_written_when_all_is_well(region, tmp_path):
    workbook(tmp_path / "b.xlsx", {"budget.adopted": GOOD})
    region.run("liggare import b.xlsx --report fel.xlsx")

    assert not (tmp_path / "fel.xlsx").exists()


def test_a_report_overwrites_no_file_unasked_and_never_what_is_imported(region, tmp_path):
    workbook(tmp_path / "b.xlsx", {"budget.adopted": bad_rows(1)})
    assert region.run("liggare import b.xlsx --report fel.xlsx").status == 2
    again = region.run("liggare import b.xlsx --report fel.xlsx")

    assert (again.status, again.text.splitlines()[0]) == (
        FileExists.exit_status,
        "Error: fel.xlsx exists already and was left as it is",
    )
    assert region.run("liggare import b.xlsx --report fel.xlsx --overwrite").status == 2
    over = region.run("liggare import b.xlsx --report ./b.xlsx --overwrite")
    assert (over.status, over.text.splitlines()[0]) == (
        ReportOverSource.exit_status,
        "Error: The report would be written over b.xlsx, which is to be imported",
    )
    assert region.run("liggare import b.xlsx --report fel.txt").status == 2


@pytest.mark.parametrize("name", ["saknas.xlsx", "saknas.csv", "mapp.csv"])
def test_a_file_that_cannot_be_opened_is_told_of(region, tmp_path, name):
    (tmp_path / "mapp.csv").mkdir()
    done = region.run(f"liggare import {name}")

    assert done.status == 2
    told = "is a folder, not a file" if name == "mapp.csv" else "cannot be read: "
    assert done.text.startswith(f"Error: {name} {told}")


def test_a_rule_of_the_journal_names_the_row(region, tmp_path):
    (tmp_path / "unit.renamed.csv").write_text(
        "enhet;namn;gäller från\nEKO;Ekonomi;2024-09-01\nHNS;Vård;2024-09-01\n", encoding="utf-8"
    )
    done = region.run("liggare import unit.renamed.csv")

    assert done.text.startswith("Error: unit.renamed.csv:3: There is no unit 'HNS'")


def test_rows_of_one_decision_are_named_together(region, tmp_path):
    """The fact that is refused is theirs, not the first row's."""
    rows = [ADOPTED, ["HSN", 2025, "NETTO", 1], ["HSN", 2025, "SAKNAS", 2]]
    workbook(tmp_path / "b.xlsx", {"budget.adopted": rows})

    assert region.run("liggare import b.xlsx").text.startswith("Error: b.xlsx: budget.adopted!2:3: ")


def test_a_personal_number_in_a_cell_is_refused(region, tmp_path):
    rows = [["enhet", "namn", "gäller från"], ["EKO", 198112189876, "2024-09-01"]]
    workbook(tmp_path / "e.xlsx", {"unit.renamed": rows})
    done = region.run("liggare import e.xlsx")

    assert done.status == 1
    assert "personal" in done.text
    assert "198112189876" not in done.text


def test_reversal_and_correction_may_stand_in_rows(region, tmp_path):
    text = (
        "typ;återtar;skäl;rättar;år;från enhet;till enhet;konto;belopp;gäller från\n"
        "decision.reversed;E-19;Fel belopp;;;;;;;\n"
        "budget.transferred;;;E-19;2024;DOS;EKO;NETTO;-12 Mkr;2024-07-01\n"
    )
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")

    assert region.run("liggare import r.csv").text.endswith("2 facts recorded, 0 already there.\n")


def test_a_unit_that_is_wrong_for_all_months_of_a_row_is_told_once(region, tmp_path):
    (tmp_path / "o.csv").write_text("enhet;konto;år;jan;feb;mar\nHNS;NETTO;2024;1;2;3\n", encoding="utf-8")
    told = region.run("liggare import --type outcome.reported o.csv").text

    assert told.count("Error: o.csv:2: There is no unit 'HNS'\n") == 1
    assert told.endswith("1 bad line; nothing was recorded.\n")


def test_a_cell_is_quoted_as_it_stands(region, tmp_path):
    """Without the unit of --in, which nobody wrote; the readings that are offered say it."""
    (tmp_path / "o.csv").write_text("enhet;konto;månad;belopp\nHSN;NETTO;2024-01;--\nHSN;NETTO;2024-02;1.250\n")
    told = region.run("liggare import --in tkr --type outcome.reported o.csv").text

    assert "belopp: '--' is not an amount\n" in told
    assert "belopp: '1.250' can be read as 1250 tkr or as 1,25 tkr\n" in told


def test_an_amount_too_large_in_its_unit_is_not_taken_for_kronor(region, tmp_path):
    """In kronor it would do."""
    (tmp_path / "o.csv").write_text("enhet;konto;månad;belopp\nHSN;NETTO;2024-01;99999999999\n", encoding="utf-8")
    told = region.run("liggare import --in tkr --type outcome.reported o.csv")

    assert told.status == 2
    assert "'99999999999' is beyond 10 000 000 000 000 kr\n" in told.text.replace("\u00a0", " ")


def test_a_mended_report_needs_neither_type_nor_unit_again(region, tmp_path):
    """The sheets that are given back say both, whatever the file was called; their numbers are in thousands still."""
    for name in ("a.csv", "b.csv"):
        text = f"enhet;konto;månad;belopp\nHSN;NETTO;2024-0{'ab'.index(name[0]) + 1};-5000\nHNS;NETTO;2024-03;-1\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = region.run("liggare import --in tkr --type outcome.reported a.csv b.csv --report fel.xlsx").text
    book = openpyxl.load_workbook(tmp_path / "fel.xlsx")
    for paper in book:
        paper.delete_rows(3)
    book.save(tmp_path / "mended.xlsx")

    assert told.endswith("comments on the cells. Once mended, import it with --in tkr.\n")
    assert book.sheetnames == ["outcome.reported tkr", "outcome.reported tkr 2"]
    assert region.run("liggare import mended.xlsx").text.endswith("2 facts recorded, 0 already there.\n")
    assert '"lines":{"NETTO":"-5000000.00"}' in region.run("liggare export").text.replace(" ", "")
    assert region.run("liggare import --in Mkr mended.xlsx").text == "0 facts recorded, 2 already there.\n"


def test_a_sheet_whose_name_is_no_type_says_no_unit(region, tmp_path):
    """Budget tkr is somebody's own name for a sheet, as it always was."""
    workbook(tmp_path / "b.xlsx", {"Budget tkr": GOOD})

    assert region.run("liggare import --type budget.adopted b.xlsx").status == 0
    assert '"-1000.50"' in region.run("liggare export").text
