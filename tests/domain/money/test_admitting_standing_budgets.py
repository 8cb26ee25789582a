"""Adopted budgets stand; what leaves a budget, or follows into a new year, was there."""

import pytest
from given import REGION, adopted, carried_over, day, forecast, line, money, month, outcome, reversal, transferred

from ledger.domain.money.balances import TransferExceedsBudget
from ledger.domain.money.budgets import AddsToOther, BudgetStands, PartsRemain
from ledger.domain.money.carry_overs import CarryOverExceedsRest
from ledger.domain.money.forecasts import ForecastVersionReserved
from ledger.domain.money.phasing import MonthOutsideYear, MonthsOutOfOrder
from ledger.domain.money.transfers import BudgetTransferred, TransferMovesNothing, TransferUnclear
from ledger.domain.organisation.projects import ProjectOpened

BUDGET = adopted("RS", {"NETTO": "-100"}, id="B")
OLD = adopted("RS", {"NETTO": "-100"}, year=2023)
PROJECTS = tuple(ProjectOpened(project=code, name=code, effective=day("2023-01-01")) for code in ("P", "Q"))


def several(lines, giver="RS", receiver="HSN", on="2024-07-01", **more):
    amounts = {code: money(amount) for code, amount in lines.items()}
    return BudgetTransferred(year=2024, from_unit=giver, to_unit=receiver, lines=amounts, effective=day(on), **more)


def test_a_budget_is_adopted_once(given):
    """Per unit, year, line and project: what comes later adjusts it, corrects it, or says that it is a further part."""
    ledger = given(*REGION, line("LON", "cost"), *PROJECTS, BUDGET)

    with pytest.raises(BudgetStands, match=r"RS already has .* of -100 kr on NETTO for 2024 \(#9\)") as no:
        ledger.offer(adopted("RS", {"LON": "-1", "NETTO": "-90"}))
    assert "this one gives it -90 kr" in str(no.value)
    assert "liggare correct 9" in no.value.hint
    ledger.offer(adopted("HSN", {"NETTO": "-90"}), adopted("RS", {"NETTO": "-90"}, year=2025))
    ledger.offer(adopted("RS", {"LON": "-1"}), adopted("RS", {"NETTO": "-90"}, project="P"))
    with pytest.raises(BudgetStands, match="on NETTO in project P for 2024"):
        ledger.offer(adopted("RS", {"NETTO": "-90"}, project="P"))


def test_a_budget_that_was_reversed_no_longer_stands(given):
    """A correction puts another in its place."""
    ledger = given(*REGION, BUDGET)

    ledger.offer(reversal("B"), adopted("RS", {"NETTO": "-90"}, corrects="B"))


@pytest.mark.parametrize(
    ("reference", "why"),
    [("H", "is the budget of HSN for 2024"), ("U", "is a outcome.reported"), ("Z", "no such fact")],
)
def test_a_further_part_names_the_budget_it_adds_to(given, reference, why):
    """It is of the same unit, year and project, and counts."""
    other = (adopted("HSN", {"NETTO": "-1"}, id="H"), outcome("RS", "2024-02", {"NETTO": "-1"}, id="U"))
    ledger = given(*REGION, *PROJECTS, BUDGET, *other)

    with pytest.raises(AddsToOther, match=why):
        ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to=reference))
    with pytest.raises(AddsToOther):
        ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to="B", project="P"))
    ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to="B"), adopted("RS", {"NETTO": "-1"}, adds_to="B"))


def test_a_reversed_budget_gets_no_further_part(given):
    """What does not count has no parts."""
    ledger = given(*REGION, BUDGET, reversal("B"))

    with pytest.raises(AddsToOther, match="is reversed"):
        ledger.offer(adopted("RS", {"NETTO": "-1"}, adds_to="B"))


def test_a_further_part_is_not_left_alone(given):
    """The whole is reversed after its parts, or corrected."""
    ledger = given(*REGION, BUDGET, adopted("RS", {"NETTO": "-1"}, adds_to="B", id="C"))

    with pytest.raises(PartsRemain, match="#7"):
        ledger.offer(reversal("B"))
    ledger.offer(reversal("B"), adopted("RS", {"NETTO": "-90"}, corrects="B", id="B2"))
    ledger.offer(reversal("C"), reversal("B2"))


def test_several_lines_move_in_one_decision_or_none(given):
    """Each line is judged as a transfer of its own."""
    ledger = given(*REGION, line("LON", "cost"), adopted("RS", {"NETTO": "-100", "LON": "-50"}))

    with pytest.raises(TransferExceedsBudget, match="RS has -50 kr on LON"):
        ledger.offer(several({"NETTO": "-100", "LON": "-50.01"}))
    ledger.offer(several({"NETTO": "-100", "LON": "-50"}))
    with pytest.raises(TransferExceedsBudget):
        ledger.offer(several({"LON": "-0.01"}))


