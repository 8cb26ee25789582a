"""One fact may replace several, and what was said of them is then about it."""

import pytest
from given import REGION, adopted, line, reversal, unit

from ledger.domain.control.reversals import CorrectsStanding, UnknownFact
from ledger.domain.money.budgets import AddsToOther, BudgetStands, PartsRemain
from ledger.recording.value_checks import WrongValue

WHOLE = adopted("RS", {"NETTO": "-100", "LON": "-50"}, id="B")
PART = adopted("RS", {"NETTO": "-10"}, adds_to="B", id="D")
GIVEN = (*REGION, line("LON", "cost"), WHOLE, PART)


def test_a_budget_with_a_further_part_is_replaced_by_one_fact(given):
    """Both are reversed with it; what it names by words that mean positions is kept as positions."""
    ledger = given(*GIVEN)
    both = (reversal("D"), reversal("B"))

    with pytest.raises(BudgetStands):
        ledger.offer(adopted("RS", {"NETTO": "-120"}))
    recorded = ledger.offer(*both, adopted("RS", {"NETTO": "-120", "LON": "-50"}, corrects=("#7", "D")))
    assert recorded.fact.corrects == (7, "D")


def test_each_of_what_is_corrected_was_reversed(given):
    """A fact that still counts has no other in its place."""
    ledger = given(*GIVEN)

    with pytest.raises(CorrectsStanding, match="#7"):
        ledger.offer(reversal("D"), adopted("RS", {"NETTO": "-10"}, adds_to="B", corrects=("D", "B")))
    with pytest.raises(UnknownFact, match="QQ"):
        ledger.offer(reversal("D"), adopted("RS", {"NETTO": "-10"}, adds_to="B", corrects=("D", "QQ")))


def test_a_list_of_one_is_that_one(given):
    ledger = given(*GIVEN)
    recorded = ledger.offer(reversal("D"), adopted("RS", {"NETTO": "-10"}, adds_to="B", corrects=("D",), id="D2"))

    assert recorded.fact.corrects == "D"


@pytest.mark.parametrize("corrects", [(), ("",), ("B", 0), ["B"], ("B", "B")])
def test_a_list_holds_references_each_once(given, corrects):
    """What could not be read again is not recorded."""
    with pytest.raises(WrongValue, match="corrects"):
        given(*GIVEN).offer(reversal("B"), adopted("RS", {"NETTO": "-1"}, corrects=corrects))


@pytest.mark.parametrize("named", ["B", 7])
def test_a_further_part_of_what_was_corrected_is_one_of_its_replacement(given, named):
    """A correction moves references to what it replaces, whatever they name it by."""
    ledger = given(*GIVEN)
    ledger.offer(reversal("B"), adopted("RS", {"NETTO": "-90", "LON": "-50"}, corrects=named, id="B2"))
    ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to=named))
    ledger.offer(reversal("B2"), adopted("RS", {"NETTO": "-80", "LON": "-50"}, corrects="B2", id="B3"))

    ledger.offer(adopted("RS", {"LON": "-1"}, adds_to=named))
    with pytest.raises(PartsRemain):
        ledger.offer(reversal("B3"))


def test_what_was_only_reversed_has_no_further_part(given):
    """Nothing stands in its place."""
    ledger = given(*GIVEN)
    ledger.offer(reversal("D"), reversal("B"))

    with pytest.raises(AddsToOther, match="#7 is reversed"):
        ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to="B"))


def test_a_correction_to_another_unit_takes_no_further_part_along(given):
    """The budget that stands in its place is of somebody else."""
    ledger = given(*GIVEN)
    ledger.offer(reversal("D"), reversal("B"), adopted("HSN", {"NETTO": "-100"}, corrects=("B", "D")))

    with pytest.raises(AddsToOther, match="#11 is the budget of HSN for 2024"):
        ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to="B"))


def test_a_correction_of_a_further_part_names_the_budget_that_stands_now(given):
    """Corrected as it was, ``adds_to`` and all, it still fits."""
    ledger = given(*GIVEN)
    ledger.offer(reversal("B"), adopted("RS", {"NETTO": "-90", "LON": "-50"}, corrects="B"))

    ledger.offer(reversal("D"), adopted("RS", {"NETTO": "-11"}, adds_to="B", corrects="D"))
    ledger.offer(unit("A", "RS"))
