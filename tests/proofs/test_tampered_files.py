"""What guards the facts in the file is as liggare makes it, and any bit that flips is found or changes no fact."""

import re
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intruding import OUTCOME, assert_found, model, statement

from ledger.domain.errors import LedgerError
from ledger.proofs.checkpoints import take_checkpoint
from ledger.proofs.evidence import Evidence
from ledger.proofs.verification import Verification


def test_a_trigger_that_is_gone_is_missed(ledger, liggare):
    statement(ledger, "DROP TRIGGER facts_never_change")

    assert_found(liggare, "The trigger facts_never_change is gone from the file")


def test_a_trigger_that_does_nothing_any_more_is_found(ledger, liggare):
    statement(
        ledger,
        "DROP TRIGGER facts_never_go_away;"
        "CREATE TRIGGER facts_never_go_away BEFORE DELETE ON stored_events BEGIN SELECT 1; END;",
    )

    assert_found(liggare, "is not opened: its trigger 'facts_never_go_away' is not as liggare makes it", status=3)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("CREATE INDEX quick ON stored_events (topic)", "index quick"),
        ("CREATE TABLE notes (text)", "table notes"),
        ("CREATE VIEW nice AS SELECT 1", "view nice"),
    ],
)
def test_what_others_put_into_the_file_is_told(ledger, liggare, made, told):
    statement(ledger, made)

    assert_found(liggare, f"The {told} was put into the file by another program")


def test_an_index_that_contradicts_its_table_is_found(ledger, liggare):
    """Bytes changed under SQLite's feet: the id stands in the table, in the fact and in the index."""
    data = bytearray(ledger.read_bytes())
    entry = b"UTFALL-2024-06-102-DOS"
    places = [found.start() for found in re.finditer(re.escape(entry), bytes(data))]
    for place in places:
        changed = bytearray(data)
        changed[place] = ord("V")
        ledger.write_bytes(changed)

        assert liggare("verify") in (1, 3)
        assert f"#{OUTCOME}" in liggare.err or "The file is damaged inside" in liggare.err


@given(st.data())
def test_any_flipped_bit_in_the_file_is_found_or_changes_no_fact(original, data):
    """Wherever it is, verification ends in words; and where it finds nothing, every fact is what was signed."""
    content = bytearray(original.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with Evidence.open(original) as evidence:
        signed, leaves = take_checkpoint(evidence), list(evidence.leaves())
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "vb.db"
        copy.write_bytes(content)
        with suppress(LedgerError), Evidence.open(copy) as evidence:
            verification = Verification(evidence, checkpoint=signed)
            verified = verification.run()

            assert verification.findings.count or verified.refused or list(evidence.leaves()) == leaves


@model
def test_a_ledger_that_does_not_say_which_it_is_is_damaged(intruder, liggare, tmp_path):
    with intruder.inside() as connection:
        connection.execute("DELETE FROM metadata WHERE key = 'identity'")

    assert_found(liggare, "does not say which ledger it is", status=3)
    assert liggare("checkpoint", "--new-key", tmp_path / "key", "--key-name", "a") == 0
    assert liggare("checkpoint", "--key", tmp_path / "key") == 3
