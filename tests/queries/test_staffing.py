"""Staffing: values judged by unit, measure and form of employment, and what they changed by."""

from datetime import date

import pytest
from given import REGION, day, established, month, moved, number
from offering import empty_ledger, given
from staffing_ledgers import APRIL, EVER, ask, people, rows, told

from ledger.domain.follow_up.savings import SavingsPlanAdopted
from ledger.domain.organisation.projects import ProjectOpened
from ledger.queries.cell import Cell
from ledger.queries.contributions.workforce import PartsNotAdded, SpansNotAdded
from ledger.queries.explain.figures import explain
from ledger.queries.explain.history import history
from ledger.queries.options import UnknownGrouping
from ledger.queries.reader import LedgerReader

__all__ = ["ask", "empty_ledger", "given"]


def test_agency_staff_is_never_in_fte(ask):
    """It has a column of its own, and what is left of the positions has nothing to do with it."""
    forms = [people("RS", "2024-04", value, employment=form) for form, value in (("fixed-term", "10"), ("agency", "7"))]
    answer = ask(established("RS", "120"), people("RS", "2024-04", "100"), *forms)

    columns = ("positions", "fte_permanent", "fte_fixed_term", "fte_agency", "fte", "vacancies")
    assert rows(answer, *columns)["RS"] == ("120", "100", "10", "7", "110", "10")


@pytest.mark.parametrize(
    ("reports", "fte"),
    [
        ([("permanent", None, "60"), ("fixed-term", None, "9"), ("all", None, "75")], "69"),
        ([("all", None, "75")], "75"),
        ([("all", None, "75"), ("agency", None, "5")], "75"),
        ([("permanent", None, "60"), ("permanent", "läkare", "25")], "60"),
        ([("permanent", "läkare", "25"), ("permanent", "sköterska", "20")], "45"),
    ],
)
def test_nobody_is_counted_twice(ask, reports, fte):
    """The report without a category, else the sum of its categories; all together only where no form is by itself."""
    facts = [people("RS", "2024-04", value, employment=form, category=of) for form, of, value in reports]

    assert rows(ask(*facts), "fte")["RS"] == (fte,)


def test_hours_of_different_numbers_of_months_are_not_added(ask):
    """Those of a quarter and those of a month stand each in their unit's row."""
    year = number("1724")
    quarter = {"hours": number("125354"), "hours_per_year": year, "from_month": month("2024-01")}
    facts = (
        people("RS", "2024-03", None, "annual-workers", "all", **quarter),
        people("HSN", "2024-03", None, "annual-workers", "all", hours=number("100"), hours_per_year=year),
    )
    answer = ask(*facts)

    assert rows(answer, "hours", "annual_workers") == {
        "REG": (None, "291.541"),
        "RS": ("125354", "290.845"),
        "EKO": (None, None),
        "HSN": ("100", "0.696"),
    }
    assert "are not added up" in told(answer)


def test_hours_that_are_not_added_are_not_explained_either(given):
    """The units that report in one way are."""
    year = {"value": "1", "measure": "annual-workers", "employment": "all"}
    ledger = given(
        *REGION,
        people("RS", "2024-03", hours=number("3"), from_month=month("2024-01"), **year),
        people("HSN", "2024-03", hours=number("2"), **year),
    )
    with LedgerReader.open(ledger.path) as reader:
        at = reader.at(date(2024, 12, 31), EVER)
        with pytest.raises(SpansNotAdded, match="hours of REG were reported for 1 and 3 months at a time"):
            explain(at, "staffing", Cell(unit="REG"), "hours")
        assert explain(at, "staffing", Cell(unit="RS"), "hours").total == number("3")


def test_a_category_without_a_row_of_all_is_explained_form_by_form(given):
    """The same person may be in several of the rows that were reported."""
    forms = [people("RS", "2024-03", "5", employment=form, category="läkare") for form in ("permanent", "fixed-term")]
    ledger = given(*REGION, *forms)
    with LedgerReader.open(ledger.path) as reader:
        at = reader.at(date(2024, 12, 31), EVER)

        with pytest.raises(PartsNotAdded, match="'fte' was reported in parts") as refused:
            explain(at, "staffing", Cell(category="läkare"), "fte")
        assert "--category läkare --employment permanent" in refused.value.hint
        assert explain(at, "staffing", Cell(category="läkare", employment="permanent"), "fte").total == number("5")
        assert explain(at, "staffing", Cell(), "fte").total == number("10")


