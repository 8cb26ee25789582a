"""From one version of the forecast to another, or to what the year came to: the steps and what they are due to."""

import pytest
from forecast_ledgers import AFTER, asked, kr, merged, notes
from given import adjusted, adopted, forecast, outcome, reversal, transferred, unit
from offering import empty_ledger, given

from ledger.queries.cell import Cell
from ledger.queries.compare import bridge
from ledger.queries.contributions.forecast_columns import YearNotReported
from ledger.queries.explain.figures import explain

__all__ = ["asked", "empty_ledger", "given", "merged"]


@pytest.fixture
def almost(merged):
    """A year in which one month of one unit is missing."""
    merged.told(forecast("HSN", "P2", {"NETTO": "-130"}, AFTER))
    for code in ("HSN", "RS"):
        months = range(1, 13 if code == "HSN" else 12)
        merged.told(*(outcome(code, f"2024-{each:02d}", {"NETTO": "-10"}) for each in months))
    return merged


def test_the_outcome_is_the_last_version(almost):
    """From a forecast to what the year came to; a unit that closed has nothing to report after that."""
    almost.told(outcome("RS", "2024-12", {"NETTO": "-10"}))
    rows = {row.unit: (row.before, row.after, row.residual) for row in almost.compared("P2", "outcome").rows}

    assert rows["REG"] == (kr("-197"), kr("-252"), kr("0"))
    assert "EKO" not in rows  # counted with its outcome already
    assert almost.at(lambda at: explain(at, "forecast", Cell(year=2024, version="outcome"))).total == kr("-252")


def test_the_outcome_is_refused_while_months_are_missing(almost):
    """They are named by unit (year-not-reported); so far is another question, and says so."""
    with pytest.raises(YearNotReported, match=r"RS \(2024-12\)") as refused:
        almost.compared("P2", "outcome")
    assert "--so-far" in refused.value.hint
    assert almost.compared("P2", "outcome", unit="HSN").rows
    answer = almost.compared("P2", "outcome", so_far=True)

    assert answer.rows[0].after == kr("-242")
    assert [note for note in notes(answer) if "RS (2024-12)" in note]


def steps(answer):
    return [(str(row.step), row.amount) for row in bridge(answer).rows]


def test_the_bridge_names_the_decisions_and_then_the_rest_by_unit(asked):
    """A transfer within the whole accounts for nothing of its change, and is named; steps lead to the last figure."""
    asked.told(transferred("RS", "HSN", "-20", on="2024-08-01", id="OMD"))
    asked.told(adjusted("HSN", {"NETTO": "-7"}, on="2024-08-01", id="TILL", financing="skatt"))
    asked.told(forecast("HSN", "P2", {"NETTO": "-140"}, AFTER), forecast("RS", "P2", {"NETTO": "-30"}, AFTER))
    whole, board = steps(asked.compared("P1", "P2")), steps(asked.compared("P1", "P2", unit="HSN"))

    assert [amount for _, amount in whole] == [kr("-198"), kr("0"), kr("-7"), kr("5"), kr("-3"), kr("-203")]
    assert [(name.split()[-1]) for name, _ in whole[1:-1]] == ["OMD", "TILL", "RS", "HSN"]
    assert [amount for _, amount in board] == [kr("-110"), kr("-20"), kr("-7"), kr("-3"), kr("-140")]
    backwards = asked.compared("P2", "P1", unit="HSN")
    assert [amount for _, amount in steps(backwards)] == [kr("-140"), kr("20"), kr("7"), kr("3"), kr("-110")]


def test_a_decision_that_takes_effect_between_two_versions_is_named(asked):
    """Also when it was recorded before the first of them; one that took effect before is not."""
    asked.told(adjusted("HSN", {"NETTO": "-7"}, on="2024-05-01", id="SENARE", financing="skatt"))
    asked.told(adjusted("HSN", {"NETTO": "-5"}, on="2024-02-01", id="FÖRUT", financing="skatt"))
    asked.told(forecast("HSN", "P2", {"NETTO": "-115"}, on="2024-04-30"))
    asked.told(forecast("HSN", "P3", {"NETTO": "-120"}, AFTER))

    assert [name.split()[-1] for name, _ in steps(asked.compared("P2", "P3", unit="HSN"))[1:-1]] == ["SENARE", "HSN"]


def test_a_correction_of_a_decision_accounts_for_its_difference(asked):
    """And a budget that is adopted between two versions for the first time explains nothing."""
    wrong = asked.ledger.offer(adjusted("HSN", {"NETTO": "-7"}, on="2024-02-01", financing="skatt")).position
    asked.told(forecast("HSN", "P2", {"NETTO": "-115"}, AFTER))
    again = adjusted("HSN", {"NETTO": "-9"}, on="2024-02-01", financing="skatt", corrects=wrong)
    asked.told(reversal(wrong, on="2024-02-01"), again)
    asked.told(unit("SJH", "HSN", on="2023-06-01"), adopted("SJH", {"NETTO": "-40"}))
    asked.told(forecast("HSN", "P3", {"NETTO": "-120"}, AFTER))

    amounts = [amount for _, amount in steps(asked.compared("P2", "P3", unit="HSN"))]
    assert amounts == [kr("-115"), kr("7"), kr("-9"), kr("-3"), kr("-120")]
