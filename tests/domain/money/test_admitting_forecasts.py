"""Forecasts: labels and uncertainties."""

import pytest
from given import REGION, forecast, money, reversal

from ledger.domain.money.forecasts import ForecastVersionUsed, Uncertainty, UncertaintyUpsideDown

LINES = {"NETTO": "-100"}


def test_a_label_is_used_once_per_unit_and_year(given):
    """Versions never overwrite; another unit, year or label is free."""
    ledger = given(*REGION, forecast("RS", "P1", LINES))

    with pytest.raises(ForecastVersionUsed, match=r"RS already has a forecast P1 for 2024 \(#6\)"):
        ledger.offer(forecast("RS", "P1", {"NETTO": "-110"}, "2024-08-31"))
    ledger.offer(forecast("RS", "P2", LINES), forecast("HSN", "P1", LINES), forecast("EKO", "P1", LINES))
    ledger.offer(forecast("RS", "P1", LINES, "2025-03-31", year=2025))


def test_the_label_of_a_reversed_forecast_can_be_used_again(given):
    """What never counted holds no label, and the new one then holds it."""
    ledger = given(*REGION, forecast("RS", "P1", LINES, id="FEL"), reversal("FEL", "2024-03-31"))
    ledger.offer(forecast("RS", "P1", {"NETTO": "-90"}))

    with pytest.raises(ForecastVersionUsed):
        ledger.offer(forecast("RS", "P1", LINES))


def test_two_of_one_label_cannot_come_together(given):
    """Facts that are recorded together are judged one after another."""
    ledger = given(*REGION)

    with pytest.raises(ForecastVersionUsed):
        ledger.offer(forecast("RS", "P1", LINES), forecast("RS", "P1", LINES, "2024-04-30"))
    assert len(ledger.positions()) == len(REGION)


def test_the_worse_end_of_an_uncertainty_is_its_low(given):
    """Low is at most high; + is better."""
    ledger = given(*REGION)
    upside_down = Uncertainty(text="Vite", low=money("-10"), high=money("-10.01"))
    exact = Uncertainty(text="Vite", low=money("-10"), high=money("-10"))

    with pytest.raises(UncertaintyUpsideDown, match=r"low -10.00 above its high -10.01"):
        ledger.offer(forecast("RS", "P1", LINES, uncertainties=(exact, upside_down)))
    ledger.offer(forecast("RS", "P1", LINES, uncertainties=(exact,)))
