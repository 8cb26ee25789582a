"""Closed months: what takes effect in them says why it is late."""

import pytest
from given import (
    REGION,
    adjusted,
    adopted,
    attested,
    carried_over,
    effect,
    established,
    forecast,
    freeze,
    grant,
    granted,
    line,
    measure,
    month_closed,
    moved,
    outcome,
    plan,
    policy,
    requested,
    reversal,
    transferred,
    unit,
    used,
)

from ledger.domain.control.months import MonthIsClosed
from ledger.domain.control.reversals import AlreadyReversed

SOME = {"NETTO": "-1"}
JULY = month_closed("2024-07", id="JULI")


def test_a_closed_month_takes_late_facts_only(given):
    """What takes effect in the month, or in any before it, says why it is late; the months after it are open."""
    ledger = given(*REGION, JULY)

    for when in ("2024-07", "2024-06", "2024-01"):
        with pytest.raises(MonthIsClosed, match=f"{when} is closed, and this outcome.reported takes effect in it"):
            ledger.offer(outcome("RS", when, SOME))
        ledger.offer(outcome("RS", when, SOME, late_reason="Fakturan kom i september"))
    ledger.offer(outcome("RS", "2024-08", SOME))


@pytest.mark.parametrize(
    ("touching", "clear"),
    [
        (adjusted("RS", {"NETTO": "1"}, "2024-07-31"), adjusted("RS", {"NETTO": "1"}, "2024-08-01")),
        (
            adjusted("RS", {"NETTO": "1"}, "2024-08-01", from_month="2024-07"),
            adjusted("RS", {"NETTO": "1"}, "2024-08-01", from_month="2024-08"),
        ),
        (
            adjusted("RS", {"NETTO": "1"}, "2024-07-31", from_month="2024-08"),
            adjusted("RS", {"NETTO": "1"}, "2024-08-01", from_month="2024-12"),
        ),
        (transferred("RS", "HSN", "-1", "2024-06-30"), transferred("RS", "HSN", "-1", "2024-08-01")),
        (
            transferred("RS", "HSN", "-1", "2024-08-01", from_month="2024-07"),
            transferred("RS", "HSN", "-1", "2024-08-01", from_month="2024-08"),
        ),
        (
            grant("1", accrual=("2024-07", "2024-12"), on="2024-08-01"),
            grant("1", accrual=("2024-08", "2024-12"), on="2024-08-01"),
        ),
        (
            adopted("HSN", SOME, on="2024-08-01"),
            adopted("HSN", SOME, on="2024-08-01", phasing={"NETTO": {"2024-08": "-1"}}),
        ),
        (carried_over("RS", "-1"), carried_over("RS", "-1", 2024, 2025, "2025-02-01")),
        (forecast("RS", "P1", SOME, "2024-07-31"), forecast("RS", "P1", SOME, "2024-08-31")),
        (established("RS", "1", "2024-07-01"), established("RS", "1", "2024-08-01")),
        (freeze(on="2024-07-31"), freeze(on="2024-08-01")),
        (moved("EKO", "HSN", "2024-01-15"), moved("EKO", "HSN", "2024-08-01")),
        (unit("NY", "RS", on="2024-07-31"), unit("NY", "RS", on="2024-08-01")),
        (line("NY", on="2024-07-31"), line("NY", on="2024-08-01")),
        (plan("P", on="2024-07-31"), plan("P", on="2024-08-01")),
        (policy("budget.adopted", on="2024-07-31"), policy("budget.adopted", on="2024-08-01")),
    ],
    ids=lambda fact: f"{fact.TYPE} {fact.effective}",
)
def test_money_that_belongs_to_a_closed_month_takes_effect_in_it(given, touching, clear):
    """Both the effective date and the months the money belongs to count."""
    budget = adopted("RS", {"NETTO": "-100"})
    others = (adopted("RS", {"NETTO": "-1"}, year=2023), adopted("EKO", {"NETTO": "-1"}, id="EKO"))
    ledger = given(*REGION, line("BIDRAG", "income"), budget, *others, JULY)

    with pytest.raises(MonthIsClosed):
        ledger.offer(touching)
    ledger.offer(clear)


