"""Receipts make an answer again, and nothing else."""

import json
from pathlib import Path

import pytest
from terminal import Terminal, assert_told

from cli.output.receipts import ReceiptExists
from cli.settings import now
from ledger.interchange.journal.reading import to_fact
from ledger.recording.ledger import Ledger


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


def changed(path, **fields):
    """The receipt with some of its fields changed, in a file of its own."""
    there = json.loads(Path(path).read_text())
    Path("changed.receipt").write_text(json.dumps(there | fields))
    return there


def test_only_what_differs_is_told(board):
    """A changed position alone is found out; a wrong hash says nothing of a position that is right."""
    board.done("show", "units", "--receipt", "units.receipt")
    there = changed("units.receipt", position=1)
    other_position = board("verify", "--receipt", "changed.receipt")
    changed("units.receipt", sha256="0" * 64)
    other_hash = board("verify", "--receipt", "changed.receipt")

    assert_told(other_position, 1, f"position {there['position']} instead of 1")
    assert "SHA-256" not in other_position.err
    assert_told(other_hash, 1, f"SHA-256 {there['sha256']} instead of {'0' * 64}\n")


@pytest.mark.parametrize("field", [{"as_of": "2020-01-01"}, {"known_at": "2020-01-01T00:00:00.000000Z"}], ids=str)
def test_a_receipt_that_contradicts_itself_is_none(board, field):
    """The moment it claims is the moment it asks for."""
    board.done("show", "units", "--receipt", "units.receipt")
    changed("units.receipt", **field)

    assert_told(board("verify", "--receipt", "changed.receipt"), 2, "is no receipt: it says")


@pytest.mark.parametrize(
    "words", [("show", "units"), ("show", "budget", "--year", "2024", "--unit", "A")], ids=" ".join
)
def test_the_receipt_of_another_ledger_says_so(board, tmp_path, words):
    """Whether the other ledger has an answer or not; a copy, whose answer is the same, is told to be one."""
    board.done(*words, "--receipt", "its.receipt")
    board.done("export", "all.jsonl")
    other, copy = Terminal(tmp_path / "other.db"), Terminal(tmp_path / "copy.db")
    other.done("init")
    copy.done("restore", "all.jsonl")
    identity = json.loads(Path("its.receipt").read_text())["ledger"]

    assert_told(other("verify", "--receipt", "its.receipt"), 1, f"instead of {identity}, SHA-256 ", "--ledger")
    assert f"This is a copy of the ledger {identity}" in copy.done("verify", "--receipt", "its.receipt").out
    assert "copy" not in board.done("verify", "--receipt", "its.receipt").out


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
