"""Assignments: a row for each unit that got one, its own ending, and follow-ups that were missed."""

from datetime import UTC, datetime

import pytest
from given import REGION, day, moved, unit
from offering import empty_ledger, given

from ledger.domain.follow_up.assignments import AssignmentClosed, AssignmentGiven, AssignmentReported
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]

EVER = datetime(2099, 1, 1, tzinfo=UTC)


def assignment(*units, on="2024-01-15", due="2024-12-31", **more):
    return AssignmentGiven(
        assignment="U", title="Utred", from_body="RS", units=units, due=day(due), effective=day(on), **more
    )


def report(code, on, status="on-track", comment="Pågår"):
    return AssignmentReported(assignment="U", unit=code, status=status, comment=comment, effective=day(on))


def ended(on, status="done", **more):
    return AssignmentClosed(assignment="U", status=status, effective=day(on), **more)


@pytest.fixture
def ask(given):
    """The rows of the assignment as of a day, by unit."""

    def rows(*facts, on, **options):
        with LedgerReader.open(given(*REGION, *facts).path) as reader:
            return {row.unit: row for row in question("assignments").ask(reader.at(day(on), EVER), **options).rows}

    return rows


def test_each_unit_answers_for_itself(ask):
    """A report of a unit below one that got it is that one's."""
    rows = ask(
        assignment("HSN", "RS"),
        report("EKO", "2024-04-30", "partly", "Halvt"),
        report("RS", "2024-03-31"),
        on="2024-05-01",
    )

    assert list(rows) == ["HSN", "RS"]
    assert (rows["RS"].status, rows["RS"].last_report, rows["RS"].comment) == ("partly", day("2024-04-30"), "Halvt")
    assert (rows["HSN"].status, rows["HSN"].last_report, rows["HSN"].comment) == ("given", None, None)


def test_a_report_is_of_the_nearest_unit_that_got_it(ask):
    """Where a unit and one above it both have the assignment."""
    rows = ask(assignment("RS", "EKO"), report("EKO", "2024-04-30"), on="2024-05-01")

    assert (rows["EKO"].status, rows["RS"].status) == ("on-track", "given")


def test_a_report_stays_where_it_was_made(ask):
    """A unit that has moved since reported for the one it belonged to that day."""
    rows = ask(
        unit("IT", "RS"), assignment("RS"), report("IT", "2024-04-30"), moved("IT", "HSN", "2024-06-01"),
        on="2024-07-01",
    )  # fmt: skip

    assert rows["RS"].last_report == day("2024-04-30")


def test_it_ends_for_one_unit_or_for_all_that_are_left(ask):
    """The ending of a unit is its own."""
    facts = (
        assignment("HSN", "RS", due="2024-06-30"),
        report("RS", "2024-04-30"),
        ended("2024-05-31", "not-done", unit="RS", comment="Läggs ned"),
    )
    rows = ask(*facts, on="2024-07-01")
    assert (rows["RS"].status, rows["RS"].comment, rows["RS"].overdue) == ("not-done", "Läggs ned", False)
    assert (rows["HSN"].status, rows["HSN"].overdue) == ("given", True)

    rows = ask(*facts, ended("2024-08-31"), on="2024-09-01")
    assert {code: row.status for code, row in rows.items()} == {"RS": "not-done", "HSN": "done"}


def test_only_units_below_are_asked_about(ask):
    facts = (assignment("HSN", "RS", "EKO"),)

    assert list(ask(*facts, on="2024-07-01", unit="RS")) == ["RS", "EKO"]


@pytest.mark.parametrize(
    ("follow_up", "reports", "on", "missed"),
    [
        (None, [], "2024-12-31", False),
        ("tertial", [], "2024-04-30", False),
        ("tertial", [], "2024-05-01", True),
        ("tertial", ["2024-01-20"], "2024-08-31", False),
        ("tertial", ["2024-04-30"], "2024-09-01", True),
        ("tertial", ["2024-05-01"], "2024-09-01", False),
        ("tertial", ["2024-09-01"], "2024-09-01", False),
        ("tertial", ["2024-08-31"], "2025-01-01", True),
        ("month", [], "2024-01-31", False),
        ("month", [], "2024-02-01", True),
        ("month", ["2024-01-31"], "2024-03-01", True),
        ("month", ["2024-02-01"], "2024-03-01", False),
        ("year", [], "2024-12-31", False),
        ("year", [], "2025-01-01", True),
        ("year", ["2024-01-15"], "2025-12-31", False),
    ],
)
def test_a_follow_up_is_missed_when_a_period_has_ended_without_a_report(ask, follow_up, reports, on, missed):
    """From the day after its last; what is reported afterwards mends it."""
    told = [report("RS", each) for each in reports]
    rows = ask(assignment("RS", "HSN", follow_up=follow_up, due="2026-12-31"), *told, on=on)

    assert rows["RS"].follow_up_missed is missed
    assert rows["HSN"].follow_up_missed is (follow_up is not None and not ask_is_early(on, follow_up))


def ask_is_early(on, follow_up):
    """Whether no period of the follow-up has ended since the assignment was given in January."""
    first_end = {"month": "2024-01-31", "tertial": "2024-04-30", "year": "2024-12-31"}[follow_up]
    return on <= first_end


@pytest.mark.parametrize(("start", "missed"), [("2024-04-30", True), ("2024-05-01", False)])
def test_nothing_is_missed_before_it_starts(ask, start, missed):
    """A tertial that had ended by then asks for nothing."""
    rows = ask(assignment("RS", follow_up="tertial", from_=day(start)), on="2024-05-01")

    assert rows["RS"].follow_up_missed is missed


def test_nothing_is_missed_when_it_has_ended(ask):
    rows = ask(assignment("RS", "HSN", follow_up="month"), ended("2024-02-01", unit="RS"), on="2024-06-01")

    assert (rows["RS"].follow_up_missed, rows["HSN"].follow_up_missed) == (False, True)
