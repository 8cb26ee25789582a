"""Whatever is changed in the read model is found by comparing it row for row."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intruding import ADOPTED, OUTCOME, assert_found, model, statement

from ledger.projections import balances, tables
from ledger.proofs.evidence import Evidence
from ledger.proofs.verification import Verification
from ledger.queries.reader import LedgerReader

HERE = f"position = {ADOPTED}"


@model
def test_rows_of_the_read_model_that_were_changed_are_found(intruder, liggare):
    intruder.change_model("UPDATE flows SET amount = amount + 1 WHERE position = ?", ADOPTED)

    row = f"in flows: book [0-9]+, month 24288, position {ADOPTED}"
    assert_found(
        liggare,
        f"#{ADOPTED}: the read model has a row that the facts do not give, {row}",
        f"#{ADOPTED}: the read model lacks a row that the facts give, {row}",
    )


@model
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (f"DELETE FROM statements WHERE fact = {OUTCOME}", f"#{OUTCOME}: the read model lacks a row"),
        ("UPDATE statements SET month = month + 1 WHERE fact = 72", "#72: the read model has a row"),
        ("UPDATE months SET rows = rows + 1", "the read model has a row .* in months: book [0-9]+, month"),
        (f"UPDATE flows SET position = 1000000 WHERE {HERE}", "#1000000: the read model has a row"),
        (f"UPDATE flows SET amount = 'much' WHERE {HERE}", f"#{ADOPTED}: the read model has .* amount much"),
        (f"UPDATE flows SET amount = NULL WHERE {HERE}", f"#{ADOPTED}: the read model has .* amount None"),
        (f"INSERT INTO voided VALUES (6, {OUTCOME})", f"#{OUTCOME}: the read model has a row"),
        (f"INSERT INTO marks VALUES ({OUTCOME}, 'reversed', 0)", f"#{OUTCOME}: the read model has a row"),
        ("UPDATE words SET word = 'wrong' WHERE id = 1", "the read model has a row .* in words: id 1, word wrong"),
        ("DELETE FROM words WHERE id = 1", "the read model lacks a row .* in words: id 1"),
    ],
)
def test_every_table_of_the_read_model_is_compared(intruder, liggare, change, told):
    intruder.change_model(change)

    assert_found(liggare, told)


@model
def test_a_balance_that_was_changed_is_found(intruder, liggare, monkeypatch):
    """Also where it says of itself that it is whole."""
    monkeypatch.setattr(balances, "MUCH", 0)
    assert liggare("show", "budget", "--as-of", "2024-07-31", "--known-at", "2024-08-27") == 0
    with intruder.inside(intruder.path.with_name("vb.db.views")) as connection:
        number, packed = connection.execute("SELECT id, sums FROM balances").fetchone()
    sums = balances.Sums.unpacked(packed)
    sums.through[6][0] += 1
    intruder.change_model("UPDATE balances SET sums = ? WHERE id = ?", sums.packed(), number)

    assert_found(liggare, "the balance of budget-2024 through 2024-07, as known at #125, in the read model is not what")


@model
def test_a_read_model_that_is_no_database_any_more_is_found(intruder, liggare):
    views = intruder.path.with_name("vb.db.views")
    views.write_bytes(b"\x00" * 100 + views.read_bytes()[100:])

    assert_found(liggare, "The read model vb.db.views is damaged")


@model
def test_a_table_of_the_read_model_that_is_gone_is_missed(intruder, liggare):
    statement(intruder.path.with_name("vb.db.views"), "DROP TABLE voided")

    assert_found(liggare, "The table voided of the read model cannot be read")


@given(st.data())
def test_any_flipped_bit_in_the_read_model_is_found_or_changes_no_row(original, data):
    """It is compared row for row, so that whatever is not found shows in no answer."""
    with tempfile.TemporaryDirectory() as folder:
        copy, views = Path(folder) / "vb.db", Path(folder) / "vb.db.views"
        copy.write_bytes(original.read_bytes())
        with LedgerReader.open(copy) as reader:
            reader.views.current()
        with closing(sqlite3.connect(views)) as connection:
            rows = list(tables.rows(connection))
        content = bytearray(views.read_bytes())
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        views.write_bytes(content)
        with Evidence.open(copy) as evidence:
            verification = Verification(evidence)
            compared = verification.run().model_compared

        if compared and not verification.findings.count:
            with closing(sqlite3.connect(views)) as connection:
                assert list(tables.rows(connection)) == rows
