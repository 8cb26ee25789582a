"""An import is taken back as a whole: what it brought is reversed, and what it had corrected counts again."""

import pytest
from given import (
    REGION,
    adopted,
    attested,
    line,
    month_closed,
    outcome,
    policy,
    reversal,
    transferred,
    unit,
)
from offering import of_files

from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.values.days import Month
from ledger.recording.undoing import DecisionsInTheWay, NoSuchImport, NothingToUndo, positions_text

pytestmark = of_files
RS = adopted("RS", {"NETTO": "-100"}, id="B")


def imported(ledger, *facts, actor="ekonom1"):
    ledger.ledger.record_as_import(facts, actor=actor)


def undone(ledger, number=1, *, actor="ekonom1", **more):
    return ledger.ledger.undo(number, reason="Fel fil", actor=actor, **more)


def facts(ledger):
    return list(ledger.ledger.log.facts())


def reversals(ledger):
    return [each.fact.reverses for each in facts(ledger) if isinstance(each.fact, DecisionReversed)]


def test_each_fact_is_reversed_the_last_one_first(given):
    """So that what builds on what came before is gone before it; the import's own fact stays."""
    ledger = given(*REGION)
    imported(ledger, unit("A", "RS"), unit("B", "A"), adopted("B", {"NETTO": "-9"}))
    done = undone(ledger)

    assert (done.reversed, done.anew) == (3, [])
    assert reversals(ledger) == [8, 7, 6]
    assert ledger.types()[8:] == ["import.finished", *["decision.reversed"] * 3]
    assert {each.fact.actor for each in facts(ledger)[9:]} == {"ekonom1"}
    with pytest.raises(NothingToUndo):
        undone(ledger)
    ledger.offer(unit("A", "RS"), unit("B", "A"))


def test_what_was_reversed_already_is_left(given):
    """One reversal for each fact that still counts."""
    ledger = given(*REGION)
    imported(ledger, adopted("RS", {"NETTO": "-9"}), adopted("HSN", {"NETTO": "-9"}))
    ledger.offer(reversal(6))

    assert undone(ledger).reversed == 1
    assert reversals(ledger) == [6, 7]


@pytest.mark.parametrize("number", [0, 2, -1])
def test_only_what_was_imported_is_undone(given, number):
    ledger = given(*REGION)
    imported(ledger, RS)

    with pytest.raises(NoSuchImport, match=f"There is no import {number}"):
        undone(ledger, number)
    with pytest.raises(NoSuchImport, match="no import 1"):
        undone(given(*REGION))


def test_a_rehearsal_records_nothing(given):
    ledger = given(*REGION)
    imported(ledger, RS)
    before = facts(ledger)

    assert undone(ledger, dry_run=True).reversed == 1
    assert facts(ledger) == before


def test_every_later_decision_in_the_way_is_named(given):
    """All of them, and nothing is recorded; when they are taken back, the import can be."""
    ledger = given(*REGION)
    imported(ledger, unit("A", "RS"), adopted("A", {"NETTO": "-100"}))  # 6, 7, 8
    ledger.offer(transferred("A", "RS", "-60"))  # 9
    ledger.offer(adopted("HSN", {"NETTO": "-1"}))  # 10
    ledger.offer(unit("AB", "A"), outcome("A", "2024-01", {"NETTO": "-1"}))  # 11, 12
    before = facts(ledger)
    for dry_run in (True, False):
        with pytest.raises(DecisionsInTheWay, match="#9, #11 to #12 were recorded since and need") as no:
            undone(ledger, dry_run=dry_run)
    assert no.value.later == (9, 11, 12)
    assert facts(ledger) == before

    ledger.offer(reversal(12, on="2024-01-31"), reversal(11), reversal(9, on="2024-07-01"))
    assert undone(ledger).reversed == 2


