"""Templates that come filled in: what comes back from a spreadsheet program is imported with no option at all."""

import csv
import json
from datetime import date

import openpyxl
import pytest
from libreoffice import converted, needs_libreoffice

TYPES = ["budget.adopted", "outcome.reported", "forecast.submitted", "workforce.reported"]


def made(region, folder, type_, form="xlsx", options="--year 2025 --from-year 2024"):
    done = region.run(f"liggare template {type_} {options} --lang sv --to {type_}.{form}")
    assert done.status == 0, done.text
    return folder / f"{type_}.{form}"


def columns(paper, row=6):
    return {cell.value: cell.column for cell in paper[row] if cell.value}


def rows(paper):
    """The rows to fill in, by unit and line (or measure)."""
    return {(each[0].value, each[2].value): each[0].row for each in paper.iter_rows(min_row=7) if each[1].value}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("type_", TYPES)
def test_an_untouched_one_states_nothing(region, tmp_path, type_, form):
    """Its sums are right as they stand; its rows are passed over, and counted."""
    path = made(region, tmp_path, type_, form)
    done = region.run(f"liggare import {path.name}")

    assert done.text.endswith("0 facts recorded, 0 already there.\n"), done.text
    assert "rows that state nothing" in done.text


def test_it_has_what_the_ledger_has(region, tmp_path):
    """Open units by their tree, each with every line; last year's current budget, outcome and forecast beside."""
    path = made(region, tmp_path, "budget.adopted", "csv")
    with path.open(encoding="utf-8-sig") as stream:
        found = {(row["enhet"], row["konto"]): row for row in csv.DictReader(stream, delimiter=";")}
    asked = json.loads(
        region.run("liggare show budget --by unit,line --year 2024 --as-of 2024-12-31 --format json").text
    )
    leaf = next(row for row in asked["rows"] if row["unit"] == "EKO" and row["line"] == "NETTO")

    assert float(found["EKO", "NETTO"]["budget 2024"].replace(",", ".")) == leaf["current"]
    assert found["EKO", "NETTO"]["år"] == "2025"
    assert {row["enhetens namn"] for key, row in found.items() if key[0] == "EKO"} == {leaf["name"]}
    assert region.run("liggare template budget.adopted --year 2025 --unit FINNS-INTE").status != 0
    assert region.run("liggare template unit.opened --year 2025").status == 1


def test_the_sums_have_the_values_they_should(region, tmp_path):
    """Also in programs that do not calculate: the values stand in the file."""
    path = made(region, tmp_path, "budget.adopted")
    paper = openpyxl.load_workbook(path, data_only=True).active
    place = columns(paper)["budget 2024"]
    values = [paper.cell(row, place).value or 0 for row in rows(paper).values()]

    assert paper.cell(paper.max_row, 1).value == "Summa"
    assert paper.cell(paper.max_row, place).value == pytest.approx(sum(values))
    assert paper["B5"].value == "stämmer"


@needs_libreoffice
@pytest.mark.parametrize("type_", TYPES)
def test_filled_in_by_libreoffice_it_is_imported_with_no_option(region, tmp_path, type_):
    """Its formulas are calculated, its sums compared, and its values recorded."""
    path = made(region, tmp_path, type_)
    book = openpyxl.load_workbook(path)
    paper = book.active
    place, row = columns(paper), rows(paper)
    if type_ == "budget.adopted":
        paper.cell(row["EKO", "NETTO"], place["belopp"]).value = -1200
        for month in ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"):
            paper.cell(row["EKO", "NETTO"], place[month]).value = f"=I{row['EKO', 'NETTO']}/12"
        paper.cell(row["HSN", "NETTO"], place["jan"]).value = -7
    elif type_ == "outcome.reported":
        paper.cell(row["EKO", "NETTO"], place["2025-01"]).value = -100
        paper.cell(row["HSN", "NETTO"], place["2025-02"]).value = "=-100/3"
    elif type_ == "forecast.submitted":
        paper["B3"], paper["B4"] = "P1", date(2025, 3, 31)
        paper.cell(row["EKO", "NETTO"], place["belopp"]).value = -900
    else:
        first = next(iter(row.values()))
        paper.cell(first, place["2025-01"]).value = 12.5
    book.save(path)
    back = converted(path, "xlsx", tmp_path / "back")
    done = region.run(f"liggare import back/{back.name}")

    expected = {"budget.adopted": 2, "outcome.reported": 2, "forecast.submitted": 1, "workforce.reported": 1}[type_]
    assert f"{expected} fact{'s' * (expected > 1)} recorded, 0 already there.\n" in done.text, done.text
    if type_ == "forecast.submitted":
        assert '"version":"P1"' in region.run("liggare export -").text.splitlines()[-2]


def test_an_answer_of_budgets_by_unit_and_line_is_a_sheet(region, tmp_path):
    """Each unit gets its own part of rows that add what is below it: another ledger gives the same answer."""
    asked = "show budget --by unit,line --year 2024 --as-of 2024-12-31"
    (tmp_path / "b.csv").write_text(region.run(f"liggare {asked} --format csv").text, encoding="utf-8")
    structure = [
        line
        for line in region.run("liggare export -").text.splitlines()
        if json.loads(line)["type"].startswith(("unit.", "line."))
    ]
    plain = [{k: v for k, v in json.loads(line).items() if k not in ("position", "recorded_at")} for line in structure]
    (tmp_path / "units.jsonl").write_text("".join(json.dumps(line) + "\n" for line in plain), encoding="utf-8")
    region.run("liggare --ledger other.db init")
    assert region.run("liggare --ledger other.db import units.jsonl").status == 0
    done = region.run("liggare --ledger other.db import --type budget.adopted --year 2024 b.csv")
    assert done.status == 0, done.text

    def current(ledger):
        rows = json.loads(region.run(f"liggare --ledger {ledger} {asked} --format json").text)["rows"]
        return {(row["unit"], row["line"]): row["current"] for row in rows if row["current"]}

    assert current("other.db") == current("liggare.db") != {}
