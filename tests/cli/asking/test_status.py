"""One screen about a ledger, on a terminal and in a pipe, in both languages."""

import json

import pytest
from person import started
from story import STORY, written

from cli.settings import now
from ledger.domain.values.days import swedish_day

TODAY = swedish_day(now())
FREEZE = {"units": ["R"], "categories": ["*"], "employment": ["permanent"]}
WHAT_WAITS = [
    *({"type": "freeze.declared", "freeze": f"STOPP-{n}", "effective": "2024-01-01", **FREEZE} for n in range(5)),
    {"type": "exemption.requested", "exemption": "D-9", "freeze": "STOPP-1", "effective": "2025-04-01", "unit": "HSN",
     "category": "läkare", "employment": "permanent", "positions": "2", "reason": "Vård"},
    {"type": "assignment.given", "assignment": "U-1", "effective": "2024-01-01", "title": "Se över avtalen " * 9,
     "from_body": "RF", "units": ["RS"], "due": "2024-06-30"},
    {"type": "assignment.given", "assignment": "U-2", "effective": "2024-01-01", "title": "Plan för lokaler",
     "from_body": "RF", "units": ["RS"], "due": str(TODAY)},
    {"type": "assignment.given", "assignment": "U-3", "effective": "2024-01-01", "title": "Långt fram",
     "from_body": "RF", "units": ["RS"], "due": "2099-06-30"},
    {"type": "policy.set", "policy": "ALLA", "effective": "2024-01-01", "types": ["budget.adopted"],
     "attesters": ["chef1"]},
    {"type": "month.closed", "month": "2024-05"},
    {"type": "month.closed", "month": "2024-07"},
    {"type": "month.closed", "month": "2024-08", "unit": "HSN"},
    {"type": "budget.adopted", "unit": "HSN", "year": 2026, "lines": {"NETTO": "-5000000"}, "actor": "ekonom1"},
]  # fmt: skip
LAST = len(STORY) + 1 + len(WHAT_WAITS)
"""The position of the last fact, but for that of its import; that of the story stands before."""
SCREEN = f"""\
Months: closed through 2024-07, open from 2024-08; with all below them, HSN
  through 2024-08
For 2024-08 10 reports are missing: liggare show reporting --month 2024-08

Last facts
  #{LAST}  2026-01-01  budget.adopted  HSN, year 2026, NETTO -5 000 000 kr
  #{LAST - 1}  2024-08-31  month.closed    month 2024-08, HSN
  #{LAST - 2}  2024-07-31  month.closed    month 2024-07

Hiring freezes in force
  STOPP-0  2024-01-01 until a new decision  R; *
  STOPP-1  2024-01-01 until a new decision  R; *; 1 undecided
  … and 3 more: liggare show freezes

Waiting for attestation
  #{LAST}  2026-01-01  budget.adopted  5 000 000 kr; by ekonom1; may attest: chef1

Due
"""


@pytest.fixture
def busy(told, tmp_path):
    """The story, and after it whatever a status can have to tell."""
    ran = told("import", written(tmp_path, WHAT_WAITS, "waits.jsonl"))
    assert (ran.status, "1 fact waits for an attestation" in ran.err) == (0, True)
    told.done("status")  # the read model is derived: no bar shows on a terminal
    return told


def test_status_fits_a_screen_of_80_columns_and_says_what_is_left_out(busy):
    """What is too long is cut, what is too many is counted, and the newest and most urgent come first."""
    with started("--ledger", busy.ledger.name, "status", folder=busy.ledger.parent) as person:
        assert person.leaves() == 0
    lines = person.screen.replace("\N{NO-BREAK SPACE}", " ").splitlines()

    assert len(lines) <= 24 + 1
    assert max(map(len, lines)) <= 80
    assert lines[1].startswith(f"{LAST + 1} facts, the last one recorded ")
    assert "\n".join(lines[2:-5]) + "\n" == SCREEN
    assert lines[-5].startswith("  U-1  2024-06-30  late  Se över avtalen Se över")
    assert lines[-4:] == [
        f"  U-2  {TODAY}        Plan för lokaler (RS)",
        "",
        "Closed, with something left",
        "  INK  2026-01-01  8.5 positions",
    ]


def test_status_in_a_pipe_is_whole_and_speaks_swedish(busy):
    """Without a terminal nothing is cut."""
    told = busy.done("status", "--lang", "sv").out

    assert "; budgetar för 2024, 2026" in told
    assert "Månader: stängda t.o.m. 2024-07, öppna från 2024-08; med alla under dem, HSN t.o.m. 2024-08" in told
    assert "Se över avtalen " * 9 in told
    assert "… och 3 till: liggare show freezes" in told


def test_a_ledger_where_nothing_is_to_do(liggare):
    """An empty ledger says how to begin; one in which nothing waits says so on one line."""
    empty = liggare.done("status").out
    liggare.done("record", "unit.opened", "--unit", "R", "--name", "Region", "--effective", "2024-01-01")

    assert empty.endswith(
        f"No facts yet\nRecord the first unit: liggare --ledger {liggare.ledger} record unit.opened --help\n"
    )
    assert (
        "No hiring freeze in force, nothing waits for attestation, no assignment is due" in liggare.done("status").out
    )


def test_status_of_an_earlier_moment(busy):
    """--known-at tells what could have been told then."""
    position = json.loads(busy.journal.splitlines()[61])["recorded_at"]

    assert "62 facts" in busy.done("status", "--known-at", position).out


def test_status_tells_what_is_late_since_the_last_closing(told):
    """Its month and its reason; a reversal of it too, which took the reason over."""
    told.done("record", "month.closed", "--month", "2024-07")
    late = ("--unit", "RS", "--month", "2024-06", "--lines", "NETTO=-5 kr", "--late-reason", "Fakturan kom sent")
    told.done("record", "outcome.reported", "--id", "SEN", *late)
    told.done("record", "decision.reversed", "--reverses", "SEN", "--reason", "Dubbelt")

    status = told.done("status").out
    assert "Recorded late since the last closing\n" in status
    assert status.count("touches 2024-06") == 2
    assert status.count("Fakturan kom sent") == 2
    told.done("record", "month.reopened", "--month", "2024-06", "--unit", "RS")
    assert "; with all below them, RS through 2024-05" in told.done("status").out


@pytest.mark.parametrize("way", [["--dry-run"], [], ["--format", "json"]])
def test_closing_a_month_tells_what_is_not_reported_for_it(board, way):
    """Before it is recorded, and beside what was; a month for which all is there is closed without a word."""
    said = "1 report for 2024-07 is missing (B outcome): liggare show reporting --month 2024-07"
    ran = board("record", "month.closed", "--month", "2024-07", *way)

    assert ran.status == 0
    assert said in (ran.err if "json" in way else ran.out).splitlines()


def test_closing_a_month_for_which_all_is_reported_says_nothing_more(board):
    """B reports, too."""
    board.done("record", "outcome.reported", "--unit", "B", "--month", "2024-07", "--lines", "NETTO=-200")

    assert "missing" not in board.done("record", "month.closed", "--month", "2024-07").out
