"""What an import comes to is told at its end, with what is worth a look; ``--strict`` refuses that."""

import json
from pathlib import Path

import pytest

from cli.files.reviewing import WorthALook

BASE = """\
{"type":"unit.opened","unit":"A","name":"A","effective":"2023-01-01"}
{"type":"unit.opened","unit":"B","name":"B","effective":"2023-01-01"}
{"type":"line.opened","line":"LON","name":"Löner","side":"cost","statement":"operating","effective":"2023-01-01"}
{"type":"line.opened","line":"SKATT","name":"Skatt","side":"income","statement":"operating","effective":"2023-01-01"}
{"type":"budget.adopted","unit":"A","year":2024,"lines":{"LON":"-1200.00","SKATT":"1200.00"}}
{"type":"outcome.reported","unit":"A","month":"2024-01","lines":{"LON":"-100.00","SKATT":"100.00"}}
{"type":"outcome.reported","unit":"B","month":"2024-01","lines":{"LON":"-50.00"}}
"""
HEAD = "enhet;konto;månad;belopp\n"
GOOD = HEAD + "A;LON;2024-02;-110\nA;SKATT;2024-02;100\nB;LON;2024-02;-50\n"


@pytest.fixture
def looked(liggare):
    """What an import of a sheet of outcomes says, as JSON, and the ledger."""
    Path("base.jsonl").write_text(BASE, encoding="utf-8")
    assert liggare("import", "base.jsonl").status == 0

    def looked(text, *options):
        Path("u.csv").write_text(text, encoding="utf-8")
        return liggare("import", "--type", "outcome.reported", "u.csv", *options)

    looked.liggare = liggare
    return looked


def notes(ran):
    assert ran.status == 0, ran.err
    return json.loads(ran.out)["notes"]


def test_what_is_as_usual_is_worth_no_look(looked):
    """And its totals are told: facts by type, kronor by side, units, lines and months."""
    ran = looked(GOOD, "--format", "json")
    (row,) = ran.answer["totals"]

    assert notes(ran) == []
    assert (row["facts"], row["units"], row["lines"], row["months"]) == (2, 2, 2, 1)
    assert (row["cost"], row["income"], row["net"], row["amount"]) == (-160, 100, None, -60)
    assert (ran.answer["recorded"], ran.answer["dry_run"]) == (2, False)
    assert ran.answer["imports"][0]["import"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("-110", "110"), "1 amount has another sign than its line's side: A 2024-02 LON 110 kr"),
        (GOOD.replace(";100\n", ";-100\n"), "1 amount has another sign than its line's side: A 2024-02 SKATT -100 kr"),
        (
            GOOD.replace("-110", "-2001"),
            "1 amount is more than 20 times larger or smaller than a twelfth of its budget",
        ),
        (GOOD.replace("-110", "-2001"), "1 amount is more than 20 times larger or smaller than the month before"),
        (GOOD.replace("-110", "-4,99"), "1 amount is more than 20 times larger or smaller than the month before"),
        (GOOD.replace("B;LON;2024-02;-50\n", ""), "1 unit had figures for 2024-01 and has none for 2024-02: B"),
        (GOOD.replace("2024-02", "2034-02"), "1 month has not ended: 2034-02"),
        (HEAD + "A;LON;2025-01;-2001\n", "than in the same month last year: A 2025-01 LON -2 001 kr (-100 kr)"),
    ],
    ids=range(8),
)
def test_what_is_worth_a_look_is_noted_and_refused_when_strict(looked, text, said):
    """Nothing is recorded then; without ``--strict`` it is, and noted."""
    before = looked.liggare.journal
    refused = looked(text, "--strict")
    assert (refused.status, looked.liggare.journal) == (WorthALook.exit_status, before)
    assert said in refused.err.replace("\N{NO-BREAK SPACE}", " ")
    rehearsed = looked(text, "--dry-run", "--format", "json")
    assert looked.liggare.journal == before

    told = notes(looked(text, "--format", "json"))
    assert notes(rehearsed) == told
    assert any(said in each.replace("\N{NO-BREAK SPACE}", " ") for each in told)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("-110", "-2000"),
        GOOD.replace("-110", "-5"),
        GOOD.replace("-110", "0"),
    ],
)
def test_twenty_times_is_not_yet_worth_a_look(looked, text):
    assert notes(looked(text, "--format", "json")) == []


def test_a_file_in_the_wrong_unit_is_out_of_proportion_as_a_whole(looked):
    """Then nearly every figure would be named; that they all are is said once more."""
    Path("c.jsonl").write_text(
        '{"type":"outcome.reported","unit":"B","month":"2024-01","lines":{"SKATT":"50.00"}}\n', encoding="utf-8"
    )
    assert looked.liggare("import", "c.jsonl").status == 0
    told = notes(looked(GOOD + "B;SKATT;2024-02;50\n", "--in", "Mkr", "--format", "json"))

    assert "All 4 amounts that could be compared are out of proportion: is their unit (--in) right" in told


def test_a_unit_that_never_came_with_these_is_not_missed(looked):
    """What was reported by other imports is expected from them."""
    Path("c.jsonl").write_text(
        '{"type":"outcome.reported","unit":"B","month":"2024-02","lines":{"LON":"-50.00"}}\n', encoding="utf-8"
    )
    Path("d.jsonl").write_text(
        '{"type":"outcome.reported","unit":"A","month":"2024-02","lines":{"LON":"-100.00"}}\n', encoding="utf-8"
    )
    assert looked.liggare("import", "c.jsonl", "d.jsonl").status == 0

    assert notes(looked(HEAD + "A;LON;2024-03;-100\n", "--format", "json")) == []


def test_it_is_told_in_swedish(looked):
    told = looked(GOOD.replace("2024-02", "2034-02"), "--lang", "sv", "--dry-run")

    assert "Obs: 1 månad är inte slut än: 2034-02." in told.err
    assert "outcome.reported: 2 poster, 2 enheter, 2 konton, 1 månad" in told.out
    assert "2 poster skulle bokföras, 0 fanns redan." in told.out


def test_what_was_told_of_the_sheet_is_refused_too(looked):
    """What was read otherwise than it looks, or not at all."""
    windows = (HEAD + "A;LON;2024-02;-110\n").encode("cp1252")
    Path("w.csv").write_bytes(windows)
    ran = looked.liggare("import", "--type", "outcome.reported", "--strict", "w.csv")

    assert ran.status == 1
    assert "was read as Windows-1252" in ran.err
