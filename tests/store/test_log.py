"""Reading the log: by position, by stream, by id and by the time it was known."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from store_samples import SAMPLES, TRANSFER, renamed

from ledger.store.codec import encode
from ledger.store.errors import (
    DamagedFact,
    DamagedLedger,
    LedgerOutOfReach,
    NewerLedger,
    NoLedger,
    NotALedger,
    ReadOnlyLedger,
    UnfinishedWrites,
)
from ledger.store.files.reading import open_log
from ledger.store.files.recorder import Log, create


@pytest.fixture
def filled(log, clock):
    """Three facts, an hour between them: two of the organisation, one of the budget."""
    log.append([("organisation", 1, renamed(1))], {})
    clock.forward(hours=1)
    log.append([("budget-2024", 1, TRANSFER)], {})
    clock.forward(hours=1)
    log.append([("organisation", 2, renamed(2))], {})
    return log


def test_an_empty_ledger_has_nothing(path):
    with open_log(path) as log:
        assert log.last_position() == 0
        assert log.streams() == []
        assert log.version("organisation") == 0
        assert list(log.facts()) == list(log.stream("organisation")) == list(log.raw()) == []
        assert log.position_at(datetime.max.replace(tzinfo=UTC)) == 0
        assert log.find(1) is log.find("n-1") is None


def test_a_ledger_knows_what_it_is(path, make):
    with open_log(path) as log, open_log(make("other.db")) as other:
        assert log.metadata() | {"identity": ""} == {
            "format": "2",
            "name": "Region Exempel",
            "orgnr": "232100-0222",
            "created": "2024-09-15T10:30:00.000000Z",
            "identity": "",
        }
        assert log.metadata()["identity"] != other.metadata()["identity"]
        assert other.metadata()["name"] == ""


def test_facts_come_in_the_order_they_were_recorded(filled):
    """Between two positions, the first excluded and the last included; of some types, if asked."""
    assert [each.fact.id for each in filled.facts()] == ["n-1", "RS-2024-112", "n-2"]
    assert [each.position for each in filled.facts(after=1)] == [2, 3]
    assert [each.position for each in filled.facts(after=1, through=2)] == [2]
    assert [each.position for each in filled.facts(types=["unit.renamed", "unit.moved"])] == [1, 3]
    assert [each.position for each in filled.facts(through=2, types={"unit.renamed"})] == [1]


def test_the_bytes_are_those_of_the_journal(filled, clock):
    assert list(filled.raw(after=2)) == [(3, clock.now, encode(renamed(2)))]


def test_a_stream_is_read_after_a_version(filled):
    assert [(version, each.position) for version, each in filled.stream("organisation")] == [(1, 1), (2, 3)]
    assert [version for version, _ in filled.stream("organisation", after_version=1)] == [2]
    assert filled.version("organisation") == 2
    assert filled.streams() == ["budget-2024", "organisation"]


@pytest.mark.parametrize("reference", [2, "2", "#2", "RS-2024-112"])
def test_a_fact_is_found_by_id_or_position(filled, reference):
    recorded, stream = filled.find(reference)

    assert (recorded.position, recorded.fact, stream) == (2, TRANSFER, "budget-2024")


@pytest.mark.parametrize("reference", [0, -1, 4, 2**63, 2**80, "4", "#0", "²", "9" * 40, "", "#", "# 2", "NONE"])
def test_what_is_not_there_is_not_found(filled, reference):
    assert filled.find(reference) is None


def test_an_id_goes_before_a_position(filled):
    """A fact whose id is digits is found by them, whatever stands at that position."""
    filled.append([("organisation", 3, attrs.evolve(renamed(0), id="1"))], {})

    assert filled.find("1")[0].position == 4
    assert filled.find("#1")[0].position == filled.find(1)[0].position == 1


def test_what_was_known_at_an_instant_ends_at_a_position(filled, clock):
    """The instant itself is included; the microsecond before is not."""
    instants = [clock.now - timedelta(hours=2), clock.now - timedelta(hours=1), clock.now]

    assert [filled.position_at(at) for at in instants] == [1, 2, 3]
    assert [filled.position_at(at - timedelta(microseconds=1)) for at in instants] == [0, 1, 2]
    assert filled.position_at(clock.now + timedelta(days=9000)) == 3
    assert [filled.recorded_at(position) for position in (1, 2, 3)] == instants


def test_a_position_that_is_not_there_has_no_instant(filled):
    with pytest.raises(DamagedLedger, match="there is no fact #4"):
        filled.recorded_at(4)


def test_no_ledger_is_told_with_the_way_to_make_one(tmp_path):
    for missing in (tmp_path / "liggare.db", tmp_path / "nowhere" / "liggare.db"):
        with pytest.raises(NoLedger) as caught:
            open_log(missing)
        assert "liggare" in caught.value.hint
        assert "init" in caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"datum;belopp\n2024-01-01;5\n" * 100])
def test_another_file_is_not_a_ledger(tmp_path, content):
    other = tmp_path / "other.db"
    other.write_bytes(content)
    with pytest.raises(NotALedger):
        open_log(other)

    assert other.read_bytes() == content


def change(path, *statements):
    """Do what only someone with an editor for databases would do."""
    connection = sqlite3.connect(path, isolation_level=None)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_another_database_is_not_a_ledger(tmp_path):
    change(tmp_path / "other.db", "CREATE TABLE metadata (key, value)", "INSERT INTO metadata VALUES ('format', 1)")
    with pytest.raises(NotALedger, match="something else"):
        open_log(tmp_path / "other.db")
    with pytest.raises(NotALedger, match="directory"):
        open_log(tmp_path)


def test_a_newer_ledger_is_left_to_a_newer_liggare(path):
    change(path, "UPDATE metadata SET value = '3' WHERE key = 'format'")
    with pytest.raises(NewerLedger, match=r"has format 3, .* up to 2"):
        open_log(path)
    change(path, "UPDATE metadata SET value = 'two' WHERE key = 'format'")
    with pytest.raises(NotALedger, match="format"):
        open_log(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = replace(state, '-12500000.00', '-125OOOOO.00')",
        "UPDATE stored_events SET state = CAST(substr(state, 2) AS BLOB)",
        "UPDATE stored_events SET topic = 'budget.transferreD' WHERE position = 2",
        "UPDATE stored_events SET topic = 'unit.closed' WHERE position = 2",
        "UPDATE stored_events SET recorded_at = 9000000000000000000 WHERE position = 2",
    ],
)
@pytest.mark.usefixtures("filled")
def test_a_damaged_fact_is_named_by_its_position(path, statement):
    """Reading stops at the first fact that is not ours, and says where."""
    change(
        path,
        "PRAGMA ignore_check_constraints = ON",
        f"{statement}" + (" WHERE position = 2" * ("WHERE" not in statement)),
    )
    with open_log(path) as log:
        for reading in (log.facts, lambda: log.stream("budget-2024"), lambda: [log.find(2)]):
            with pytest.raises(DamagedFact, match="Fact #2 cannot be read"):
                list(reading())
        assert [each.position for each in log.facts(after=2)] == [3]


@pytest.mark.usefixtures("filled")
def test_text_that_is_not_utf_8_is_damage(path):
    change(path, "UPDATE stored_events SET topic = CAST(x'ff' AS TEXT)")
    with open_log(path) as log, pytest.raises(DamagedLedger, match="not UTF-8"):
        list(log.facts())


def test_a_torn_file_is_damage(log, path):
    """Pages that do not fit together are told as such, not as a traceback."""
    with log.bulk() as bulk:
        for version in range(1, 2000):
            bulk.add("organisation", version, renamed(version))
    log.close()
    torn = bytearray(path.read_bytes())
    torn[8192:-4096] = b"\x5a" * (len(torn) - 12288)
    path.write_bytes(torn)
    with pytest.raises(DamagedLedger), open_log(path) as reader:
        list(reader.facts())


def test_reading_only_cannot_write(path):
    with open_log(path) as log, pytest.raises(sqlite3.OperationalError, match="readonly"):
        log._connection.execute("INSERT INTO metadata VALUES ('a', 'b')")


def test_reading_does_not_wait_for_a_writer(filled, path):
    """A reader sees what was committed, whoever is writing."""
    with filled.bulk() as bulk, open_log(path) as reader:
        bulk.add("organisation", 3, renamed(3))
        assert bulk.last_position() == 4
        assert reader.last_position() == 3
    with open_log(path, recording=True) as reader:
        assert reader.last_position() == 4


def test_reading_needs_no_heavy_machines():
    """Read commands start without the library that records."""
    loaded = "import sys, ledger.store.files.log; print(*{'eventsourcing', 'sqlite_utils', 'click'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == ""


def as_someone_without_write_access(check, path):
    if os.geteuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)
    check(path)


@pytest.fixture
def guarded(clock):
    """A directory that others may read but not write, even where the tests run as root."""
    with TemporaryDirectory() as name:
        directory = Path(name)
        create(directory / "liggare.db", clock=clock)
        with Log.open(directory / "liggare.db", clock) as log:
            log.append([("organisation", 1, renamed(1))], {})
        yield directory / "liggare.db"
        directory.chmod(0o755)


def without_write_access(check, path):
    path.parent.chmod(0o555)
    for file in path.parent.iterdir():
        file.chmod(0o444)
    child = multiprocessing.get_context("fork").Process(target=as_someone_without_write_access, args=(check, path))
    child.start()
    child.join()
    assert child.exitcode == 0


def reads_one_fact(path):
    with open_log(path) as log:
        assert log.last_position() == 1


def refuses_unmerged_facts(path):
    with pytest.raises(UnfinishedWrites, match=r"liggare\.db-wal"):
        open_log(path)


def cannot_record(path):
    clock = lambda: datetime(2025, 1, 1, tzinfo=UTC)  # noqa: E731 - one expression
    with pytest.raises((ReadOnlyLedger, LedgerOutOfReach)), Log.open(path, clock) as log:
        log.append([("organisation", 2, renamed(2))], {})


def test_an_auditor_reads_without_write_access(guarded):
    """A ledger at rest can be read by someone who may write neither it nor its directory."""
    without_write_access(reads_one_fact, guarded)
    without_write_access(cannot_record, guarded)


def test_facts_that_only_stand_in_the_wal_are_not_passed_by(guarded):
    """Reading around the newest facts would give a wrong answer, so there is none."""
    wal = guarded.with_name("liggare.db-wal")
    wal.write_bytes(b"\x00" * 64)
    without_write_access(refuses_unmerged_facts, guarded)
    wal.unlink()
    wal.touch()
    without_write_access(reads_one_fact, guarded)


def test_every_type_is_read_from_a_real_file(log):
    with log.bulk() as bulk:
        for version, fact in enumerate(SAMPLES.values(), 1):
            bulk.add("mixed", version, fact)

    assert [each.fact for each in log.facts()] == list(SAMPLES.values())
