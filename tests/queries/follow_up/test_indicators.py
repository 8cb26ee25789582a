"""Indicators: a value against a target, or the change that has come about against the one that was set."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from given import REGION, day, month
from offering import empty_ledger, given

from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet, TargetUnclear
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]


def target(**more):
    return TargetSet(indicator="I", unit="RS", year=2024, effective=day("2024-01-01"), **more)


@pytest.fixture
def ask(given):
    """The row of an indicator with a target and a value."""

    def ask(aim, value, better="lower"):
        defined = IndicatorDefined(indicator="I", name="Resor", of="tkr", better=better, effective=day("2024-01-01"))
        reported = IndicatorReported(
            indicator="I", unit="RS", month=month("2024-07"), value=Decimal(value), effective=day("2024-07-31")
        )
        ledger = given(*REGION, defined, aim, reported)
        with LedgerReader.open(ledger.path) as reader:
            at = reader.at(date(2024, 12, 31), datetime(2099, 1, 1, tzinfo=UTC))
            (row,) = question("indicators").ask(at, year=2024).rows
        return row

    return ask


@pytest.mark.parametrize(
    ("value", "share", "status"),
    [
        ("100", "0", "not-met"),
        ("88.03", "0.798", "not-met"),
        ("88", "0.8", "partly"),
        ("85.01", "0.999333", "partly"),
        ("85", "1", "met"),
        ("70", "2", "met"),
        ("115", "-1", "not-met"),
    ],
)
def test_a_target_that_is_a_change_is_judged_by_the_change(ask, value, share, status):
    """15 percent less than 100: to do nothing is 0, and not 85 percent."""
    row = ask(target(change=Decimal(-15), baseline=Decimal(100)), value)

    assert (row.share.quantize(Decimal("0.000001")), row.status, row.judged_by) == (
        Decimal(share).quantize(Decimal("0.000001")),
        status,
        "change",
    )
    assert row.target == 85
    assert row.change == Decimal(value) - 100
    assert row.change_share == (Decimal(value) - 100) / 100


def test_a_change_may_be_upwards(ask):
    """Towards more of what is better."""
    row = ask(target(change=Decimal(20), baseline=Decimal(50)), "58", better="higher")

    assert (row.target, row.share, row.status) == (60, Decimal("0.8"), "partly")


@pytest.mark.parametrize(("value", "status"), [("100", "met"), ("99", "met"), ("100.01", "not-met")])
def test_no_change_is_held_or_not(ask, value, status):
    """A change of 0 has no share: what counts is whether the value is at least as good."""
    row = ask(target(change=Decimal(0), baseline=Decimal(100)), value)

    assert (row.share, row.status) == (None, status)


@pytest.mark.parametrize(("value", "status"), [("125", "partly"), ("100", "met"), ("125.01", "not-met")])
def test_a_target_that_is_a_value_is_judged_by_the_value(ask, value, status):
    """100 and lower is better: 125 is 80 percent."""
    row = ask(target(target=Decimal(100)), value)

    assert (row.status, row.judged_by, row.change) == (status, "value", None)


def test_a_percentage_of_nothing_is_no_target(given):
    """Fifteen percent less than 0 is 0."""
    defined = IndicatorDefined(indicator="I", name="Resor", of="tkr", better="lower", effective=day("2024-01-01"))
    ledger = given(*REGION, defined)

    with pytest.raises(TargetUnclear, match="of a baseline of 0"):
        ledger.offer(target(change=Decimal(-15), baseline=Decimal(0)))
    ledger.offer(target(change=Decimal(-15), baseline=Decimal(1)))
