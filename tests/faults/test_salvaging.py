"""From a broken file everything intact is saved, what is lost is named, and nothing is invented."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from terminal import UNEXPECTED, Terminal, assert_told, file_size_limit
from wrecking import break_fact, damage, lines, merged

from cli.commands.auditing import salvage
from cli.files.output_files import NotOverALedger
from ledger.store.errors import NotALedger
from ledger.store.salvaging.wreck import Wreck

COMMITTED_BEFORE = 174
"""What a -wal holds whose end is gone was never committed, as far as anybody can tell: these facts are all there is."""


def test_from_an_intact_file_comes_its_journal(original, broken):
    """Byte for byte what an export gives, facts in the -wal and on several pages included."""
    ran = broken("salvage")

    assert (ran.status, ran.out) == (0, "".join(original[1]))
    assert ran.err == f"{len(original[1])} facts are intact, none known to be lost.\n"


def test_nothing_is_written_beside_a_broken_file(broken):
    """Neither into it nor into its folder, where SQLite would leave traces; and it may be write-protected."""
    folder = broken.ledger.parent
    broken.ledger.chmod(0o444)
    before = {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.iterdir()}
    ran = broken("salvage", "--to", str(folder.parent / "saved.jsonl"))

    assert ran.status == 0
    assert {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.iterdir()} == before


@pytest.mark.rounds(30)
def test_whatever_is_broken_what_is_written_was_recorded(original, broken, chance, survived, tmp_path):
    """Every line is one of the journal, in its order; if lines are missing, it says so."""
    ledger, journal = broken.ledger, original[1]
    wal = ledger.with_name(ledger.name + "-wal")
    what = [damage(chance.choice([ledger, ledger, wal]), chance) for _ in range(chance.choice([1, 1, 1, 3]))]
    ran = broken("salvage", "--to", str(tmp_path / "saved.jsonl"))
    before, after = lines(tmp_path / "saved.jsonl"), lines(tmp_path / "saved.after-gap.jsonl")
    saved = before + after

    assert not any(words in ran.err for words in UNEXPECTED), (what, ran.err)
    assert ran.status in (0, 1, 3), (what, ran.err)
    assert before == journal[: len(before)]
    assert saved == [line for line in journal if line in set(saved)], what
    assert ran.status or saved == journal or saved == journal[:COMMITTED_BEFORE], what
    if ran.status == 1:
        assert "Error: " in ran.err
    survived("damaged files salvaged")


def test_what_is_lost_is_named_with_its_id_and_why(original, broken, tmp_path):
    """One fact has changed: the positions around it are saved."""
    rest = tmp_path / "saved.after-gap.jsonl"
    break_fact(broken.ledger, 54)
    ran = broken("salvage", "--to", str(tmp_path / "saved.jsonl"))

    assert ran.status == 1
    assert ran.err.splitlines() == [
        "Error: #54 is lost (id BUDGET-2024-104-LS): its bytes have changed",
        f"{len(original[1]) - 1} facts are intact, 1 known to be lost.",
    ]
    assert ran.out.splitlines() == [
        f"#1 to #53 are in {tmp_path}/saved.jsonl: liggare --ledger NEW restore {tmp_path}/saved.jsonl",
        f"145 more are in {rest}: liggare --ledger NEW import --salvaged {rest}",
        "Before that, record anew in NEW what is lost and others build on: see docs/faults.md.",
    ]
    assert lines(tmp_path / "saved.jsonl") == original[1][:53]
    assert lines(rest) == original[1][54:]


def test_what_is_lost_at_the_end_is_named_by_the_indexes(original, broken, tmp_path):
    """Nothing comes after the last facts to show a gap, but their ids are filed elsewhere."""
    last = len(original[1]) - 1  # what the import says of itself comes after its last fact
    for position in (last - 1, last, last + 1):
        break_fact(broken.ledger, position)
    ran = broken("salvage", "--to", str(tmp_path / "saved.jsonl"))

    assert ran.status == 1
    assert f"Error: #{last - 1} to #{last + 1} are lost (ids w-22, w-23, auto-" in ran.err
    assert lines(tmp_path / "saved.jsonl") == original[1][:-3]


def test_a_page_that_says_it_is_something_else_is_searched(original, broken):
    """Its heading is gone, but not its facts."""
    data = bytearray(broken.ledger.read_bytes())
    page = data.find(b'{"type":"budget.adopted"') // 4096
    data[page * 4096 : page * 4096 + 64] = bytes(64)
    broken.ledger.write_bytes(data)

    assert broken("salvage").out == "".join(original[1])


def test_a_file_whose_beginning_is_gone_is_searched(original, broken):
    """Without its header the file is no database any more, for anybody else."""
    merged(broken.ledger).close()
    with broken.ledger.open("r+b") as file:
        file.write(bytes(200))
    assert broken("status").status == 3

    assert broken("salvage").out == "".join(original[1])


@pytest.mark.parametrize("place", [-30, -10, 2, 10, 20, 5000])
def test_facts_behind_damage_in_the_wal_are_saved(original, broken, place):
    """SQLite passes over them without a word; they may not be the last ones that were acknowledged."""
    wal = broken.ledger.with_name("liggare.db-wal")
    data = bytearray(wal.read_bytes())
    data[32 + place] ^= 1
    wal.write_bytes(data)
    told = "Error: The -wal is damaged, and facts behind the damage may be missing" in broken("verify").err
    assert told == (place >= 0)  # a torn header is what a power cut may leave of a file whose facts are merged
    ran = broken("salvage")

    assert (ran.status, ran.out) == (1, "".join(original[1]))
    assert "Error: liggare.db-wal is damaged: what can be read behind the damage is written too" in ran.err


def test_facts_that_were_never_committed_are_not_saved(liggare):
    """They stand in the -wal, but their import was given up."""
    liggare.done("record", "unit.opened", "--unit", "A", "--name", "A", "--effective", "2024-01-01")
    connection = sqlite3.connect(liggare.ledger, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")  # so that it writes before it commits
    connection.execute("BEGIN")
    for number in range(2, 400):
        state = b'{"type":"unit.opened","id":"%d","effective":"2024-01-01","unit":"U%d","name":"U"}' % (number, number)
        connection.execute(
            "INSERT INTO stored_events SELECT ?, originator_id, ?, topic, ?, recorded_at + ?, ?, 0"
            " FROM stored_events WHERE position = 1",
            (number, number, state, number, str(number)),
        )
    copy = liggare.ledger.with_name("copy.db")
    for ending in ("", "-wal"):
        shutil.copy(liggare.ledger.with_name(f"liggare.db{ending}"), copy.with_name(f"copy.db{ending}"))
    connection.rollback()
    connection.close()
    assert b'"U300"' in copy.with_name("copy.db-wal").read_bytes()

    assert Terminal(copy)("salvage").out == liggare.journal


# -- what cannot be salvaged -----------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"Hej", bytes(5000), b"SQLite format 3\0" + bytes(8000)])
def test_a_file_that_never_was_a_ledger_is_told(tmp_path, content):
    file = tmp_path / "other.db"
    file.write_bytes(content)
    ran = Terminal(file)("salvage")

    assert ran.status == 3
    assert ran.err.startswith(f"Error: {file} is not a ledger: there is no fact in it")


def test_an_empty_ledger_has_lost_nothing(liggare):
    ran = liggare("salvage")

    assert (ran.status, ran.out, ran.err) == (0, "", "0 facts are intact, none known to be lost.\n")


def test_no_file_a_folder_and_a_server_are_told(tmp_path):
    assert Terminal(tmp_path / "none.db")("salvage").status == 3
    assert Terminal(tmp_path)("salvage").status == 3
    ran = Terminal(Path("x")).alone("--ledger", "postgresql://u@localhost/x", "salvage")
    assert ran.status == 2
    assert "Only a file can be salvaged" in ran.err


def test_files_that_are_there_are_left_alone(broken, tmp_path):
    """Unless they may be replaced; and with --read-only nothing is written anywhere."""
    (tmp_path / "saved.jsonl").write_text("mine")
    assert broken("salvage", "--to", str(tmp_path / "saved.jsonl")).status == 1
    assert (tmp_path / "saved.jsonl").read_text() == "mine"
    (tmp_path / "other.after-gap.jsonl").write_text("mine")
    assert broken("salvage", "--to", str(tmp_path / "other.jsonl")).status == 1
    assert broken("--read-only", "salvage", "--to", str(tmp_path / "third.jsonl")).status == 1
    assert not (tmp_path / "third.jsonl").exists()
    assert broken("salvage", "--overwrite", "--to", str(tmp_path / "saved.jsonl")).status == 0
    assert broken("salvage", "--to", str(tmp_path / "none" / "saved.jsonl")).status == 2


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_what_is_saved_never_takes_the_place_of_the_ledger(broken, end):
    """Not even where so much of it is broken that it does not look like one; nor of what SQLite keeps beside it."""
    ledger = broken.ledger
    ledger.write_bytes(bytes(16) + ledger.read_bytes()[16:])
    before = {each.name: each.read_bytes() for each in ledger.parent.iterdir()}
    target = f"{ledger}{end}"

    assert_told(broken("salvage", "--overwrite", "--to", target), 1, NotOverALedger(target).sentence)
    assert {each.name: each.read_bytes() for each in ledger.parent.iterdir()} == before


def test_what_stands_behind_the_gap_takes_the_place_of_no_ledger(broken, tmp_path):
    """The second file has a name that nobody has chosen."""
    behind = tmp_path / "saved.after-gap.jsonl"
    shutil.copy(broken.ledger, behind)

    ran = broken("salvage", "--overwrite", "--to", str(tmp_path / "saved.jsonl"))
    assert_told(ran, 1, NotOverALedger(str(behind)).sentence)
    assert not (tmp_path / "saved.jsonl").exists()


def test_what_was_saved_before_stays_until_there_is_something_in_its_place(broken, tmp_path):
    """When nothing can be written, both files of an earlier time are as they were; else the second one goes."""
    saved, behind = tmp_path / "saved.jsonl", tmp_path / "saved.after-gap.jsonl"
    for each in (saved, behind):
        each.write_text("earlier")
    with file_size_limit(1024):
        ran = broken("salvage", "--overwrite", "--to", str(saved))

    assert_told(ran, 3, os.strerror(errno.EFBIG))
    assert [each.read_text() for each in (saved, behind)] == ["earlier", "earlier"]
    assert broken("salvage", "--overwrite", "--to", str(saved)).status == 0
    assert not behind.exists()


def test_many_losses_are_counted_and_the_first_told(broken):
    for position in range(2, 50, 2):
        break_fact(broken.ledger, position)
    ran = broken("salvage")

    assert ran.err.count("Error: ") == salvage.MOST_TOLD
    assert ran.err.splitlines()[-2:] == ["… and 4 more.", "175 facts are intact, 24 known to be lost."]


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "/dev/null", "."])
def test_what_is_no_file_is_not_searched(tmp_path, monkeypatch, name):
    """A pipe would be waited for, a device has no end."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")

    with pytest.raises(NotALedger, match=r"no ordinary file|is a directory"):
        Wreck(Path(name))
