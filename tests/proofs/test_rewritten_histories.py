"""A history written anew agrees with itself, but not with what was signed; a copy says that it is one."""

import sqlite3
from contextlib import closing

import pytest
from intruding import LAST, Intruder, assert_found, restored

from ledger.proofs.checkpoints import DescriptionChanged


@pytest.fixture
def rewritten(ledger, tmp_path, liggare):
    """The file made anew from a journal in which one decision is another. Its parts all agree."""
    assert liggare("export", tmp_path / "journal.jsonl") == 0
    journal = tmp_path / "journal.jsonl"
    journal.write_text(journal.read_text().replace("Digitalisering och service", "Digitalisering"))
    identity = metadata(ledger, "identity")
    ledger.unlink()
    return restored(ledger, journal), identity


def metadata(ledger, key):
    with closing(sqlite3.connect(ledger)) as connection:
        return connection.execute("SELECT value FROM metadata WHERE key = ?", (key,)).fetchone()[0]


def test_a_rewritten_history_agrees_with_itself_but_not_with_what_was_signed(signed, rewritten, liggare):
    path, identity = rewritten
    with Intruder(path).inside() as connection:
        connection.execute("UPDATE metadata SET value = ? WHERE key = 'identity'", (identity,))

    assert liggare("verify") == 0
    assert_found(liggare, f"history through #{LAST} is not the one that was signed", options=signed)


def test_a_rewritten_history_under_a_new_identity_is_another_ledger(signed, rewritten, liggare):
    """Whoever does not forge the identity is told that the checkpoint is about another ledger."""
    assert rewritten
    assert_found(liggare, "checkpoint was signed for Region-Västerbotten/.* with another history", options=signed)


def test_another_name_than_the_one_that_was_signed_is_found(intruder, liggare, signed):
    """What a ledger is called is covered by its checkpoints."""
    with intruder.inside() as connection:
        connection.execute("UPDATE metadata SET value = 'Region Annan' WHERE key = 'name'")

    assert_found(liggare, DescriptionChanged(["name .*"]).sentence, options=signed)


def test_an_honest_copy_extends_the_checkpoint(tmp_path, liggare, signed):
    """A ledger restored from the journal has an identity of its own, and the same history."""
    assert liggare("export", tmp_path / "journal.jsonl") == 0
    liggare.ledger = restored(tmp_path / "copy.db", tmp_path / "journal.jsonl")

    assert liggare("verify", *signed) == 0
    assert "This is a copy of that ledger with an identity of its own" in liggare.out


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "Region Y", "name was 'Region Västerbotten' and is 'Region Y'"),
        ("orgnr", "2321000222", "orgnr was '' and is '2321000222'"),
        ("created", "2001-01-01T00:00:00.000000Z", "created was '2025-01-07T08:00:00.000000Z' and is '2001"),
        ("name", "Region-Västerbotten", "name was 'Region Västerbotten' and is 'Region-Västerbotten'"),
        ("name", "\x1b[2Jb", r"name was 'Region Västerbotten' and is '\\x1b\[2Jb'"),
    ],
)
def test_what_a_ledger_is_called_cannot_be_changed_unseen(intruder, liggare, signed, field, value, said):
    """The checkpoint covers name, organisation number and creation, also where the origin stays the same."""
    intruder.change("UPDATE metadata SET value = ? WHERE key = ?", value, field)

    assert liggare("verify") == 0
    assert_found(liggare, f"was changed after the checkpoint was signed: {said}", options=signed)


def test_a_copy_that_is_called_otherwise_is_told_to_be(tmp_path, liggare, signed):
    assert liggare("export", tmp_path / "journal.jsonl") == 0
    liggare.ledger = restored(tmp_path / "copy.db", tmp_path / "journal.jsonl")
    Intruder(liggare.ledger).change("UPDATE metadata SET value = 'Region Y' WHERE key = 'name'")

    assert liggare("verify", *signed) == 0
    assert "Its name was 'Region Västerbotten' and is 'Region Y'." in liggare.out


@pytest.mark.parametrize(
    "identity", ["", "x", "../../etc/cron.d/x", "A\n5\nAAAA", "{12345678-1234-4234-8234-123456789012}"]
)
def test_an_identity_that_is_no_uuid_is_damage(intruder, liggare, tmp_path, identity):
    """It stands in what is signed, in receipts and in the names of files: nothing is signed, asked or written."""
    assert liggare("checkpoint", "--new-key", tmp_path / "key", "--key-name", "a") == 0
    intruder.change("UPDATE metadata SET value = ? WHERE key = 'identity'", identity)

    for words in (("verify",), ("checkpoint", "--key", tmp_path / "key"), ("proof", 7), ("show", "budget")):
        assert liggare(*words) == 3
        assert "does not say which ledger it is" in liggare.err
        assert liggare.out == ""
