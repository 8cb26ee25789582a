"""Transfers: what the giving side has, on every day from the effective date on."""

import pytest
from given import (
    REGION,
    adjusted,
    adopted,
    carried_over,
    grant,
    line,
    transferred,
    unit,
)

from ledger.domain.judging import UnknownCode
from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.money.phasing import MonthOutsideYear
from ledger.domain.money.transfers import TransferMovesNothing


def test_the_whole_budget_can_be_moved_but_not_one_ore_more(given):
    """A transfer may take what the source has, and no more."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}))

    with pytest.raises(TransferExceedsBudget, match=r"RS has -100 kr .* but -100.01 kr was to be moved"):
        ledger.offer(transferred("RS", "HSN", "-100.01"))
    ledger.offer(transferred("RS", "HSN", "-100"))


def test_income_is_moved_as_income(given):
    """The rule reads the same for positive amounts."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "100"}))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("RS", "HSN", "100.01"))
    ledger.offer(transferred("RS", "HSN", "100"))


@pytest.mark.parametrize(("budget", "amount"), [("-100", "50"), ("100", "-50")])
def test_a_budget_of_the_other_sign_covers_nothing(given, budget, amount):
    """Cost budget cannot be moved as income, nor income as cost."""
    ledger = given(*REGION, adopted("RS", {"NETTO": budget}))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("RS", "HSN", amount))


def test_nothing_can_be_moved_from_where_nothing_is(given):
    """Without a budget there is nothing to move."""
    ledger = given(*REGION)

    with pytest.raises(TransferExceedsBudget, match=r"RS has 0 kr"):
        ledger.offer(transferred("RS", "HSN", "-0.01"))


def test_what_is_below_the_unit_does_not_cover(given):
    """Only the giving unit's own budget counts, not that of the units below it."""
    ledger = given(*REGION, adopted("EKO", {"NETTO": "-100"}))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("RS", "HSN", "-1"))
    ledger.offer(transferred("EKO", "HSN", "-1"))


def test_another_line_or_year_does_not_cover(given):
    """The giving side is one unit, one line and one fiscal year."""
    ledger = given(*REGION, line("LÖN"), adopted("RS", {"LÖN": "-100"}), adopted("RS", {"NETTO": "-100"}, year=2025))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("RS", "HSN", "-1"))
    ledger.offer(transferred("RS", "HSN", "-1", line="LÖN"))
    ledger.offer(transferred("RS", "HSN", "-1", year=2025, on="2025-07-01"))


def test_what_takes_effect_later_does_not_cover(given):
    """The budget is there on the effective date."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}), adjusted("RS", {"NETTO": "-50"}, financing="Skatt"))

    with pytest.raises(TransferExceedsBudget, match="2024-02-29"):
        ledger.offer(transferred("RS", "HSN", "-100.01", "2024-02-29"))
    ledger.offer(transferred("RS", "HSN", "-150", "2024-03-01"))


def test_what_is_gone_later_cannot_be_moved_before(given):
    """The budget is there on every later day too, whatever was recorded first."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}), transferred("RS", "HSN", "-60", "2024-10-01"))

    with pytest.raises(TransferExceedsBudget, match=r"RS has -40 kr on NETTO for 2024 on 2024-10-01"):
        ledger.offer(transferred("RS", "EKO", "-40.01", "2024-07-01"))
    ledger.offer(transferred("RS", "EKO", "-40", "2024-07-01"))


