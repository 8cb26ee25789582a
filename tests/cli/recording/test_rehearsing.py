"""--dry-run shows what would change, figure by figure, and writes no fact."""

import re
from pathlib import Path

import pytest
from story import STORY, command, written

MONTH, YEAR = ("--month", "2024-07"), ("--year", "2024")
CLERKS = ("--category", "administratör", "--employment", "permanent")
CASES = {
    "budget": (
        ("budget.adopted", "--unit", "EKO", *YEAR, "--lines", "NETTO=-1 Mkr"),
        ["EKO budget 2024 NETTO -12,500,000.50 -1,000,000.00 -13,500,000.50"],
    ),
    "transfer": (
        ("budget.transferred", "--from-unit", "INK", "--to-unit", "RS", "--line", "NETTO", "--amount", "-1 Mkr", *YEAR,
         "--effective", "2024-09-01"),
        ["INK budget 2024 NETTO -11,500,000 1,000,000 -10,500,000",
         "RS budget 2024 NETTO -122,000,000 -1,000,000 -123,000,000"],
    ),
    "positions": (
        ("positions.reduced", "--unit", "EKO", *CLERKS, "--positions", "1,5", "--effective", "2024-10-01"),
        ["EKO positions, administratör (permanent) 4 -1.5 2.5"],
    ),
    "outcome": (
        ("outcome.reported", "--unit", "RS", *MONTH, "--lines", "NETTO=-10 Mkr"),
        ["RS outcome 2024-07 NETTO -9,500,000 -500,000 -10,000,000"],
    ),
    "reversed budget": (
        ("decision.reversed", "--reverses", "b-4", "--reason", "Fel"),
        ["HSN budget 2024 NETTO -1,371,000,000 10,000,000 -1,361,000,000"],
    ),
    "reversed reduction": (
        ("decision.reversed", "--reverses", "#44", "--reason", "Fel"),
        ["INK positions, administratör (permanent) 8.5 1.5 10", "INK positions taken out for Å-3 1.5 -1.5 0"],
    ),
}  # fmt: skip


def rows(table):
    """The lines of a table with single blanks between the cells."""
    return [re.sub(" {2,}", " ", line).strip() for line in table.splitlines()]


@pytest.mark.parametrize(("words", "shown"), CASES.values(), ids=CASES)
def test_the_figures_are_shown_before_and_after(told, words, shown):
    """Each figure stands with what it is, what it changes by and what it would be."""
    before = told.journal
    ran = told.done("record", *words, "--dry-run")

    assert set(shown) <= set(rows(ran.out))
    assert "Unit Figure Before Change After" in rows(ran.out)
    assert ran.out.endswith("\nNothing was recorded.\n")
    assert told.journal == before


def test_what_was_shown_comes_true(told):
    """The figure after a rehearsal is the figure after the recording."""
    words = command(
        {"type": "budget.adopted", "unit": "HSN", "year": 2024, "lines": {"NETTO": "-0.07"}, "adds_to": "b-1"}
    )
    promised = [line for line in rows(told.done(*words, "--dry-run").out) if line.startswith("HSN")]
    told.done(*words)
    answer = told.done("show", "budget", "--unit", "HSN", "--year", "2024", "--format", "json").answer

    assert promised == ["HSN budget 2024 NETTO -1,371,000,000.00 -0.07 -1,371,000,000.07"]
    assert answer["rows"][0]["current"] == -1371000000.07


def test_a_rehearsed_import_writes_no_byte(liggare, tmp_path):
    """The file of the ledger is the same before and after, and so is every answer."""
    name = written(tmp_path)
    before = Path(liggare.ledger).read_bytes()
    ran = liggare.done("import", "--dry-run", name)

    assert Path(liggare.ledger).read_bytes() == before
    assert ran.out.endswith(f"{len(STORY)} facts would be recorded, 0 already there.\n")
    assert f"… and {len(STORY) - 10} more facts." in ran.out
    assert "HSN budget 2024 NETTO 0.00 -1,371,000,000.00 -1,371,000,000.00" in rows(ran.out)


def test_a_rehearsal_is_refused_as_the_recording_would_be(told):
    """--dry-run asks every rule."""
    words = command({**STORY[15], "id": "more", "amount": "-99000000.00"})

    assert told(*words, "--dry-run") == told(*words)


def test_what_is_recorded_already_changes_nothing(told, tmp_path):
    """A second import would record nothing, and says so in one line."""
    ran = told.done("import", "--dry-run", written(tmp_path))

    assert ran.out == f"0 facts would be recorded, {len(STORY)} already there.\n"
