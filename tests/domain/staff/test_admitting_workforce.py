"""The reported workforce: a value that is stated, or given by hours, and never both in different ways."""

from decimal import Decimal

import pytest
from given import REGION, month, number
from hypothesis import given as drawn
from hypothesis import strategies as st

from ledger.domain.judging import UnknownCode
from ledger.domain.money.phasing import MonthsOutOfOrder
from ledger.domain.organisation.projects import ProjectOpened
from ledger.domain.staff.workforce import (
    AnnualWorkersDiffer,
    HoursNotMeant,
    NoHoursPerYear,
    WorkforceNotStated,
    WorkforceReported,
    annual_workers,
)
from ledger.domain.values.measured import Quantity

MARCH = month("2024-03")


def reported(measure="annual-workers", **more):
    fact = {"unit": "RS", "month": MARCH, "employment": "all", "effective": MARCH.last_day} | more
    return WorkforceReported(measure=measure, **fact)


QUARTER = {"hours": number("125354"), "hours_per_year": number("1724"), "from_month": month("2024-01")}


def test_the_hours_give_the_annual_workers(given):
    """Hours of a quarter are divided by a quarter of the hours of a year."""
    given(*REGION).offer(reported(**QUARTER))

    assert reported(**QUARTER).stated == number("290.845")


@pytest.mark.parametrize("lacking", ["value", "hours", "hours_per_year"])
def test_without_a_value_the_hours_and_their_divisor_are_needed(given, lacking):
    """Nothing is made up: one of the two ways to state how many there were has to be there."""
    stated = {name: value for name, value in QUARTER.items() if name != lacking}
    if lacking == "value":
        stated = {}

    with pytest.raises(WorkforceNotStated, match="RS says nothing of how much annual-workers came to in 2024-03"):
        given(*REGION).offer(reported(**stated))
    given(*REGION).offer(reported(**stated, value=number("290")))


@pytest.mark.parametrize(
    ("value", "is_refused"), [("291.344", False), ("291.345", True), ("290.346", False), ("290.345", True)]
)
def test_a_given_value_agrees_with_its_hours(given, value, is_refused):
    """It is what is shown, as long as it differs from what the hours come to by less than 0.5."""
    fact = reported(**QUARTER, value=number(value))

    assert fact.stated == number(value)
    if is_refused:
        with pytest.raises(
            AnnualWorkersDiffer, match=rf"{value} annual workers .* the hours of 3 months come to 290.845"
        ):
            given(*REGION).offer(fact)
    else:
        given(*REGION).offer(fact)


@pytest.mark.parametrize("hours", [{"hours": number("10")}, {"hours_per_year": number("1724")}, {"from_month": MARCH}])
@pytest.mark.parametrize("measure", ["fte", "headcount"])
def test_hours_are_those_of_annual_workers(given, measure, hours):
    """With another measure they would be in no figure at all."""
    with pytest.raises(HoursNotMeant, match=measure):
        given(*REGION).offer(reported(measure, value=number("10"), **hours))
    given(*REGION).offer(reported(value=number("10"), **hours))


def test_a_year_has_hours(given):
    """Nothing is divided by nothing."""
    with pytest.raises(NoHoursPerYear, match="cannot have 0 hours"):
        given(*REGION).offer(reported(hours=number("10"), hours_per_year=number("0")))
    given(*REGION).offer(reported(hours=number("0.001"), hours_per_year=number("0.001")))


def test_the_hours_begin_no_later_than_they_end(given):
    """They may be those of a single month, or reach back into another year."""
    with pytest.raises(MonthsOutOfOrder):
        given(*REGION).offer(reported(**QUARTER | {"from_month": month("2024-04")}))
    given(*REGION).offer(reported(**QUARTER | {"from_month": MARCH}))
    given(*REGION).offer(reported(**QUARTER | {"from_month": month("2023-04")}))


def test_hours_alone_are_enough_for_a_project(given):
    """How many people they come to is not asked; a project that is not there is refused."""
    opened = ProjectOpened(project="FVIS", name="Journalsystem", effective=month("2024-01").first_day)
    on_project = reported(hours=number("17000"), project="FVIS")

    with pytest.raises(UnknownCode, match="FVIS"):
        given(*REGION).offer(on_project)
    given(*REGION, opened).offer(on_project)
    with pytest.raises(WorkforceNotStated):
        given(*REGION, opened).offer(reported(project="FVIS"))


@drawn(hours=st.integers(-(10**9), 10**9), hours_per_year=st.integers(1, 10**7), months=st.integers(1, 24))
def test_annual_workers_are_rounded_half_away_from_zero(hours, hours_per_year, months):
    """To whole thousandths, from hours and the hours of a year."""
    exact = Decimal(hours * 12 * 1000) / Decimal(hours_per_year * months)

    found = annual_workers(Quantity(hours), Quantity(hours_per_year), months).count

    assert abs(found - exact) <= Decimal("0.5")
    assert abs(found) >= abs(exact) or abs(found - exact) < Decimal("0.5")
    assert annual_workers(Quantity(-hours), Quantity(hours_per_year), months).count == -found