def test_a_low_on_a_day_in_between_binds(given):
    """The lowest level from the effective date on is what can be moved, even if more comes later."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}), adjusted("RS", {"NETTO": "70"}, "2024-08-01"))
    ledger.offer(adjusted("RS", {"NETTO": "-500"}, "2024-09-01", financing="Skatt"))

    with pytest.raises(TransferExceedsBudget, match="2024-08-01"):
        ledger.offer(transferred("RS", "HSN", "-30.01", "2024-07-01"))
    ledger.offer(transferred("RS", "HSN", "-30", "2024-07-01"))
    ledger.offer(transferred("RS", "HSN", "-500", "2024-09-01"))


def test_what_was_received_can_be_passed_on(given):
    """Transfers, grants and carry-overs add to what the receiving side has."""
    ledger = given(
        *REGION,
        line("BIDRAG", "income"),
        adopted("RS", {"NETTO": "-10"}),
        adopted("HSN", {"NETTO": "-5"}, year=2023),
        transferred("RS", "HSN", "-10", "2024-03-01"),
    )
    ledger.offer(grant("20", ("HSN", "NETTO", "-20")), carried_over("HSN", "-5"))

    with pytest.raises(TransferExceedsBudget):
        ledger.offer(transferred("HSN", "EKO", "-35.01"))
    with pytest.raises(TransferExceedsBudget, match=r"HSN has -15 kr on NETTO for 2024 on 2024-05-31"):
        ledger.offer(transferred("HSN", "EKO", "-35", "2024-05-31"))
    ledger.offer(transferred("HSN", "EKO", "-35", "2024-06-01"))


def test_what_is_carried_into_the_next_year_is_gone_from_the_old(given):
    """A carry-over takes from the old year from its own effective date on."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}), carried_over("RS", "-30", 2024, 2025, "2025-02-01"))

    with pytest.raises(TransferExceedsBudget, match="2025-02-01"):
        ledger.offer(transferred("RS", "HSN", "-70.01"))
    ledger.offer(transferred("RS", "HSN", "-70"))
    ledger.offer(transferred("RS", "HSN", "-30", "2025-03-01", year=2025))


def test_a_board_may_move_more_with_a_reason(given):
    """With an overdraft reason the source is not asked; what it has then covers no other transfer."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}))
    ledger.offer(transferred("RS", "HSN", "-130", overdraft_reason="Beslutat av fullmäktige"))

    with pytest.raises(TransferExceedsBudget, match=r"RS has 30 kr"):
        ledger.offer(transferred("RS", "EKO", "-0.01"))


def test_a_transfer_moves_something(given):
    """An amount of zero moves nothing."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}))

    with pytest.raises(TransferMovesNothing, match=r"its amount is 0 kr"):
        ledger.offer(transferred("RS", "HSN", "0"))
    ledger.offer(transferred("RS", "HSN", "-0.01"))


@pytest.mark.parametrize("to_line", [None, "NETTO"])
def test_a_transfer_has_two_sides(given, to_line):
    """Between the same unit and line nothing moves; to another line of the same unit it does."""
    ledger = given(*REGION, line("LÖN"), adopted("RS", {"NETTO": "-100"}))

    with pytest.raises(TransferMovesNothing, match="both sides are RS NETTO"):
        ledger.offer(transferred("RS", "RS", "-1", to_line=to_line))
    ledger.offer(transferred("RS", "RS", "-1", to_line="LÖN"))


def test_the_line_it_reaches_must_be_there(given):
    """Both lines of a transfer are open."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}))

    with pytest.raises(UnknownCode):
        ledger.offer(transferred("RS", "HSN", "-1", to_line="LÖN"))


@pytest.mark.parametrize("outside", ["2023-12", "2025-01"])
@pytest.mark.parametrize("inside", ["2024-01", "2024-12"])
def test_a_transfer_belongs_to_months_of_its_year(given, outside, inside):
    """The first month lies within the fiscal year."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-100"}))

    with pytest.raises(MonthOutsideYear, match=f"{outside} is not a month of the fiscal year 2024"):
        ledger.offer(transferred("RS", "HSN", "-1", from_month=outside))
    ledger.offer(transferred("RS", "HSN", "-1", from_month=inside))


def test_a_unit_that_opens_later_receives_from_then(given):
    """The receiving side is open on the effective date."""
    ledger = given(*REGION, unit("VC", "HSN", on="2024-07-01"), adopted("RS", {"NETTO": "-100"}))

    ledger.offer(transferred("RS", "VC", "-100", "2024-07-01"))
