"""Whatever is done to the file behind the ledger's back is found, and the fact is named."""

import re
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intruding import Intruder, restored

from ledger.domain.errors import LedgerError
from ledger.projections import balances, tables
from ledger.proofs.checkpoints import DescriptionChanged, take_checkpoint
from ledger.proofs.evidence import Evidence
from ledger.proofs.verification import Verification
from ledger.queries.reader import LedgerReader
from ledger.store.errors import DamagedLedger

UNIT = 6
ADOPTED, LATER_ADOPTED = 54, 60
OUTCOME = 72
LAST = 125
HERE = f"position = {ADOPTED}"

model = pytest.mark.usefixtures("with_model")


def assert_found(liggare, *said, status=1, options=()):
    """Every one of *said* is in an error, and nothing unexpected happened."""
    assert liggare("verify", *options) == status
    assert all(line.startswith(("Error: ", "Hint: ", "… and ")) for line in liggare.err.splitlines())
    assert "unexpected" not in liggare.err
    for sentence in said:
        assert re.search(rf"^Error: .*{sentence}", liggare.err, re.MULTILINE), liggare.err
    assert liggare.out == ""


# -- the bytes of a fact ---------------------------------------------------------------------------------


def test_bytes_that_spell_no_fact_stop_the_reading(intruder, liggare):
    """One byte is enough: the position is named, and the exit status says that the ledger is damaged."""
    intruder.replace(ADOPTED, b'"NETTO"', b'"NETTO!')

    assert_found(liggare, f"Fact #{ADOPTED} cannot be read", status=3)


@pytest.mark.parametrize("change", ["topic = 'budget.invented'", "state = CAST('[' || substr(state, 2) AS BLOB)"])
def test_what_is_no_fact_of_ours_stops_the_reading(intruder, liggare, change):
    intruder.change(f"UPDATE stored_events SET {change} WHERE position = {UNIT}")

    assert_found(liggare, f"#{UNIT} cannot be read", status=3)


@model
def test_an_amount_that_was_changed_differs_from_the_read_model(intruder, liggare):
    """A changed amount is a fact like any other: only what was derived from the old one gives it away."""
    intruder.replace(OUTCOME, b".00", b".01")

    assert_found(
        liggare,
        f"#{OUTCOME}: the read model has a row that the facts do not give",
        f"#{OUTCOME}: the read model lacks a row that the facts give",
    )


def test_an_amount_that_was_changed_breaks_the_signed_root(intruder, liggare, signed):
    """Without a read model the checkpoint finds it."""
    intruder.replace(OUTCOME, b".00", b".01")

    assert liggare("verify") == 0
    assert_found(liggare, f"history through #{LAST} is not the one that was signed", options=signed)


def test_an_amount_that_no_longer_adds_up_is_found(intruder, liggare):
    intruder.replace(ADOPTED, b".00", b".01")

    assert_found(liggare, f"#{ADOPTED}: the rules do not admit it: The months given for line NETTO sum to")


def test_another_spelling_of_the_same_fact_is_found(intruder, liggare):
    intruder.replace(UNIT, b'"unit.opened"', b'"unit.opened" ')

    assert_found(liggare, f"#{UNIT}: its bytes are not what liggare writes for this unit.opened")


def test_a_fact_that_the_rules_never_let_in_is_found(intruder, liggare):
    intruder.replace(ADOPTED, b'"unit":"104-LS"', b'"unit":"904-LS"')

    assert_found(liggare, f"#{ADOPTED}: the rules do not admit it: There is no unit '904-LS'")


def test_a_personal_number_that_was_put_in_is_found(intruder, liggare):
    intruder.replace(UNIT, b"Digitalisering och service", b"811218-9876")

    assert_found(liggare, f"#{UNIT}: the rules do not admit it: name holds what reads as a personal identity number")


def test_rules_are_judged_on_after_a_fact_they_refuse(intruder, liggare):
    """A fact that should not be there hides no other."""
    intruder.replace(ADOPTED, b'"unit":"104-LS"', b'"unit":"904-LS"')
    intruder.replace(OUTCOME, b'"unit":"102-DOS"', b'"unit":"902-DOS"')

    assert_found(liggare, f"#{ADOPTED}: .*904-LS", f"#{OUTCOME}: .*902-DOS")


