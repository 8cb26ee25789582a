"""Sums beyond 64 bits come out right: 9 223 of the largest amounts fit, one more does not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.domain.fact import Recorded
from ledger.domain.money.budgets import BudgetAdjusted
from ledger.domain.timeline import Timeline
from ledger.domain.values.days import Month
from ledger.domain.values.measured import MOST_MONEY, Money
from ledger.projections import balances, tables
from ledger.projections.folds import Fold
from ledger.projections.reading import Reading

MOST_THAT_FIT = (2**63 - 1) // MOST_MONEY.count
EVER = date(2100, 12, 31)
THROUGH = (Month.of(2024, 6), Month.of(2024, 12))


class Log:
    """So many adjustments of the largest amount there is, and some of 1 öre in another unit between them."""

    def __init__(self, facts, sign=-1):
        start = datetime(2024, 9, 1, tzinfo=UTC)
        self.recorded = [
            Recorded(position, start + timedelta(seconds=position), adjusted(position, sign))
            for position in range(1, facts + 1)
        ]

    def last_position(self):
        return len(self.recorded)

    def facts(self, after=0, through=None, types=()):
        assert not types
        return self.recorded[after:through]

    def stream(self, name, after_version=0):
        assert (name, after_version) == ("control", 0)
        return []

    def find(self, reference):
        raise AssertionError(reference)

    def metadata(self):
        return {"identity": "in memory"}


def adjusted(position, sign):
    unit, ore = ("HSN", 1) if position % 100 == 0 else ("RS", sign * MOST_MONEY.count)
    return BudgetAdjusted(effective=date(2024, 2, 1), unit=unit, year=2024, lines={"NETTO": Money(ore)})


def posted(log):
    connection = tables.connect(None)
    tables.make(connection, "in memory")
    tables.catch_up(connection, log)
    return connection


def both(log, connection, position, **options):
    """The figures of the tables and those of a plain fold."""
    reading = Reading(connection, EVER, position)
    fold = Fold(log.recorded[:position], EVER)
    return [
        sorted(witness.totals("budget", year=2024, through=THROUGH, **options), key=str) for witness in (reading, fold)
    ]


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("largest", [MOST_THAT_FIT, MOST_THAT_FIT + 1, 2 * MOST_THAT_FIT])
def test_a_total_is_right_on_both_sides_of_64_bits(largest, sign):
    """Negative ones too, with what of it belongs to months; and the other units' figures are not touched."""
    log = Log(largest + (largest - 1) // 99, sign)
    connection = posted(log)

    for _ in range(2):  # also from what the first question has kept
        tables_say, fold_says = both(log, connection, log.last_position())
        assert tables_say == fold_says
    assert {total.unit: total.amount for total in tables_say}["RS"] == sign * largest * MOST_MONEY.count


def test_every_fact_behind_such_a_total_is_told():
    """Fact by fact the amounts are small, and add up to the whole in Python."""
    log = Log(MOST_THAT_FIT + 200)

    tables_say, fold_says = both(log, posted(log), log.last_position(), by_fact=True)

    assert tables_say == fold_says


def test_a_balance_that_fits_is_the_beginning_of_a_total_that_does_not():
    """A balance is kept of the smaller sum alone, and no balance is ever damaged by a larger one."""
    log = Log(MOST_THAT_FIT + 200)
    connection = posted(log)
    both(log, connection, 9000)
    before = list(balances.kept(connection))

    tables_say, fold_says = both(log, connection, log.last_position())

    assert tables_say == fold_says
    assert list(balances.kept(connection)) == before != []


def test_a_timeline_adds_beyond_64_bits():
    """Rules compare what a unit has at each day, whatever its size; merging keeps it."""
    day, other = date(2024, 1, 1), date(2024, 2, 1)
    timeline, merged = Timeline(), Timeline()
    for _ in range(3):
        timeline.add(day, 2**62)
    timeline.add(other, -1)
    merged.add(other, 5)
    merged.merge(timeline)

    assert timeline.through(day) == 3 * 2**62
    assert list(merged.changes()) == [(day, 3 * 2**62), (other, 4)]
    assert timeline.total() == 3 * 2**62 - 1
