"""Savings plans, phases and measures."""

import pytest
from given import REGION, cancelled, day, effect, measure, money, month, number, phase, plan, reversal

from ledger.domain.follow_up.measures import MeasureIsCancelled, PhaseStillNamed
from ledger.domain.follow_up.savings import PhaseUnknown, SavingNotPositive, SavingsPlanRevised
from ledger.domain.judging import NotYet, StillNamed
from ledger.domain.money.phasing import MonthsOutOfOrder


def test_a_plan_runs_forward(given):
    """Its first month comes before its last, or is the same."""
    ledger = given(*REGION)

    with pytest.raises(MonthsOutOfOrder):
        ledger.offer(plan(from_=month("2024-07"), to=month("2024-06")))
    ledger.offer(plan(from_=month("2024-07"), to=month("2024-07")), plan("P2", from_=month("2024-07")))


def revised(amount="1", positions="1", **more):
    return SavingsPlanRevised(
        plan="PLAN", amount=money(amount), positions=number(positions), effective=day("2024-06-01"), **more
    )


@pytest.mark.parametrize(
    "target", [lambda **of: plan("NY", **of), phase, lambda **of: measure("NY", **of), revised], ids=range(4)
)
def test_savings_are_positive(given, target):
    """Money and positions to save carry no minus; nothing at all is a target too."""
    ledger = given(*REGION, plan())

    with pytest.raises(SavingNotPositive, match=r"The amount to save is -0.01"):
        ledger.offer(target(amount="-0.01"))
    with pytest.raises(SavingNotPositive, match=r"The number of positions to save is -0.001"):
        ledger.offer(target(positions="-0.001"))
    with pytest.raises(SavingNotPositive, match=r"The number of hours to save is -0.001"):
        ledger.offer(target(hours=number("-0.001")))
    ledger.offer(target(amount="0", positions="0"))


def test_what_is_taken_over_is_positive(given):
    """A grant takes over nothing, or some of it."""
    ledger = given(*REGION, plan())

    with pytest.raises(SavingNotPositive, match=r"The amount taken over is -0.01"):
        ledger.offer(revised(covered_amount=money("-0.01")))
    with pytest.raises(SavingNotPositive, match=r"The number of positions taken over is -0.001"):
        ledger.offer(revised(covered_positions=number("-0.001")))
    ledger.offer(revised(covered_amount=money("0"), covered_positions=number("0")))


def test_an_effect_may_turn_out_negative(given):
    """A target is a decision and has a sign; an effect is what it came to."""
    ledger = given(*REGION, plan(), measure())

    ledger.offer(effect("2024-03", "-5"))


def test_a_revision_may_name_a_fact_that_is_not_recorded_yet(given):
    """Why a plan was revised is often told before the reason is in the ledger."""
    ledger = given(*REGION, plan())

    ledger.offer(revised(because_of="VÅR-2024"))


def test_a_measure_belongs_to_a_phase_that_is_set(given):
    """The phase is there on the day the measure is decided, in the same plan."""
    ledger = given(*REGION, plan(), plan("ANNAN"), phase("FAS1", on="2024-02-01"))

    with pytest.raises(PhaseUnknown, match="Plan PLAN has no phase FAS2 on 2024-02-01"):
        ledger.offer(measure(phase="FAS2"))
    with pytest.raises(PhaseUnknown, match="Plan ANNAN has no phase FAS1"):
        ledger.offer(measure(plan="ANNAN", phase="FAS1"))
    with pytest.raises(PhaseUnknown):
        ledger.offer(measure(phase="FAS1", on="2024-01-31"))
    ledger.offer(measure(phase="FAS1", on="2024-02-01"), measure("M2"))


def test_a_phase_is_kept_while_a_measure_names_it(given):
    """A phase that was set twice can lose one of the two, but not the first one its measures rest on."""
    ledger = given(*REGION, plan(), phase(id="F1"), phase(id="F2", on="2024-03-01"), measure(phase="FAS1", id="M"))

    with pytest.raises(PhaseStillNamed, match="Phase FAS1 of plan PLAN is named by measure M1"):
        ledger.offer(reversal("F1"))
    ledger.offer(reversal("F2", "2024-03-01"))
    ledger.offer(reversal("M", "2024-02-01"), reversal("F1"))


def test_a_cancelled_measure_has_no_more_effects(given):
    """An effect of a month that ends before the cancellation is still reported, later ones are not."""
    ledger = given(*REGION, plan(), measure(), cancelled("2024-05-31"))

    with pytest.raises(MeasureIsCancelled):
        ledger.offer(effect("2024-05"))
    ledger.offer(effect("2024-04"))


@pytest.mark.parametrize("again", ["2024-03-01", "2024-06-01"])
def test_a_measure_is_cancelled_once(given, again):
    """Another day needs the first cancellation reversed."""
    ledger = given(*REGION, plan(), measure(), cancelled("2024-05-01", id="C"))

    with pytest.raises(MeasureIsCancelled):
        ledger.offer(cancelled(again))
    ledger.offer(reversal("C", "2024-05-01"), cancelled(again))


def test_an_effect_comes_after_its_measure(given):
    """The month ends on the day of the measure or later."""
    ledger = given(*REGION, plan(), measure(on="2024-03-31"))

    with pytest.raises(NotYet):
        ledger.offer(effect("2024-02"))
    ledger.offer(effect("2024-03"))


def test_a_plan_is_kept_while_something_names_it(given):
    """What rests on a plan goes before the plan does."""
    ledger = given(*REGION, plan(id="P"), measure(id="M"))

    with pytest.raises(StillNamed, match="1 fact that counts names the plan PLAN"):
        ledger.offer(reversal("P"))
    ledger.offer(reversal("M", "2024-02-01"), reversal("P"))
