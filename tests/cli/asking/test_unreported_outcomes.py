"""A month without an outcome counts as 0; whoever reads a table or a report is told so."""

import pytest

YEAR = ["--year", "2024", "--lines", "NETTO=-1200"]


@pytest.fixture
def region(liggare):
    """R with A and B, both with a budget for 2024; A has reported January and March, B January alone."""
    for unit, *parent in (["R"], ["A", "--parent", "R"], ["B", "--parent", "R"]):
        liggare.done("record", "unit.opened", "--effective", "2020-01-01", "--unit", unit, "--name", unit, *parent)
    words = ("--line", "NETTO", "--name", "Net", "--side", "net", "--statement", "operating")
    liggare.done("record", "line.opened", "--effective", "2020-01-01", *words)
    for unit in ("A", "B"):
        liggare.done("record", "budget.adopted", "--unit", unit, *YEAR)
    for unit, month in (("A", "2024-01"), ("A", "2024-03"), ("B", "2024-01")):
        report(liggare, unit, month)
    return liggare


def report(liggare, unit, month):
    liggare.done("record", "outcome.reported", "--unit", unit, "--month", month, "--lines", "NETTO=-100")


@pytest.mark.parametrize("question", ["report", "result"])
def test_months_and_units_without_an_outcome_are_named_below_the_table(region, question):
    """Those after the last reported month, those before it, the units that others have left behind, and last year."""
    shown = region.done("show", question, "--month", "2024-05", "--lang", "en").out

    assert "No outcome has been reported for 2024-04–2024-05: it counts as 0 here" in shown
    assert "For 2024-02 no outcome has been reported: it counts as 0, unless a later month holds it." in shown
    assert "1 unit with a budget lacks outcome for months that others have reported: B (2024-03)." in shown
    assert "No outcome has been reported for 2023: last year counts as 0." in shown


def test_it_is_said_in_swedish_too(region):
    shown = region.done("show", "report", "--month", "2024-05", "--lang", "sv").out

    assert "Inget utfall är rapporterat för 2024-04–2024-05: det räknas här som 0" in shown
    assert "1 enhet med budget saknar utfall för månader som andra har rapporterat: B (2024-03)." in shown


def test_only_what_is_shown_is_spoken_of(region):
    """B lacks more months than A does; nobody is blamed for units that are not in the table."""
    of_a = region.done("show", "report", "--month", "2024-03", "--unit", "A", "--lang", "en").out
    of_b = region.done("show", "report", "--month", "2024-03", "--unit", "B", "--lang", "en").out

    assert "For 2024-02 no outcome" in of_a
    assert "No outcome has been reported for 2024" not in of_a
    assert "with a budget" not in of_a
    assert "No outcome has been reported for 2024-02–2024-03" in of_b


def test_nothing_is_said_when_everything_is_reported(region):
    """A unit is reported for by itself or by those below it; R itself has a budget, too."""
    region.done("record", "budget.adopted", "--unit", "R", *YEAR)
    for unit, month in (("A", "2024-02"), ("B", "2024-02"), ("B", "2024-03"), ("A", "2023-03")):
        report(region, unit, month)

    assert "outcome has been" not in region.done("show", "report", "--month", "2024-03", "--lang", "en").out
    assert "lack" not in region.done("show", "report", "--month", "2024-03", "--lang", "en").out


def test_figures_for_programs_stay_as_they_are(region):
    """JSON and CSV hold 0, and no notes."""
    answer = region.done("show", "report", "--month", "2024-05", "--format", "json").answer

    assert "notes" not in answer
    assert answer["rows"][0]["month_outcome"] == 0
    assert "reported" not in region.done("show", "report", "--month", "2024-05", "--format", "csv").out


def test_the_monthly_report_says_it_in_brief_and_below_the_table(region):
    """A board does not take a missing month for money saved."""
    region.done("record", "forecast.submitted", "--effective", "2024-03-31", "--unit", "A", "--year", "2024",
                "--version", "P1", "--lines", "NETTO=-1300")  # fmt: skip
    text = region.done("publish", "--month", "2024-05", "--lang", "en", "--to", "-").out
    missing = "No outcome has been reported for 2024-04–2024-05: it counts as 0 here"
    brief, _, tables = text.partition("## Net cost by unit")

    assert f"- {missing}" in brief
    assert "- 1 unit with a budget lacks outcome" in brief
    assert missing in tables.partition("## Result statement")[0]
    assert "No outcome has been reported for 2023" in tables


def test_a_year_without_any_budget_is_told_from_one_of_zeros(region):
    """As of the day: what is decided later is no budget yet."""
    shown = region.done("show", "budget", "--year", "2030", "--lang", "en").out

    assert "No budget has been decided for 2030; there are budgets for 2024." in shown
    assert "No budget" not in region.done("show", "budget", "--year", "2024", "--lang", "en").out
    assert "No budget" not in region.done("show", "budget", "--year", "2024", "--unit", "R", "--lang", "en").out
    early = region.done("show", "budget", "--year", "2024", "--as-of", "2023-12-31", "--lang", "en").out
    assert "No budget has been decided for 2024, nor for any other year." in early


def test_notes_count_in_words(region):
    """One row without any change is left out, and it is one row in either language."""
    region.done("record", "budget.adjusted", "--effective", "2024-06-01", "--unit", "A", *YEAR, "--financing", "Skatt")
    words = ("compare", "budget", "--year", "2024", "--from", "2024-05", "--to", "2024-06", "--lang")

    assert "1 rad utan någon förändring är utelämnad." in region.done(*words, "sv").out
    assert "1 row without any change is left out." in region.done(*words, "en").out