def test_many_findings_are_counted_and_the_first_told(intruder, liggare):
    """Twenty lines say as much as two hundred."""
    intruder.change("UPDATE stored_events SET fact_id = fact_id || 'x'")

    assert_found(liggare, "#1: it says its id is", "#20: it says its id is")
    assert liggare.err.splitlines()[-1] == f"… and {LAST - 20} more."


def test_when_most_of_the_ledger_breaks_the_rules_judging_stops(intruder, liggare):
    """Without its lines no figure stands; after twenty facts the reader knows, and the rest is not judged."""
    for position in range(1, 40):
        state = intruder.state(position)
        if b'"line":"NETTO"' in state:
            intruder.replace(position, b'"line":"NETTO"', b'"line":"N"')

    assert_found(liggare, "the rules do not admit it: There is no line 'NETTO'")
    assert liggare.err.splitlines()[-1].startswith("… and ")


@model
def test_facts_about_a_fact_that_is_gone_are_found(intruder, liggare):
    """Nothing can be derived from a reversal of nothing, and that is said too."""
    reversal = ("record", "decision.reversed", "--reverses", OUTCOME, "--reason", "fel", "--actor", "ekonom1")
    assert liggare(*reversal) == 0
    assert liggare("show", "budget", "--year", "2024") == 0
    intruder.change("DELETE FROM stored_events WHERE position = ?", OUTCOME)

    assert_found(
        liggare,
        f"#{OUTCOME + 1}: #{OUTCOME} should come before it",
        f"#{OUTCOME + 1}: it is version 3 of the stream outcome-2024, which was at 1",
        f"#{LAST + 1}: the rules do not admit it: There is no fact #{OUTCOME} in the ledger",
        "The read model cannot be derived from what was found",
    )


# -- places and instants ---------------------------------------------------------------------------------


@model
def test_two_facts_that_changed_places_are_found(intruder, liggare, signed):
    """Even in one stream, and with everything that belongs to them: their figures stand at other positions."""
    intruder.swap("topic, state, fact_id", ADOPTED, LATER_ADOPTED)

    assert_found(liggare, f"#{ADOPTED}: the read model", f"#{LATER_ADOPTED}: the read model")
    assert_found(liggare, f"history through #{LAST} is not the one that was signed", options=signed)


def test_two_facts_of_different_streams_that_changed_places_are_found(intruder, liggare):
    intruder.swap("topic, state, fact_id", ADOPTED, OUTCOME)

    assert_found(
        liggare,
        f"#{ADOPTED}: it lies in the stream budget-2024, but belongs in outcome-2024",
        f"#{OUTCOME}: it lies in the stream outcome-2024, but belongs in budget-2024",
    )


def test_bytes_that_changed_places_without_their_ids_are_found(intruder, liggare):
    intruder.swap("state", ADOPTED, LATER_ADOPTED)

    assert_found(liggare, f"#{ADOPTED}: it says its id is", f"#{LATER_ADOPTED}: it says its id is")


@model
def test_a_last_fact_that_was_deleted_is_missed(intruder, liggare, signed):
    """What the facts through the last one gave is still in the read model, and in the checkpoint."""
    intruder.change("DELETE FROM stored_events WHERE position = ?", LAST)

    assert_found(liggare, f"read model was derived from {LAST} facts, but the log ends at #{LAST - 1}")
    assert_found(liggare, f"holds {LAST - 1} facts, fewer than the {LAST} .*#{LAST} was taken away", options=signed)


def test_several_last_facts_that_were_deleted_are_missed(intruder, liggare, signed):
    intruder.change("DELETE FROM stored_events WHERE position > ?", LAST - 5)

    assert liggare("verify") == 0
    assert_found(liggare, f"#{LAST - 4} to #{LAST} were taken away", options=signed)


