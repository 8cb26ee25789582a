"""Reversals: once, never of a reversal, and never when what remains would break a rule."""

import pytest
from given import (
    REGION,
    adjusted,
    adopted,
    carried_over,
    closed,
    effect,
    established,
    freeze,
    grant,
    granted,
    handed_over,
    lifted,
    line,
    measure,
    moved,
    outcome,
    plan,
    reduced,
    requested,
    reversal,
    transferred,
    unit,
    used,
)

from ledger.domain.control.reversals import AlreadyReversed, ReversalIsFinal, UnknownFact
from ledger.domain.judging import StillNamed
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.money.budgets import PartsRemain
from ledger.domain.organisation.tree import NotOpen, TreeWouldLoop
from ledger.domain.staff.exemption_refusals import ExemptionInUse
from ledger.domain.staff.hiring import HiringFrozen
from ledger.domain.staff.positions import PositionsBelowZero


@pytest.mark.parametrize("reference", ["BUDGET", 6, "6", "#6"])
def test_a_fact_is_reversed_once_however_it_is_named(given, reference):
    """A fact is named by its id or its position, with or without a #; reversed twice would be a mistake."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="BUDGET"))
    ledger.offer(reversal(reference))

    for again in ("BUDGET", 6, "6", "#6"):
        with pytest.raises(AlreadyReversed, match=r"#6 \(budget.adopted\) is already reversed"):
            ledger.offer(reversal(again))


@pytest.mark.parametrize("reference", ["BUDGETEN", 7, "0", "7", "#7", "#", "6.0", "-6"])
def test_only_a_recorded_fact_is_reversed(given, reference):
    """A reference that no fact answers to is refused."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="BUDGET"))

    with pytest.raises(UnknownFact, match="There is no fact"):
        ledger.offer(reversal(reference))


def test_a_reversal_is_final(given):
    """What was taken back is recorded anew, not brought back."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="BUDGET"), reversal("BUDGET", id="R"))

    with pytest.raises(ReversalIsFinal, match="#7 is itself a reversal"):
        ledger.offer(reversal("R"))
    ledger.offer(adopted("RS", {"NETTO": "-100"}))


@pytest.mark.parametrize(
    ("defining", "naming"),
    [
        (unit("A", id="X"), adopted("A", {"NETTO": "-1"}, id="Y")),
        (unit("A", id="X"), unit("B", "A", id="Y")),
        (line("A", id="X"), outcome("RS", "2024-03", {"A": "1"}, id="Y")),
        (line("A", "income", id="X"), grant("1", ("RS", "A", "1"), id="Y")),
        (freeze("A", id="X"), requested(freeze="A", id="Y")),
        (freeze("A", id="X"), lifted("2024-03-01", "A", id="Y")),
        (requested(code="A", id="X"), granted("A", id="Y")),
        (plan("A", id="X"), measure(plan="A", id="Y")),
        (measure("A", id="X"), effect("2024-03", code="A", id="Y")),
    ],
    ids=lambda fact: fact.TYPE,
)
def test_what_is_still_named_is_not_reversed(given, defining, naming):
    """A code goes when the last fact that counts and names it has gone."""
    ledger = given(*REGION, line("BIDRAG", "income"), freeze(), plan(), defining, naming)

    with pytest.raises(StillNamed, match="1 fact that counts names the"):
        ledger.offer(reversal("X", defining.effective))
    ledger.offer(reversal("Y", naming.effective), reversal("X", defining.effective))


BUDGET = adopted("RS", {"NETTO": "-100"}, id="BUDGET")


def test_a_transfer_keeps_its_cover(given):
    """What a transfer was taken from is not reversed before the transfer."""
    ledger = given(*REGION, BUDGET, transferred("RS", "HSN", "-100", id="T"))

    with pytest.raises(TransferExceedsBudget, match=r"RS has 0 kr on NETTO for 2024 on 2024-07-01"):
        ledger.offer(reversal("BUDGET"))
    ledger.offer(reversal("T", "2024-07-01"), reversal("BUDGET"))


def test_a_transfer_keeps_its_cover_on_its_own_day(given):
    """Also when the source took effect on the very day of the transfer."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, on="2024-07-01", id="B"), transferred("RS", "HSN", "-100"))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(reversal("B", "2024-07-01"))
    ledger.offer(adopted("RS", {"NETTO": "-100"}, on="2024-07-01", adds_to="B", id="C"))
    with pytest.raises(PartsRemain):
        ledger.offer(reversal("B", "2024-07-01"))
    ledger.offer(adjusted("RS", {"NETTO": "-100"}, "2024-07-01", financing="Skatt"), reversal("C", "2024-07-01"))
    ledger.offer(reversal("B", "2024-07-01"))


