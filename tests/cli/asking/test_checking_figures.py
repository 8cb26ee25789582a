"""Explaining, comparing, correcting, closing months, four eyes, and reading without writing."""

import json

import pytest
from terminal import assert_told

from cli.settings import ReadOnlyAsked
from ledger.recording.privacy import WrongOrgnr


def test_a_figure_is_explained_by_its_facts(board):
    """The parts carry decision and officer, and sum to what the question answers."""
    answer = board.done("explain", "budget", "--unit", "B", "--year", "2024", "--format", "json").answer

    assert answer["total"] == -2700
    assert [(row["id"], row["amount"], row["actor"]) for row in answer["rows"]] == [
        ("BUDGET-B", -2400, "ekonom1"),
        ("OMDISP", -300, "ekonom1"),
    ]
    assert answer["rows"][0]["decision"] == {"body": "Fullmäktige", "paragraph": "§12"}


def test_a_derived_column_is_explained_by_all_it_is_derived_from(board):
    """A deviation is explained by the outcome and by the budget it deviates from."""
    words = ("explain", "report", "--unit", "A", "--month", "2024-07", "--column", "month_deviation")
    answer = board.done(*words, "--format", "json").answer

    assert {row["id"]: row["amount"] for row in answer["rows"]} == {"UTFALL-A": -110, "BUDGET-A": 100}
    assert answer["total"] == -10


def test_a_column_that_is_no_sum_is_not_explained(board):
    """A share has no parts; the columns that have are named."""
    ran = board("explain", "savings", "--column", "share_amount")

    assert_told(ran, 2, "share_amount")
    assert "realised_amount" in ran.err


def test_every_table_that_can_be_explained_offers_the_way(board):
    """The last line of a table is the command that leads to the facts."""
    table = board.done("show", "report", "--month", "2024-07", "--known-at", "2030-01-01").out

    assert table.splitlines()[-1] == (
        "The facts behind a figure: liggare explain report --month 2024-07 --known-at 2030-01-01 --unit CODE "
        "--column NAME"
    )
    assert "liggare explain" not in board.done("show", "units").out
    assert "liggare explain" not in board.done("show", "budget", "--format", "csv").out


def test_a_comparison_names_the_facts_in_between(board):
    """Two days side by side, the transfer between them, and nothing left over."""
    words = ("compare", "budget", "--year", "2024", "--from", "2024-06", "--to", "2024-07", "--format", "json")
    rows = {row["unit"]: row for row in board.done(*words).answer["rows"]}

    assert rows.keys() == {"A", "B"}
    assert (rows["A"]["before"], rows["A"]["after"], rows["A"]["change"], rows["A"]["residual"]) == (
        -1200,
        -900,
        300,
        0,
    )
    assert [(fact["id"], fact["amount"]) for fact in rows["B"]["facts"]] == [("OMDISP", -300)]


def test_a_move_of_a_unit_is_told_apart_from_decisions(board):
    """What a reorganisation moves from one unit to another is not blamed on a fact about money."""
    board.done("record", "unit.opened", "--unit", "C", "--name", "C", "--parent", "R", "--effective", "2024-01-01")
    board.done("record", "unit.moved", "--unit", "A", "--parent", "C", "--effective", "2024-06-01")
    words = ("compare", "budget", "--year", "2024", "--from", "2024-05", "--to", "2024-06", "--format", "json")
    (moved,) = board.done(*words).answer["rows"]

    assert (moved["unit"], moved["change"], moved["moved"], moved["facts"]) == ("C", -1200, -1200, [])


def test_a_bridge_leads_from_one_figure_to_the_other(board):
    """Opening figure, one line for each fact, closing figure: they add up."""
    words = ("compare", "budget", "--year", "2024", "--unit", "A", "--from", "2024-06", "--to", "2024-07")
    steps = board.done(*words, "--bridge", "--format", "json").answer["rows"]

    assert [step["amount"] for step in steps] == [-1200, 300, -900]
    assert "OMDISP" in steps[1]["step"]


