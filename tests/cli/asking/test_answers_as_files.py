"""``--format``, ``--to``, ``--csv`` and ``--empty``: answers as the files that offices use."""

from pathlib import Path

import openpyxl
import pytest
from terminal import assert_told


def test_the_ending_of_the_file_says_the_format(asked, tmp_path):
    for ending in ("csv", "json", "md", "xlsx"):
        name = tmp_path / f"budget.{ending}"
        assert asked.done("show", "budget", "--year", "2024", "--to", str(name)).out == f"Wrote {name}.\n"

    assert (tmp_path / "budget.csv").read_bytes().startswith(b"unit,name,")
    assert (tmp_path / "budget.json").read_text(encoding="utf-8").startswith("{")
    assert (tmp_path / "budget.md").read_text(encoding="utf-8").startswith("**Budget")
    assert openpyxl.load_workbook(tmp_path / "budget.xlsx").sheetnames == ["Budget"]


@pytest.mark.parametrize("form", ["csv", "json", "md"])
def test_a_file_holds_what_would_be_printed(asked, tmp_path, form):
    """Byte for byte."""
    words = ("show", "budget", "--year", "2024", "--known-at", "2025-02", "--format", form)
    asked.done(*words, "--to", str(tmp_path / "out"))

    assert (tmp_path / "out").read_text(encoding="utf-8") == asked.done(*words).out


def test_a_file_that_is_there_stays_unless_told_otherwise(asked, tmp_path):
    name = tmp_path / "b.md"
    name.write_text("mine")

    assert_told(asked("show", "budget", "--to", str(name)), 1, "exists already", "--overwrite")
    assert name.read_text() == "mine"
    asked.done("show", "budget", "--to", str(name), "--overwrite")
    assert name.read_text(encoding="utf-8") != "mine"
    assert_told(asked("show", "budget", "--to", str(asked.ledger), "--format", "md", "--overwrite"), 1, "ledger")


@pytest.mark.parametrize(
    ("words", "saying"),
    [
        ("--format xlsx", "--format xlsx needs --to FILE"),
        ("--to x.pdf", "does not end in .csv, .json, .xlsx or .md"),
        ("--format json --csv sv", "--csv sv is for --format csv"),
        ("--format xlsx --to x.xlsx --receipt r", "--receipt"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(asked, words, saying):
    assert_told(asked("show", "budget", *words.split()), 2, saying)
    assert not Path("x.xlsx").exists()


def test_csv_for_a_swedish_excel_needs_no_other_word(asked):
    """It is for CSV alone; its usual value asks for nothing."""
    out = asked.done("show", "budget", "--year", "2024", "--csv", "sv").out

    assert out.startswith("\ufeffunit;name;")
    assert asked.done("show", "budget", "--csv", "en").out.startswith("Budget")


def test_a_comparison_has_moments_after_to_and_its_file_after_output(asked, tmp_path):
    moments = ("--from", "2024-01@2025-01-05", "--to", "2024-12")
    asked.done("compare", "budget", "--year", "2024", *moments, "--output", str(tmp_path / "c.xlsx"))

    assert (tmp_path / "c.xlsx").exists()


def test_a_receipt_of_a_file_is_verified_by_what_it_holds(board):
    """The file itself is not written again."""
    words = ("show", "budget", "--year", "2024", "--csv", "sv")
    board.done(*words, "--to", "b.csv", "--receipt", "b.receipt")
    Path("b.csv").unlink()

    board.done("verify", "--receipt", "b.receipt")
    assert not Path("b.csv").exists()
    assert "--to" not in Path("b.receipt").read_text(encoding="utf-8")


def test_rows_without_figures_are_shown_when_asked_for(board):
    """And in CSV and JSON always: a program counts on them."""
    board.done("record", "unit.opened", "--unit", "C", "--name", "Tom", "--parent", "R", "--effective", "2023-01-01")

    assert "Tom" not in board.done("show", "budget", "--year", "2024").out
    assert "1 row without figures is left out" in board.done("show", "budget", "--year", "2024").out
    assert "Tom" in board.done("show", "budget", "--year", "2024", "--empty").out
    assert "Tom" in board.done("show", "budget", "--year", "2024", "--format", "csv").out
