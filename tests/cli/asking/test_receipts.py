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
        line = {"type": "budget.adjusted", "id": "late", "unit": "A", "year": 2024, "lines": {"NETTO": "7"}}
        line["effective"] = "2024-01-01"
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


MOMENTS = [
    [],
    ["--as-of=2020-01-01"],
    ["--as-of", "2020-01-01", "--as-of=2019-01-01"],
    ["--known-at=2020-01-01"],
    ["--known-at", "2020-01-01", "--known-at", "2021-01-01"],
    ["--as-of=2020-01", "--known-at=2020-01-01T00:00:00Z"],
]


@pytest.mark.parametrize("moment", MOMENTS, ids=" ".join)
@pytest.mark.parametrize(
    "words",
    [
        ["show", "budget", "--year", "2024", "--format", "csv"],
        ["show", "report", "--month", "2024-07", "--format", "json"],
        ["explain", "budget", "--unit", "A", "--year", "2024", "--format", "csv"],
        ["compare", "budget", "--year", "2024", "--from", "2024-06", "--to", "2024-08", "--format", "csv"],
    ],
    ids=" ".join,
)
def test_a_receipt_is_verified_at_its_own_moment(board, words, moment):
    """Whatever its arguments say of the moment: nothing, another one, another way, or several times."""
    board.done(*words, "--receipt", "its.receipt")
    there = json.loads(Path("its.receipt").read_text())
    stripped = [word for at, word in enumerate(there["arguments"]) if not _of_the_moment(there["arguments"], at)]
    board.done("record", "budget.adopted", "--unit", "R", "--year", "2024", "--lines", "NETTO=-5")

    changed("its.receipt", arguments=[*stripped, *moment])
    assert "byte for byte" in board.done("verify", "--receipt", "changed.receipt").out
    changed("changed.receipt", as_of="2023-05-05")
    assert_told(board("verify", "--receipt", "changed.receipt"), 1, "not the one the receipt is for")


def _of_the_moment(words, at):
    own = ("--as-of", "--known-at")
    return words[at] in own or (at > 0 and words[at - 1] in own)


def test_a_comparison_arrives_at_the_moment_of_its_receipt(board):
    """A receipt that claims one moment and compares with another is not for what it claims."""
    board.done(
        "compare", "budget", "--year", "2024", "--from", "2024-06", "--to", "2024-08", "--receipt", "its.receipt"
    )
    there = changed("its.receipt", as_of="2024-07-31")

    assert any(word.startswith("2024-08-31@") for word in there["arguments"])
    assert_told(board("verify", "--receipt", "changed.receipt"), 1, "not the one the receipt is for")


def test_a_journal_of_every_day_says_no_other_day(board):
    """Its as-of is the day of its instant, since nothing was left out for being later."""
    board.done("journal", "--receipt", "its.receipt")
    assert "byte for byte" in board.done("verify", "--receipt", "its.receipt").out
    changed("its.receipt", as_of="2020-01-01")

    assert_told(board("verify", "--receipt", "changed.receipt"), 2, "it says 2020-01-01, but asks for every day")


@pytest.mark.parametrize("field", [{"as_of": "2020-01-01"}, {"known_at": "2020-01-01T00:00:00.000000Z"}], ids=str)
def test_a_receipt_for_another_moment_differs(board, field):
    """The moment it claims is the moment that is asked."""
    board.done("show", "units", "--receipt", "units.receipt")
    changed("units.receipt", **field)

    assert_told(board("verify", "--receipt", "changed.receipt"), 1, "not the one the receipt is for")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("liggare", "\x1b[31m"),
        ("ledger", "x\ny"),
        ("position", True),
        ("position", -1),
        ("as_of", "2020-01"),
        ("as_of", " 2020-01-01"),
        ("known_at", "2020-01-01"),
        ("sha256", "\x1b[2J"),
        ("sha256", 5),
    ],
)
def test_a_receipt_whose_fields_are_none_is_none(board, field, value):
    """They are printed and asked with, so each is what liggare writes, or the file is no receipt."""
    board.done("show", "units", "--receipt", "units.receipt")
    changed("units.receipt", **{field: value})

    ran = board("verify", "--receipt", "changed.receipt")
    assert_told(ran, 2, f"is no receipt: its {field} is none")
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "[" * 100_000, "{}", '{"liggare": "1"}', '{"more": 1}', "\ud800"], ids=range(8)
)
def test_what_is_no_receipt_is_told(board, tmp_path, text):
    (tmp_path / "no.receipt").write_bytes(text.encode("utf-8", "surrogatepass"))

    assert_told(board("verify", "--receipt", "no.receipt"), 2, "no.receipt is no receipt: it ")


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
        ["--read-only", "show", "units"],
        ["show", "units", "--help"],
        ["show", "units", "--know", "2020-01-01"],
        ["show", "nothing"],
        ["show"],
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

    assert_told(board("verify", "--receipt", "units.receipt"), 2, "units.receipt is no receipt: ")
    assert (board.journal, receipt.read_text()) == before
    assert not Path("another.receipt").exists()


def test_a_receipt_that_cannot_be_kept_is_refused(board):
    assert_told(board("show", "units", "--receipt", "no/where.receipt"), 2, "no/where.receipt cannot be written")