@pytest.mark.parametrize(("first", "last", "told"), [(60, 60, "#60"), (60, 62, "#60 to #62"), (1, 1, "#1")])
def test_facts_that_were_deleted_in_the_middle_are_missed(intruder, liggare, first, last, told):
    intruder.change("DELETE FROM stored_events WHERE position BETWEEN ? AND ?", first, last)

    assert_found(liggare, f"#{last + 1}: {told} should come before it and cannot be found")


@pytest.mark.usefixtures("signed")
def test_a_missing_fact_cannot_be_signed_away(intruder, liggare, tmp_path):
    """A checkpoint and a proof say of every fact where it stands, so there is none with a gap."""
    intruder.change("DELETE FROM stored_events WHERE position = 60")

    assert liggare("checkpoint", "--key", tmp_path / "key") == 3
    assert "there is no fact #60" in liggare.err
    assert liggare("proof", LAST) == 3
    with Evidence.open(intruder.path) as evidence, pytest.raises(DamagedLedger, match="there is no fact #60"):
        evidence.leaf(60)


@pytest.mark.parametrize("through", [LAST, LAST + 1])
def test_leaves_end_where_they_were_said_to_end(intruder, through):
    """Fewer of them are no tree of that size, whatever else says how many there are."""
    with Evidence.open(intruder.path) as evidence:
        if through == LAST:
            assert sum(1 for _ in evidence.leaves(through)) == LAST
        else:
            with pytest.raises(DamagedLedger, match=f"there is no fact #{through}"):
                sum(1 for _ in evidence.leaves(through))


def test_an_instant_before_the_one_before_is_found(intruder, liggare):
    intruder.change(
        "UPDATE stored_events SET recorded_at = recorded_at - 86400000000 WHERE position = ?", LATER_ADOPTED
    )

    assert_found(
        liggare, f"#{LATER_ADOPTED}: it says it was recorded at .*, which is not after #{LATER_ADOPTED - 1} at"
    )


def test_an_instant_turned_back_by_less_breaks_the_signed_root(intruder, liggare, signed):
    """As long as the order is kept, only the checkpoint can tell."""
    intruder.change("UPDATE stored_events SET recorded_at = recorded_at - 86400000000 WHERE position = 31")

    assert liggare("verify") == 0
    assert_found(liggare, f"history through #{LAST} is not the one that was signed", options=signed)


@pytest.mark.parametrize("instant", [2**62, -(2**62)])
def test_a_number_that_is_no_instant_stops_the_reading(intruder, liggare, instant):
    intruder.change("UPDATE stored_events SET recorded_at = ? WHERE position = ?", instant, LAST)

    assert_found(liggare, f"Fact #{LAST} cannot be read: {instant} is not an instant", status=3)


# -- the columns beside the bytes ------------------------------------------------------------------------


def test_an_id_column_that_was_changed_is_found(intruder, liggare):
    intruder.change("UPDATE stored_events SET fact_id = 'other' WHERE position = ?", OUTCOME)

    assert_found(liggare, f"#{OUTCOME}: it says its id is UTFALL-2024-06-102-DOS, but is filed under other")


def test_a_version_that_was_changed_is_found(intruder, liggare):
    intruder.change("UPDATE stored_events SET originator_version = 900 WHERE position = ?", UNIT)

    assert_found(liggare, f"#{UNIT}: it is version 900 of the stream organisation, which was at {UNIT - 1}")


def test_a_version_that_is_no_number_is_found(intruder, liggare):
    """Where even the table's own checks were put aside."""
    with intruder.inside() as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE stored_events SET originator_version = 'x' WHERE position = ?", (UNIT,))

    assert_found(liggare, f"#{UNIT}: it is version x of the stream organisation")


def test_a_stream_that_was_changed_is_found(intruder, liggare):
    intruder.change("UPDATE stored_events SET originator_id = 'budget-2023' WHERE position = ?", ADOPTED)

    assert_found(liggare, f"#{ADOPTED}: it lies in the stream budget-2023, but belongs in budget-2024")


# -- the file --------------------------------------------------------------------------------------------


def statement(ledger, sql):
    with closing(sqlite3.connect(ledger)) as connection:
        connection.executescript(sql)


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


# -- the read model --------------------------------------------------------------------------------------


