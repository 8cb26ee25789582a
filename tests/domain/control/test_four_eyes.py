"""What waits feeds no rule, and comes to count only as if it were recorded then."""

import pytest
from given import (
    REGION,
    adopted,
    attested,
    established,
    forecast,
    plan,
    policy,
    policy_lifted,
    reduced,
    reversal,
    transferred,
    unit,
)
from offering import of_files

from ledger.domain.control.attestations import NotAttestable
from ledger.domain.control.reversals import AlreadyReversed, ReversalIsFinal, WaitsWithCorrection
from ledger.domain.judging import CodeTaken, StillNamed, UnknownCode
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.organisation.tree import NotOpen
from ledger.domain.staff.positions import PositionsBelowZero

pytestmark = of_files
"""On a server whoever records is whoever has logged in, one connection each."""

EK, CHEF = {"actor": "ekonom1"}, "chef1"


def test_what_waits_covers_nothing(given):
    """Ten positions that wait cannot be taken out, and can once they are attested."""
    ledger = given(*REGION, policy("positions.established"), established("RS", "10", id="E", **EK))

    with pytest.raises(PositionsBelowZero):
        ledger.offer(reduced("RS", "10"))
    ledger.offer(attested("E", CHEF, "2024-02-01"), reduced("RS", "10"))


def test_an_attestation_is_judged_as_a_recording(given):
    """What has happened meanwhile stands in the way; the fact goes on waiting, and can be withdrawn."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}), policy("budget.transferred"))
    ledger.offer(transferred("RS", "HSN", "-100", id="T1", **EK), transferred("RS", "EKO", "-100", id="T2", **EK))

    ledger.offer(attested("T1", CHEF, "2024-07-01"))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(attested("T2", CHEF, "2024-07-01"))
    ledger.offer(reversal("T2", "2024-07-01", **EK))
    with pytest.raises(NotAttestable, match="it is reversed"):
        ledger.offer(attested("T2", CHEF, "2024-07-01"))


def test_a_code_that_waits_is_not_there_yet(given):
    """Nothing can name it, and another may take it first."""
    ledger = given(*REGION, policy("unit.opened", "savings-plan.adopted"), unit("NY", "RS", id="N", **EK))

    with pytest.raises(UnknownCode):
        ledger.offer(unit("UNDER", "NY", **EK))
    ledger.offer(plan("P", id="P1", **EK), plan("P", id="P2", **EK), attested("P2", CHEF))
    with pytest.raises(CodeTaken):
        ledger.offer(attested("P1", CHEF))
    ledger.offer(attested("N", CHEF), unit("UNDER", "NY", **EK))


def test_what_closed_while_a_fact_waited_is_closed(given):
    """The unit was open when the fact was recorded."""
    from given import closed

    ledger = given(*REGION, policy("positions.established"), established("EKO", "1", "2024-03-01", id="B", **EK))
    ledger.offer(closed("EKO", "2024-02-01"))

    with pytest.raises(NotOpen):
        ledger.offer(attested("B", CHEF, "2024-03-01"))


def test_taking_an_attestation_back_is_judged_as_a_reversal(given):
    """The fact waits again only where nothing that counts needs it."""
    ledger = given(*REGION, policy("unit.opened"), unit("NY", "RS", id="N", **EK), attested("N", CHEF, id="A"))
    ledger.offer(adopted("NY", {"NETTO": "-1"}, id="B"))

    with pytest.raises(StillNamed):
        ledger.offer(reversal("A"))
    ledger.offer(reversal("B"), reversal("A"))
    with pytest.raises(UnknownCode):
        ledger.offer(adopted("NY", {"NETTO": "-1"}))


def test_a_policy_is_lifted_and_reversed_by_one_of_its_attesters(given):
    """Where fewer than two are named, by anyone else than whoever recorded; and nothing is released."""
    rule = policy("budget.adopted", attesters=("chef1", "chef2"), id="P", **EK)
    ledger = given(*REGION, rule, adopted("RS", {"NETTO": "-1"}, id="B", **EK))
    ledger.offer(policy_lifted("2024-01-01", id="L", actor="chef1"))

    for actor, why in (("chef3", "may not attest under policy ATTEST"), ("CHEF1", "chef1 recorded it")):
        with pytest.raises(NotAttestable, match=why):
            ledger.offer(attested("L", actor))
    ledger.offer(adopted("HSN", {"NETTO": "-1"}, id="H", **EK), attested("L", "Chef2"))
    ledger.offer(adopted("EKO", {"NETTO": "-1"}, id="E", **EK))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("HSN", "EKO", "-1"))
    ledger.offer(transferred("EKO", "HSN", "-1"))


def test_whoever_is_under_a_policy_does_not_take_it_away(given):
    """The reversal waits, and what waits under the policy goes on waiting, also once the reversal counts."""
    ledger = given(*REGION, policy("budget.adopted", id="P", **EK), adopted("RS", {"NETTO": "-1"}, id="B", **EK))
    ledger.offer(reversal("P", id="R", **EK), adopted("HSN", {"NETTO": "-1"}, **EK))

    for source in ("RS", "HSN"):
        with pytest.raises(TransferExceedsBudget):
            ledger.offer(transferred(source, "EKO", "-1"))
    ledger.offer(attested("R", CHEF))
    for source in ("RS", "HSN"):
        with pytest.raises(TransferExceedsBudget):
            ledger.offer(transferred(source, "EKO", "-1"))
    ledger.offer(attested("B", CHEF), transferred("RS", "EKO", "-1"))


def test_a_correction_waits_with_its_reversal(given):
    """Until it is attested, what it corrects covers what it covered; nobody attests or withdraws half of it."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="B"), policy("budget.adopted"))
    ledger.offer(reversal("B", id="R", **EK), adopted("RS", {"NETTO": "-40"}, id="C", corrects="B", **EK))
    ledger.offer(transferred("RS", "HSN", "-60", id="T"))

    with pytest.raises(NotAttestable, match="it goes with #9"):
        ledger.offer(attested("R", CHEF))
    with pytest.raises(WaitsWithCorrection, match="waits together with #9"):
        ledger.offer(reversal("R", **EK))
    with pytest.raises(AlreadyReversed, match="has a reversal that waits for an attestation"):
        ledger.offer(reversal("B"))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(attested("C", CHEF))
    ledger.offer(reversal("T", "2024-07-01"), attested("C", CHEF), transferred("RS", "HSN", "-40"))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("RS", "HSN", "-1"))


