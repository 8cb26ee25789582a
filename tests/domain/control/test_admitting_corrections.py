"""Corrections: a reversal and its replacement together, judged as one."""

import pytest
from given import (
    NURSE,
    REGION,
    adopted,
    closed,
    established,
    freeze,
    granted,
    line,
    measure,
    moved,
    outcome,
    phase,
    plan,
    reduced,
    requested,
    reversal,
    transferred,
    unit,
    used,
    withdrawn,
)

from ledger.domain.control.reversals import CorrectsStanding, UnknownFact
from ledger.domain.follow_up.measures import PhaseStillNamed
from ledger.domain.judging import StillNamed
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.organisation.tree import NotOpen
from ledger.domain.staff.exemption_refusals import ExemptionBeyondRequest, ExemptionInUse, ExemptionNotUsable
from ledger.domain.staff.hiring import HiringFrozen
from ledger.domain.staff.positions import PositionsBelowZero
from ledger.recording.ledger import evolve

CORRECTABLE = [
    ((unit("A", id="X"), adopted("A", {"NETTO": "-1"})), unit("A", "REG")),
    ((line("A", "cost", id="X"), outcome("RS", "2024-03", {"A": "1"})), line("A", "net")),
    ((adopted("RS", {"NETTO": "-10"}, id="X"), transferred("RS", "HSN", "-10")), adopted("RS", {"NETTO": "-11"})),
    ((established("RS", "3", id="X"), reduced("RS", "2")), established("RS", "2")),
    ((freeze(id="X"), requested()), freeze(until="2024-12-31")),
    ((freeze(), requested(id="X"), granted(), used("1")), requested("1")),
    ((freeze(), requested(), granted(id="X"), used("1")), granted(positions="1", lapses="2024-03-15")),
    ((freeze(), requested(), granted(id="X"), used("1")), granted(on="2024-03-15", positions="1.5")),
    (
        (freeze(), requested(id="X"), granted(), established("EKO", "2", "2024-03-15", exemption="D1")),
        requested("2", unit="EKO"),
    ),
    ((plan(id="X"), measure()), plan(amount="200")),
    ((plan(), phase(id="X"), measure(phase="FAS1")), phase(amount="70")),
]


def correcting(fact, reference):
    return evolve(fact, corrects=reference)


@pytest.mark.parametrize(("facts", "replacement"), CORRECTABLE, ids=lambda value: getattr(value, "TYPE", ""))
def test_a_correction_is_admitted_where_the_reversal_alone_is_not(given, facts, replacement):
    """What the replacement puts in place counts when the reversal is judged."""
    ledger = given(*REGION, *facts)
    (target,) = (fact for fact in facts if fact.id == "X")
    took_back = reversal("X", target.effective)
    refusals = (StillNamed, TransferExceedsBudget, PositionsBelowZero, ExemptionInUse, PhaseStillNamed)
    before = ledger.positions()

    with pytest.raises(refusals):
        ledger.offer(took_back)
    with pytest.raises(refusals):
        ledger.offer(took_back, unit("ANNAN"))
    assert ledger.positions() == before
    ledger.offer(took_back, correcting(replacement, "X"))
    assert len(ledger.positions()) == len(before) + 2


@pytest.mark.parametrize(
    ("facts", "replacement", "refusal"),
    [
        (CORRECTABLE[0][0], unit("B"), StillNamed),
        (CORRECTABLE[0][0], unit("A", on="2025-01-01"), StillNamed),
        (CORRECTABLE[2][0], adopted("RS", {"NETTO": "-9.99"}), TransferExceedsBudget),
        (CORRECTABLE[2][0], adopted("HSN", {"NETTO": "-100"}), TransferExceedsBudget),
        (CORRECTABLE[2][0], adopted("RS", {"NETTO": "-100"}, on="2024-07-02"), TransferExceedsBudget),
        (CORRECTABLE[3][0], established("RS", "1.999"), PositionsBelowZero),
        (CORRECTABLE[3][0], established("RS", "3", "2024-05-02"), PositionsBelowZero),
        (CORRECTABLE[5][0], requested("0.999"), ExemptionInUse),
        (CORRECTABLE[6][0], granted(positions="0.999"), ExemptionInUse),
        (CORRECTABLE[6][0], granted(lapses="2024-03-14"), ExemptionInUse),
        (CORRECTABLE[6][0], granted(on="2024-03-16"), ExemptionInUse),
        (CORRECTABLE[6][0], withdrawn(), ExemptionInUse),
        (CORRECTABLE[8][0], requested("2", category=NURSE), ExemptionNotUsable),
        (CORRECTABLE[10][0], phase(on="2024-02-02"), PhaseStillNamed),
    ],
)
def test_a_replacement_that_does_not_fit_is_refused_with_the_reversal(given, facts, replacement, refusal):
    """The two stand or fall together."""
    ledger = given(*REGION, *facts)
    (target,) = (fact for fact in facts if fact.id == "X")
    before = ledger.positions()

    with pytest.raises(refusal):
        ledger.offer(reversal("X", target.effective), correcting(replacement, "X"))
    assert ledger.positions() == before


