"""The read model may be lost, damaged or someone else's at any time: it is derived anew, and a person is told so."""

import json
import os
import shutil
import sqlite3
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.domain.money.budgets import BudgetAdjusted
from ledger.domain.organisation.lines import LineOpened
from ledger.domain.organisation.units import UnitOpened
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.projections import balances, tables
from ledger.projections.read_model_files import newest
from ledger.queries.questions.money.budget import budget
from ledger.queries.reader import LedgerReader
from ledger.recording.ledger import Ledger, make_ledger

NEW_YEAR, LATER = date(2024, 1, 1), datetime(2030, 1, 1, tzinfo=UTC)
MONTH_END = date(2024, 1, 31)
FOR_ANOTHER = "made by another version or for another ledger"


class Clock:
    """Every look at it is a second later."""

    def __init__(self, start=datetime(2024, 2, 1, tzinfo=UTC)):
        self.now = start

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


def adjusted(ore):
    return BudgetAdjusted(
        effective=NEW_YEAR,
        unit="RS",
        year=2024,
        lines={"NETTO": Money(ore)},
        from_month=Month.of(2024, 1),
        financing="Skatt",
    )


def made(path, ore, *, clock=None):
    """A ledger with one budget."""
    clock = clock or Clock()
    make_ledger(path, name="Region X", orgnr="", clock=clock)
    with Ledger.open(path, clock) as ledger:
        ledger.record(
            UnitOpened(effective=NEW_YEAR, unit="RS", name="Regionstyrelsen"),
            LineOpened(effective=NEW_YEAR, line="NETTO", name="Netto", side="net", statement="operating"),
            adjusted(ore),
        )
    return path


def record(path, ore, start=datetime(2024, 3, 1, tzinfo=UTC)):
    with Ledger.open(path, Clock(start)) as ledger:
        ledger.record(adjusted(ore))


@pytest.fixture
def path(tmp_path):
    path = made(tmp_path / "region.db", -1200)
    assert asked(path) == (-1200, [])
    return path


def asked(path, day=NEW_YEAR, **options):
    """The budget, and what a person was told on the way."""
    notices = []
    with LedgerReader.open(path, notice=notices.append, **options) as reader:
        (row,) = budget(reader.at(day, LATER), year=2024).rows
    return row.current.count, notices


def views(path):
    return newest(path)


def damage(path, start, garbage):
    with views(path).open("r+b") as file:
        file.seek(start)
        file.write(garbage)


def test_a_deleted_read_model_is_derived_anew_without_a_word(path):
    """Deleting it is allowed, so nothing is said."""
    views(path).unlink()

    assert asked(path) == (-1200, [])
    assert views(path).exists()


def test_what_belonged_to_a_deleted_read_model_is_not_taken_for_a_new_one(path):
    """Its changes lie beside it, and SQLite would play them into another file of that name."""
    with sqlite3.connect(views(path)) as held:
        held.execute("UPDATE flows SET amount = -7")
        held.commit()
        views(path).unlink()
        assert views(path).with_name("region.db.views-wal").stat().st_size

        assert asked(path) == (-1200, [])
        assert views(path).name == "region.db.views-2"
    held.close()
    assert asked(path) == (-1200, [])


def test_a_file_system_without_links_keeps_a_read_model_too(path, monkeypatch):
    """A memory stick, or a folder of another computer."""

    def refused(*_):
        raise PermissionError

    views(path).unlink()
    monkeypatch.setattr(os, "link", refused)
    assert asked(path) == (-1200, [])
    assert views(path).exists()
    assert list(path.parent.glob("*.new")) == []


def test_what_somebody_killed_left_unfinished_is_cleared_away(path):
    """Unless it may still be in the making."""
    old, young = (path.with_name(f".region.db.views-9.{name}.new") for name in ("old", "young"))
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    views(path).write_bytes(b"no database at all")

    assert asked(path)[0] == -1200
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize("size", [0, 1, 50, 100, 4096, 8192, 20000])
def test_a_truncated_read_model_is_derived_anew(path, size):
    """What is left of it is no read model, whatever its length."""
    os.truncate(views(path), size)

    figure, notices = asked(path)
    assert figure == -1200
    assert len(notices) == 1
    assert "derived anew" in notices[0]
    assert asked(path) == (-1200, [])