def test_forecast_versions_are_compared_by_their_labels(board):
    """P1 against P2, with the submissions that make the change."""
    for version, amount in (("P1", "-1000"), ("P2", "-1100")):
        words = ("--unit", "A", "--year", "2024", "--version", version, "--lines", f"NETTO={amount}")
        board.done("record", "forecast.submitted", "--id", version, *words, "--effective", "2024-07-31")
    words = ("compare", "forecast", "--year", "2024", "--from-version", "P1", "--to-version", "P2", "--format", "json")
    rows = {row["unit"]: row for row in board.done(*words).answer["rows"]}

    assert rows["R"]["change"] == rows["A"]["change"] == -100
    assert {fact["id"]: fact["amount"] for fact in rows["A"]["facts"]} == {"P1": 1000, "P2": -1100}


@pytest.mark.parametrize(
    "moments",
    [
        "--from 2024-07 --to 2024-07",
        "--from 2024-07 --to 2024-07-31",
        "--from @2024-08-23 --to @2024-08-23T21:59:59.999999Z",
        "--to 2024-07 --as-of 2024-07-31",
        "--as-of 2024-07",
    ],
)
def test_nothing_is_compared_with_itself(board, moments):
    """Two sides that are the same moment are a mistake, not an answer, however the two are written."""
    assert_told(board("compare", "budget", *moments.split()), 2, "same moment")


def test_a_correction_is_a_reversal_and_a_replacement_linked_both_ways(board):
    """The original, its reversal and its replacement tell of each other, and only the replacement counts."""
    board.done("correct", "BUDGET-A", "--reason", "Fel belopp", "--set", "lines=NETTO=-1500", "--actor", "ekonom2")
    rows = {row["position"]: row for row in board.done("journal", "--format", "json").answer["rows"]}
    budget = board.done("show", "budget", "--year", "2024", "--unit", "A", "--format", "json").answer

    assert rows[5]["chain"] == "reversed by #9, corrected by #10"
    assert (rows[9]["chain"], rows[10]["chain"]) == ("reverses #5", "corrects #5")
    assert (rows[10]["actor"], budget["rows"][0]["original"]) == ("ekonom2", -1500)


