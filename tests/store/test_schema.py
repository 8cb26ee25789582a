"""What is recorded cannot be changed from outside, by any program."""

import sqlite3
import subprocess

import pytest
from needed import program
from store_samples import renamed

from ledger.store.files import schema
from ledger.store.files.reading import open_log

ROW = "4, 'organisation', 4, 'unit.renamed', x'7b7d', 9000000000000000, 'new', 0"
COLUMNS = f"({', '.join(schema.COLUMNS_OF_A_FILE)})"

FORBIDDEN = [
    "UPDATE stored_events SET state = x'00' WHERE position = 2",
    "UPDATE OR REPLACE stored_events SET position = 1 WHERE position = 2",
    "UPDATE stored_events SET recorded_at = recorded_at + 1",
    "DELETE FROM stored_events",
    "DELETE FROM stored_events WHERE position = 3",
    "UPDATE metadata SET value = 'another'",
    "DELETE FROM metadata",
    "INSERT INTO metadata VALUES ('name', 'another')",
    "INSERT OR REPLACE INTO metadata VALUES ('name', 'another')",
    "INSERT INTO metadata VALUES ('name', 'another') ON CONFLICT (key) DO UPDATE SET value = 'another'",
    f"INSERT INTO stored_events SELECT 1, {ROW.partition(', ')[2]}",
    f"INSERT INTO stored_events SELECT 5, {ROW.partition(', ')[2]}",
    f"INSERT INTO stored_events SELECT NULL, {ROW.partition(', ')[2]}",
    f"INSERT OR REPLACE INTO stored_events VALUES ({ROW})".replace("(4,", "(3,"),
    f"INSERT OR REPLACE INTO stored_events VALUES ({ROW})".replace("'new'", "'n-2'"),
    f"INSERT OR IGNORE INTO stored_events VALUES ({ROW})".replace("'new'", "'n-2'"),
    f"INSERT OR REPLACE INTO stored_events VALUES ({ROW})".replace("'organisation', 4", "'organisation', 2"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("'organisation', 4", "'organisation', 5"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("9000000000000000", "5"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("9000000000000000", "'late'"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("9000000000000000", "NULL"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("x'7b7d'", "'{}'"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("'new'", "''"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("'new'", "NULL"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("'new', 0", "'new', NULL"),
    f"INSERT INTO stored_events VALUES ({ROW})".replace("'new', 0", "'new', 'none'"),
]
TABLE = f"INSERT INTO stored_events {COLUMNS}"


@pytest.fixture
def three(log, path):
    log.append([("organisation", number, renamed(number)) for number in (1, 2, 3)], {})
    return path


def content(path):
    with open_log(path) as log:
        return list(log.raw()), log.metadata(), log.streams()


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_no_statement_changes_what_is_recorded(three, statement):
    """Updates, deletions and every way around them are refused by the file itself."""
    before = content(three)
    connection = sqlite3.connect(three, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()

    assert content(three) == before


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_not_from_the_sqlite_shell_either(three, statement):
    before = content(three)
    shell = program("sqlite3", "sqlite3")
    said = subprocess.run([shell, three, statement], capture_output=True, text=True, check=False)

    assert said.returncode
    assert content(three) == before


def test_the_refusal_says_what_to_do_instead(three):
    connection = sqlite3.connect(three, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match="record a correction"):
        connection.execute("UPDATE stored_events SET state = x'00'")
    with pytest.raises(sqlite3.IntegrityError, match="record a reversal"):
        connection.execute("DELETE FROM stored_events")
    connection.close()


def test_only_the_first_fact_starts_an_empty_ledger(path):
    connection = sqlite3.connect(path, isolation_level=None)
    for position in (0, 2, -1):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(f"{TABLE} VALUES ({position}, 's', 1, 't', x'7b7d', 1, 'a', 0)")
    connection.execute(f"{TABLE} VALUES (1, 's', 1, 't', x'7b7d', 1, 'a', 0)")
    connection.close()


def test_positions_survive_a_vacuum(three):
    before = content(three)
    connection = sqlite3.connect(three, isolation_level=None)
    connection.execute("VACUUM")
    connection.close()

    assert content(three) == before
