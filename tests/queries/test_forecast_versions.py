"""What a version of the forecast counts: of each unit and project its own, an earlier one, or an outcome."""

import pytest
from forecast_ledgers import AFTER, asked, carried, kr, merged, notes
from given import closed, day, forecast, money, month, outcome, reversal, transferred, unit
from offering import empty_ledger, given

from ledger.domain.organisation.projects import ProjectOpened
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import explain

__all__ = ["asked", "empty_ledger", "given", "merged"]


# -- units without the version -----------------------------------------------------------------------------


def test_a_unit_without_the_version_counts_with_its_newest_one(asked):
    """It is named, and counted the same in rows, explanations, comparisons and reports."""
    asked.told(forecast("HSN", "P2", {"NETTO": "-120"}, AFTER), forecast("RS", "P2", {"NETTO": "-50"}, AFTER))
    answer = asked.answer()
    rows = {(row.unit, row.version): row for row in answer.rows}

    assert rows["EKO", "P2"].amount == kr("-33")
    assert rows["REG", "P2"].amount == kr("-203")
    assert carried(rows["EKO", "P2"]) == carried(rows["REG", "P2"]) == [("EKO", None, "P1")]
    assert carried(rows["HSN", "P2"]) == carried(rows["REG", "P1"]) == []
    assert [note for note in notes(answer) if "EKO P1" in note]

    explained = asked.at(lambda at: explain(at, "forecast", Cell(year=2024, version="P2")))
    compared = asked.compared("P1", "P2")
    assert explained.total == kr("-203")
    assert [(row.before, row.after) for row in compared.rows if row.unit == "REG"] == [(kr("-198"), kr("-203"))]
    for answer in (compared, explained):
        assert [note for note in notes(answer) if "EKO P1" in note]
    for name in ("report", "result"):
        told = asked.answer(name, month=month("2024-12"), year=None)
        assert (told.total or told.rows[0]).year_forecast == kr("-203")
        assert [note for note in notes(told) if "EKO P1" in note], name


def test_a_project_has_forecasts_of_its_own(asked):
    """A unit may submit a version for itself and not for its project, which is then counted with the one before."""
    asked.told(ProjectOpened(project="FVIS", name="Vårdinformation", effective=day("2023-01-01")))
    asked.told(forecast("HSN", "P1", {"NETTO": "-7"}, project="FVIS"))
    asked.told(forecast("HSN", "P2", {"NETTO": "-120"}, AFTER))
    row = asked.rows()["HSN", "P2"]

    assert row.amount == kr("-127")
    assert carried(row) == [("HSN", "FVIS", "P1")]
    by_project = {(each.project, each.version): each.amount for each in asked.answer(by="project").rows}
    assert by_project == {
        ("FVIS", "P1"): kr("-7"), ("FVIS", "P2"): kr("-7"), (None, "P1"): kr("-198"), (None, "P2"): kr("-208")
    }  # fmt: skip


def test_a_forecast_recorded_after_the_version_is_not_part_of_it(asked):
    """The unit that came later is told to be lacking."""
    asked.told(forecast("HSN", "P2", {"NETTO": "-120"}, AFTER))
    asked.told(unit("SJH", "HSN", on="2023-06-01"))
    asked.told(forecast("SJH", "P3", {"NETTO": "-9"}, "2024-09-30"))
    answer = asked.answer()
    amounts = {(row.unit, row.version): row.amount for row in answer.rows}

    assert amounts["HSN", "P2"] == kr("-120")
    assert amounts["HSN", "P3"] == kr("-129")
    assert ("SJH", "P2") not in amounts
    assert [note for note in notes(answer) if note.startswith("P2") and "SJH" in note]


def test_a_correction_stands_where_what_it_corrects_stood(asked):
    """To mend a slip in P1 takes the unit out of no later version, and moves no version's budget."""
    asked.told(forecast("HSN", "P2", {"NETTO": "-120"}, AFTER))
    asked.told(transferred("RS", "HSN", "-20", on="2024-08-01"))
    wrong = next(row.position for row in asked.answer().rows if (row.unit, row.version) == ("EKO", "P1"))
    asked.told(reversal(wrong, on="2024-03-31"), forecast("EKO", "P1", {"NETTO": "-34"}, corrects=wrong))
    rows = asked.rows()

    assert rows["EKO", "P1"].amount == rows["EKO", "P2"].amount == kr("-34")
    assert rows["RS", "P1"].budget_then == kr("-80")
    assert rows["RS", "P1"].budget == kr("-60")