def test_cover_that_is_not_needed_can_go(given):
    """As long as the rest covers the transfer, to the öre."""
    more = tuple(
        adopted("RS", {"NETTO": amount}, adds_to="BUDGET", id=code) for amount, code in (("-60", "B"), ("-59.99", "C"))
    )
    ledger = given(*REGION, BUDGET, *more, transferred("RS", "HSN", "-160"))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(reversal("B"))
    ledger.offer(adopted("RS", {"NETTO": "-0.01"}, adds_to="BUDGET"), reversal("B"))


def test_a_transfer_with_a_reason_needs_no_cover(given):
    """A board that moved more than there was is not stopped by the budget going."""
    ledger = given(*REGION, BUDGET, transferred("RS", "HSN", "-100", overdraft_reason="Beslutat"))

    ledger.offer(reversal("BUDGET"))


@pytest.mark.parametrize(
    "source",
    [
        transferred("EKO", "RS", "-50", "2024-02-01", overdraft_reason="Beslutat", id="S"),
        grant("50", ("RS", "NETTO", "-50"), accrual=("2024-02", "2024-12"), on="2024-02-01", id="S"),
        carried_over("RS", "-50", on="2024-02-01", id="S"),
    ],
    ids=lambda fact: fact.TYPE,
)
def test_what_was_received_and_passed_on_is_not_reversed(given, source):
    """Transfers, grants and carry-overs cover later transfers as budgets do."""
    old = adopted("RS", {"NETTO": "-50"}, year=2023)
    ledger = given(*REGION, line("BIDRAG", "income"), old, source, transferred("RS", "HSN", "-50", id="T"))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(reversal("S", "2024-02-01"))
    ledger.offer(reversal("T", "2024-07-01"), reversal("S", "2024-02-01"))


def test_positions_that_were_taken_out_are_not_reversed(given):
    """A reversal leaves no day below zero."""
    ledger = given(*REGION, established("RS", "3", id="E"), established("RS", "1"), reduced("RS", "2", id="R"))

    with pytest.raises(PositionsBelowZero, match=r"RS has 2 positions .* but 3 were to be taken out"):
        ledger.offer(reversal("E", "2024-02-01"))
    ledger.offer(reversal("R", "2024-05-01"), reversal("E", "2024-02-01"))


def test_a_handing_over_is_kept_while_the_receiver_needs_it(given):
    """The receiving unit must not end below zero either."""
    ledger = given(*REGION, established("RS", "3"), handed_over("RS", "HSN", "3", id="H"))
    ledger.offer(reduced("HSN", "3", "2024-08-01", id="R"))

    with pytest.raises(PositionsBelowZero, match="on 2024-08-01"):
        ledger.offer(reversal("H", "2024-05-01"))
    ledger.offer(reversal("R", "2024-08-01"), reversal("H", "2024-05-01"))


@pytest.mark.parametrize(
    "use", [used("1", id="U"), established("RS", "1", "2024-03-15", exemption="D1", id="U")], ids=lambda use: use.TYPE
)
def test_a_grant_in_use_is_not_reversed(given, use):
    """What was filled under an exemption rests on its grant."""
    ledger = given(*REGION, freeze(), requested(), granted(id="G"), use)

    with pytest.raises(ExemptionInUse, match="D1 cannot be taken back: 1 positions have been filled under it"):
        ledger.offer(reversal("G", "2024-03-10"))
    ledger.offer(reversal("U", "2024-03-15"), reversal("G", "2024-03-10"))


