"""Our own reading of SQLite's pages and of its ``-wal``, beside SQLite's."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.store.salvaging.pages import INDEX_INTERIOR, INDEX_LEAF, TABLE_LEAF, Page, Unsound, record, varint
from ledger.store.salvaging.wal import read_wal

numbers = st.integers(-(2**63), 2**63 - 1) | st.integers(-300, 300)
sizes = st.sampled_from([0, 1, 60, 400, 477, 478, 489, 490, 2000, 4050, 4061, 4062, 9000, 70_000])
"""How long texts and bytes are, on both sides of what fits on a page."""
rows = st.lists(
    st.tuples(numbers, st.none() | numbers, sizes, sizes, st.integers(0, 255)),
    unique_by=lambda row: row[0],
    max_size=12,
)


def database(folder, page_size, some):
    """A database with these rows in a table, and an index over two of its columns."""
    path = Path(folder) / "some.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, number, text, bytes)")
        connection.execute("CREATE INDEX sorted ON facts (text, number)")
        for rowid, number, text, data, filler in some:
            values = (rowid, number, "å" * (text // 2), bytes([filler]) * data)
            connection.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", values)
        return path, connection.execute("SELECT id, number, text, bytes FROM facts ORDER BY id").fetchall()


def pages(data, page_size):
    """Every page of a file."""

    def page(number):
        return data[(number - 1) * page_size : number * page_size] if number > 0 else b""

    for number in range(1, len(data) // page_size + 1):
        yield Page(page(number), page_size, page, first=number == 1)


@given(rows, st.sampled_from([512, 1024, 4096, 65536]))
def test_rows_are_read_as_sqlite_reads_them(some, page_size):
    """Whatever numbers, lengths and pages: every row of the table and every entry of the index."""
    with tempfile.TemporaryDirectory() as folder:
        path, stored = database(folder, page_size, some)
        read = [
            (page.kind, row) for page in pages(path.read_bytes(), page_size)
            if page.kind in {TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR} for row in page.rows()
        ]  # fmt: skip

    assert all(row is not None for _, row in read)
    facts = sorted(
        (row.rowid, *row.values[1:]) for kind, row in read if kind == TABLE_LEAF and len(row.values) == 4
    )  # the table of tables has five columns
    entries = sorted(row.values[-1] for kind, row in read if kind != TABLE_LEAF and len(row.values) == 3)
    assert facts == stored
    assert entries == [rowid for rowid, *_ in stored]


@given(rows)
def test_rows_are_found_without_the_page_saying_where(some):
    """Searched byte by byte, a page gives every row that it holds, and perhaps what only looks like one."""
    with tempfile.TemporaryDirectory() as folder:
        path, stored = database(folder, 4096, some)
        carved = [row for page in pages(path.read_bytes(), 4096) if page.kind == TABLE_LEAF for row in page.carved()]

    assert {row[0] for row in stored} <= {row.rowid for row in carved if len(row.values) == 4}


@given(st.binary(max_size=4096), st.sampled_from([TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR, 0]))
def test_noise_is_no_surprise(noise, kind):
    """Any bytes at all end in rows, in none, or in one that cannot be read."""
    page = Page(bytes([kind]) + noise, 4096, lambda _: noise)
    for row in page.rows():
        assert row is None or isinstance(row.values, list)
    list(page.carved())


HALF = [b"", b"\x05", b"\x02\x0a", b"\x02\x07" + bytes(8), b"\x02\x01", b"\x02\x0f\xff", b"\x02\x08\x00"]


@pytest.mark.parametrize("payload", HALF)
def test_half_a_row_is_none(payload):
    """No header, one too long, a type that is not used, a fraction, a missing value, no UTF-8, something left."""
    with pytest.raises(Unsound):
        record(payload)


@given(st.integers(0, 2**64 - 1))
def test_numbers_of_any_length(number):
    """Seven bits a byte, and eight in the ninth."""
    if number >= 2**56:
        spelled = bytes((number >> (8 + 7 * place) & 0x7F) | 0x80 for place in reversed(range(8))) + bytes(
            [number & 0xFF]
        )
    else:
        groups = [number >> 7 * place & 0x7F for place in range(8)]
        while len(groups) > 1 and not groups[-1]:
            groups.pop()
        spelled = bytes(group | 0x80 for group in reversed(groups[1:])) + bytes(groups[:1])

    assert varint(spelled + b"x", 0) == (number, len(spelled))
    with pytest.raises(Unsound):
        varint(spelled[:-1], 0)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 30)), max_size=8))
def test_committed_pages_are_those_that_sqlite_merges(transactions):
    """Some transactions are committed and some given up; the pages of the first are what the file becomes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA cache_size = 2")  # so that pages are written before they are committed
            connection.execute("CREATE TABLE facts (bytes)")
            connection.execute("PRAGMA wal_checkpoint(RESTART)")
            for kept, count in transactions:
                connection.execute("BEGIN")
                connection.executemany("INSERT INTO facts VALUES (?)", [(bytes([count]) * 1500,)] * count)
                connection.execute("COMMIT" if kept else "ROLLBACK")
            log = path.with_name("some.db-wal").read_bytes()
            with path.with_name("some.db-wal").open("rb") as file:
                found = read_wal(file)
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            merged = path.read_bytes()

    assert not found.damaged
    for number, at in found.committed.items():
        assert log[at : at + 4096] == merged[(number - 1) * 4096 : number * 4096]
    if any(kept for kept, _ in transactions):
        assert found.committed
