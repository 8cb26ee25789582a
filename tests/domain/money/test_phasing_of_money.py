"""Phasing: which months the money of a decision belongs to."""

from itertools import pairwise

import pytest
from given import adjusted, adopted, carried_over, grant, money, month, transferred
from hypothesis import given as over
from hypothesis import strategies as st

from ledger.domain.postings import Flow, postings
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money

YEAR = [month(f"2024-{number:02d}") for number in range(1, 13)]


def monthly(fact, code="RS"):
    """What each month of 2024 gets, in kronor."""
    own = [flow for flow in postings(fact) if flow.unit == code]
    through = [sum(flow.through(each.number) for flow in own) for each in (YEAR[0].plus(-1), *YEAR)]
    return [str(Money(after - before)) for before, after in pairwise(through)]


def test_a_year_is_twelve_equal_months_and_the_rest_in_december():
    """Every month is cut toward zero to whole öre."""
    assert monthly(adopted("RS", {"NETTO": "-100"})) == [*["-8.33"] * 11, "-8.37"]
    assert monthly(adopted("RS", {"NETTO": "0.11"})) == [*["0.00"] * 11, "0.11"]


def test_given_months_get_what_they_are_given():
    """Months not given get nothing."""
    phased = adopted("RS", {"NETTO": "-10"}, phasing={"NETTO": {"2024-03": "-4", "2024-12": "-6"}})

    assert monthly(phased) == [*["0.00"] * 2, "-4.00", *["0.00"] * 8, "-6.00"]


@pytest.mark.parametrize(
    ("on", "first"), [("2023-11-20", 1), ("2024-01-31", 1), ("2024-10-15", 10), ("2024-12-31", 12), ("2025-02-01", 12)]
)
def test_a_change_runs_from_its_effective_month_through_december(on, first):
    """From January at the earliest and December at the latest, whatever the effective date."""
    months = monthly(adjusted("RS", {"NETTO": str(13 - first)}, on))

    assert months == [*["0.00"] * (first - 1), *["1.00"] * (13 - first)]
    assert monthly(transferred("HSN", "RS", str(13 - first), on)) == months
    assert monthly(transferred("RS", "HSN", str(first - 13), on)) == months


def test_a_change_may_begin_in_another_month_than_it_takes_effect():
    """The given month comes before the effective date's."""
    assert monthly(adjusted("RS", {"NETTO": "2"}, "2024-03-01", from_month="2024-11")) == [
        *["0.00"] * 10,
        *["1.00"] * 2,
    ]
    assert monthly(transferred("HSN", "RS", "2", from_month="2024-11")) == [*["0.00"] * 10, *["1.00"] * 2]


def test_a_grant_and_what_it_passes_on_belong_to_the_months_of_its_accrual():
    """176.2 Mkr over June to December is 75.5 Mkr through August."""
    received = grant("176200000", ("RS", "NETTO", "-166000000"), accrual=("2024-06", "2024-12"))
    income, cost = postings(received)

    assert Money(income.through(month("2024-08").number)) == money("75514285.71")
    assert income.through(month("2024-05").number) == 0
    assert Money(income.through(month("2024-12").number)) == money("176200000")
    assert (cost.first, cost.last) == (month("2024-06").number, month("2024-12").number)


def test_a_carry_over_leaves_december_and_spreads_over_the_new_year():
    """The old year loses it in its last month."""
    old, new = postings(carried_over("RS", "-12", 2023, 2024))

    assert (old.first, old.last, old.amount) == (month("2023-12").number, month("2023-12").number, 1200)
    assert (new.first, new.last, new.amount) == (month("2024-01").number, month("2024-12").number, -1200)
    assert monthly(carried_over("RS", "-12", 2023, 2024)) == ["-1.00"] * 12


@over(st.integers(-(10**15), 10**15), st.integers(0, 11), st.integers(0, 11))
def test_months_sum_to_the_amount_and_differ_only_in_the_last(ore, one, other):
    """Nothing is lost in phasing, and no month but the last is unlike the others."""
    first, last = sorted((one, other))
    flow = Flow("budget", "original", "RS", "NETTO", YEAR[first].number, YEAR[last].number, ore)
    through = [flow.through(each.number) for each in (YEAR[0].plus(-1), *YEAR)]
    parts = [after - before for before, after in pairwise(through)]

    assert sum(parts) == ore
    assert len(set(parts[first:last])) <= 1
    assert not any(parts[:first] + parts[last + 1 :])
    assert all(abs(part) <= abs(parts[last]) and part * ore >= 0 for part in parts)


def test_months_are_counted_across_years():
    """A month after December is January of the next year."""
    assert Month.of(2024, 12).plus(1) == Month.of(2025, 1)
    assert Month.of(2024, 2).last_day.day == 29
    assert [str(each) for each in month("2023-11").through(month("2024-02"))] == [
        "2023-11",
        "2023-12",
        "2024-01",
        "2024-02",
    ]
