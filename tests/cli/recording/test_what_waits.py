"""What waits for an attestation is said to, and for whom, wherever it is recorded."""

import pytest
from story import written

BASE = [
    {"type": "unit.opened", "unit": "R", "name": "Region", "effective": "2024-01-01"},
    {"type": "line.opened", "line": "LON", "name": "Löner", "side": "cost", "statement": "operating",
     "effective": "2024-01-01"},
    {"type": "budget.adopted", "id": "B", "unit": "R", "year": 2024, "lines": {"LON": "-100"}},
    {"type": "policy.set", "policy": "P", "effective": "2024-01-01", "types": ["budget.adjusted", "budget.adopted"],
     "attesters": ["chef1", "chef2"]},
]  # fmt: skip
ADJUSTED = ("record", "budget.adjusted", "--unit", "R", "--year", "2024", "--effective", "2024-03-01",
            "--lines", "LON=7", "--actor", "ekonom1")  # fmt: skip
WAITS = (
    "#6 waits for an attestation under policy P, which chef1 or chef2 may give: "
    "liggare record decision.attested --attests 6\n"
)


@pytest.fixture
def policed(liggare, tmp_path):
    liggare.done("import", written(tmp_path, BASE, "base.jsonl"))
    return liggare


def test_a_record_says_that_it_waits_and_for_whom(policed):
    """And what counts at once says nothing."""
    assert policed.done(*ADJUSTED).out.endswith(WAITS)
    told = policed.done("record", "unit.opened", "--unit", "A", "--name", "A", "--effective", "2024-01-01").out
    assert "waits" not in told


def test_a_rehearsal_shows_the_effect_when_attested(policed):
    """Under a heading of its own, as nothing changes before."""
    told = policed.done(*ADJUSTED, "--dry-run").out

    assert told.index("When attested:") < told.index("budget 2024 LON")
    assert "1 fact waits for an attestation under policy P, which chef1 or chef2 may give" in told


def test_an_import_says_how_many_wait(policed, tmp_path):
    """In all, not line by line; rehearsed, the figures that change at once stand by themselves."""
    lines = [
        *({"type": "budget.adjusted", "unit": "R", "year": 2024, "effective": "2024-03-01", "lines": {"LON": str(each)}}
          for each in (1, 2)),
        {"type": "outcome.reported", "unit": "R", "month": "2024-01", "lines": {"LON": "-9"}},
    ]  # fmt: skip
    path = written(tmp_path, lines, "more.jsonl")

    told = policed.done("import", path, "--dry-run").out
    assert told.index("outcome 2024-01 LON") < told.index("When attested:") < told.index("budget 2024 LON")
    ran = policed("import", path)
    assert "Note: 2 facts wait for an attestation under policy P, which chef1 or chef2 may give" in ran.err


def test_a_correction_waits_together(policed):
    """The reversal says with what, and one attestation is for both."""
    told = policed.done("correct", "B", "--reason", "Fel", "--set", "lines=LON=-40", "--actor", "ekonom1").out

    assert "#6 waits with #7 for an attestation under policy P" in told
    assert "#7 waits for an attestation under policy P" in told
    assert "-100" in policed.done("show", "budget", "--year", "2024", "--format", "csv").out
    policed.done("record", "decision.attested", "--attests", "7", "--actor", "CHEF2")
    assert "-40" in policed.done("show", "budget", "--year", "2024", "--format", "csv").out


def test_whoever_recorded_withdraws(policed):
    """No attestation is needed for that."""
    policed.done(*ADJUSTED)

    told = policed.done("record", "decision.reversed", "--reverses", "6", "--reason", "Fel", "--actor", "EKONOM1").out
    assert "waits" not in told
    assert "#6" not in policed.done("show", "pending", "--format", "csv").out