@pytest.mark.parametrize(
    ("column", "steps"),
    [
        ("fte", ["100", "199", "200"]),
        ("fte_change", ["0", "1"]),
        ("vacancies", ["20", "-79", "-80"]),
        ("positions", ["120"]),
    ],
)
def test_the_history_of_a_figure_has_every_month_that_was_reported(given, column, steps):
    """A later month takes the place of an earlier one; what needs two facts to mean anything begins with the second."""
    facts = (established("RS", "120"), *APRIL, people("RS", "2024-05", "101"))
    ledger = given(*REGION)
    for fact in facts:
        ledger.offer(fact)
    with LedgerReader.open(ledger.path) as reader:
        at = reader.at(date(2024, 12, 31), EVER)
        found = history(at, "staffing", Cell(unit="REG", since=month("2024-04")), column)

    assert [str(row.value) for row in found.rows] == [each for each in steps if each != "0"]


def test_the_change_is_counted_from_the_latest_month_before_where_none_is_reported(ask):
    """And says so."""
    answer = ask(people("RS", "2024-01", "90"), people("RS", "2024-05", "100"), since="2024-03")

    assert rows(answer, "fte_change")["RS"] == ("10",)
    assert "counted from 2024-01, the latest month reported by 2024-03" in told(answer)


def test_causes_are_shown(ask):
    """Those that the reports of the month state, added by cause."""
    causes = [{"pension": number("-2")}, {"pension": number("-1"), "sommar": number("3")}]
    facts = [people(code, "2024-05", "50", causes=each) for code, each in zip(("RS", "HSN"), causes, strict=True)]
    answer = ask(*APRIL, *facts)

    assert answer.total.causes == {"pension": number("-3"), "sommar": number("3")}
    assert "pension -3, sommar +3" in told(answer)
    assert ask(people("RS", "2024-05", "51"), as_of="2024-05-31").total.causes == {}


def test_a_restated_report_takes_its_causes_with_it(ask):
    """A report states the whole."""
    answer = ask(people("RS", "2024-05", "50", causes={"pension": number("-2")}), people("RS", "2024-05", "51"))

    assert answer.total.causes == {}


def test_those_who_work_on_a_project_are_added_to_the_others(ask):
    """As money is: what names no project belongs to none; each project can be asked for."""
    opened = ProjectOpened(project="FVIS", name="Journalsystem", effective=day("2024-01-01"))
    facts = (
        opened,
        established("RS", "20"),
        people("RS", "2024-05", "10"),
        people("RS", "2024-05", "4", project="FVIS"),
    )

    assert rows(ask(*facts), "fte", "positions")["RS"] == ("14", "20")
    assert rows(ask(*facts, project="FVIS"), "fte", "positions")["RS"] == ("4", "0")


def test_people_follow_their_unit(ask):
    """Restated to the tree of the moment, or counted where the unit was in each month."""
    facts = (*APRIL, people("EKO", "2024-04", "5"), moved("EKO", "HSN", "2024-05-01"))
    may = [people(code, "2024-05", value) for code, value in (("RS", "100"), ("HSN", "99"), ("EKO", "5"))]

    assert rows(ask(*facts, *may, since="2024-04"), "fte", "fte_change")["RS"] == ("100", "0")
    assert rows(ask(*facts, *may, since="2024-04", tree="then"), "fte", "fte_change")["RS"] == ("100", "-5")


def test_grouped_by_category_and_employment_nothing_is_added_to_another_row(ask):
    """Unit, category and employment together, or the unit alone."""
    facts = (
        people("RS", "2024-04", "60"),
        people("RS", "2024-04", "25", category="läkare"),
        people("RS", "2024-04", "90", employment="all"),
    )
    found = ask(*facts, by="unit,category,employment", unit="RS").rows

    assert [(row.category, row.employment, str(row.fte)) for row in found] == [
        (None, "all", "90"),
        (None, "permanent", "60"),
        ("läkare", "permanent", "25"),
    ]
    for by in ("unit,category", "category", "employment"):
        with pytest.raises(UnknownGrouping):
            ask(by=by)


def test_a_plan_measures_the_change_as_staffing_has_it(ask):
    """Without agency staff, carried forward, and with its first month."""
    plan = SavingsPlanAdopted(plan="P", name="Plan", effective=day("2024-04-01"), from_=month("2024-04"))
    may = (people("RS", "2024-05", "98"), people("RS", "2024-05", "30", employment="agency"))
    answer = ask(*APRIL, plan, *may, name="savings")

    assert answer.rows[0].measured_fte_change == number("-2")
    assert "Measured FTE of P: from 2024-04 to 2024-05, without agency staff." in told(answer)