def test_the_way_out_names_the_option_that_helps(given):
    """Money that can begin in a later month is told so, other facts are not."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}), JULY)

    with pytest.raises(MonthIsClosed) as refused:
        ledger.offer(transferred("RS", "HSN", "-1"))
    assert "--from-month" in refused.value.hint
    assert "--late-reason" in refused.value.hint
    with pytest.raises(MonthIsClosed) as refused:
        ledger.offer(outcome("RS", "2024-07", SOME))
    assert refused.value.hint == (
        "If it is about another month, give that one (--month); if not, say why it is late: --late-reason"
    )


@pytest.mark.parametrize(
    ("offered", "hint"),
    [
        (adopted("HSN", {"NETTO": "-1"}, on="2024-08-01"), "Say why"),
        (reversal("HSN-07"), "Say why"),
        (freeze("F", "2024-07-01"), "If it belongs later, choose a later effective date, or say why"),
    ],
    ids=["the months of its money are those of the year", "the month is that of the fact it names", "any day"],
)
def test_no_way_out_is_named_that_is_refused_again(given, offered, hint):
    """A later day helps only where the day is what makes the month."""
    ledger = given(*REGION, outcome("HSN", "2024-07", SOME, id="HSN-07"), JULY)

    with pytest.raises(MonthIsClosed) as refused:
        ledger.offer(offered)
    assert refused.value.hint.startswith(hint)


def test_a_month_is_closed_for_a_unit_and_those_below(given):
    """Units above and beside stay open."""
    ledger = given(*REGION, month_closed("2024-07", "RS"))

    for code in ("RS", "EKO"):
        with pytest.raises(MonthIsClosed, match="2024-07 is closed for RS"):
            ledger.offer(outcome(code, "2024-07", SOME))
    ledger.offer(outcome("REG", "2024-07", SOME), outcome("HSN", "2024-07", SOME))


def test_either_side_of_a_transfer_may_be_closed(given):
    """One closed unit is enough."""
    budgets = (adopted("HSN", {"NETTO": "-9"}), adopted("RS", {"NETTO": "-9"}), adopted("REG", {"NETTO": "-9"}))
    ledger = given(*REGION, *budgets, month_closed("2024-07", "RS"))

    for sides in (("HSN", "EKO"), ("RS", "HSN")):
        with pytest.raises(MonthIsClosed):
            ledger.offer(transferred(*sides, "-1"))
    ledger.offer(transferred("HSN", "REG", "-1"))


def test_measures_and_exemptions_belong_to_their_unit(given):
    """A fact about a measure or an exemption is about the unit that has it."""
    frozen = (freeze(units=("REG",)), requested(), granted(), requested(code="D2", unit="HSN"), granted("D2"))
    saving = (plan(), measure(), measure("M2", unit="HSN"))
    ledger = given(*REGION, *frozen, *saving, month_closed("2024-07", "RS"))

    for fact in (effect("2024-07"), used("1", "2024-07-15")):
        with pytest.raises(MonthIsClosed):
            ledger.offer(fact)
    ledger.offer(effect("2024-07", code="M2"), used("1", "2024-07-15", "D2"))


def test_what_was_recorded_before_the_closing_is_reversed_late(given):
    """A reversal or an attestation changes the month of the fact it names."""
    before = outcome("RS", "2024-07", SOME, id="U", actor="ekonom1")
    ledger = given(*REGION, before, JULY)

    with pytest.raises(MonthIsClosed, match=r"decision.reversed"):
        ledger.offer(reversal("U", "2024-07-31"))
    with pytest.raises(MonthIsClosed, match=r"decision.attested"):
        ledger.offer(attested("U", "chef1", "2024-07-31"))
    ledger.offer(attested("U", "chef1", "2024-07-31", late_reason="Chefen var ledig"))
    ledger.offer(reversal("U", "2024-07-31", late_reason="Dubbelt rapporterat"))


def test_an_attestation_is_taken_back_late_too(given):
    """It changes the month of the fact that was attested, for its unit."""
    before = outcome("RS", "2024-07", SOME, id="U", actor="ekonom1")
    ledger = given(*REGION, before, attested("U", "chef1", "2024-07-31", id="A"), month_closed("2024-07", "RS"))

    with pytest.raises(MonthIsClosed):
        ledger.offer(reversal("A", "2024-07-31"))
    ledger.offer(reversal("A", "2024-07-31", late_reason="Av misstag"))


def test_what_is_already_reversed_is_said_to_be_so(given):
    """Also when what the reversed fact named is gone."""
    ledger = given(*REGION, plan(), measure(id="M"), effect("2024-03", id="E"))
    ledger.offer(reversal("E", "2024-03-31"), reversal("M", "2024-02-01"), JULY)

    with pytest.raises(AlreadyReversed):
        ledger.offer(reversal("E", "2024-03-31"))


def test_a_unit_is_closed_by_what_it_belonged_to_in_each_month(given):
    """EKO is under RS until July, under HSN from then on."""
    budgets = (adopted("EKO", {"NETTO": "-100"}),)
    ledger = given(*REGION, *budgets, moved("EKO", "HSN", "2024-07-01"), month_closed("2024-01", "RS"))

    with pytest.raises(MonthIsClosed, match="2024-01 is closed for RS"):
        ledger.offer(adjusted("EKO", {"NETTO": "1"}, "2024-07-01", from_month="2024-01"))
    ledger.offer(adjusted("EKO", {"NETTO": "1"}, "2024-07-01", from_month="2024-02"))
    ledger.offer(month_closed("2024-08", "RS"), outcome("EKO", "2024-08", SOME))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("EKO", "2024-06", SOME))


def test_what_is_about_a_late_fact_takes_over_its_reason(given):
    """A reversal, an attestation and a correction of it say no reason of their own."""
    late = {"late_reason": "Fakturan kom i september", "actor": "ekonom1"}
    ledger = given(*REGION, JULY, *(outcome("RS", "2024-07", SOME, id=each, **late) for each in "ABC"))

    ledger.offer(reversal("A", "2024-07-31"))
    ledger.offer(attested("B", "chef1", "2024-07-31"))
    ledger.offer(reversal("C", "2024-07-31"), outcome("RS", "2024-07", {"NETTO": "-2"}, corrects="C"))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("RS", "2024-07", {"NETTO": "-2"}))


def test_what_is_attested_after_the_closing_is_late(given):
    """Though it was recorded before: it comes to count only then."""
    waits = outcome("RS", "2024-07", SOME, id="U", actor="ekonom1")
    ledger = given(*REGION, policy("outcome.reported"), waits, JULY)

    with pytest.raises(MonthIsClosed):
        ledger.offer(attested("U", "chef1", "2024-07-31"))
    ledger.offer(attested("U", "chef1", "2024-07-31", late_reason="Chefen var ledig"))