def test_a_lifted_freeze_does_not_come_back_over_new_positions(given):
    """Positions established after the lifting would have been frozen."""
    ledger = given(*REGION, freeze(), lifted("2024-04-01", id="L"), established("RS", "1", "2024-04-01", id="E"))

    with pytest.raises(HiringFrozen, match=r"STOPP covers Handläggare \(permanent\) in RS on 2024-04-01"):
        ledger.offer(reversal("L", "2024-04-01"))
    ledger.offer(reversal("E", "2024-04-01"), reversal("L", "2024-04-01"))


def test_a_lifted_freeze_comes_back_where_nothing_was_established(given):
    """Positions outside its scope, before the lifting or under way are not in the way."""
    ledger = given(*REGION, established("RS", "1", "2024-01-31"), freeze(), lifted("2024-04-01", id="L"))
    ledger.offer(established("HSN", "1", "2024-04-01"), established("RS", "1", "2024-04-01", underway_reason="Avtal"))

    ledger.offer(reversal("L", "2024-04-01"))


def test_a_move_out_of_a_freeze_is_kept_when_positions_rest_on_it(given):
    """Moved back, the unit would have been frozen."""
    ledger = given(*REGION, freeze(), moved("EKO", "HSN", "2024-04-01", id="M"))
    ledger.offer(established("EKO", "1", "2024-04-01", id="E"))

    with pytest.raises(HiringFrozen):
        ledger.offer(reversal("M", "2024-04-01"))
    ledger.offer(reversal("E", "2024-04-01"), reversal("M", "2024-04-01"))


def test_a_move_is_kept_while_the_tree_rests_on_it(given):
    """Moved back, the unit would belong to what belongs to it."""
    ledger = given(unit("REG"), unit("A", "REG"), unit("B", "A"), moved("B", "REG", "2024-03-01", id="M"))
    ledger.offer(moved("A", "B", "2024-04-01", id="N"))

    with pytest.raises(TreeWouldLoop):
        ledger.offer(reversal("M", "2024-03-01"))
    ledger.offer(reversal("N", "2024-04-01"), reversal("M", "2024-03-01"))


def test_a_move_is_kept_when_the_unit_it_left_has_closed(given):
    """Moved back, the unit would belong to one that is not there."""
    ledger = given(*REGION, moved("EKO", "HSN", "2024-03-01", id="M"), closed("RS", "2024-06-01", id="C"))

    with pytest.raises(NotOpen):
        ledger.offer(reversal("M", "2024-03-01"))
    ledger.offer(reversal("C", "2024-06-01"), reversal("M", "2024-03-01"))


def test_a_reversed_closing_opens_the_unit_again(given):
    """It never counted, so facts take effect in the unit as before."""
    ledger = given(*REGION, closed("HSN", "2024-06-01", id="C"), reversal("C", "2024-06-01"))

    ledger.offer(adopted("HSN", {"NETTO": "-1"}, on="2024-07-01"))


def test_a_reversal_frees_what_the_fact_took(given):
    """Budget, positions and exemptions are there again."""
    ledger = given(*REGION, BUDGET, transferred("RS", "HSN", "-100", id="T"), reversal("T", "2024-07-01"))
    ledger.offer(freeze(), requested(), granted(), used("2", id="U"), reversal("U", "2024-03-15"))

    ledger.offer(transferred("RS", "EKO", "-100"), used("2"))


def test_a_refused_reversal_leaves_everything_as_it_was(given):
    """The budget that could not be reversed still covers what it covered, and no more."""
    ledger = given(*REGION, BUDGET, transferred("RS", "HSN", "-60"))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(reversal("BUDGET"))

    with pytest.raises(TransferExceedsBudget, match=r"has -40 kr"):
        ledger.offer(transferred("RS", "HSN", "-40.01"))
    ledger.offer(transferred("RS", "HSN", "-40"))


def test_a_grant_that_names_a_unit_twice_is_taken_back_as_one_sum(given):
    """Neither part alone would leave too little; together they do."""
    parts = (("HSN", "NETTO", "-30"), ("HSN", "NETTO", "-30"))
    lines = (line("BIDRAG", side="income"), grant("60", *parts, id="B"))
    ledger = given(*REGION, *lines, transferred("HSN", "RS", "-55"))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(reversal("B", "2024-06-01"))