def test_a_grant_stays_within_its_corrected_request(given):
    """What was granted by number cannot exceed what turns out to have been asked for."""
    ledger = given(*REGION, freeze(), requested("3", id="X"), granted(positions="2"), used("1"))

    with pytest.raises(ExemptionBeyondRequest):
        ledger.offer(reversal("X", "2024-03-01"), requested("1.999", corrects="X"))
    ledger.offer(reversal("X", "2024-03-01"), requested("2", corrects="X"))


def test_positions_stay_answered_when_their_exemption_is_corrected(given):
    """A request that turns out to be about another freeze no longer answers the one that covers the positions."""
    ledger = given(*REGION, freeze(), requested(id="X"), granted())
    ledger.offer(established("RS", "1", "2024-03-15", exemption="D1"), freeze("IT"))

    with pytest.raises(HiringFrozen, match="STOPP covers"):
        ledger.offer(reversal("X", "2024-03-01"), requested(freeze="IT", corrects="X"))


def test_a_corrected_unit_keeps_its_names_moves_and_closing(given):
    """A correction of the opening takes nothing else away."""
    ledger = given(*REGION, unit("A", "RS", id="X"), moved("A", "HSN", "2024-03-01"), closed("A", "2024-06-01"))
    ledger.offer(reversal("X"), unit("A", "REG", corrects="X"))

    with pytest.raises(NotOpen):
        ledger.offer(established("A", "1", "2024-06-01"))
    ledger.offer(established("A", "1", "2024-05-31"))


def test_a_fact_that_counts_is_not_replaced(given):
    """What is corrected has been reversed, before or together with its replacement, in that order."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="X"))
    replacement = adopted("RS", {"NETTO": "-90"}, corrects="X")

    with pytest.raises(CorrectsStanding, match=r"#6 \(budget.adopted\) still counts"):
        ledger.offer(replacement)
    with pytest.raises(CorrectsStanding):
        ledger.offer(replacement, reversal("X"))
    ledger.offer(reversal("X"))
    ledger.offer(replacement)


@pytest.mark.parametrize("reference", ["Y", 99, "#99"])
def test_what_is_corrected_has_been_recorded(given, reference):
    """A reference that no fact answers to is refused."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="X"))

    with pytest.raises(UnknownFact):
        ledger.offer(reversal("X"), adopted("RS", {"NETTO": "-90"}, corrects=reference))


@pytest.mark.parametrize("reference", ["X", 6, "6", "#6"])
def test_what_is_corrected_is_named_by_id_or_position(given, reference):
    """The reversal and the replacement may name it differently; a position is kept as one."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}, id="X"), transferred("RS", "HSN", "-100"))
    took = ledger.offer(reversal("#6"), adopted("RS", {"NETTO": "-101"}, corrects=reference))

    assert took.fact.corrects == ("X" if reference == "X" else 6)


def test_a_replacement_that_is_a_reversal_does_not_hide_the_first(given):
    """Every reversal is judged, also when another one claims to take its place."""
    budget = (adopted("RS", {"NETTO": "-100"}, id="X"), transferred("RS", "HSN", "-100"), unit("A", id="Y"))
    ledger = given(*REGION, *budget)

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(reversal("X"), reversal("Y", corrects="X"))


def test_a_replacement_of_another_kind_is_judged_and_kept(given):
    """What the replacement names is named from then on, in whatever stream it lies."""
    ledger = given(*REGION, unit("A", id="X"), unit("B", id="Y"), outcome("RS", "2024-02", {"NETTO": "-1"}))
    ledger.offer(reversal("X"), outcome("B", "2024-03", {"NETTO": "-1"}, corrects="X"))

    with pytest.raises(StillNamed):
        ledger.offer(reversal("Y"))