def test_only_what_cannot_be_without_the_import_is_in_the_way(given):
    """Of two transfers, the budget that is left covers the first."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-50"}, id="A"))
    imported(ledger, adopted("RS", {"NETTO": "-50"}, adds_to="A"))
    ledger.offer(transferred("RS", "HSN", "-40"))
    ledger.offer(transferred("RS", "EKO", "-40"))

    with pytest.raises(DecisionsInTheWay, match="#10 was recorded since and needs"):
        undone(ledger)


def test_further_parts_of_an_imported_budget_are_in_the_way(given):
    ledger = given(*REGION)
    imported(ledger, RS)
    ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to="B"))

    with pytest.raises(DecisionsInTheWay, match="#8 was recorded since"):
        undone(ledger)


def test_what_the_import_had_corrected_is_recorded_anew(given):
    """With a link to what it replaces: both what the import put in its place, and the fact it was."""
    ledger = given(*REGION, RS, transferred("RS", "HSN", "-60"))
    imported(ledger, reversal("B", id="R"), adopted("RS", {"NETTO": "-90"}, corrects="B", id="B2"))
    done = undone(ledger)
    (anew,) = done.anew

    assert anew.fact.lines == RS.lines
    assert anew.fact.corrects == (9, 6)
    assert ledger.types()[10:] == ["decision.reversed", "budget.adopted"]


def test_what_the_import_only_reversed_is_recorded_anew(given):
    ledger = given(*REGION, RS)
    imported(ledger, reversal("B", id="R"))
    (anew,) = undone(ledger).anew

    assert (anew.fact.lines, anew.fact.corrects) == (RS.lines, 6)


def test_what_was_brought_and_reversed_by_one_import_stays_so(given):
    ledger = given(*REGION)
    imported(ledger, RS, reversal("B", id="R"), adopted("HSN", {"NETTO": "-1"}))

    assert (undone(ledger).reversed, undone_anew(ledger)) == (1, 0)


def undone_anew(ledger):
    return sum(each.fact.corrects is not None for each in facts(ledger))


def test_a_correction_of_a_correction_is_in_no_ones_way(given):
    """Somebody has put another budget in the place of the imported one, which has nothing left to take back."""
    ledger = given(*REGION, RS)
    imported(ledger, reversal("B", id="R"), adopted("RS", {"NETTO": "-90"}, corrects="B", id="B2"))
    ledger.offer(reversal("B2"), adopted("RS", {"NETTO": "-80"}, corrects="B2"))

    with pytest.raises(NothingToUndo):
        undone(ledger)


def test_its_reason_is_that_of_what_is_late(given):
    """A closed month takes what is undone in it, with the reason that is given for undoing."""
    ledger = given(*REGION, outcome("RS", "2024-01", {"NETTO": "-1"}, id="U"))
    imported(ledger, reversal("U", on="2024-01-31", id="R"), outcome("RS", "2024-01", {"NETTO": "-2"}, corrects="U"))
    ledger.offer(month_closed("2024-01"))
    (anew,) = undone(ledger).anew
    taken_back = facts(ledger)[anew.position - 2]

    assert (taken_back.fact.late_reason, anew.fact.late_reason) == ("Fel fil", "Fel fil")
    imported(ledger, line("LON", on="2024-02-01"))
    assert undone(ledger, 2).reversed == 1


def test_undoing_waits_where_a_policy_asks(given):
    """Reversals under a policy count when they are attested; what waits itself is withdrawn by whoever recorded it."""
    ledger = given(*REGION, policy("budget.adopted", "decision.reversed", code="P"))
    imported(ledger, adopted("RS", {"NETTO": "-9"}, id="W", actor="ekonom1"), outcome("RS", "2024-01", {"NETTO": "-1"}))
    done = undone(ledger)

    assert done.reversed == 2
    assert [waits.policies for waits in done.waiting] == [("P",)]
    (waiting,) = [
        each.position for each in facts(ledger) if each.fact.TYPE == "decision.reversed" and each.fact.reverses == 8
    ]
    ledger.offer(attested(waiting, "chef1", on="2024-01-31"))
    with pytest.raises(NothingToUndo):
        undone(ledger)


def test_many_facts_are_undone_in_one_transaction(given):
    """In a time that grows with their number alone: ten thousand take ten times as long as a thousand."""
    ledger = given(*REGION)
    months = [Month.of(year, number) for year in range(2023, 2043) for number in range(1, 13)]
    many = [outcome(code, each, {"NETTO": "-1"}) for each in months for code in ("RS", "HSN", "EKO")]
    imported(ledger, *(each for _ in range(2) for each in many), actor=None)
    done = undone(ledger)

    assert done.reversed == len(many) * 2 == 1_440
    assert reversals(ledger) == list(range(7 + done.reversed - 2, 5, -1))


def test_positions_are_told_shortly():
    assert positions_text([3]) == "#3"
    assert positions_text([9, 7, 8, 3]) == "#3, #7 to #9"
