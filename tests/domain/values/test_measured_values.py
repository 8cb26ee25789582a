"""Money, people, days and instants, and quantities that change by the day."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from ledger.domain.timeline import Timeline
from ledger.domain.values.days import end_of_day, swedish_day
from ledger.domain.values.measured import Money, Quantity

counts = st.integers(-(10**15), 10**15)
days = st.dates(date(2023, 1, 1), date(2024, 12, 31))


@over(counts)
def test_an_amount_survives_print_and_parse(count):
    """What the journal writes is what it reads, to the öre and to the thousandth."""
    assert Money.of(str(Money(count))) == Money(count)
    assert Quantity.of(str(Quantity(count))) == Quantity(count)


@over(counts, counts)
def test_amounts_add_as_whole_numbers(one, other):
    """No rounding, and never -0."""
    assert Money(one) + Money(other) - Money(other) == Money(one)
    assert -Money(one) + Money(one) == Money(0)
    assert str(-Money(0)) == "0.00"
    assert (Money(one) < Money(other)) == (one < other)


def test_kronor_and_people_never_meet():
    """They are added to their own kind only, and equal to nothing else."""
    with pytest.raises(TypeError):
        Money(1) + Quantity(1)
    with pytest.raises(TypeError):
        Money(1) < Quantity(1)  # noqa: B015 - it is the comparing that fails
    with pytest.raises(TypeError):
        Money(2) * Money(2)
    assert Money(1) != Quantity(1)


@pytest.mark.parametrize(("kind", "exact", "too_fine"), [(Money, "0.01", "0.001"), (Quantity, "0.001", "0.0001")])
def test_what_is_finer_than_we_keep_is_not_cut(kind, exact, too_fine):
    """More decimals than öre or thousandths have are an error, not a rounding."""
    assert kind.of(exact).count == 1
    with pytest.raises(ValueError, match="has more than"):
        kind.of(too_fine)


@over(days)
def test_the_last_instant_of_a_day_belongs_to_it(day):
    """And a microsecond later it is the next day."""
    last = end_of_day(day)

    assert swedish_day(last) == day
    assert swedish_day(datetime.fromtimestamp(last.timestamp() + 1, UTC)) > day


@over(st.lists(st.tuples(days, st.integers(-5, 5))), days)
def test_a_timeline_is_the_sum_of_its_changes(changes, day):
    """On any day, after every later change, and whatever was taken back."""
    line = Timeline()
    for when, amount in (*changes, *((when, -amount) for when, amount in changes), *changes):
        line.add(when, amount)
    levels = list(line.levels_from(day))

    assert line.through(day) == sum(amount for when, amount in changes if when <= day)
    assert levels[0] == (day, line.through(day))
    assert levels[-1][1] == line.total()
    assert all(level == line.through(when) for when, level in levels)
    assert (line.first_day() is None) == (not list(line.changes()))