def test_a_correction_of_what_defines_a_code_waits_beside_it(given):
    """It is judged without what it would replace, though that still counts."""
    ledger = given(*REGION, unit("NY", "RS", id="N"), policy("unit.opened"), forecast("RS", "P1", {"NETTO": "-1"}))

    ledger.offer(reversal("N", **EK), unit("NY", "HSN", id="N2", corrects="N", **EK))
    ledger.offer(adopted("NY", {"NETTO": "-1"}), attested("N2", CHEF))
    with pytest.raises(ReversalIsFinal):
        ledger.offer(reversal(9))


def test_a_withdrawn_correction_leaves_what_it_would_have_replaced(given):
    """And that can be corrected anew."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="B"), policy("budget.adopted"))
    ledger.offer(reversal("B", **EK), adopted("RS", {"NETTO": "-40"}, id="C", corrects="B", **EK))

    ledger.offer(reversal("C", **EK))
    ledger.offer(reversal("B", **EK), adopted("RS", {"NETTO": "-50"}, id="D", corrects="B", **EK), attested("D", CHEF))
    ledger.offer(transferred("RS", "HSN", "-50"))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("RS", "HSN", "-1"))


def test_a_correction_goes_with_the_last_reversal_alone(given):
    """An earlier reversal of the same fact was withdrawn, and only facts of other corrections stand in between."""
    ledger = given(*REGION, policy("budget.adopted", id="P", **EK), unit("NY", "RS", id="N"))
    ledger.offer(reversal("P", id="R", **EK), reversal("R", **EK))
    ledger.offer(reversal("N", **EK), unit("NY", "HSN", id="N2", corrects="N", **EK))

    ledger.offer(reversal("P", id="R2", **EK), policy("unit.moved", id="P2", corrects="P", **EK))
    with pytest.raises(NotAttestable, match="it goes with"):
        ledger.offer(attested("R2", CHEF))
    ledger.offer(attested("P2", CHEF), adopted("NY", {"NETTO": "-1"}, **EK), transferred("NY", "RS", "-1"))


def test_a_fact_of_nobody_known_is_not_attested_where_two_are_asked_for(given):
    """One actor is not two."""
    ledger = given(*REGION, policy("budget.adopted"), adopted("RS", {"NETTO": "-1"}, id="B"))

    with pytest.raises(NotAttestable, match="it is not said who recorded it"):
        ledger.offer(attested("B", CHEF))
