"""A file that is put back is never mixed with what was left of another one, and a backup is one moment, whole."""

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from shlex import split

import pytest
from terminal import Terminal, assert_told, clean_environment

UNIT = ("--name", "Enhet", "--effective", "2024-01-01")


def opened(unit):
    return ("record", "unit.opened", "--unit", unit, *UNIT)


COMMANDS = (
    opened("NY"),
    ("import", "-"),
    ("journal",),
    ("show", "units"),
    ("status",),
    ("verify",),
    ("export",),
    ("rebuild",),
    ("backup", "copy.db"),
)


def beside(ledger):
    """What SQLite has left beside the ledger, with its size."""
    files = {end: ledger.with_name(ledger.name + end) for end in ("-wal", "-shm", "-journal")}
    return {end: file.stat().st_size for end, file in files.items() if file.exists()}


def kill_in_the_middle(liggare, workshop, folder):
    """Have somebody record who is killed, so that the newest facts stand in the -wal alone."""
    worker = workshop.record(liggare.ledger, 5000, folder)
    worker.wait_for(20)
    worker.kill_after(0)
    assert worker.was_killed
    assert beside(liggare.ledger)["-wal"] > 0


def units(liggare):
    return [row["unit"] for row in liggare.done("show", "units", "--format", "json").answer["rows"]]


@contextmanager
def reader(ledger):
    """Somebody who has asked and keeps the ledger open in the middle of the answer, as a pager does."""
    program = (
        "import sys; from ledger.store.opening import open_log;"
        f" log = open_log({str(ledger)!r}); facts = log.facts(); next(facts, None); print('asked', flush=True);"
        " sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean_environment()
    ) as started:
        assert started.stdout.readline()
        yield
        started.communicate()


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_command_that_ends_leaves_nothing_beside_the_file(liggare, words, tmp_path, monkeypatch):
    """No -wal, which could outlive the file and meet another one in its place."""
    monkeypatch.chdir(tmp_path)
    liggare.done(*opened("A"))
    liggare(*words)

    assert beside(liggare.ledger) == {}


def test_who_records_beside_a_reader_leaves_an_empty_wal(liggare):
    """Also when the reader is in the middle of an answer; who closes last takes the files away."""
    for unit in "ABC":
        liggare.done(*opened(unit))
    with reader(liggare.ledger):
        liggare.done(*opened("SIST"))
        assert beside(liggare.ledger)["-wal"] == 0
    assert beside(liggare.ledger) == {}


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_the_next_command_merges_what_a_killed_one_left(liggare, workshop, words, tmp_path, monkeypatch):
    """Whatever the next command is."""
    monkeypatch.chdir(tmp_path)
    kill_in_the_middle(liggare, workshop, tmp_path)
    liggare(*words)

    assert beside(liggare.ledger) == {}
    shutil.copy(liggare.ledger, tmp_path / "alone.db")
    assert len(units(Terminal(tmp_path / "alone.db"))) >= 20


def test_read_only_leaves_what_a_killed_one_left(liggare, workshop, tmp_path):
    """It answers with all of it, and merges nothing."""
    kill_in_the_middle(liggare, workshop, tmp_path)
    before = liggare.ledger.read_bytes(), beside(liggare.ledger)["-wal"]

    assert liggare.done("--read-only", "journal").out.count("unit.opened") >= 20
    assert (liggare.ledger.read_bytes(), beside(liggare.ledger)["-wal"]) == before


@pytest.fixture
def mixed(liggare, workshop, tmp_path, monkeypatch):
    """Monday's copy put in the place of Tuesday's file, whose -wal has been left."""
    monkeypatch.chdir(tmp_path)
    liggare.done(*opened("MÅNDAG"))
    shutil.copy(liggare.ledger, "monday.db")
    liggare.done(*opened("TISDAG"))
    kill_in_the_middle(liggare, workshop, tmp_path)
    shutil.copy(liggare.ledger, "tuesday.db")
    shutil.copy("monday.db", liggare.ledger)
    return liggare


