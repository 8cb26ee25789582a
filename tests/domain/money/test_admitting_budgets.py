"""Budgets, adjustments, grants and carry-overs: months, financing and what adds up."""

import pytest
from given import REGION, adjusted, adopted, carried_over, grant, line

from ledger.domain.judging import UnknownCode
from ledger.domain.money.budgets import FinancingMissing
from ledger.domain.money.carry_overs import CarryOverYears
from ledger.domain.money.grants import GrantExceeded, GrantNotIncome
from ledger.domain.money.phasing import MonthOutsideYear, MonthsOutOfOrder, PhasingDiffers

LINES = (line("INT", "income"), line("KOST", "cost"), line("BIDRAG", "income"))


@pytest.mark.parametrize("december", ["-39.99", "-40.01"])
def test_given_months_sum_to_their_line(given, december):
    """Phasing is exact: one öre too little or too much is refused."""
    ledger = given(*REGION)

    with pytest.raises(PhasingDiffers, match=rf"sum to {-60 + float(december):.2f} kr, but line NETTO is -100 kr"):
        ledger.offer(adopted("RS", {"NETTO": "-100"}, phasing={"NETTO": {"2024-01": "-60", "2024-12": december}}))
    ledger.offer(adopted("RS", {"NETTO": "-100"}, phasing={"NETTO": {"2024-01": "-60", "2024-12": "-40"}}))


@pytest.mark.parametrize("decided", [adopted, adjusted])
def test_months_are_given_for_lines_that_have_an_amount(given, decided):
    """A line with months but no amount is refused; a line with an amount but no months is even."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(PhasingDiffers, match="line INT has no amount"):
        ledger.offer(decided("RS", {"NETTO": "100"}, phasing={"INT": {"2024-01": "100"}}))
    ledger.offer(decided("RS", {"NETTO": "100", "INT": "100"}, phasing={"INT": {"2024-01": "100"}}))


@pytest.mark.parametrize("decided", [adopted, adjusted])
@pytest.mark.parametrize("outside", ["2023-12", "2025-01"])
def test_given_months_belong_to_the_year(given, decided, outside):
    """January and December are within the year, the months around them are not."""
    ledger = given(*REGION)

    with pytest.raises(MonthOutsideYear):
        ledger.offer(decided("RS", {"NETTO": "2"}, phasing={"NETTO": {"2024-01": "1", outside: "1"}}))
    ledger.offer(decided("RS", {"NETTO": "2"}, phasing={"NETTO": {"2024-01": "1", "2024-12": "1"}}))


@pytest.mark.parametrize(("outside", "inside"), [("2023-12", "2024-01"), ("2025-01", "2024-12")])
def test_an_adjustment_begins_in_a_month_of_its_year(given, outside, inside):
    """The first month lies within the fiscal year."""
    ledger = given(*REGION)

    with pytest.raises(MonthOutsideYear):
        ledger.offer(adjusted("RS", {"NETTO": "1"}, from_month=outside))
    ledger.offer(adjusted("RS", {"NETTO": "1"}, from_month=inside))


def test_a_decision_may_take_effect_outside_its_year(given):
    """The dates are not checked against each other: a budget is often adopted the year before."""
    ledger = given(*REGION)

    ledger.offer(adopted("RS", {"NETTO": "-1"}, year=2025, on="2024-11-20"))
    ledger.offer(adjusted("RS", {"NETTO": "1"}, "2025-01-15", year=2024))


@pytest.mark.parametrize(
    ("raises", "does_not"),
    [
        ({"NETTO": "-0.01"}, {"NETTO": "0"}),
        ({"KOST": "-0.01"}, {"KOST": "0.01"}),
        ({"KOST": "-10", "NETTO": "9.99"}, {"KOST": "-10", "NETTO": "10"}),
        ({"KOST": "-10", "INT": "10"}, {"KOST": "10", "INT": "-10"}),
        ({"KOST": "-10", "INT": "1000"}, {"INT": "-1000"}),
    ],
)
def test_higher_expenditure_says_how_it_is_financed(given, raises, does_not):
    """Cost and net lines that sum below zero raise expenditure, whatever the income lines say (kommunallagen 11:15)."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(FinancingMissing, match="does not say how it is financed"):
        ledger.offer(adjusted("RS", raises))
    ledger.offer(adjusted("RS", raises, financing="Ökade skatteintäkter"), adjusted("RS", does_not))


