"""Months are closed when they have ended, for all or for a unit, and opened again."""

from datetime import UTC, datetime

import pytest
from given import REGION, month_closed, outcome, reopened, reversal
from offering import of_files

from ledger.domain.control.months import MonthAlreadyClosed, MonthIsClosed, MonthNotClosed, MonthNotEnded

SOME = {"NETTO": "-1"}
JULY = month_closed("2024-07", id="JULI")


@pytest.mark.parametrize("scope", [None, "RS"])
def test_a_month_is_closed_once_and_opened_when_it_is_closed(given, scope):
    """For all, or for the unit that is named and those below it."""
    ledger = given(*REGION)

    with pytest.raises(MonthNotClosed, match="2024-07 is not closed"):
        ledger.offer(reopened("2024-07", scope))
    ledger.offer(month_closed("2024-07", scope))
    for again in ("2024-07", "2024-01"):
        with pytest.raises(MonthAlreadyClosed, match=f"{again} is already closed"):
            ledger.offer(month_closed(again, scope))
    with pytest.raises(MonthNotClosed):
        ledger.offer(reopened("2024-08", scope))
    ledger.offer(reopened("2024-07", scope))
    ledger.offer(outcome("RS", "2024-07", SOME))
    ledger.offer(month_closed("2024-07", scope))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("RS", "2024-07", SOME))


def test_a_unit_is_opened_though_the_month_is_closed_for_all(given):
    """Others stay closed; and a unit whose month is open is not opened."""
    ledger = given(*REGION, JULY)

    ledger.offer(reopened("2024-07", "RS"), outcome("EKO", "2024-07", SOME))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("HSN", "2024-07", SOME))
    with pytest.raises(MonthNotClosed):
        ledger.offer(reopened("2024-07", "EKO"))
    ledger.offer(month_closed("2024-07"))


def test_closings_and_openings_apply_in_the_order_they_were_recorded(given):
    """One for all units is about each of them, whatever was said of single ones before."""
    ledger = given(*REGION, month_closed("2024-06"), month_closed("2024-07", "RS"), reopened("2024-07"))

    ledger.offer(outcome("EKO", "2024-07", SOME))
    with pytest.raises(MonthIsClosed, match="2024-06 is closed, and"):
        ledger.offer(outcome("EKO", "2024-06", SOME))
    ledger.offer(month_closed("2024-08"), reopened("2024-05", "RS"), outcome("EKO", "2024-05", SOME))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("HSN", "2024-05", SOME))
    with pytest.raises(MonthIsClosed):
        ledger.offer(outcome("EKO", "2024-04", SOME))


def test_a_month_is_closed_when_it_has_ended(given):
    """The ledger stands at 15 September."""
    ledger = given(*REGION)

    with pytest.raises(MonthNotEnded, match="2024-09 has not ended: today is 2024-09-15"):
        ledger.offer(month_closed("2024-09"))
    ledger.offer(month_closed("2024-08"))


@of_files
def test_a_month_ends_with_its_last_day_in_sweden(given):
    """Midnight in Stockholm is 22:00 in summer, as UTC has it."""
    ledger = given(*REGION)
    ledger.clock.now = datetime(2024, 9, 30, 21, 59, tzinfo=UTC)

    with pytest.raises(MonthNotEnded):
        ledger.offer(month_closed("2024-09"))
    ledger.clock.forward(minutes=1)
    ledger.offer(month_closed("2024-09"))


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
