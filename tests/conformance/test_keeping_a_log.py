"""Positions without gaps, later and later instants, one answer to a lost race, and all or nothing."""

from datetime import timedelta
from itertools import pairwise

import attrs
import pytest
from kept import KINDS, now, owned
from store_samples import SAMPLES

from ledger.store.codec import encode
from ledger.store.errors import DuplicateId, LedgerExists, RestoreOutOfOrder, StaleRead
from ledger.store.opening import create, open_for_recording, open_log


def test_what_is_recorded_is_what_is_read(log):
    """The answer to an append is the facts with the position and instant they are stored under; every type survives."""
    facts = [attrs.evolve(sample, actor=log.actor) for sample in SAMPLES.values()]
    recorded = log.append([("mixed", version, fact) for version, fact in enumerate(facts, 1)], {"mixed": 0})

    assert recorded == list(log.facts())
    assert [each.fact for each in recorded] == facts
    assert [state for _, _, state in log.raw()] == [encode(fact) for fact in facts]
    assert [(each.position, each.recorded_at) for each in recorded] == [row[:2] for row in log.raw()]


def test_positions_have_no_gaps_and_instants_increase(log, append):
    for number in range(0, 30, 3):
        append(log, number, number + 1, number + 2)
    recorded = list(log.facts())

    assert [each.position for each in recorded] == list(range(1, 31))
    assert all(one < other for one, other in pairwise(each.recorded_at for each in recorded))
    assert abs(recorded[-1].recorded_at - now()) < timedelta(minutes=1)


def test_a_lost_race_is_told_as_one_and_burns_no_position(where, log, append, fact):
    """Of two who read the same version and both append, the second must look again."""
    with open_for_recording(where, now) as other:
        append(log, 1)
        for _ in range(3):
            with pytest.raises(StaleRead) as lost:
                other.append([("organisation", 1, fact(other, 2))], {})

        assert (lost.value.stream, lost.value.read) == ("organisation", 0)
        assert [each.position for each in append(other, 2)] == [2]


def test_a_stream_that_was_only_read_must_not_have_grown_either(log, append, fact):
    append(log, 1)
    with pytest.raises(StaleRead, match="organisation is no longer at version 0"):
        log.append([("budget-2024", 1, fact(log, 2))], {"budget-2024": 0, "organisation": 0})

    assert log.append([("budget-2024", 1, fact(log, 2))], {"budget-2024": 0, "organisation": 1})


def test_versions_have_no_gaps(log, fact):
    with pytest.raises(StaleRead):
        log.append([("organisation", 2, fact(log, 1))], {})


def test_an_id_is_recorded_once(log, append, fact):
    """The same id in another stream is a duplicate, and takes the whole append with it."""
    append(log, 1)
    with pytest.raises(DuplicateId) as twice:
        log.append([("other", 1, fact(log, 2)), ("other", 2, fact(log, 1))], {"other": 0})

    assert twice.value.fact_id == "n-1"
    assert [each.position for each in append(log, 3)] == [2]


def test_recording_nothing_is_nothing(log):
    assert log.append([], {"organisation": 7}) == []


def test_the_log_is_read_by_position_stream_id_and_time(log, append):
    """A reader sees what was recorded through a position, and finds by number or word."""
    first, second = append(log, 1, 2)
    (third,) = append(log, 3, stream="other")

    assert list(log.facts(after=1)) == [second, third]
    assert list(log.facts(after=0, through=2)) == [first, second]
    assert list(log.facts(types=["unit.opened"])) == []
    assert list(log.facts(types=["unit.renamed", "unit.opened"])) == [first, second, third]
    assert list(log.stream("organisation")) == [(1, first), (2, second)]
    assert list(log.stream("organisation", 1)) == [(2, second)]
    assert log.streams() == ["organisation", "other"]
    assert (log.version("organisation"), log.version("nothing")) == (2, 0)
    assert log.find("n-2") == log.find(2) == log.find("#2") == (second, "organisation")
    assert log.find("n-9") is log.find(4) is log.find("x\0y") is log.find(2**70) is None
    assert log.recorded_at(3) == third.recorded_at
    assert log.position_at(second.recorded_at) == 2
    assert log.position_at(first.recorded_at - timedelta(microseconds=1)) == 0
    assert log.last_position() == 3
    assert log.metadata()["name"] == "Region Exempel"


def test_readers_may_be_interleaved(log, append):
    append(log, *range(6))
    together = [(one.position, other.position) for one, other in zip(log.facts(), log.facts(after=1), strict=False)]

    assert together == [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]


