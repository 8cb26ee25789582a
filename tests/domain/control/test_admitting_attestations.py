"""Attestations (four eyes) and the policies that ask for them."""

import pytest
from given import REGION, adopted, attested, line, outcome, policy, policy_lifted, reversal
from offering import of_files

from ledger.domain.control.attestations import NotAttestable
from ledger.domain.control.policies import NEVER_UNDER_POLICY, PolicyOverControl, PolicyTypesUnknown, PolicyWithoutMoney
from ledger.domain.control.reversals import UnknownFact
from ledger.domain.judging import UnknownCode

BUDGET = adopted("RS", {"NETTO": "-100"}, id="B", actor="ekonom1")


@pytest.mark.parametrize("reference", ["B", 6, "6", "#6"])
def test_a_fact_is_attested_by_another_person_once(given, reference):
    """Four eyes are two people, and each fact needs them once."""
    ledger = given(*REGION, BUDGET)

    with pytest.raises(NotAttestable, match="ekonom1 recorded it"):
        ledger.offer(attested(reference, "ekonom1"))
    ledger.offer(attested(reference, "chef1"))
    with pytest.raises(NotAttestable, match="it is attested already"):
        ledger.offer(attested(reference, "chef2"))


@of_files
def test_an_attestation_says_by_whom(given):
    """Nobody cannot vouch for anything."""
    ledger = given(*REGION, BUDGET)

    with pytest.raises(NotAttestable, match="it is not said by whom"):
        ledger.offer(attested("B", None))


