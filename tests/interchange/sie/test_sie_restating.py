"""A file states months that were reported before: what changed, what is gone, and what was restated since."""

from pathlib import Path

from accounting import HEAD

JANUARY = """#PSALDO 0 202401 3110 {} -300.50
#PSALDO 0 202401 3110 {1 "100"} -300.50
#PSALDO 0 202401 4010 {} 1000
#PSALDO 0 202401 4010 {1 "100"} 700.0
#PSALDO 0 202401 4010 {1 "200"} 300.00
"""
VOUCHER = """#VER A 17 20240131 "Hyror"
{
#TRANS 5010 {1 "100"} 500.00
#TRANS 1930 {} -500.00
}
"""
HSN, RS = ("HSN", "2024-01"), ("RS", "2024-01")


def test_a_line_that_is_gone_from_the_file_becomes_0(office):
    """Programs leave out what is 0, and what was reported before would else stand."""
    office.imported(HEAD + JANUARY)
    rows = '#PSALDO 0 202401 4010 {1 "100"} 650\n#PSALDO 0 202401 4010 {1 "200"} 350\n'
    ran = office.imported(HEAD + rows)

    assert office.outcomes() == {HSN: {"AVG": "0.00", "LÖN": "-650.00"}, RS: {"LÖN": "-350.00"}}
    assert "now 0: AVG of HSN in 2024-01." in ran.err
    assert office.imported(HEAD + rows).out == "0 facts recorded, 2 already there.\n"


def test_lines_that_the_accounting_system_knows_nothing_of_stay(office):
    Path("own.jsonl").write_text(
        '{"type":"outcome.reported","unit":"HSN","month":"2024-01","lines":{"BYGG":"-5.00"}}\n'
    )
    office.done("import", "own.jsonl")

    assert "now 0" not in office.imported(HEAD + JANUARY).err
    assert office.outcomes()[HSN] == {"AVG": "300.50", "LÖN": "-700.00"}


def test_vouchers_of_a_subsystem_take_nothing_away(office):
    """A file to be booked has a part of the month."""
    office.imported(HEAD + JANUARY)
    office.imported(HEAD.replace("#SIETYP 3", "#SIETYP 4") + VOUCHER)

    assert office.outcomes()[HSN] == {"ÖVR": "-500.00"}


def test_an_old_file_does_not_undo_a_newer_one(office):
    """What was recorded from it stays recorded, and that it was restated since is told."""
    office.imported(HEAD + JANUARY)
    newer = JANUARY.replace("{} 1000", "{} 900").replace("700.0", "600.0")
    office.imported(HEAD + newer)
    ran = office.imported(HEAD + JANUARY)

    assert ran.out == "0 facts recorded, 2 already there.\n"
    assert "restated since, so left as restated: HSN in 2024-01." in ran.err
    assert office.outcomes()[HSN]["LÖN"] == "-600.00"
