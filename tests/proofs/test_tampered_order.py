"""Facts that were moved, taken away, dated or filed otherwise are found, and the place is named."""

import pytest
from intruding import ADOPTED, LAST, LATER_ADOPTED, OUTCOME, UNIT, assert_found, model

from ledger.proofs.evidence import Evidence
from ledger.store.errors import DamagedLedger


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
