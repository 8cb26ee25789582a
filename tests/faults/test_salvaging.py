"""From a broken file everything intact is saved, what is lost is named, and nothing is invented."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from terminal import UNEXPECTED, Terminal
from wrecking import EXAMPLE, copied, damage, filled

from cli import salvage
from ledger.interchange.salvaging import NamesWhatWasLost, TakingUp
from ledger.store.log import open_log

COMMITTED_BEFORE = 125
"""What a -wal holds whose end is gone was never committed, as far as anybody can tell: these facts are all there is."""


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A ledger, part of it in its ``-wal``, and its journal."""
    example = Path(__file__).parents[2] / "examples" / EXAMPLE
    liggare = filled(tmp_path_factory.mktemp("original"), example)
    files = copied(liggare.ledger, tmp_path_factory.mktemp("exported"))
    return liggare.ledger, Terminal(files).journal.splitlines(keepends=True)


@pytest.fixture
def broken(original, tmp_path):
    """A terminal on a copy that may be broken."""
    folder = tmp_path / "broken"
    folder.mkdir()
    return Terminal(copied(original[0], folder))


def lines(path):
    return path.read_text().splitlines(keepends=True) if path.exists() else []


def break_fact(ledger, position):
    """Change a byte in the middle of one stored fact, on the one page that it is on."""
    with closing(merged(ledger)) as connection:
        (state,) = connection.execute("SELECT state FROM stored_events WHERE position = ?", (position,)).fetchone()
    data = bytearray(ledger.read_bytes())
    assert data.count(state) == 1
    data[data.find(state) + len(state) // 2] ^= 1
    ledger.write_bytes(data)


def merged(ledger):
    """A connection to the file, into which all that stood beside it has been merged."""
    connection = sqlite3.connect(ledger)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return connection


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


@pytest.mark.rounds(60)
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
        f"95 more are in {rest}: liggare --ledger NEW import --salvaged {rest}",
    ]
    assert lines(tmp_path / "saved.jsonl") == original[1][:53]
    assert lines(rest) == original[1][54:]


def test_what_is_lost_at_the_end_is_named_by_the_indexes(original, broken, tmp_path):
    """Nothing comes after the last facts to show a gap, but their ids are filed elsewhere."""
    last = len(original[1])
    for position in (last - 1, last):
        break_fact(broken.ledger, position)
    ran = broken("salvage", "--to", str(tmp_path / "saved.jsonl"))

    assert ran.status == 1
    assert f"Error: #{last - 1} to #{last} are lost (ids w-22, w-23): their bytes have changed\n" in ran.err
    assert lines(tmp_path / "saved.jsonl") == original[1][:-2]


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


# -- taking up again -------------------------------------------------------------------------------------


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
    facts = [json.loads(line) for line in new.journal.splitlines()]
    old = [json.loads(line) for line in original[1]]

    assert (ran.status, ran.err) == (0, "")
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
    new.done("import", "--salvaged", str(rest))
    named = [json.loads(line).get("reverses") for line in new.journal.splitlines()]
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


def test_many_losses_are_counted_and_the_first_told(broken):
    for position in range(2, 90, 2):
        break_fact(broken.ledger, position)
    ran = broken("salvage")

    assert ran.err.count("Error: ") == salvage.MOST_TOLD
    assert ran.err.splitlines()[-2:] == ["… and 24 more.", "105 facts are intact, 44 known to be lost."]
