"""What decisions about people, outcomes and savings post."""

from datetime import date

import pytest

from ledger.domain.follow_up.measures import EffectReported
from ledger.domain.money.outcomes import OutcomeReported
from ledger.domain.organisation.units import UnitRenamed
from ledger.domain.postings import Flow, StaffItem, Statement, postings, split_staff_item, staff_item, staff_parts
from ledger.domain.staff.positions import PositionsReduced, PositionsTransferred
from ledger.domain.staff.workforce import WorkforceReported
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity

JULY = date(2024, 7, 15)


def test_a_reduction_that_carries_out_a_measure_is_posted_twice_and_counted_once():
    """As fewer positions of the unit, and as what the measure came to: two measures that are never added."""
    fact = PositionsReduced(
        effective=JULY,
        unit="HSN",
        category="läkare",
        employment="permanent",
        positions=Quantity(2500),
        measure="M1",
    )

    assert list(postings(fact)) == [
        Flow("positions", "reduced", "HSN", staff_item("läkare", "permanent"), 0, 0, 2500),
        Flow("carried-out", "positions", "HSN", "M1", 0, 0, 2500),
    ]


def test_transferred_positions_leave_one_unit_and_reach_another():
    """The number stays."""
    fact = PositionsTransferred(
        effective=JULY,
        from_unit="HSN",
        to_unit="RS",
        category="läkare",
        employment="permanent",
        positions=Quantity(1000),
    )

    assert [(each.unit, each.amount) for each in postings(fact)] == [("HSN", -1000), ("RS", 1000)]


def test_an_outcome_states_each_line_of_its_month():
    """Lines that are not reported are not stated."""
    fact = OutcomeReported(
        effective=date(2024, 7, 31),
        unit="RS",
        month=Month.of(2024, 7),
        lines={"INK": Money(5), "NETTO": Money(-7)},
    )
    july = Month.of(2024, 7).number

    assert list(postings(fact)) == [
        Statement("outcome", "amount", "RS", "INK", july, 5),
        Statement("outcome", "amount", "RS", "NETTO", july, -7),
        Statement("reported", "outcome", "RS", str(july), july, 1),
    ]


@pytest.mark.parametrize(("hours", "stated"), [(Quantity(1_730_000), 1_730_000), (None, 0)])
def test_annual_workers_state_their_hours_too(hours, stated):
    """Hours left out replace those stated before: a report states the whole value."""
    fact = WorkforceReported(
        effective=date(2024, 7, 31),
        unit="RS",
        month=Month.of(2024, 7),
        measure="annual-workers",
        employment="all",
        value=Quantity(1000),
        hours=hours,
    )

    assert [(each.kind, each.amount) for each in postings(fact)] == [("annual-workers", 1000), ("hours", stated)]


def test_what_hours_give_and_what_it_is_due_to_are_stated():
    """Hours under the first month they cover, too, and each cause under the value's own key."""
    fact = WorkforceReported(
        effective=date(2024, 3, 31),
        unit="RS",
        month=Month.of(2024, 3),
        measure="annual-workers",
        employment="all",
        hours=Quantity(431_000),
        hours_per_year=Quantity(1_724_000),
        from_month=Month.of(2024, 1),
        causes={"sommar": Quantity(-50)},
        project="FVIS",
    )
    march, january = Month.of(2024, 3).number, Month.of(2024, 1).number

    assert list(postings(fact)) == [
        Statement("workforce", "annual-workers", "RS", staff_item(None, "all", "FVIS"), march, 1000),
        Statement("workforce", "hours", "RS", staff_item(None, "all", "FVIS", january), march, 431_000),
        Statement("causes", "annual-workers", "RS", staff_item(None, "all", "FVIS", cause="sommar"), march, -50),
    ]


def test_hours_of_a_project_alone_state_nothing_of_people():
    """How many people they come to is not known."""
    month = Month.of(2024, 3)
    fact = WorkforceReported(
        effective=month.last_day,
        unit="RS",
        month=month,
        measure="annual-workers",
        employment="all",
        hours=Quantity(17_000_000),
        project="FVIS",
    )

    assert [each.kind for each in postings(fact)] == ["hours"]


def test_an_effect_states_all_three_columns():
    """What is left out is zero."""
    fact = EffectReported(effective=date(2024, 7, 31), measure="M1", month=Month.of(2024, 7), amount=Money(-3))

    assert [(each.kind, each.item, each.amount) for each in postings(fact)] == [
        ("amount", "M1", -3),
        ("positions", "M1", 0),
        ("hours", "M1", 0),
    ]


def test_facts_without_figures_post_nothing():
    """They are looked up, not summed."""
    assert list(postings(UnitRenamed(effective=JULY, unit="RS", name="Styrelsen"))) == []


@pytest.mark.parametrize(("category", "employment"), [("läkare", "permanent"), (None, "all")])
def test_an_item_of_staff_is_read_as_it_was_written(category, employment):
    """Category and employment, or the whole unit."""
    assert split_staff_item(staff_item(category, employment)) == (category, employment)
    for more in ({}, {"project": "P1"}, {"first": 24288}, {"project": "P1", "first": 24288}, {"cause": "sommar"}):
        assert staff_parts(staff_item(category, employment, **more)) == StaffItem(category, employment, **more)
