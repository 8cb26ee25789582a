"""What was saved from a broken file becomes a ledger again."""

import json
import subprocess

from terminal import Terminal
from wrecking import break_fact, lines

from ledger.interchange.salvaging import NamesWhatWasLost, TakingUp
from ledger.store.files.reading import open_log


def test_an_older_export_fills_the_gaps(original, broken, tmp_path):
    """Lines are the same wherever they come from: sorted by position they make the whole journal."""
    old = tmp_path / "old.jsonl"
    old.write_text("".join(original[1][:100]))
    for position in (54, 70, 99):
        break_fact(broken.ledger, position)
    broken("salvage", "--to", str(tmp_path / "saved.jsonl"))
    whole = subprocess.run(
        ["/bin/sh", "-c", "sort -t: -k2n -u old.jsonl saved.jsonl saved.after-gap.jsonl"],
        cwd=tmp_path, capture_output=True, check=True, text=True, env={"LC_ALL": "C.UTF-8"},
    ).stdout  # fmt: skip

    assert whole == "".join(original[1])


def taken_up(broken, tmp_path):
    """A new ledger with what was saved, and what the second step printed."""
    broken("salvage", "--to", str(tmp_path / "saved.jsonl"))
    new = Terminal(tmp_path / "new.db")
    new.done("restore", str(tmp_path / "saved.jsonl"))
    return new, new("import", "--salvaged", str(tmp_path / "saved.after-gap.jsonl"))


def test_what_stood_behind_a_gap_is_recorded_anew(original, broken, tmp_path):
    """Under its own id, with a note of where it stood; answers differ by what was lost alone."""
    break_fact(broken.ledger, 54)
    new, ran = taken_up(broken, tmp_path)
    facts = new.decisions
    old = [json.loads(line) for line in original[1][:-1]]

    assert ran.status == 0
    assert "1 line says what earlier imports brought" in ran.err
    assert ran.out == f"{len(old) - 54} facts recorded, 0 already there.\n"
    for fact, before in zip(facts[53:], old[54:], strict=True):
        assert fact["note"] == f"{before.get('note', '')} (#{before['position']}, {before['recorded_at']})".strip()
        assert {**fact, "position": 0, "recorded_at": 0, "note": 0} == {
            **before, "position": 0, "recorded_at": 0, "note": 0
        }  # fmt: skip
    assert new("import", "--salvaged", str(tmp_path / "saved.after-gap.jsonl")).out == (
        f"0 facts recorded, {len(old) - 54} already there.\n"
    )
    assert new("verify").status == 0


def test_references_by_position_follow_their_facts(liggare, tmp_path):
    """What named a position before the gap still does; behind it, the id takes its place; what is lost is refused."""
    liggare.done("import", "-", typed=b"".join(
        b'{"type":"unit.opened","id":"%s","unit":"%s","name":"N","effective":"2024-01-01"}\n' % (code, code)
        for code in (b"A", b"B", b"C", b"D")
    ))  # fmt: skip
    for position in (1, 2, 4):
        liggare.done("record", "decision.reversed", "--reverses", str(position), "--reason", "Fel")
    assert '"reverses":4' in liggare.journal
    break_fact(liggare.ledger, 2)
    new, ran = taken_up(liggare, tmp_path)

    assert ran.status == 1
    assert "reverses names #2, which was lost when the ledger broke" in ran.err
    rest = tmp_path / "saved.after-gap.jsonl"
    rest.write_text("".join(line for line in lines(rest) if '"reverses":2' not in line))
    assert new("import", "--salvaged", str(rest)).status == 0
    named = [fact.get("reverses") for fact in new.decisions]
    assert named == [None, None, None, 1, "D"]


def test_a_position_that_another_fact_has_since_is_lost_all_the_same(liggare):
    """In the new ledger #2 is somebody else: it was recorded after the fact that names #2."""
    fields = {"position": 3, "recorded_at": "2024-09-15T10:00:00.000000Z", "type": "decision.reversed", "id": "R-1",
              "effective": "2024-01-01", "reverses": 2, "reason": "Fel"}  # fmt: skip
    for code in ("A", "B"):
        liggare.done("record", "unit.opened", "--unit", code, "--name", code, "--effective", "2024-01-01")
    with open_log(liggare.ledger) as log:
        ((_, error),) = TakingUp(log.find).lines([("a.jsonl:1", fields)])

    assert isinstance(error, NamesWhatWasLost)


def test_only_what_was_exported_is_taken_up(liggare, tmp_path):
    """A line without position and instant never was in a ledger."""
    file = tmp_path / "plain.jsonl"
    file.write_text('{"type":"unit.opened","unit":"A","name":"A","effective":"2024-01-01"}\nnonsense\n')
    ran = liggare("import", "--salvaged", str(file))

    assert ran.status == 2
    assert f"{file}:1: An exported line lacks position, recorded_at" in ran.err
    assert f"{file}:2: The line is not JSON" in ran.err


def test_what_builds_on_a_lost_fact_is_told_to_wait_for_it(liggare, tmp_path):
    """A lost budget makes a transfer from it look like an overdraft; the way out is to record it anew, and first."""
    budget = ("record", "budget.adopted", "--unit", "A", "--year", "2024", "--lines", "NETTO=-9", "--id", "B-A")
    for unit in ("A", "B"):
        liggare.done("record", "unit.opened", "--unit", unit, "--name", unit, "--effective", "2024-01-01")
    net = ("--line", "NETTO", "--name", "Netto", "--side", "net", "--statement", "operating")
    liggare.done("record", "line.opened", *net, "--effective", "2024-01-01")
    liggare.done(*budget)
    liggare.done("record", "budget.transferred", "--year", "2024", "--from-unit", "A", "--to-unit", "B",
                 "--line", "NETTO", "--amount=-5", "--effective", "2024-02-01")  # fmt: skip
    break_fact(liggare.ledger, 4)
    new, refused = taken_up(liggare, tmp_path)
    new.done(*budget)

    assert refused.status == 1
    assert refused.err.endswith("Hint: Record anew first what was lost and these build on: see docs/faults.md\n")
    new.done("import", "--salvaged", str(tmp_path / "saved.after-gap.jsonl"))
