"""Whoever is killed in the middle of something leaves a ledger that goes on where it was."""

import json
import subprocess
import sys
import time

import pytest
from terminal import Terminal, clean_environment

from cli.settings import now
from ledger.domain.organisation.units import UnitOpened
from ledger.interchange.values.days import read_day
from ledger.projections.read_model_files import newest
from ledger.recording.ledger import Ledger

EACH = 10
"""How often each kind of work is killed by default."""
MANY = 60
FACTS = 150


def opened(number):
    return ("record", "unit.opened", "--id", f"u-{number}", "--unit", f"U{number}", "--name", f"Enhet {number}",
            "--effective", "2024-01-01")  # fmt: skip


def journal(path, prefix, facts=FACTS):
    """A file of many facts, their ids numbered."""
    lines = (
        {"type": "outcome.reported", "id": f"{prefix}-{number}", "unit": "R", "month": f"2024-{number % 12 + 1:02d}",
         "lines": {"NETTO": -number}} for number in range(facts)
    )  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.fixture
def region(liggare):
    """A ledger that outcomes can be reported to."""
    liggare.done("record", "unit.opened", "--unit", "R", "--name", "Region", "--effective", "2020-01-01")
    liggare.done("record", "line.opened", "--line", "NETTO", "--name", "Netto", "--side", "net",
                 "--statement", "operating", "--effective", "2020-01-01")  # fmt: skip
    return liggare


def ids(liggare):
    return [fact["id"] for fact in liggare.decisions]


def assert_sound(liggare):
    """The next command works at once, and everything agrees with everything."""
    assert liggare(*opened("SIST")).status == 0
    assert liggare("show", "outcome", "--year", "2024", "--month", "2024-07").status == 0
    checked = liggare("verify")
    assert (checked.status, checked.err) == (0, "")