def test_reading_goes_on_from_page_to_page(log, append, monkeypatch):
    """A server is asked for one page after another; nothing is left out or told twice."""
    monkeypatch.setattr(type(log), "_page", 3)
    recorded = append(log, *range(10))

    assert list(log.facts()) == recorded
    assert list(log.facts(1, 9)) == recorded[1:9]
    assert [version for version, _ in log.stream("organisation", 3)] == [4, 5, 6, 7, 8, 9, 10]


def test_a_bulk_is_recorded_whole(log, append, fact):
    """Thousands of facts get positions and instants as if they had come one by one, and are told right."""
    append(log, 0)
    with log.bulk() as bulk:
        added = [bulk.add("organisation", version, fact(log, version)) for version in range(2, 2502)]

    assert list(log.facts(after=1)) == added
    assert [each.position for each in added] == list(range(2, 2502))
    assert all(one < other for one, other in pairwise(each.recorded_at for each in log.facts()))


def test_a_bulk_is_recorded_not_at_all_when_it_fails(log, append, fact):
    append(log, 0)

    def add_and_fail():
        with log.bulk() as bulk:
            for version in range(2, 1502):
                bulk.add("organisation", version, fact(log, version))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()

    assert log.last_position() == 1
    assert [each.position for each in append(log, 1)] == [2]


def test_a_bulk_sees_what_it_has_added_and_others_do_not(where, log, append, fact):
    append(log, 0)
    with log.bulk() as bulk, open_log(where) as outside:
        added = bulk.add("organisation", 2, fact(log, 1))
        bulk.add("organisation", 3, fact(log, 2))

        assert bulk.find("n-1") == bulk.find(2) == (added, "organisation")
        assert bulk.version("organisation") == 3
        assert [version for version, _ in bulk.stream("organisation")] == [1, 2, 3]
        assert [each.position for each in bulk.facts()] == [1, 2, 3]
        assert bulk.last_position() == 3
        assert (outside.last_position(), outside.find("n-1")) == (1, None)

    assert log.last_position() == 3


@pytest.mark.parametrize(("numbers", "lost"), [([(2, 1), (3, 1)], "n-1"), ([(2, 1), (3, 0), (4, 2)], "n-0")])
def test_a_bulk_names_the_id_that_is_there_already(log, append, fact, numbers, lost):
    """The duplicate is found among what waits and among what is stored."""
    append(log, 0)

    def add_all():
        with log.bulk() as bulk:
            for version, number in numbers:
                bulk.add("organisation", version, fact(log, number))

    with pytest.raises(DuplicateId) as twice:
        add_all()

    assert twice.value.fact_id == lost
    assert log.last_position() == 1


def test_an_existing_ledger_is_left_as_it_is(where, log, append):
    append(log, 1)
    with pytest.raises(LedgerExists):
        create(owned(where), name="Another", clock=now)

    assert log.metadata()["name"] == "Region Exempel"
    assert log.last_position() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_restored_ledger_is_the_same(stores, kind, log, append):
    """From either kind to either kind: positions, instants, streams and bytes come back as they were."""
    append(log, 1, 2)
    append(log, 3, stream="other")
    rows = sorted(
        (recorded.position, recorded.recorded_at, name, version, recorded.fact)
        for name in log.streams()
        for version, recorded in log.stream(name)
    )
    with open_for_recording(owned(stores.make(kind)), now) as copy:
        assert copy.restore(rows) == 3
        assert list(copy.raw()) == list(log.raw())
        assert [list(copy.stream(name)) for name in copy.streams()] == [
            list(log.stream(name)) for name in log.streams()
        ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda position, at, number: (position + 1, at, number), "Position 2 follows 0"),
        (lambda position, at, number: (position, at - timedelta(seconds=position // 2), number), "Fact #2 is not"),
        (lambda position, at, _: (position, at, 1), "Two facts in the journal have the id n-1"),
    ],
)
def test_a_journal_out_of_order_is_not_restored(stores, fact, kind, change, sentence):
    with open_for_recording(owned(stores.make(kind)), now) as log:
        journal = [change(number, now() + timedelta(microseconds=number), number) for number in (1, 2, 3)]
        rows = [(position, at, "s", position, fact(log, number)) for position, at, number in journal]
        with pytest.raises(RestoreOutOfOrder, match=sentence):
            log.restore(rows)

        assert log.last_position() == 0
