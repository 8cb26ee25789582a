"""Positions have no gaps, instants never step back, and of two writers one is told that it was too late."""

import multiprocessing
import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import attrs
import pytest
from store_samples import SAMPLES, TRANSFER, renamed

from ledger.store.entries import Entry
from ledger.store.errors import (
    ClockSteppedBack,
    DuplicateId,
    LedgerBusy,
    LedgerNotEmpty,
    RestoreOutOfOrder,
    StaleRead,
)
from ledger.store.files.reading import open_log
from ledger.store.files.recorder import Log


def append(log, *numbers, stream="organisation"):
    """Record small facts after whatever the stream has."""
    version = log.version(stream)
    entries = [(stream, version + at, renamed(number)) for at, number in enumerate(numbers, 1)]
    return log.append(entries, {stream: version})


def instants(log):
    return [recorded.recorded_at for recorded in log.facts()]


def test_what_is_recorded_is_what_is_read(log, clock):
    """The answer to an append is the facts with the position and instant they are stored under."""
    entries = [("mixed", version, fact) for version, fact in enumerate(SAMPLES.values(), 1)]
    recorded = log.append(entries, {"mixed": 0})

    assert recorded == list(log.facts())
    assert [each.position for each in recorded] == list(range(1, len(SAMPLES) + 1))
    assert recorded[0].recorded_at == clock.now


def test_recording_nothing_is_nothing(log):
    assert log.append([], {"organisation": 7}) == []


def test_a_standing_clock_still_gives_later_instants(log, clock):
    """Each fact is recorded at least a microsecond after the one before it."""
    append(log, 1, 2)
    append(log, 3)

    assert instants(log) == [clock.now + timedelta(microseconds=step) for step in range(3)]


def test_a_clock_that_steps_back_a_little_is_waited_for(log, clock):
    """Up to five minutes an instant is the last one's and a microsecond more; beyond, nothing is recorded."""
    append(log, 1)
    first = clock.now
    clock.back(minutes=5)
    append(log, 2)

    assert instants(log) == [first, first + timedelta(microseconds=1)]

    with pytest.raises(ClockSteppedBack) as refused:
        append(log, 3)
    assert "2024-09-15T10:25:00.000000Z" in refused.value.sentence
    assert "2024-09-15T10:30:00.000001Z" in refused.value.sentence
    assert log.last_position() == 2


def test_a_lost_race_is_told_as_one(path, clock):
    """Of two who read the same version and both append, the second must look again."""
    with Log.open(path, clock) as one, Log.open(path, clock) as other:
        append(one, 1)
        with pytest.raises(StaleRead) as lost:
            other.append([("organisation", 1, renamed(2))], {})

        assert (lost.value.stream, lost.value.read) == ("organisation", 0)
        assert [each.position for each in append(other, 2)] == [2]


def test_a_stream_that_was_only_read_must_not_have_grown_either(path, clock):
    """A rule that looked at the organisation holds only while the organisation stands where it stood."""
    with Log.open(path, clock) as one, Log.open(path, clock) as other:
        append(one, 1)
        with pytest.raises(StaleRead, match="organisation is no longer at version 0"):
            other.append([("budget-2024", 1, TRANSFER)], {"budget-2024": 0, "organisation": 0})

        assert other.append([("budget-2024", 1, TRANSFER)], {"budget-2024": 0, "organisation": 1})


def test_a_version_beyond_the_next_is_stale_too(log):
    """A stream's versions have no gaps."""
    with pytest.raises(StaleRead):
        log.append([("organisation", 2, renamed(1))], {})


def test_an_id_is_recorded_once(log):
    """The same id in another stream is a duplicate, not a lost race, and takes the whole append with it."""
    append(log, 1)
    with pytest.raises(DuplicateId) as twice:
        log.append([("other", 1, renamed(2)), ("other", 2, renamed(1))], {"other": 0})

    assert twice.value.fact_id == "n-1"
    assert log.last_position() == 1
    assert [each.position for each in append(log, 3)] == [2]


def test_a_fact_without_an_id_is_a_mistake_of_ours(log):
    with pytest.raises(ValueError, match="gets an id"):
        log.append([("organisation", 1, attrs.evolve(TRANSFER, id=None))], {})


def test_the_wait_for_another_writer_ends(path, clock, monkeypatch):
    """Someone who holds the lock for too long is named as the reason."""
    monkeypatch.setattr("ledger.store.files.eventsourced.BUSY_TIMEOUT_S", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    with Log.open(path, clock) as log:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy):
            append(log, 1)
        with pytest.raises(LedgerBusy), log.bulk():
            pass
        holder.execute("ROLLBACK")

        assert [each.position for each in append(log, 1)] == [1]
    holder.close()


def record_hundred(path, worker):
    with Log.open(path, lambda: datetime.now(UTC)) as log:
        for number in range(100):
            fact = renamed(worker * 1000 + number)
            while True:
                version = log.version("organisation")
                try:
                    log.append([("organisation", version + 1, fact)], {"organisation": version})
                    break
                except StaleRead:
                    continue


def test_four_writers_leave_no_gap_and_lose_nothing(path):
    """Whoever loses a race tries again; in the end all is there, once."""
    spawning = multiprocessing.get_context("spawn")
    writers = [spawning.Process(target=record_hundred, args=(path, worker)) for worker in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * 4
    with open_log(path) as log:
        recorded = list(log.facts())
        assert [each.position for each in recorded] == list(range(1, 401))
        assert {each.fact.id for each in recorded} == {
            f"n-{worker * 1000 + number}" for worker in range(4) for number in range(100)
        }
        assert [version for version, _ in log.stream("organisation")] == list(range(1, 401))
        assert all(one < other for one, other in pairwise(each.recorded_at for each in recorded))


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


def test_the_library_reads_what_it_recorded(log):
    """The library's own ways to the events lead to the same facts, with position and instant."""
    recorded = append(log, 1, 2, 3)
    application = log._application

    events = list(application.events.get("organisation"))
    assert events == [
        Entry("organisation", version, each.fact, each.position, each.recorded_at)
        for version, each in enumerate(recorded, 1)
    ]
    assert list(application.events.get("organisation", gt=1, lte=2)) == events[1:2]
    assert list(application.events.get("organisation", desc=True, limit=1)) == events[2:]

    notifications = application.notification_log.select(start=2, limit=10)
    assert [(each.id, each.recorded_at) for each in notifications] == [
        (each.position, each.recorded_at) for each in recorded[1:]
    ]
    assert [application.mapper.to_domain_event(each) for each in notifications] == events[1:]
    assert application.recorder.select_notifications(1, 9, topics=["unit.opened"]) == []
    assert [each.id for each in application.recorder.select_notifications(1, 9, 2, inclusive_of_start=False)] == [2]
    assert [each.id for each in application.recorder.select_notifications(None, 2)] == [1, 2]
    assert application.recorder.max_notification_id() == 3
    assert application.recorder.create_table_statements


def test_the_environment_has_no_say(path, clock, monkeypatch):
    """A variable that would encrypt or divert the events of other applications changes nothing here."""
    monkeypatch.setenv("PERSISTENCE_MODULE", "eventsourcing.popo")
    monkeypatch.setenv("COMPRESSOR_TOPIC", "zlib")
    with Log.open(path, clock) as log:
        append(log, 1)
    with open_log(path) as log:
        assert log.last_position() == 1
