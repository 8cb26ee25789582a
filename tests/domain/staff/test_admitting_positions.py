"""Positions: never below zero, on any day, in a unit, category and employment."""

import pytest
from given import (
    ADMINISTRATION,
    NURSE,
    REGION,
    cancelled,
    closed,
    established,
    handed_over,
    measure,
    month,
    number,
    plan,
    reduced,
)

from ledger.domain.follow_up.measures import MeasureIsCancelled
from ledger.domain.organisation.tree import NamedAfterClosing, NotOpen
from ledger.domain.staff.positions import PositionsBelowZero, PositionsNotPositive, PositionsStay
from ledger.domain.staff.workforce import WorkforceReported


def test_all_positions_can_be_taken_out_but_not_a_thousandth_more(given):
    """A reduction takes at most what there is."""
    ledger = given(*REGION, established("RS", "3.5"))

    with pytest.raises(PositionsBelowZero, match=r"RS has 3.5 positions .* on 2024-05-01, but 3.501 were to be taken"):
        ledger.offer(reduced("RS", "3.501"))
    ledger.offer(reduced("RS", "3.5"))


@pytest.mark.parametrize("other", [{"category": NURSE}, {"employment": "fixed-term"}])
def test_other_categories_and_employments_are_not_taken_from(given, other):
    """Every unit, category and form of employment has positions of its own."""
    ledger = given(*REGION, established("RS", "3"), established("HSN", "3", **other))

    with pytest.raises(PositionsBelowZero, match="RS has 0 positions"):
        ledger.offer(reduced("RS", "1", **other))
    with pytest.raises(PositionsBelowZero, match="REG has 0 positions"):
        ledger.offer(reduced("REG", "1"))
    ledger.offer(reduced("HSN", "1", **other), reduced("RS", "1"))


def test_positions_are_not_taken_out_before_they_are_there(given):
    """What is established later does not cover, the day itself does."""
    ledger = given(*REGION, established("RS", "3", "2024-05-01"))

    with pytest.raises(PositionsBelowZero, match="2024-04-30"):
        ledger.offer(reduced("RS", "1", "2024-04-30"))
    ledger.offer(reduced("RS", "1", "2024-05-01"))


def test_positions_do_not_go_below_zero_on_a_later_day(given):
    """A reduction recorded late is judged with what is already decided for later."""
    ledger = given(*REGION, established("RS", "3"), reduced("RS", "2", "2024-10-01"))
    ledger.offer(established("RS", "5", "2024-11-01"))

    with pytest.raises(PositionsBelowZero, match="2024-10-01"):
        ledger.offer(reduced("RS", "1.001", "2024-04-01"))
    ledger.offer(reduced("RS", "1", "2024-04-01"))


def test_a_unit_hands_over_what_it_has(given):
    """A transfer takes at most what the giving unit has on the day and later."""
    ledger = given(*REGION, established("RS", "3"), reduced("RS", "1", "2024-10-01"))

    with pytest.raises(PositionsBelowZero, match="2024-10-01"):
        ledger.offer(handed_over("RS", "HSN", "3"))
    ledger.offer(handed_over("RS", "HSN", "2"))


def test_received_positions_can_be_handed_on_from_that_day(given):
    """What a unit has received is its own."""
    ledger = given(*REGION, established("RS", "3"), handed_over("RS", "HSN", "3", "2024-05-01"))

    with pytest.raises(PositionsBelowZero, match="2024-04-30"):
        ledger.offer(handed_over("HSN", "EKO", "3", "2024-04-30"))
    ledger.offer(handed_over("HSN", "EKO", "3", "2024-05-01"))


def test_positions_move_between_two_units(given):
    """A transfer to the same unit moves nothing."""
    ledger = given(*REGION, established("RS", "3"))

    with pytest.raises(PositionsStay, match="from RS to RS"):
        ledger.offer(handed_over("RS", "RS", "1"))
    ledger.offer(handed_over("RS", "EKO", "1"))


@pytest.mark.parametrize("positions", ["0", "-1"])
def test_a_decision_is_about_more_than_no_positions(given, positions):
    """The number is above zero; the type says in which direction it goes."""
    ledger = given(*REGION, established("RS", "3"))

    for fact in (established("RS", positions), reduced("RS", positions), handed_over("RS", "HSN", positions)):
        with pytest.raises(PositionsNotPositive):
            ledger.offer(fact)
    ledger.offer(established("RS", "0.001"), reduced("RS", "0.001"), handed_over("RS", "HSN", "0.001"))


def test_a_reduction_carries_out_a_measure_that_is_alive(given):
    """From the day a measure is cancelled no reduction names it."""
    ledger = given(*REGION, established("RS", "3"), plan(), measure(), cancelled("2024-05-01"))

    with pytest.raises(MeasureIsCancelled, match="Measure M1 was cancelled on 2024-05-01"):
        ledger.offer(reduced("RS", "1", "2024-05-01", measure="M1"))
    ledger.offer(reduced("RS", "1", "2024-04-30", measure="M1"), reduced("RS", "1", "2024-05-01"))


def test_the_reported_workforce_is_taken_as_it_is(given):
    """A report is no decision: it has no rule but that its unit is there, and is never added to positions."""
    ledger = given(*REGION)
    march = month("2024-03")

    ledger.offer(
        WorkforceReported(
            unit="RS",
            month=march,
            measure="fte",
            employment="permanent",
            category=ADMINISTRATION,
            value=number("12.5"),
            effective=march.last_day,
        )
    )
    with pytest.raises(PositionsBelowZero):
        ledger.offer(reduced("RS", "1"))


@pytest.mark.parametrize(("day", "is_admitted"), [("2024-06-30", True), ("2024-07-01", True), ("2024-07-02", False)])
def test_positions_leave_a_unit_until_the_day_it_closes(given, day, is_admitted):
    """They are there through the evening before; afterwards there is nobody to leave."""
    ledger = given(*REGION, established("EKO", "2"), handed_over("EKO", "HSN", "1", "2024-03-01"))
    leaving = handed_over("EKO", "HSN", "1", day)
    if is_admitted:
        ledger.offer(leaving)
        ledger.offer(closed("EKO", "2024-07-01", "HSN"))
    else:
        ledger.offer(closed("EKO", "2024-07-01", "HSN"))
        with pytest.raises(NotOpen):
            ledger.offer(leaving)


def test_positions_that_leave_later_keep_a_unit_from_closing(given):
    """The unit closes the day they leave, and not before."""
    ledger = given(*REGION, established("EKO", "2"), handed_over("EKO", "HSN", "2", "2024-07-02"))

    with pytest.raises(NamedAfterClosing):
        ledger.offer(closed("EKO", "2024-07-01", "HSN"))
    ledger.offer(closed("EKO", "2024-07-02", "HSN"))


def test_positions_do_not_reach_a_unit_on_the_day_it_closes(given):
    """What they come to has to be open."""
    ledger = given(*REGION, established("HSN", "2"), closed("EKO", "2024-07-01"))

    with pytest.raises(NotOpen):
        ledger.offer(handed_over("HSN", "EKO", "1", "2024-07-01"))
