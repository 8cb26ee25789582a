"""Whatever is done to a fact behind the ledger's back is found, and the fact is named."""

import pytest
from intruding import ADOPTED, LAST, OUTCOME, UNIT, assert_found, model


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
