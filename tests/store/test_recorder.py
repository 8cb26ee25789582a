"""Positions have no gaps, instants never step back, and of two writers one is told that it was too late."""

import multiprocessing
import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import attrs
import pytest
from appending import append, instants
from store_samples import SAMPLES, TRANSFER, renamed

from ledger.store.clock_errors import ClockSteppedBack
from ledger.store.entries import Entry
from ledger.store.errors import DuplicateId, LedgerBusy, StaleRead
from ledger.store.files.reading import open_log
from ledger.store.files.recorder import Log


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
