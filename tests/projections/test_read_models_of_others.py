"""A read model of another ledger, of another version or of another history is derived anew."""

import shutil
import sqlite3
from datetime import UTC, datetime

import pytest
from one_budget import LATER, NEW_YEAR, asked, made, record, views

from ledger.domain.values.measured import Money
from ledger.queries.questions.money.budget import budget
from ledger.queries.reader import LedgerReader

FOR_ANOTHER = "made by another version or for another ledger"


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
