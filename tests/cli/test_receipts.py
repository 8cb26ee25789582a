"""Receipts make an answer again, and nothing else."""

import json
from pathlib import Path

import pytest
from terminal import assert_told

from cli.receipts import ReceiptExists
from cli.settings import now
from ledger.application import Ledger
from ledger.interchange.journal import to_fact


def test_a_receipt_makes_the_same_answer_again(board):
    """Whatever is recorded later, the receipt's question has the same answer, byte for byte."""
    for number, words in enumerate(
        (
            ("show", "report", "--month", "2024-07", "--lang", "sv"),
            ("show", "budget", "--year", "2024", "--format", "json"),
            ("explain", "budget", "--unit", "A"),
            ("compare", "budget", "--year", "2024", "--from", "2024-06"),
            ("journal", "--type", "budget"),
        )
    ):
        board.done(*words, "--receipt", f"{number}.receipt")
    board.done("record", "budget.adopted", "--unit", "R", "--year", "2024", "--lines", "NETTO=-5")

    for number in range(5):
        assert "byte for byte" in board.done("verify", "--receipt", f"{number}.receipt").out


QUESTIONS = [
    ("show", "budget", "--year", "2024"),
    ("show", "budget", "--year", "2024", "--known-at", "2100-01-01"),
    ("journal", "--last", "3"),
    ("compare", "budget", "--year", "2024", "--from", "2024-06"),
    ("explain", "budget", "--unit", "A"),
]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_a_receipt_taken_during_an_import_holds_after_it(board, words):
    """The facts of an import have instants from before its end; a receipt is for what was known at the last fact."""
    with Ledger.open(board.ledger, now) as ledger, ledger.bulk() as batch:
        line = {"type": "budget.adopted", "id": "late", "unit": "A", "year": 2024, "lines": {"NETTO": "-7"}}
        batch.offer(to_fact(line), line.keys())
        board.done(*words, "--receipt", "early.receipt")

    assert board.done("journal", "--last", "1", "--format", "json").answer["rows"][0]["id"] == "late"
    assert "byte for byte" in board.done("verify", "--receipt", "early.receipt").out


def test_a_receipt_of_another_answer_is_found_out(board, tmp_path):
    """A changed receipt, and one that is none, are told apart; a receipt is never replaced."""
    board.done("show", "units", "--receipt", "units.receipt")
    assert_told(board("show", "units", "--receipt", "units.receipt"), 1, ReceiptExists(Path("units.receipt")).sentence)

    receipt = tmp_path / "units.receipt"
    fields = json.loads(receipt.read_text())
    receipt.write_text(json.dumps(fields | {"sha256": "0" * 64}))
    assert_told(board("verify", "--receipt", "units.receipt"), 1, "not the one the receipt is for")

    receipt.write_text("{}")
    assert_told(board("verify", "--receipt", "units.receipt"), 2, "is no receipt")
    assert_told(board("verify", "--receipt", "missing.receipt"), 2, "is no receipt")


@pytest.mark.parametrize(
    "words",
    [
        ["record", "unit.opened", "--unit", "X", "--name", "X", "--effective", "2024-01-01"],
        ["export", "--overwrite", "units.receipt"],
        ["show", "units", "--receipt", "another.receipt"],
        ["show", "units", "--receipt=another.receipt"],
        [],
        "show",
        ["show", 5],
    ],
)
def test_a_receipt_can_ask_and_nothing_else(board, tmp_path, words):
    """It comes from somebody else: no command of theirs is run that would record or write."""
    board.done("show", "units", "--receipt", "units.receipt")
    receipt = tmp_path / "units.receipt"
    receipt.write_text(json.dumps(json.loads(receipt.read_text()) | {"arguments": words}))
    before = board.journal, receipt.read_text()

    assert_told(board("verify", "--receipt", "units.receipt"), 2, "it does not ask a question")
    assert (board.journal, receipt.read_text()) == before
    assert not Path("another.receipt").exists()


def test_a_receipt_that_cannot_be_kept_is_refused(board):
    assert_told(board("show", "units", "--receipt", "no/where.receipt"), 2, "no/where.receipt cannot be written")
