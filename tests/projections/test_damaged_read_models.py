"""A read model that is lost or damaged is derived anew, and a person is told so."""

import os
import sqlite3
from datetime import date

import pytest
from one_budget import LATER, NEW_YEAR, asked, record, views

from ledger.domain.values.measured import Money
from ledger.projections import balances
from ledger.queries.questions.money.budget import budget
from ledger.queries.reader import LedgerReader

MONTH_END = date(2024, 1, 31)


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