@pytest.mark.parametrize("words", [*COMMANDS, ("--read-only", "journal")], ids=lambda words: words[0])
def test_an_older_copy_is_not_mixed_with_the_wal_of_a_newer_one(mixed, words):
    """Nothing is answered or recorded, and neither file is touched."""
    before = mixed.ledger.read_bytes(), beside(mixed.ledger)["-wal"]

    assert_told(mixed(*words), 3, "liggare.db and liggare.db-wal do not belong together", "mv ")
    assert (mixed.ledger.read_bytes(), beside(mixed.ledger)["-wal"]) == before


def test_the_ways_out_of_a_mix_work(mixed):
    """The command in the hint leads to Monday; bringing Tuesday's file back leads to everything."""
    wal = mixed.ledger.with_name("liggare.db-wal")
    left = wal.read_bytes()
    hint = mixed("journal").err.partition("Hint: ")[2]
    subprocess.run(split(hint[hint.index("mv ") : hint.index(";")]), check=True)

    assert units(mixed) == ["MÅNDAG"]
    mixed.done("verify")
    shutil.copy("tuesday.db", mixed.ledger)
    wal.write_bytes(left)
    assert len(units(mixed)) >= 22
    mixed.done("verify")


def test_another_ledger_is_not_mixed_with_what_was_left(mixed):
    """Not even an empty one, nor one with as many facts."""
    for facts in (0, 2):
        other = Terminal(Path(f"{facts}.db"))
        other.done("init")
        for number in range(facts):
            other.done(*opened(f"X{number}"))
        shutil.copy(other.ledger, mixed.ledger)

        assert_told(mixed("journal"), 3, "do not belong together")


@pytest.mark.rounds(3)
def test_a_backup_is_one_moment_while_others_record(liggare, workshop, chance, survived, tmp_path, monkeypatch):
    """What was acknowledged before it began is in it, without gaps; put back after everybody was killed, it is used."""
    monkeypatch.chdir(tmp_path)
    workers = [workshop.record(liggare.ledger, 5000, tmp_path)]
    workers[0].wait_for(5)
    for number in range(3):
        time.sleep(chance.uniform(0, 0.1))
        before = Terminal(liggare.ledger).done("journal", "--format", "csv").out.count("unit.opened")
        facts = int(liggare.done("backup", f"{number}.db").out.split()[0])
        copy = Terminal(tmp_path / f"{number}.db")

        assert before <= facts == len(copy.journal.splitlines())
        copy.done("verify")
    workers[0].kill_after(0)
    everything = liggare.journal
    shutil.copy(liggare.ledger, "today.db")
    for number in range(3):
        shutil.copy(f"{number}.db", liggare.ledger)
        assert everything.startswith(liggare.journal)
        liggare.done(*opened(f"TILLBAKA{number}"))
        liggare.done("verify")
    survived("backups taken while others recorded", 3)


def test_a_backup_never_replaces_a_file(liggare, tmp_path, monkeypatch):
    """Neither a copy of an earlier day, nor the ledger, nor anything else; and --read-only makes none."""
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("viktigt", encoding="utf-8")
    liggare.done("backup", "copy.db")

    assert_told(liggare("backup", "copy.db"), 1, "Choose another name\n")
    assert_told(liggare("backup", "notes.txt"), 1, "exists already")
    assert_told(liggare("backup", str(liggare.ledger)), 1, "is a ledger or belongs to one")
    assert_told(liggare("--read-only", "backup", "other.db"), 1, "--read-only")
    assert_told(liggare("backup", "missing/copy.db"), 3, "cannot be opened")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "liggare.db", "notes.txt"]


def test_nothing_damaged_becomes_a_backup(liggare, tmp_path, monkeypatch):
    """Every fact in the copy is read before it gets its name."""
    monkeypatch.chdir(tmp_path)
    liggare.done(*opened("AVDELNING"))
    data = liggare.ledger.read_bytes()
    liggare.ledger.write_bytes(data.replace(b'"name":"Enhet"', b'"name":"Anhet"'))

    assert_told(liggare("backup", "copy.db"), 3, "Fact #1 cannot be read")
    assert not Path("copy.db").exists()
