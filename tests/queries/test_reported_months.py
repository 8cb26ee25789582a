"""Rolling twelve months: only where all of them are reported, and told where they are not."""

from datetime import UTC, date, datetime

import pytest
from given import REGION, closed, line, money, month, outcome
from offering import empty_ledger, given

from ledger.domain.values.measured import Money
from ledger.queries.questions import question
from ledger.queries.reader import LedgerReader

__all__ = ["empty_ledger", "given"]


def reported(unit, months, amount="-10", **more):
    return [outcome(unit, each, {"NETTO": amount}, **more) for each in months]


def months_of(year, first=1, last=12):
    return [f"{year}-{each:02d}" for each in range(first, last + 1)]


@pytest.fixture
def ask(given):
    """Outcomes as of the end of a month of 2024, by unit unless more is said, with the notes."""

    def ask(*facts, when="2024-12", **options):
        ledger = given(*REGION, *facts)
        with LedgerReader.open(ledger.path) as reader:
            at = reader.at(month(when).last_day, datetime(2099, 1, 1, tzinfo=UTC))
            answer = question("outcome").ask(at, month=month(when), **options)
        return {row.unit: row for row in answer.rows}, [note.values for note in answer.notes if "units" in note.values]

    return ask


def test_twelve_months_are_added(ask):
    """Those of the year and of the one before, with the change as a share of its size."""
    rows, notes = ask(*reported("RS", months_of(2023), "-5"), *reported("RS", months_of(2024)))

    assert (rows["RS"].r12, rows["RS"].r12_last_year) == (Money.of("-120"), Money.of("-60"))
    assert rows["RS"].r12_change_share == -1
    assert rows["REG"].r12 == Money.of("-120")
    assert notes == []


@pytest.mark.parametrize("missing", ["2023-01", "2023-07", "2023-12"])
def test_a_month_that_is_missing_leaves_the_year_empty(ask, missing):
    """Eleven months are no year; the unit is named."""
    before = [each for each in months_of(2023) if each != missing]
    rows, notes = ask(*reported("RS", before), *reported("RS", months_of(2024)))

    assert rows["RS"].r12 == Money.of("-120")
    assert rows["RS"].r12_last_year is None
    assert rows["RS"].r12_change_share is None
    assert rows["RS"].ytd == Money.of("-120")
    assert "RS" in notes[0]["units"]


def test_months_may_be_reported_together(ask):
    """January through June in one report is six months."""
    rows, _ = ask(
        outcome("RS", "2024-06", {"NETTO": "-60"}, from_month=month("2024-01")), *reported("RS", months_of(2024, 7))
    )
    assert rows["RS"].r12 == Money.of("-120")

    rows, _ = ask(
        outcome("RS", "2024-06", {"NETTO": "-60"}, from_month=month("2024-02")), *reported("RS", months_of(2024, 7))
    )
    assert rows["RS"].r12 is None


def test_a_late_unit_leaves_the_units_above_it_empty(ask):
    """What has reported before is expected; the others are whole."""
    rows, notes = ask(*reported("RS", months_of(2024)), *reported("HSN", months_of(2024, 1, 11)))

    assert rows["RS"].r12 == Money.of("-120")
    assert rows["REG"].r12 is None
    assert "HSN" in notes[0]["units"]


def test_a_unit_that_has_closed_is_not_waited_for(ask):
    """From the month after its last day."""
    until = [*reported("HSN", months_of(2023, 12, 12)), *reported("HSN", months_of(2024, 1, 6))]
    rows, _ = ask(*reported("RS", months_of(2024)), *until, closed("HSN", "2024-07-01"))

    assert rows["REG"].r12 == Money.of("-180")


def test_a_unit_is_waited_for_two_years(ask):
    """One that reported once, long ago, keeps nobody from having a year."""
    rows, _ = ask(*reported("HSN", ["2024-01"]), *reported("RS", months_of(2026)), when="2026-12")
    assert rows["REG"].r12 is None

    rows, _ = ask(*reported("HSN", ["2023-12"]), *reported("RS", months_of(2026)), when="2026-12")
    assert rows["REG"].r12 == Money.of("-120")


@pytest.mark.parametrize(
    ("by", "rows"), [("unit", 2), ("unit,month", 2), ("line", 1), ("month", 1), ("project,month", 1)]
)
def test_outcomes_are_grouped_by_what_is_asked(given, by, rows):
    """Any of unit, line, project and month; each amount once in every group."""
    ledger = given(*REGION, line("LON", "cost"), outcome("RS", "2024-01", {"NETTO": "-1", "LON": "-2"}))
    with LedgerReader.open(ledger.path) as reader:
        at = reader.at(date(2024, 1, 31), datetime(2099, 1, 1, tzinfo=UTC))
        answer = question("outcome").ask(at, year=2024, by=by)

    assert len(answer.rows) == rows + (by == "line")
    assert sum(row.amount.count for row in answer.rows) == money("-3").count * rows