@model
def test_rows_of_the_read_model_that_were_changed_are_found(intruder, liggare):
    intruder.change_model("UPDATE flows SET amount = amount + 1 WHERE position = ?", ADOPTED)

    row = f"in flows: book [0-9]+, month 24288, position {ADOPTED}"
    assert_found(
        liggare,
        f"#{ADOPTED}: the read model has a row that the facts do not give, {row}",
        f"#{ADOPTED}: the read model lacks a row that the facts give, {row}",
    )


@model
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (f"DELETE FROM statements WHERE fact = {OUTCOME}", f"#{OUTCOME}: the read model lacks a row"),
        ("UPDATE statements SET month = month + 1 WHERE fact = 72", "#72: the read model has a row"),
        ("UPDATE months SET rows = rows + 1", "the read model has a row .* in months: book [0-9]+, month"),
        (f"UPDATE flows SET position = 1000000 WHERE {HERE}", "#1000000: the read model has a row"),
        (f"UPDATE flows SET amount = 'much' WHERE {HERE}", f"#{ADOPTED}: the read model has .* amount much"),
        (f"UPDATE flows SET amount = NULL WHERE {HERE}", f"#{ADOPTED}: the read model has .* amount None"),
        (f"INSERT INTO voided VALUES (6, {OUTCOME})", f"#{OUTCOME}: the read model has a row"),
        (f"INSERT INTO marks VALUES ({OUTCOME}, 'reversed', 0)", f"#{OUTCOME}: the read model has a row"),
        ("UPDATE words SET word = 'wrong' WHERE id = 1", "the read model has a row .* in words: id 1, word wrong"),
        ("DELETE FROM words WHERE id = 1", "the read model lacks a row .* in words: id 1"),
    ],
)
def test_every_table_of_the_read_model_is_compared(intruder, liggare, change, told):
    intruder.change_model(change)

    assert_found(liggare, told)


@model
def test_a_balance_that_was_changed_is_found(intruder, liggare, monkeypatch):
    """Also where it says of itself that it is whole."""
    monkeypatch.setattr(balances, "MUCH", 0)
    assert liggare("show", "budget", "--as-of", "2024-07-31", "--known-at", "2024-08-27") == 0
    with intruder.inside(intruder.path.with_name("vb.db.views")) as connection:
        number, packed = connection.execute("SELECT id, sums FROM balances").fetchone()
    sums = balances.Sums.unpacked(packed)
    sums.through[6][0] += 1
    intruder.change_model("UPDATE balances SET sums = ? WHERE id = ?", sums.packed(), number)

    assert_found(liggare, "the balance of budget-2024 through 2024-07, as known at #125, in the read model is not what")


@model
def test_a_read_model_that_is_no_database_any_more_is_found(intruder, liggare):
    views = intruder.path.with_name("vb.db.views")
    views.write_bytes(b"\x00" * 100 + views.read_bytes()[100:])

    assert_found(liggare, "The read model vb.db.views is damaged")


@model
def test_a_table_of_the_read_model_that_is_gone_is_missed(intruder, liggare):
    statement(intruder.path.with_name("vb.db.views"), "DROP TABLE voided")

    assert_found(liggare, "The table voided of the read model cannot be read")


# -- a whole other history -------------------------------------------------------------------------------


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


# -- anything ---------------------------------------------------------------------------------------------


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


@given(st.data())
def test_any_flipped_bit_in_the_read_model_is_found_or_changes_no_row(original, data):
    """It is compared row for row, so that whatever is not found shows in no answer."""
    with tempfile.TemporaryDirectory() as folder:
        copy, views = Path(folder) / "vb.db", Path(folder) / "vb.db.views"
        copy.write_bytes(original.read_bytes())
        with LedgerReader.open(copy) as reader:
            reader.views.current()
        with closing(sqlite3.connect(views)) as connection:
            rows = list(tables.rows(connection))
        content = bytearray(views.read_bytes())
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        views.write_bytes(content)
        with Evidence.open(copy) as evidence:
            verification = Verification(evidence)
            compared = verification.run().model_compared

        if compared and not verification.findings.count:
            with closing(sqlite3.connect(views)) as connection:
                assert list(tables.rows(connection)) == rows