def test_an_adopted_budget_needs_no_financing(given):
    """Only what is decided during the year names its financing."""
    ledger = given(*REGION)

    ledger.offer(adopted("RS", {"NETTO": "-1000000"}))


def test_what_is_passed_on_stays_within_the_grant(given):
    """The sizes of what is passed on sum to the grant at most, cost and income alike."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(GrantExceeded, match=r"is 100 kr, but 100.01 kr of it is passed on"):
        ledger.offer(grant("100", ("HSN", "NETTO", "-60"), ("RS", "NETTO", "-40.01")))
    with pytest.raises(GrantExceeded):
        ledger.offer(grant("100", ("HSN", "NETTO", "-60"), ("RS", "INT", "40.01")))
    ledger.offer(grant("100", ("HSN", "NETTO", "-60"), ("RS", "NETTO", "-40")), grant("100"))


@pytest.mark.parametrize("amount", ["0", "-0.01"])
def test_a_grant_is_income(given, amount):
    """A grant is more than nothing."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(GrantNotIncome):
        ledger.offer(grant(amount))
    ledger.offer(grant("0.01"))


@pytest.mark.parametrize("accrual", [("2023-12", "2024-12"), ("2024-06", "2025-01")])
def test_a_grant_is_accrued_within_its_year(given, accrual):
    """Both ends of the accrual are months of the fiscal year."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(MonthOutsideYear):
        ledger.offer(grant("1", accrual=accrual))
    ledger.offer(grant("1", accrual=("2024-01", "2024-12")))


def test_a_grant_is_accrued_forward(given):
    """The first month comes before the last, or is the same."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(MonthsOutOfOrder, match="2024-07 comes after 2024-06"):
        ledger.offer(grant("1", accrual=("2024-07", "2024-06")))
    ledger.offer(grant("1", accrual=("2024-07", "2024-07")))


def test_a_grant_is_passed_on_to_units_and_lines_that_are_there(given):
    """Every part of a grant names a unit and a line."""
    ledger = given(*REGION, *LINES)

    with pytest.raises(UnknownCode, match="unit 'HSM'"):
        ledger.offer(grant("1", ("HSM", "NETTO", "-1")))
    with pytest.raises(UnknownCode, match="line 'NETO'"):
        ledger.offer(grant("1", ("HSN", "NETO", "-1")))
    ledger.offer(grant("1", ("HSN", "NETTO", "-1")))


@pytest.mark.parametrize("to_year", [2022, 2023])
def test_a_carry_over_goes_to_a_later_year(given, to_year):
    """The new year comes after the old one."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-1"}, year=2023))

    with pytest.raises(CarryOverYears, match=f"from 2023 to {to_year}"):
        ledger.offer(carried_over("RS", "-1", 2023, to_year, "2024-03-01"))
    ledger.offer(carried_over("RS", "-1", 2023, 2024, "2024-03-01"))


@pytest.mark.parametrize(("outside", "inside"), [("2024-12-31", "2025-01-01"), ("2026-01-01", "2025-12-31")])
def test_a_carry_over_takes_effect_in_the_new_year(given, outside, inside):
    """Its effective date lies in the new year, so that answers for the old year's end keep the full budget."""
    ledger = given(*REGION, adopted("RS", {"NETTO": "-1"}, year=2024))

    with pytest.raises(CarryOverYears, match=f"it takes effect on {outside} but 2025 is the new year"):
        ledger.offer(carried_over("RS", "-1", 2024, 2025, outside))
    ledger.offer(carried_over("RS", "-1", 2024, 2025, inside))