def test_a_correction_changes_nothing_it_does_not_name(board):
    """What is not set stays: the decision of the original is that of its replacement."""
    board.done("correct", "BUDGET-B", "--reason", "Fel paragraf", "--set", "decision.paragraph=§ 13")
    last = json.loads(board.journal.splitlines()[-1])

    assert last["decision"] == {"body": "Fullmäktige", "paragraph": "§ 13"}
    assert last["lines"] == {"NETTO": "-2400.00"}


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("99", "--reason", "x", "--set", "note=y"), 1, "no fact 99"),
        (("BUDGET-A", "--reason", "x", "--set", "lines=NETTO=-1 200,00"), 2, "the same as #5"),
        (("BUDGET-A", "--reason", "x", "--set", "note"), 2, "'note'"),
        (("BUDGET-A", "--reason", "x", "--set", "colour=red"), 2, "colour"),
        (("BUDGET-A", "--set", "note=y"), 2, "--reason"),
        (("BUDGET-A", "--reason", "x", "--set", "lines=NETTO=-200"), 1, "-300 kr was to be moved"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(board, words, status, told):
    """One clear sentence, and nothing recorded; the rules hold for the replacement as for any fact."""
    before = board.journal

    assert_told(board("correct", *words), status, told)
    assert board.journal == before


def test_facts_under_a_policy_wait_for_another_person(board):
    """What a policy concerns is pending, and counts from its attestation on; its recorder cannot give it."""
    policy = ("--policy", "P", "--types", "budget.adjusted", "--from-amount", "100", "--effective", "2024-01-01")
    board.done("record", "policy.set", *policy, "--attesters", "chef")
    change = ("--unit", "A", "--year", "2024", "--effective", "2024-07-01", "--financing", "x", "--actor", "ekonom1")
    board.done("record", "budget.adjusted", *change, "--lines", "NETTO=-99,99")
    board.done("record", "budget.adjusted", *change, "--lines", "NETTO=-100")

    def adjusted():
        rows = board.done("show", "budget", "--year", "2024", "--unit", "A", "--format", "json").answer["rows"]
        return rows[0]["adjusted"]

    (waiting,) = board.done("show", "pending", "--format", "json").answer["rows"]
    assert (waiting["position"], waiting["attesters"], waiting["amount"]) == (11, ["chef"], 100)
    assert adjusted() == -99.99

    assert_told(board("record", "decision.attested", "--attests", "11", "--actor", "ekonom1"), 1, "ekonom1 recorded it")
    assert_told(board("record", "decision.attested", "--attests", "11", "--actor", "ekonom2"), 1, "may not attest")
    board.done("record", "decision.attested", "--attests", "11", "--actor", "chef")

    assert adjusted() == -199.99
    assert board.done("show", "pending", "--format", "json").answer["rows"] == []


def test_a_closed_month_is_shown_as_reported_and_restated(board):
    """A late fact changes the month, and the report says what it was when it was closed."""
    board.done("record", "month.closed", "--month", "2024-07")
    late = ("outcome.reported", "--unit", "A", "--month", "2024-07", "--lines", "NETTO=-120")
    unchanged = board.done("show", "report", "--month", "2024-07").out

    assert_told(board("record", *late), 1, "2024-07 is closed")
    board.done("record", *late, "--late-reason", "Fel konto")
    answer = board.done("show", "report", "--month", "2024-07", "--format", "json").answer
    restated = {(row["unit"], row["figure"]): (row["as_reported"], row["restated"]) for row in answer["restated"]}

    assert "restated" not in unchanged
    assert restated["A", "month outcome"] == restated["R", "month outcome"] == (-110, -120)
    assert "As reported" in board.done("show", "report", "--month", "2024-07").out


def test_a_transfer_of_later_months_is_let_into_a_closed_one_by_its_months(board):
    """Money that belongs to open months is not stopped by a closed one, and the hint says how."""
    board.done("record", "month.closed", "--month", "2024-08")
    move = ("--year", "2024", "--from-unit", "B", "--to-unit", "A", "--line", "NETTO", "--amount", "-1")
    day = ("--effective", "2024-09-15")

    refused = board("record", "budget.transferred", *move, *day, "--from-month", "2024-08")
    assert_told(refused, 1, "2024-08 is closed")
    assert "--from-month" in refused.err
    board.done("record", "budget.transferred", *move, *day, "--from-month", "2024-09")


@pytest.mark.parametrize(
    "words", [("record", "month.closed", "--month", "2024-07"), ("import", "-"), ("correct", "5", "--reason", "x")]
)
def test_nothing_is_written_under_read_only(board, words):
    """A command that writes is refused when it was told not to."""
    before = board.journal

    assert_told(board("--read-only", *words), 1, ReadOnlyAsked().sentence)
    assert board.journal == before


def test_questions_are_answered_under_read_only_without_writing(board, tmp_path):
    """The answers are the same, and no file appears, changes or goes."""
    expected = board.done("show", "budget", "--year", "2024", "--format", "csv").out
    for left in tmp_path.glob("*.views*"):
        left.unlink()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm"))}

    assert board.done("--read-only", "show", "budget", "--year", "2024", "--format", "csv").out == expected
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm"))}
    assert after == before


def test_a_wrong_organisation_number_is_refused(liggare):
    """The last digit is a check digit."""
    assert_told(
        liggare.alone("--ledger", "b.db", "init", "--orgnr", "232100-0223"), 1, WrongOrgnr("232100-0223").sentence
    )
    assert liggare.alone("--ledger", "b.db", "init", "--orgnr", "2321000222").status == 0


def test_an_export_does_not_replace_a_file_unasked(board, tmp_path):
    """A file that is there stays as it is, unless --overwrite says otherwise."""
    (tmp_path / "kept.jsonl").write_text("mine")

    assert_told(board("export", "kept.jsonl"), 1, "kept.jsonl exists already")
    board.done("export", "kept.jsonl", "--overwrite")
    assert (tmp_path / "kept.jsonl").read_text() == board.journal
