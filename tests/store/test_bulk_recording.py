"""Thousands of facts are recorded whole or not at all; a journal is restored as it was."""

from datetime import timedelta
from itertools import pairwise

import attrs
import pytest
from appending import append, instants
from store_samples import TRANSFER, renamed

from ledger.store.clock_errors import ClockSteppedBack
from ledger.store.errors import DuplicateId, LedgerNotEmpty, RestoreOutOfOrder, StaleRead
from ledger.store.files.recorder import Log


def test_a_bulk_is_recorded_whole(log, clock):
    """Thousands of facts get positions and instants as if they had come one by one."""
    append(log, 0)
    with log.bulk() as bulk:
        added = [bulk.add("organisation", version, renamed(version)) for version in range(2, 2502)]
        clock.forward(seconds=1)

    assert list(log.facts(after=1)) == added
    assert [each.position for each in added] == list(range(2, 2502))
    assert all(one < other for one, other in pairwise(instants(log)))


def test_a_bulk_is_recorded_not_at_all_when_it_fails(log):
    """An exception half-way leaves the log as it was, and usable."""
    append(log, 0)
    with pytest.raises(ZeroDivisionError), log.bulk() as bulk:
        add_all(bulk, "organisation", ((version, version + 0 // (1501 - version)) for version in range(2, 1502)))

    assert log.last_position() == 1
    assert [each.position for each in append(log, 1)] == [2]


def test_a_bulk_sees_what_it_has_added(log):
    """Questions inside the transaction count what waits; outside, it is not there yet."""
    append(log, 0)
    with log.bulk() as bulk:
        added = bulk.add("organisation", 2, renamed(1))

        assert bulk.find("n-1") == (added, "organisation")
        assert bulk.find(2) == bulk.find("#2") == (added, "organisation")
        assert bulk.version("organisation") == 2
        assert bulk.last_position() == 2
        assert [version for version, _ in bulk.stream("organisation")] == [1, 2]
        assert bulk.find("n-2") is None
        another = bulk.add("other", 1, renamed(2))
        assert bulk.streams() == ["organisation", "other"]
        assert list(bulk.facts(after=1)) == [added, another]
        last = bulk.add("other", 2, renamed(3))
        assert bulk.position_at(last.recorded_at) == 4
        assert bulk.position_at(another.recorded_at) == 3
        assert (log.last_position(), log.find("n-1")) == (1, None)

    assert log.last_position() == 4


@pytest.mark.parametrize(
    ("numbers", "lost"),
    [
        ([(2, 1), (3, 1)], "n-1 "),
        ([(2, 1), (3, 0), (4, 2)], "n-0 "),
    ],
)
def test_a_bulk_names_the_id_that_is_there_already(log, numbers, lost):
    """The duplicate is found among what waits and among what is stored."""
    append(log, 0)
    with pytest.raises(DuplicateId, match=lost), log.bulk() as bulk:
        add_all(bulk, "organisation", numbers)

    assert log.last_position() == 1


def test_a_bulk_names_the_stream_that_stands_elsewhere(log):
    with pytest.raises(StaleRead, match="other is no longer at version 4"), log.bulk() as bulk:
        add_all(bulk, "other", [(5, 1), (6, 2)])

    assert log.last_position() == 0


def add_all(bulk, stream, numbers):
    for version, number in numbers:
        bulk.add(stream, version, renamed(number))


def test_a_bulk_needs_ids_and_a_clock_that_is_right(log, clock):
    with pytest.raises(ValueError, match="gets an id"), log.bulk() as bulk:
        bulk.add("organisation", 1, attrs.evolve(TRANSFER, id=""))
    append(log, 0)
    clock.back(hours=1)
    with pytest.raises(ClockSteppedBack), log.bulk() as bulk:
        bulk.add("organisation", 2, renamed(1))


def rows(log):
    return [
        (recorded.position, recorded.recorded_at, name, version, recorded.fact)
        for name in log.streams()
        for version, recorded in log.stream(name)
    ]


def test_a_restored_ledger_is_the_same(log, clock, make):
    """Positions, instants and streams come back as they were."""
    append(log, 1, 2)
    clock.forward(days=3)
    append(log, 3, stream="other")
    journal = sorted(rows(log))
    with Log.open(make("copy.db"), clock) as copy:
        assert copy.restore(journal) == 3
        assert list(copy.raw()) == list(log.raw())
        assert rows(copy) == rows(log)


def test_a_journal_is_restored_into_an_empty_ledger_only(log):
    append(log, 1)
    with pytest.raises(LedgerNotEmpty, match="already holds 1 fact;"):
        log.restore(rows(log))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda position, at, number: (position + 1, at, number), "Position 2 follows 0"),
        (lambda position, at, number: (position + position // 3, at, number), "Position 4 follows 2"),
        (lambda position, at, number: (position, at - timedelta(seconds=position // 2), number), "Fact #2 is not"),
        (lambda position, at, _: (position, at, 1), "Two facts in the journal have the id n-1"),
    ],
)
def test_a_journal_out_of_order_is_not_restored(log, clock, change, sentence):
    """Gaps, steps back in time and double ids are refused, and the ledger stays empty."""
    journal = [change(number, clock.now + timedelta(microseconds=number), number) for number in (1, 2, 3)]
    with pytest.raises(RestoreOutOfOrder, match=sentence):
        log.restore((position, at, "s", position, renamed(number)) for position, at, number in journal)

    assert log.last_position() == 0