def test_a_fact_without_a_recorder_is_attested_by_anyone(given):
    """Nobody is the same person as nobody known."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="B"))

    ledger.offer(attested("B", "chef1"))


@pytest.mark.parametrize("reference", ["C", 7, "#7"])
def test_only_a_recorded_fact_is_attested(given, reference):
    """A reference that no fact answers to is refused."""
    ledger = given(*REGION, BUDGET)

    with pytest.raises(UnknownFact):
        ledger.offer(attested(reference, "chef1"))


def test_an_attestation_is_not_attested(given):
    """Vouching for vouching would never end."""
    ledger = given(*REGION, BUDGET, attested("B", "chef1", id="A"))

    with pytest.raises(NotAttestable, match="it is an attestation"):
        ledger.offer(attested("A", "chef2"))


def test_a_reversed_fact_is_not_attested_but_its_reversal_is(given):
    """What never counted needs no one to vouch for it."""
    ledger = given(*REGION, BUDGET, reversal("B", id="R", actor="ekonom1"))

    with pytest.raises(NotAttestable, match="it is reversed"):
        ledger.offer(attested("B", "chef1"))
    with pytest.raises(NotAttestable, match="ekonom1 recorded it"):
        ledger.offer(attested("R", "ekonom1"))
    ledger.offer(attested("R", "chef1"))
    with pytest.raises(NotAttestable, match="it is attested already"):
        ledger.offer(attested("R", "chef2"))


def test_a_fact_whose_attestation_was_reversed_is_attested_anew(given):
    """An attestation by mistake is taken back as any other fact."""
    ledger = given(*REGION, BUDGET, attested("B", "chef1", id="A"), reversal("A"))

    ledger.offer(attested("B", "chef2"))
    with pytest.raises(NotAttestable, match="it is attested already"):
        ledger.offer(attested("B", "chef1"))


def test_a_policy_names_who_may_attest(given):
    """Facts the policy concerns are attested by its attesters, others by anyone else."""
    rule = policy("budget.adopted", from_amount="100", attesters=("chef1", "chef2"))
    small = adopted("HSN", {"NETTO": "-99.99"}, id="S", actor="ekonom1")
    ledger = given(*REGION, rule, BUDGET, small, outcome("RS", "2024-03", {"NETTO": "-100"}, id="U", actor="ekonom1"))

    with pytest.raises(NotAttestable, match="chef3 may not attest under policy ATTEST") as refused:
        ledger.offer(attested("B", "chef3"))
    assert refused.value.hint == "Ask chef1, chef2"
    ledger.offer(attested("B", "chef2"), attested("S", "chef3"), attested("U", "chef3", "2024-03-31"))


@pytest.mark.parametrize(
    ("lines", "phasing", "waits"),
    [
        ({"NETTO": "60"}, None, True),
        ({"NETTO": "-60"}, None, True),
        ({"NETTO": "59.99"}, None, False),
        ({"NETTO": "30", "BIDRAG": "30"}, None, True),
        ({"NETTO": "60", "BIDRAG": "-60"}, None, True),
        ({"NETTO": "59", "BIDRAG": "-59"}, None, False),
        ({"NETTO": "0"}, {"NETTO": {"2024-01": "60", "2024-02": "-60"}}, True),
        ({"NETTO": "0"}, {"NETTO": {"2024-01": "59", "2024-02": "-59"}}, False),
    ],
)
def test_the_size_of_a_fact_is_the_largest_of_its_total_its_lines_and_its_months(given, lines, phasing, waits):
    """Whatever its sign: what cancels out has been decided all the same."""
    ledger = given(*REGION, line("BIDRAG", "income"), policy("budget.adopted", from_amount="-60", attesters=("chef1",)))
    ledger.offer(adopted("RS", lines, phasing=phasing, id="A", actor="ekonom1"))

    if waits:
        with pytest.raises(NotAttestable, match="chef3 may not attest"):
            ledger.offer(attested("A", "chef3"))
    else:
        ledger.offer(attested("A", "chef3"))


def test_a_policy_from_an_amount_is_about_money(given):
    """Types that carry none would never come to it, without a word."""
    ledger = given(*REGION)

    for name in ("positions.established", "decision.reversed", "policy.set", "unit.moved"):
        with pytest.raises(PolicyWithoutMoney, match=name):
            ledger.offer(policy("budget.adopted", name, from_amount="1"))
        ledger.offer(policy("budget.adopted", name, code=name))
    ledger.offer(policy("budget.adopted", "grant.received", "forecast.submitted", from_amount="1"))


@of_files
def test_a_policy_binds_what_is_recorded_while_it_is_in_force(given):
    """From the day it takes effect until the day it is lifted, and never what was recorded before it."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-1"}, year=2023, id="FÖRE", actor="ekonom1"))
    ledger.offer(policy("budget.adopted", on="2024-09-16", attesters=("chef1",)))
    ledger.offer(adopted("REG", {"NETTO": "-1"}, id="SAMMA DAG", actor="ekonom1"))
    ledger.clock.forward(days=1)
    ledger.offer(
        adopted("HSN", {"NETTO": "-1"}, id="UNDER", actor="ekonom1"),
        policy_lifted("2024-09-18", id="LYFT", actor="ekonom1"),
        attested("LYFT", "chef1", "2024-09-18"),
    )
    ledger.clock.forward(days=1)
    ledger.offer(adopted("RS", {"NETTO": "-1"}, id="SISTA", actor="ekonom1"))
    ledger.clock.forward(days=1)
    ledger.offer(adopted("EKO", {"NETTO": "-1"}, id="EFTER", actor="ekonom1"))

    for bound in ("UNDER", "SISTA"):
        with pytest.raises(NotAttestable):
            ledger.offer(attested(bound, "chef3"))
    for free in ("FÖRE", "SAMMA DAG", "EFTER"):
        ledger.offer(attested(free, "chef3"))


def test_a_policy_concerns_types_there_are(given):
    """A misspelled type would concern nothing, silently."""
    ledger = given(*REGION)

    with pytest.raises(PolicyTypesUnknown, match=r"'budget.adoptd'"):
        ledger.offer(policy("budget.adjusted", "budget.adoptd"))
    ledger.offer(policy("budget.adjusted", "budget.adopted"))


@pytest.mark.parametrize("control", sorted(NEVER_UNDER_POLICY))
def test_a_policy_does_not_bind_what_must_count_at_once(given, control):
    """Attesting attestations would have no end; a reversal can wait for its attestation."""
    ledger = given(*REGION)

    with pytest.raises(PolicyOverControl, match=f"cannot concern facts of type {control}"):
        ledger.offer(policy("budget.adopted", control))
    ledger.offer(policy("budget.adopted", "decision.reversed"))


def test_a_policy_that_is_not_there_is_not_lifted(given):
    """Lifting names a policy that was set."""
    ledger = given(*REGION, policy("budget.adopted", id="P", actor="chef1"))

    ledger.offer(policy_lifted("2024-03-01", id="L", actor="chef1"))
    ledger.offer(reversal("P", id="R", actor="chef1"), attested("R", "chef2"))
    with pytest.raises(UnknownCode):
        ledger.offer(policy_lifted("2024-03-01"))
