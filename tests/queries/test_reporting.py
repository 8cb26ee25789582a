"""Who has not reported what: what was reported before, or there is a budget, measure, target or assignment for."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from given import (
    REGION,
    adopted,
    cancelled,
    closed,
    day,
    effect,
    forecast,
    measure,
    month,
    number,
    outcome,
    plan,
    reversal,
    unit,
)
from offering import empty_ledger, given

from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.domain.follow_up.indicators import IndicatorDefined, IndicatorReported, TargetSet
from ledger.domain.staff.workforce import WorkforceReported
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]


@pytest.fixture
def missing(given):
    """What is expected for a month by unit, kind and item: whether it is missing, and what was reported last."""

    def missing(*facts, of="2024-06", kind=None, **options):
        ledger = given(*REGION, *facts)
        with LedgerReader.open(ledger.path) as reader:
            at = reader.at(date(2024, 12, 31), datetime(2099, 1, 1, tzinfo=UTC))
            answer = question("reporting").ask(at, month=month(of), **options)
        return {
            (row.unit, row.item): (row.missing, row.last, row.expected)
            for row in answer.rows
            if kind in (None, row.kind)
        }

    return missing


def reported(code, *months, amount="-1", **more):
    return [outcome(code, f"2024-{each:02d}", {"NETTO": amount}, **more) for each in months]


def people(code, when, measure="fte", **more):
    values = {"value": number("9"), "employment": "permanent", "effective": month(when).last_day} | more
    return WorkforceReported(unit=code, month=month(when), measure=measure, **values)


def test_an_outcome_is_expected_of_those_that_have_reported_before(missing):
    """Or that have a budget; nothing of the others."""
    found = missing(*reported("RS", 1, 2, 6), *reported("HSN", 1, 2), adopted("EKO", {"NETTO": "-1"}), kind="outcome")

    assert found == {
        ("RS", None): (False, "2024-06", "2024-06"),
        ("HSN", None): (True, "2024-02", "2024-06"),
    }  # the budget of EKO is reported against above it


def test_a_budget_alone_makes_an_outcome_expected(missing):
    """Unless one above or below reports against it."""
    budgets = (adopted("EKO", {"NETTO": "-1"}), adopted("HSN", {"NETTO": "-1"}))

    assert set(missing(*budgets, kind="outcome")) == {("EKO", None), ("HSN", None)}
    assert ("RS", None) not in missing(adopted("RS", {"NETTO": "-1"}), *reported("EKO", 5), kind="outcome")


def test_a_month_may_be_covered_by_several_that_are_reported_together(missing):
    """The amounts of April through June cover May."""
    facts = reported("RS", 6, from_month=month("2024-04"))

    assert missing(*facts, of="2024-05", kind="outcome")["RS", None][0] is False
    assert ("RS", None) not in missing(*facts, of="2024-03", kind="outcome")


@pytest.mark.parametrize(("of", "is_expected"), [("2026-01", True), ("2026-02", False)])
def test_two_years_after_the_last_report_none_is_expected(missing, of, is_expected):
    """The unit has stopped reporting by itself."""
    assert (("RS", None) in missing(*reported("RS", 1), of=of, kind="outcome")) is is_expected


def test_nothing_is_expected_of_a_unit_that_was_not_open(missing):
    """In the month that is asked about, whenever it closed or opened."""
    facts = (unit("SJH", "REG", on="2023-01-01"), *reported("SJH", 1, 2), closed("SJH", "2024-06-01"))

    assert ("SJH", None) in missing(*facts, of="2024-05", kind="outcome")
    assert ("SJH", None) not in missing(*facts, of="2024-06", kind="outcome")


def test_the_newest_version_of_the_forecast_is_expected(missing):
    """Of those that submitted an earlier one, by the end of the month; what was taken back is not there."""
    p1 = [forecast(code, "P1", {"NETTO": "-1"}) for code in ("RS", "HSN")]
    p2 = forecast("RS", "P2", {"NETTO": "-1"}, "2024-06-30", id="P2-RS")

    assert missing(*p1, p2, kind="forecast") == {
        ("RS", None): (False, "P2", "P2"),
        ("HSN", None): (True, "P1", "P2"),
    }
    assert missing(*p1, p2, of="2024-05", kind="forecast")["HSN", None] == (False, "P1", "P1")
    back = reversal("P2-RS", on="2024-06-30")
    assert missing(*p1, p2, back, kind="forecast")["RS", None] == (False, "P1", "P1")


def test_people_are_expected_by_measure_and_form_of_employment(missing):
    """As they were reported before; hours of a quarter when the next quarter has ended."""
    quarter = {"hours": number("431"), "hours_per_year": number("1724"), "value": None, "from_month": month("2024-01")}
    facts = (people("RS", "2024-05"), people("HSN", "2024-06"), people("EKO", "2024-03", "annual-workers", **quarter))
    june, may = (missing(*facts, of=each, kind="workforce") for each in ("2024-06", "2024-05"))

    assert june["RS", "fte permanent"] == (True, "2024-05", "2024-06")
    assert june["HSN", "fte permanent"][0] is False
    assert june["EKO", "annual-workers permanent"][0] is True
    assert ("EKO", "annual-workers permanent") not in may


def test_effects_are_expected_of_measures_that_go_on(missing):
    """From full effect, or when they were decided; not of those that are cancelled or done."""
    facts = (
        plan(),
        measure("M1"), effect("2024-05", code="M1"),
        measure("M2", full_effect=month("2024-07")),
        measure("M3"), cancelled("2024-04-01", code="M3"),
        measure("M4", amount="1", positions=None), effect("2024-03", amount="1", code="M4"),
        measure("M5", unit="HSN"), effect("2024-06", code="M5"),
    )  # fmt: skip

    assert missing(*facts, kind="effect") == {
        ("RS", "M1"): (True, "2024-05", "2024-06"),
        ("HSN", "M5"): (False, "2024-06", "2024-06"),
    }
    assert ("RS", "M2") in missing(*facts, of="2024-07", kind="effect")


def indicator(code, **more):
    return IndicatorDefined(indicator=code, name=code, of="%", better="lower", effective=day("2024-01-01"), **more)


def value(code, when, holder="RS"):
    return IndicatorReported(
        indicator=code, unit=holder, month=month(when), value=Decimal(1), effective=month(when).last_day
    )


def test_indicators_are_expected_where_there_is_a_target(missing):
    """Or a value; as often as they have been reported."""
    target = TargetSet(indicator="I1", unit="HSN", year=2024, target=Decimal(5), effective=day("2024-01-01"))
    often = [value("I2", f"2024-{each:02d}") for each in (1, 4)]
    found = missing(indicator("I1"), indicator("I2"), target, *often, kind="indicator")

    assert found == {("HSN", "I1"): (True, None, "2024-06")}
    assert missing(indicator("I2"), *often, of="2024-07", kind="indicator") == {
        ("RS", "I2"): (True, "2024-04", "2024-07")
    }


def test_assignments_are_expected_when_their_period_ends(missing):
    """Of each unit; one that has reported within the period, or closed the assignment, has done so."""
    given = AssignmentGiven(
        assignment="U1", title="Hyrpersonal", from_body="RF", units=("RS", "HSN"), due=day("2025-03-31"),
        follow_up="tertial", effective=day("2024-01-01"),
    )  # fmt: skip
    told = AssignmentReported(assignment="U1", unit="RS", status="on-track", comment="bra", effective=day("2024-08-20"))
    done = AssignmentClosed(assignment="U1", status="done", effective=day("2024-12-01"))

    assert missing(given, told, of="2024-07", kind="assignment") == {}
    assert missing(given, told, of="2024-08", kind="assignment") == {
        ("RS", "U1"): (False, "2024-08-20", "2024-08"),
        ("HSN", "U1"): (True, None, "2024-08"),
    }
    assert missing(given, told, done, of="2024-12", kind="assignment") == {}


def test_what_is_asked_of_a_unit_is_what_lies_below_it(missing):
    """The staff below the board, and not the other board."""
    facts = [*reported("EKO", 1), *reported("HSN", 1)]

    assert set(missing(*facts, kind="outcome", unit="RS")) == {("EKO", None)}


def test_a_unit_below_reports_an_assignment_for_the_one_that_got_it(missing):
    """From the day it starts."""
    given = AssignmentGiven(
        assignment="U1", title="Hyrpersonal", from_body="RF", units=("RS",), due=day("2025-03-31"),
        follow_up="month", from_=day("2024-08-01"), effective=day("2024-01-15"),
    )  # fmt: skip
    told = AssignmentReported(assignment="U1", unit="EKO", status="on-track", comment="x", effective=day("2024-08-31"))

    assert missing(given, told, of="2024-07", kind="assignment") == {}
    assert missing(given, of="2024-08", kind="assignment") == {("RS", "U1"): (True, None, "2024-08")}
    assert missing(given, told, of="2024-08", kind="assignment") == {("RS", "U1"): (False, "2024-08-31", "2024-08")}
