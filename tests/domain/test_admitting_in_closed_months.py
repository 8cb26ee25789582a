"""Closed months: what takes effect in them says why it is late."""

import pytest
from given import (
    REGION,
    adjusted,
    adopted,
    attested,
    carried_over,
    effect,
    freeze,
    grant,
    granted,
    line,
    measure,
    month_closed,
    outcome,
    plan,
    policy,
    reopened,
    requested,
    reversal,
    transferred,
    used,
)

from ledger.domain.control.months import MonthAlreadyClosed, MonthIsClosed, MonthNotClosed
from ledger.domain.control.reversals import AlreadyReversed

SOME = {"NETTO": "-1"}
JULY = month_closed("2024-07", id="JULI")


def test_a_closed_month_takes_late_facts_only(given):
    """What takes effect in the month says why it is late; the months around it are open."""
    ledger = given(*REGION, JULY)

    with pytest.raises(MonthIsClosed, match=r"2024-07 is closed, and this outcome.reported takes effect in it"):
        ledger.offer(outcome("RS", "2024-07", SOME))
    ledger.offer(outcome("RS", "2024-07", SOME, late_reason="Fakturan kom i september"))
    ledger.offer(outcome("RS", "2024-06", SOME), outcome("RS", "2024-08", SOME))


@pytest.mark.parametrize(
    ("touching", "clear"),
    [
        (adjusted("RS", {"NETTO": "1"}, "2024-07-31"), adjusted("RS", {"NETTO": "1"}, "2024-08-01")),
        (adjusted("RS", {"NETTO": "1"}, "2024-06-30"), adjusted("RS", {"NETTO": "1"}, from_month="2024-08")),
        (transferred("RS", "HSN", "-1", "2024-06-30"), transferred("RS", "HSN", "-1", "2024-08-01")),
        (
            transferred("RS", "HSN", "-1", "2024-08-01", from_month="2024-07"),
            transferred("RS", "HSN", "-1", "2024-06-30", from_month="2024-08"),
        ),
        (grant("1", accrual=("2024-01", "2024-07")), grant("1", accrual=("2024-01", "2024-06"))),
        (grant("1", accrual=("2024-07", "2024-12")), grant("1", accrual=("2024-08", "2024-12"))),
        (adopted("HSN", SOME), adopted("HSN", SOME, phasing={"NETTO": {"2024-06": "-0.5", "2024-08": "-0.5"}})),
        (carried_over("RS", "-1"), carried_over("RS", "-1", 2024, 2025, "2025-02-01")),
    ],
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


@pytest.mark.parametrize("scope", [None, "RS"])
def test_a_month_is_closed_once_and_opened_when_it_is_closed(given, scope):
    """For all, or for just the unit that is named."""
    ledger = given(*REGION)

    with pytest.raises(MonthNotClosed, match="2024-07 is not closed"):
        ledger.offer(reopened("2024-07", scope))
    ledger.offer(month_closed("2024-07", scope))
    with pytest.raises(MonthAlreadyClosed, match="2024-07 is already closed"):
        ledger.offer(month_closed("2024-07", scope))
    with pytest.raises(MonthNotClosed):
        ledger.offer(reopened("2024-07", "HSN"))
    with pytest.raises(MonthNotClosed):
        ledger.offer(reopened("2024-06", scope))
    ledger.offer(reopened("2024-07", scope))
    ledger.offer(outcome("RS", "2024-07", SOME))
    ledger.offer(month_closed("2024-07", scope))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("RS", "2024-07", SOME))


def test_a_month_opened_for_all_stays_closed_for_a_unit(given):
    """Each closing is taken back by itself."""
    ledger = given(*REGION, JULY, month_closed("2024-07", "RS"), reopened("2024-07"))

    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("EKO", "2024-07", SOME))
    ledger.offer(outcome("HSN", "2024-07", SOME))


@pytest.mark.parametrize("on", ["2024-08-12", "2024-07-01"])
def test_the_last_word_about_a_month_counts(given, on):
    """A closing takes hold when it is recorded, whatever day it says it is effective from."""
    ledger = given(*REGION, month_closed("2024-07", on=on), reopened("2024-07"))

    ledger.offer(outcome("RS", "2024-07", SOME))
    ledger.offer(month_closed("2024-07", on="2024-07-02"))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("RS", "2024-07", SOME))


def test_a_closing_is_reversed_as_any_decision(given):
    """Without being late: it takes effect on the month, not in it."""
    ledger = given(*REGION, JULY, reversal("JULI", "2024-07-31"))

    ledger.offer(outcome("RS", "2024-07", SOME))
    with pytest.raises(MonthNotClosed):
        ledger.offer(reopened("2024-07"))


def test_a_reversed_opening_closes_the_month_again(given):
    """The closing before it is what counts then."""
    ledger = given(*REGION, JULY, reopened("2024-07", id="ÖPPEN"), reversal("ÖPPEN", "2024-07-31"))

    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("RS", "2024-07", SOME))


def test_policies_are_set_and_lifted_whatever_is_closed(given):
    """They concern what is recorded from now on, not the figures of a month."""
    ledger = given(*REGION, JULY)

    ledger.offer(policy("budget.adopted", on="2024-07-15", id="P"), reversal("P", "2024-07-15"))