def test_random_bytes_are_not_a_read_model(path):
    """A file of something else is put out of the way."""
    views(path).write_bytes(bytes(range(7, 207)) * 100)

    figure, notices = asked(path)
    assert figure == -1200
    assert notices == ["The read model region.db.views is derived anew: it is damaged (file is not a database)."]
    assert asked(path) == (-1200, [])


@pytest.mark.parametrize("table", ["words", "flows", "statements", "voided", "marks", "meta"])
def test_a_damaged_page_is_noticed_when_it_is_read(path, table):
    """The head of the file may be whole while a table is not."""
    with sqlite3.connect(views(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    damage(path, (page - 1) * size, b"\xa5" * 200)
    record(path, -600)

    assert asked(path)[0] == -1800
    assert asked(path) == (-1800, [])


def test_a_table_that_is_gone_is_derived_anew(path):
    """Whoever dropped it, the answer stays right."""
    with sqlite3.connect(views(path)) as connection:
        connection.execute("DROP TABLE flows")
    connection.close()

    figure, notices = asked(path)
    assert figure == -1200
    assert "damaged (no such table: flows)" in notices[0]


def test_two_answers_in_the_making_derive_a_broken_read_model_once(path):
    """Whoever comes second reads what the first had derived."""
    notices = []
    with LedgerReader.open(path, notice=notices.append) as reader:
        at = [reader.at(NEW_YEAR, LATER) for _ in range(2)]
        for each in at:
            assert budget(each, year=2024).rows[0].current == Money(-1200)
        reader.views.current().execute("DROP TABLE flows")

        for each in at * 2:
            assert budget(each, year=2024).rows[0].current == Money(-1200)
    assert len(notices) == 1


def test_a_balance_that_is_cleared_away_meanwhile_is_done_without(path, monkeypatch):
    """Another question made room for its own between our looking for one and our taking it."""
    monkeypatch.setattr(balances, "MUCH", 0)
    assert asked(path, MONTH_END) == (-1200, [])
    found, cleared = balances._nearest, []

    def and_then_cleared(connection, *asked_for):
        cleared.append(found(connection, *asked_for))
        connection.execute("DELETE FROM balances")
        return cleared[-1]

    monkeypatch.setattr(balances, "_nearest", and_then_cleared)
    assert asked(path, MONTH_END) == (-1200, [])
    assert None not in cleared
    assert cleared


@pytest.mark.parametrize("is_small", [True, False], ids=["compressed", "plain"])
@pytest.mark.parametrize("at", [0, 3, 7, 9, 40, -1])
def test_a_balance_that_is_not_whole_is_left_aside(path, monkeypatch, is_small, at):
    """Whichever byte of it decayed: the flows are read instead, and the answer is right."""
    monkeypatch.setattr(balances, "MUCH", 0)
    monkeypatch.setattr(balances, "_BYTES_A_FLOW", 32 if is_small else 10**6)
    assert asked(path, MONTH_END) == (-1200, [])
    with sqlite3.connect(views(path)) as connection:
        ((number, sums),) = connection.execute("SELECT id, sums FROM balances").fetchall()
        assert sums[:1] == (b"z" if is_small else b"-")
        decayed = bytearray(sums)
        decayed[at] ^= 0xFF
        connection.execute("UPDATE balances SET sums = ? WHERE id = ?", (bytes(decayed), number))
    connection.close()

    assert asked(path, MONTH_END) == (-1200, [])


def test_the_read_model_of_another_ledger_is_not_used(path, tmp_path):
    """Two ledgers with the same name have different identities."""
    other = made(tmp_path / "other.db", -5500)
    assert asked(other) == (-5500, [])
    shutil.copy(views(other), views(path))

    figure, notices = asked(path)
    assert figure == -1200
    assert FOR_ANOTHER in notices[0]


@pytest.mark.parametrize("name", ["0", "1", "999", ""])
def test_a_read_model_of_another_format_is_not_used(path, name):
    """Older or newer: its tables may mean something else."""
    with sqlite3.connect(views(path)) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (name,))
    connection.close()

    figure, notices = asked(path)
    assert figure == -1200
    assert FOR_ANOTHER in notices[0]
    assert asked(path) == (-1200, [])


def test_an_older_copy_of_the_log_put_back_is_noticed(path, tmp_path):
    """A backup has fewer facts than the read model, and other facts once recording goes on."""
    backup = tmp_path / "backup.db"
    shutil.copy(path, backup)
    record(path, -600)
    assert asked(path)[0] == -1800
    shutil.copy(backup, path)

    figure, notices = asked(path)
    assert figure == -1200
    assert FOR_ANOTHER in notices[0]


def test_an_older_copy_of_the_log_is_noticed_after_it_has_grown_again(path, tmp_path):
    """The fact at the same position is another one."""
    backup = tmp_path / "backup.db"
    shutil.copy(path, backup)
    record(path, -600)
    assert asked(path)[0] == -1800
    shutil.copy(backup, path)
    record(path, -100, datetime(2024, 4, 1, tzinfo=UTC))

    figure, notices = asked(path)
    assert figure == -1300
    assert FOR_ANOTHER in notices[0]


def test_new_facts_are_caught_up_before_each_answer(path):
    """Also while a moment is being asked about."""
    with LedgerReader.open(path) as reader:
        assert budget(reader.at(NEW_YEAR, LATER), year=2024).rows[0].current == Money(-1200)
        record(path, -600)
        assert budget(reader.at(NEW_YEAR, LATER), year=2024).rows[0].current == Money(-1800)


def test_where_no_file_can_be_made_the_answer_comes_from_memory(tmp_path):
    """A folder stands where the read model should lie."""
    path = made(tmp_path / "region.db", -1200)
    views(path).mkdir()

    assert asked(path) == (-1200, [])
    assert views(path).is_dir()


def test_asked_not_to_write_nothing_is_written(tmp_path):
    """Unless writable, the read model is used if it is there and complete, and never made."""
    path = made(tmp_path / "region.db", -1200)
    assert asked(path, writable=False) == (-1200, [])
    assert not views(path).exists()

    asked(path)
    record(path, -600)
    before = views(path).read_bytes()
    assert asked(path, writable=False) == (-1800, [])
    assert views(path).read_bytes() == before


def test_another_writer_holding_the_read_model_does_not_lose_it(path, monkeypatch):
    """A read model that is busy is not damaged: this once the answer comes from memory."""
    connect = tables.connect
    record(path, -600)
    holder = sqlite3.connect(views(path), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    def impatient(where):
        connection = connect(where)
        connection.execute("PRAGMA busy_timeout = 50")
        return connection

    monkeypatch.setattr(tables, "connect", impatient)
    inode = views(path).stat().st_ino
    assert asked(path) == (-1800, [])
    assert views(path).stat().st_ino == inode
    holder.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="permissions are told to POSIX systems")
@pytest.mark.parametrize("state", ["none", "current", "behind"])
def test_a_folder_without_write_access_is_no_hindrance(state):
    """An auditor's copy: with, without or with an old read model beside it, and nothing is changed in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = made(folder / "region.db", -1200)
        if state != "none":
            asked(path)
        if state == "behind":
            record(path, -600)
        before = {each.name: each.read_bytes() for each in folder.iterdir()}
        for each in (*folder.iterdir(), folder):
            each.chmod(0o555 if each.is_dir() else 0o444)
        found = without_write_access(lambda: asked(path))
        folder.chmod(0o755)

        assert found == ([-1800, []] if state == "behind" else [-1200, []])
        assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def without_write_access(question):
    """The answer of a process that permissions bind, also when the tests run as root, whom they do not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as answer:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            try:
                answer.write(json.dumps(question()))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must hear of it
                answer.write(json.dumps(repr(error)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        found = json.loads(answer.read())
    os.waitpid(child, 0)
    return found