@pytest.mark.parametrize(
    ("fact", "refusal"),
    [
        (several({"NETTO": "0"}), TransferMovesNothing),
        (several({"NETTO": "-1"}, line="NETTO"), TransferUnclear),
        (several({"NETTO": "-1"}, amount=money("-1")), TransferUnclear),
        (transferred("RS", "HSN", "-1", line=None), TransferUnclear),
        (
            BudgetTransferred(year=2024, from_unit="RS", to_unit="HSN", line="NETTO", effective=day("2024-07-01")),
            TransferUnclear,
        ),
    ],
)
def test_a_transfer_is_of_one_line_or_of_several(given, fact, refusal):
    """One form or the other, and something in it."""
    ledger = given(*REGION, BUDGET)

    with pytest.raises(refusal):
        ledger.offer(fact)
    ledger.offer(several({"NETTO": "-1"}), transferred("RS", "HSN", "-1"))


def test_budget_moves_between_projects(given):
    """To another project, to none, and within the same unit."""
    ledger = given(*REGION, *PROJECTS, BUDGET, adopted("RS", {"NETTO": "-10"}, project="P"))

    with pytest.raises(TransferMovesNothing):
        ledger.offer(transferred("RS", "RS", "-1", project="P", to_project="P"))
    with pytest.raises(TransferExceedsBudget, match="RS has -10 kr on NETTO in project P"):
        ledger.offer(transferred("RS", "RS", "-10.01", project="P", to_project="Q"))
    ledger.offer(transferred("RS", "RS", "-4", project="P", to_project="Q"))
    ledger.offer(transferred("RS", "RS", "-6", project="P", to_project="none"))
    ledger.offer(transferred("RS", "HSN", "-106"), transferred("RS", "HSN", "-4", project="Q"))


def test_at_most_what_is_left_is_carried_over(given):
    """What is left of the old year's budget, after its outcome and earlier carry-overs, and of its sign."""
    ledger = given(*REGION, OLD, outcome("RS", "2023-12", {"NETTO": "-60"}))

    with pytest.raises(CarryOverExceedsRest, match=r"RS has -40 kr left on NETTO for 2023, but -40\.01 kr"):
        ledger.offer(carried_over("RS", "-40.01"))
    with pytest.raises(CarryOverExceedsRest):
        ledger.offer(carried_over("RS", "1"))
    ledger.offer(carried_over("RS", "-30"))
    with pytest.raises(CarryOverExceedsRest, match="RS has -10 kr left"):
        ledger.offer(carried_over("RS", "-10.01"))
    ledger.offer(carried_over("RS", "-500", overdraft_reason="Fullmäktige har beslutat"), carried_over("RS", "490"))


def test_an_overspent_line_carries_its_deficit(given):
    """The new year then has less, at most by what was overspent."""
    ledger = given(*REGION, OLD, outcome("RS", "2023-12", {"NETTO": "-110"}))

    with pytest.raises(CarryOverExceedsRest):
        ledger.offer(carried_over("RS", "10.01"))
    with pytest.raises(CarryOverExceedsRest):
        ledger.offer(carried_over("RS", "-1"))
    ledger.offer(carried_over("RS", "10"))


def test_a_later_outcome_does_not_break_a_carry_over(given):
    """It is judged when it is recorded, by what is known then."""
    ledger = given(*REGION, OLD, carried_over("RS", "-100"))

    ledger.offer(outcome("RS", "2023-12", {"NETTO": "-60"}))


def test_a_carry_over_of_a_project_is_its_own(given):
    """Projects and the rest have budgets of their own."""
    ledger = given(*REGION, *PROJECTS, OLD, adopted("RS", {"NETTO": "-5"}, year=2023, project="P"))

    with pytest.raises(CarryOverExceedsRest, match="RS has -5 kr left on NETTO in project P"):
        ledger.offer(carried_over("RS", "-6", project="P"))
    ledger.offer(carried_over("RS", "-5", project="P"), carried_over("RS", "-100"))


def test_months_reported_together_are_of_one_year_and_in_order(given):
    """Figures of January through June may be told in one."""
    ledger = given(*REGION)

    with pytest.raises(MonthOutsideYear):
        ledger.offer(outcome("RS", "2024-06", {"NETTO": "-1"}, from_month=month("2023-12")))
    with pytest.raises(MonthsOutOfOrder):
        ledger.offer(outcome("RS", "2024-06", {"NETTO": "-1"}, from_month=month("2024-07")))
    ledger.offer(outcome("RS", "2024-06", {"NETTO": "-1"}, from_month=month("2024-01")))


@pytest.mark.parametrize("version", ["outcome", "Outcome"])
def test_no_forecast_is_called_outcome(given, version):
    """That is the year's outcome, as the last of its versions."""
    ledger = given(*REGION)

    with pytest.raises(ForecastVersionReserved):
        ledger.offer(forecast("RS", version, {"NETTO": "-1"}))
    ledger.offer(forecast("RS", "outcomes", {"NETTO": "-1"}))
