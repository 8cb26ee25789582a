"""A file in which the log is not the table that liggare made is not opened, and at once."""

import sqlite3
from contextlib import closing

import pytest
from intruding import Intruder, Shell, restored

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, i, i, i, i, i, i FROM n"

FOREIGN = {
    "the log is a view": (
        "ALTER TABLE stored_events RENAME TO facts",
        f"""CREATE VIEW stored_events
        (position, originator_id, originator_version, topic, state, recorded_at, fact_id, checksum) AS {ENDLESS}""",
    ),
    "the metadata is a view": (
        "ALTER TABLE metadata RENAME TO told",
        """CREATE VIEW metadata (key, value) AS WITH RECURSIVE n (i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'x', i FROM n""",
    ),
    "a computed column": ("ALTER TABLE stored_events ADD COLUMN more INTEGER AS (position * 2)",),
    "one more column": ("ALTER TABLE stored_events ADD COLUMN more INTEGER",),
    "a trigger after recording": (
        "CREATE TRIGGER more AFTER INSERT ON stored_events BEGIN DELETE FROM stored_events WHERE position = 1; END",
    ),
    "a trigger on the metadata": ("CREATE TRIGGER more AFTER INSERT ON metadata BEGIN SELECT 1; END",),
    "a trigger on the table by another spelling": (
        "CREATE TRIGGER more AFTER INSERT ON Stored_Events BEGIN SELECT 1; END",
    ),
    "a trigger of ours that does something else": (
        "DROP TRIGGER facts_never_change",
        "CREATE TRIGGER facts_never_change BEFORE UPDATE ON stored_events BEGIN SELECT 1; END",
    ),
}


@pytest.fixture
def liggare(tmp_path, capsys):
    return Shell(restored(tmp_path / "vb.db"), capsys)


@pytest.mark.parametrize("statements", FOREIGN.values(), ids=FOREIGN)
def test_a_log_that_is_something_else_is_not_opened(liggare, statements):
    """Neither to ask, to verify, to export nor to record."""
    with closing(sqlite3.connect(liggare.ledger, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    before = liggare.ledger.read_bytes()

    for words in (
        ("status",),
        ("show", "budget"),
        ("verify",),
        ("export",),
        ("record", "unit.renamed", "--unit", "RS", "--name", "X", "--effective", "2024-01-01"),
    ):
        assert liggare(*words) == 3
        assert "not as liggare makes it" in liggare.err
        assert liggare.out == ""
    assert liggare.ledger.read_bytes() == before


@pytest.mark.parametrize(
    "statements",
    [
        ("ALTER TABLE meta RENAME TO told", "CREATE VIEW meta (key, value) AS SELECT i, i FROM (SELECT 1 AS i)"),
        ("ALTER TABLE flows RENAME TO told", "CREATE VIEW flows AS SELECT * FROM told, told AS more"),
        ("CREATE TRIGGER more AFTER INSERT ON words BEGIN DELETE FROM flows; END",),
    ],
)
def test_a_read_model_that_is_something_else_is_made_anew(liggare, statements):
    """It answers nothing, and verification does not take it for one."""
    assert liggare("show", "budget", "--year", "2024", "--known-at", "2100-01-01") == 0
    expected = liggare.out
    with closing(sqlite3.connect(f"{liggare.ledger}.views", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)

    assert liggare("verify") == 0
    assert "There was no read model to compare." in liggare.out
    assert liggare("show", "budget", "--year", "2024", "--known-at", "2100-01-01") == 0
    assert liggare.out == expected


@pytest.mark.parametrize("claimed", [1_000, 400_000, 2**32 - 1])
def test_a_balance_that_claims_to_be_millions_is_not_unpacked(liggare, claimed):
    """Its few bytes would fill the memory; it is left aside, and the answer is the same."""
    import resource
    import zlib

    assert liggare("show", "budget", "--year", "2024", "--known-at", "2100-01-01") == 0
    expected = liggare.out
    bomb = zlib.compress(bytes(200_000_000), level=9)
    packed = b"z" + bytes(4) + claimed.to_bytes(4) + bomb
    with Intruder(liggare.ledger).inside(f"{liggare.ledger}.views") as connection:
        books = [row[0] for row in connection.execute("SELECT DISTINCT book FROM months")]
        last = int(connection.execute("SELECT value FROM meta WHERE key = 'position'").fetchone()[0])
        for book in books:
            for month in [row[0] for row in connection.execute("SELECT month FROM months WHERE book = ?", (book,))]:
                connection.execute(
                    "INSERT INTO balances (book, position, month, sums) VALUES (?, ?, ?, ?)",
                    (book, last, month, packed),
                )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert liggare("show", "budget", "--year", "2024", "--known-at", "2100-01-01") == 0
    assert liggare.out == expected
    assert liggare("verify") in (0, 1)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000  # KiB