@pytest.mark.rounds(EACH // 2)
@pytest.mark.parametrize("how", ["command after command", "in one go"])
def test_killed_while_recording(liggare, workshop, chance, survived, tmp_path, how):
    """Every fact that was acknowledged is there, and at most the one after it."""
    if how == "in one go":
        worker = workshop.record(liggare.ledger, 10 * MANY, tmp_path)
    else:
        worker = workshop.begin(liggare.ledger, [opened(number) for number in range(MANY)], tmp_path)
    worker.wait_for(1)
    worker.kill_after(chance.uniform(0, 0.15))
    found = ids(liggare)

    assert worker.done == [0] * len(worker.done)
    assert len(worker.done) <= len(found) <= len(worker.done) + 1
    assert found == [f"u-{number}" for number in range(len(found))]
    assert_sound(liggare)
    survived("kills", worker.was_killed)


@pytest.mark.rounds(4)
def test_killed_while_recording_on_a_server(postgres, workshop, chance, survived, tmp_path):
    """The server does not mind who dies: what it had acknowledged is there, and at most one fact more."""
    worker = workshop.record(postgres.url(), 10 * MANY, tmp_path)
    worker.wait_for(1)
    worker.kill_after(chance.uniform(0, 0.15))
    done = len(worker.done)
    with Ledger.open(postgres.url(), now) as ledger:  # its turn comes when the server has noticed
        (took,) = ledger.record(UnitOpened(id="sist", unit="SIST", name="Sist", effective=read_day("2024-01-01")))
        found = [recorded.fact.id for recorded in ledger.log.facts()]

    assert found == [*(f"u-{number}" for number in range(len(found) - 1)), "sist"]
    assert done <= took.recorded.position - 1 <= done + 1
    survived("kills", worker.was_killed)


@pytest.mark.rounds(EACH)
def test_killed_while_importing(region, workshop, chance, survived, tmp_path):
    """Of every file all facts are there, or none."""
    files = [journal(tmp_path / f"{prefix}.jsonl", prefix) for prefix in "abcdefghij"]
    worker = workshop.begin(region.ledger, [("import", file) for file in files], tmp_path)
    worker.kill_after(chance.uniform(0, 0.35))
    found = [fact.partition("-")[0] for fact in ids(region)[2:]]

    assert [found.count(prefix) for prefix in "abcdefghij"] == [FACTS] * (len(found) // FACTS) + [0] * (
        10 - len(found) // FACTS
    )
    assert len(worker.done) <= len(found) // FACTS <= len(worker.done) + 1
    assert region("import", *files).status == 0
    assert len(ids(region)) == 2 + 10 * FACTS
    assert_sound(region)
    survived("kills", worker.was_killed)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A ledger with many facts, and what it answers."""
    folder = tmp_path_factory.mktemp("filled")
    liggare = Terminal(folder / "liggare.db")
    liggare.done("init")
    liggare.done("record", "unit.opened", "--unit", "R", "--name", "Region", "--effective", "2020-01-01")
    liggare.done("record", "line.opened", "--line", "NETTO", "--name", "Netto", "--side", "net",
                 "--statement", "operating", "--effective", "2020-01-01")  # fmt: skip
    liggare.done("import", journal(folder / "many.jsonl", "m", 1500))
    return liggare


ASKED = ("show", "outcome", "--year", "2024", "--format", "csv")


@pytest.mark.rounds(EACH // 2)
@pytest.mark.parametrize("work", ["rebuild", "the first question"])
def test_killed_while_deriving(filled, workshop, chance, survived, tmp_path, work):
    """A read model that is half made is no hindrance and no lie."""
    answer = filled.done(*ASKED).out
    if work == "the first question":
        newest(filled.ledger).unlink()
    command = ("rebuild",) if work == "rebuild" else ASKED
    worker = workshop.begin(filled.ledger, [command] * 8, tmp_path)
    worker.kill_after(chance.uniform(0, 0.12))

    assert filled(*ASKED).out == answer
    checked = filled("verify")
    assert (checked.status, checked.err) == (0, "")
    survived("kills", worker.was_killed)


@pytest.mark.rounds(EACH // 2)
def test_killed_while_making_files(filled, workshop, chance, survived, tmp_path):
    """A journal is exported whole or not at all; a ledger that is restored is empty until it is full."""
    exported = filled.journal
    (tmp_path / "all.jsonl").write_text(exported)
    new = Terminal(tmp_path / "new.db")
    commands = [("--ledger", "new.db", "restore", "all.jsonl"), ("export", "out.jsonl")]
    worker = workshop.begin(filled.ledger, commands, tmp_path)
    worker.kill_after(chance.uniform(0, 0.15))

    out = tmp_path / "out.jsonl"
    assert not out.exists() or out.read_text() == exported
    if not new.ledger.exists() or not new.journal:
        assert new("restore", str(tmp_path / "all.jsonl")).status == 0
    assert new.journal == exported
    assert filled("export", "--overwrite", str(out)).status == 0
    survived("kills", worker.was_killed)


@pytest.mark.rounds(3)
def test_the_command_itself_is_killed(region, chance, survived, tmp_path):
    """From the start of the program to its end: a new process each time, as a user has it."""
    file = journal(tmp_path / "a.jsonl", "a")
    for words in (opened(1), ("import", file), ("rebuild",)):
        with subprocess.Popen([sys.executable, "-m", "cli.main", *words], cwd=tmp_path, env=clean_environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # fmt: skip
            time.sleep(chance.uniform(0.1, 0.5))
            running.kill()
            printed = running.stdout.read()
        found = ids(region)

        assert running.returncode in (0, -9)
        assert found[2:] in ([], ["u-1"], [*["u-1"] * ("u-1" in found), *(f"a-{number}" for number in range(FACTS))])
        assert b"unit.opened" not in printed or "u-1" in found
        assert b"facts recorded" not in printed or "a-0" in found
        survived("kills", running.returncode == -9)
    assert region("import", file).status == 0
    assert_sound(region)
