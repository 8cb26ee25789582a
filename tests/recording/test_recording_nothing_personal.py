"""Personal identity numbers are refused wherever facts come in."""

import pytest
from given import REGION, adopted, freeze, line, money, outcome, renamed, requested, reversal, unit
from offering import of_files

from ledger.domain.fact import Decision
from ledger.domain.money.forecasts import ForecastSubmitted, Uncertainty
from ledger.recording.ledger import random_id
from ledger.recording.privacy import PersonalNumber, personal_number_in

NUMBER = "880320-0016"
FORECAST = {"unit": "RS", "year": 2024, "version": "P1", "lines": {"NETTO": money("-1")}}


@pytest.mark.parametrize(
    ("fact", "path"),
    [
        (outcome("RS", "2024-03", {"NETTO": "-1"}, note=f"avser {NUMBER}"), "note"),
        pytest.param(outcome("RS", "2024-03", {"NETTO": "-1"}, actor=NUMBER), "actor", marks=of_files),
        (outcome("RS", "2024-03", {"NETTO": "-1"}, id=NUMBER), "id"),
        (outcome("RS", "2024-03", {"NETTO": "-1"}, late_reason=NUMBER), "late_reason"),
        (adopted("RS", {"NETTO": "-1"}, decision=Decision(case=f"RS {NUMBER}")), "decision.case"),
        (unit(NUMBER), "unit"),
        (renamed("RS", f"Enhet {NUMBER}"), "name"),
        (line(NUMBER), "line"),
        (requested(freeze=f"STOPP {NUMBER}"), "freeze"),
        (reversal(NUMBER), "reverses"),
        (
            ForecastSubmitted(
                **FORECAST,
                effective=outcome("RS", "2024-03", {}).effective,
                uncertainties=(Uncertainty(text=NUMBER, low=money("-1"), high=money("0")),),
            ),
            r"uncertainties\[1\].text",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value.TYPE,
)
def test_a_personal_number_is_refused_in_any_field(given, fact, path):
    """Recorded, rehearsed or imported; the refusal names the field and hides the last four digits."""
    ledger = given(*REGION, freeze())

    with pytest.raises(PersonalNumber, match=rf"^{path} holds .*: 880320-\*\*\*\*$"):
        ledger.offer(fact)
    with pytest.raises(PersonalNumber):
        ledger.ledger.rehearse(fact)
    with pytest.raises(PersonalNumber), ledger.ledger.bulk() as batch:
        batch.offer(fact, ())
    assert len(ledger.positions()) == len(REGION) + 1


def test_other_numbers_are_admitted(given):
    """Organisation numbers, case numbers and amounts are nobody's identity."""
    ledger = given(*REGION)
    decision = Decision(body="RS", paragraph="§ 112", case="RS 1179-2024")

    ledger.offer(adopted("RS", {"NETTO": "-12500000"}, note="Region Exempel 232100-0222", decision=decision))


def test_an_id_of_our_own_is_never_refused():
    """Sooner or later a random one holds ten digits that would pass for somebody's."""
    unlucky = f"auto-{'8803200016':0>20}"

    assert len(random_id()) == len(unlucky)
    assert personal_number_in("8803200016") is not None
    assert personal_number_in(unlucky) is None