def test_a_closed_unit_counts_with_its_outcome_once_its_successor_has_forecast(merged):
    """In that version and later ones; earlier ones stay as they were."""
    merged.told(forecast("RS", "P2", {"NETTO": "-51"}, AFTER))
    merged.told(forecast("HSN", "P3", {"NETTO": "-130"}, "2024-09-30"))
    answer = merged.answer()
    rows = {(row.unit, row.version): row for row in answer.rows}

    assert [rows["EKO", each].amount for each in ("P1", "P2", "P3")] == [kr("-33"), kr("-33"), kr("-12")]
    assert carried(rows["EKO", "P3"]) == [("EKO", None, "outcome")]
    assert rows["REG", "P3"].amount == kr("-193")
    assert [note for note in notes(answer) if note.startswith("P3") and "EKO" in note and "HSN" in note]
    assert merged.answer("report", month=month("2024-12"), year=None).rows[0].year_forecast == kr("-193")


def test_its_outcome_is_what_was_known_when_the_version_was_made(merged):
    """An outcome that is restated later changes no version."""
    merged.told(forecast("HSN", "P2", {"NETTO": "-130"}, AFTER))
    merged.told(outcome("EKO", "2024-06", {"NETTO": "-9"}))

    assert merged.rows()["EKO", "P2"].amount == kr("-12")
    merged.told(forecast("HSN", "P3", {"NETTO": "-130"}, "2024-09-30"))
    assert merged.rows()["EKO", "P3"].amount == kr("-19")


@pytest.mark.parametrize(("effective", "amount"), [("2024-06-30", "-33"), ("2024-07-01", "-12")])
def test_the_forecast_of_the_successor_is_from_the_closing_or_later(merged, effective, amount):
    """One that builds on the months before it still leaves the closed unit its own."""
    merged.told(forecast("HSN", "P2", {"NETTO": "-130"}, effective))

    assert merged.rows()["EKO", "P2"].amount == kr(amount)


def test_a_unit_that_has_closed_without_a_successor_keeps_its_forecast(asked):
    """Nobody has forecast its tasks, so nothing stands in its place."""
    asked.told(outcome("EKO", "2024-01", {"NETTO": "-2"}), closed("EKO", "2024-07-01"))
    asked.told(forecast("HSN", "P2", {"NETTO": "-130"}, AFTER))

    assert carried(asked.rows()["EKO", "P2"]) == [("EKO", None, "P1")]


# -- beside it ---------------------------------------------------------------------------------------------


def test_the_budget_stands_beside_that_which_was_known_then(asked):
    """One instant for all units of a version: that of its last forecast."""
    asked.told(transferred("RS", "HSN", "-20", on="2024-08-01"))
    then = asked.told(forecast("HSN", "P2", {"NETTO": "-120"}, AFTER))
    asked.told(transferred("RS", "HSN", "-5", on="2024-08-01"))
    rows = asked.rows()

    assert (rows["HSN", "P1"].budget_then, rows["HSN", "P1"].deviation_then) == (kr("-100"), kr("-10"))
    assert (rows["HSN", "P2"].budget_then, rows["HSN", "P2"].deviation_then) == (kr("-120"), kr("0"))
    assert {(row.budget, row.deviation + row.budget - row.amount) for row in rows.values() if row.unit == "HSN"} == {
        (kr("-125"), kr("0"))
    }
    assert rows["RS", "P2"].budget_then == asked.rows(known_at=then)["RS", "P2"].budget == kr("-60")
    explained = asked.at(
        lambda at: explain(at, "forecast", Cell(year=2024, unit="HSN", version="P1"), "deviation_then")
    )
    assert explained.total == kr("-10")


def test_months_are_there_where_all_of_it_has_months(asked):
    """A unit with months beside one without has no months as a whole."""
    months = {"NETTO": {month("2024-02"): money("-8"), month("2024-12"): money("-40")}}
    asked.told(forecast("HSN", "P2", {"NETTO": "-48"}, AFTER, phasing=months))
    rows = asked.rows()

    assert rows["HSN", "P2"].month_amounts == months["NETTO"]
    assert rows["HSN", "P1"].month_amounts is None
    assert rows["REG", "P2"].month_amounts is None


def test_the_outcome_is_empty_until_december_is_reported(asked):
    """By the unit, and for a unit above it by all below it."""
    asked.told(*(outcome("HSN", f"2024-{each:02d}", {"NETTO": "-10"}) for each in range(1, 12)))
    assert asked.rows()["HSN", "P1"].outcome is None
    asked.told(outcome("HSN", "2024-12", {"NETTO": "-10"}), outcome("EKO", "2024-01", {"NETTO": "-1"}))
    rows = asked.rows()

    assert (rows["HSN", "P1"].outcome, rows["HSN", "P1"].outcome_deviation) == (kr("-120"), kr("-10"))
    assert rows["REG", "P1"].outcome is None
    asked.told(outcome("EKO", "2024-12", {"NETTO": "-1"}))
    assert asked.rows()["REG", "P1"].outcome == kr("-122")
