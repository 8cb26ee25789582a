"""``liggare reorganise``: what closing a unit takes is shown, and recorded as one import."""

import pytest
from person import started
from terminal import assert_told

CLOSING = ("reorganise", "--close", "B", "--into", "A", "--effective", "2024-10-01")


@pytest.fixture
def staffed(board):
    """A board with positions and an open assignment."""
    board.done(
        "record", "positions.established", "--unit", "B", "--category", "läkare", "--employment", "permanent",
        "--positions", "3", "--effective", "2024-01-01",
    )  # fmt: skip
    board.done(
        "record", "assignment.given", "--assignment", "U1", "--title", "Hyrpersonal", "--from-body", "RF",
        "--units", "B", "--due", "2024-12-31", "--effective", "2024-01-01",
    )  # fmt: skip
    return board


def test_a_rehearsal_shows_what_would_be_recorded_and_records_nothing(staffed):
    """The facts, each figure before and after, and what stays with the unit."""
    before = staffed.journal
    ran = staffed(*CLOSING, "--dry-run")

    assert ran.status == 0
    assert staffed.journal == before
    assert "unit.closed from 2024-10-01: B, successor A" in ran.out
    assert ran.out.splitlines()[-1] == "Nothing was recorded."
    assert "the assignment U1 stays with B" in ran.err


def test_closing_a_unit_is_one_import(staffed):
    """Its money of the months to come and its positions move; the decision stands with every fact."""
    ran = staffed(
        *CLOSING, "--body", "Regionstyrelsen", "--date", "2024-09-03", "--paragraph", "§ 12", "--case", "RS 1-24"
    )
    (finished,) = staffed.done("imports", "--format", "json").answer["rows"]
    budget = staffed.done("show", "budget", "--year", "2024", "--format", "json").answer["rows"]
    rows = {row["unit"]: row for row in budget}
    facts = staffed.done("journal", "--format", "json").answer["rows"][-finished["facts"] - 1 : -1]

    assert ran.status == 0
    assert "Import 1: 3 facts recorded, #11 to #13." in ran.out
    assert [fact["type"] for fact in facts] == [
        "budget.transferred", "positions.transferred", "unit.closed"
    ]  # fmt: skip
    assert {fact["decision"]["paragraph"] for fact in facts} == {"§ 12"}
    assert (rows["B"]["current"], rows["A"]["current"]) == (-1920, -1680)
    assert "Closed, with something left" not in staffed.done("status", "--lang", "en").out


def test_status_names_closed_units_with_something_left(staffed):
    """A unit that was closed by hand, with its money, its positions and nothing else."""
    staffed.done("record", "unit.closed", "--unit", "B", "--effective", "2024-10-01", "--successor", "A")
    screen = staffed.done("status", "--lang", "en").out

    assert "Closed, with something left\n  B  2024-10-01  -780 kr of the budget; 3 positions\n" in screen.replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--into", "B"], "B cannot close into itself"),
        (["--into", "NY"], "There is no unit 'NY'"),
        (["--effective", "2023-13-01"], "2023-13-01"),
    ],
)
def test_what_cannot_be_is_refused(staffed, words, said):
    """With the way out, and nothing is recorded (closes-into-itself)."""
    before = staffed.journal
    ran = staffed(*CLOSING, *words)

    assert_told(ran, ran.status or 9, said)
    assert staffed.journal == before


def test_a_person_is_asked_before_it_is_recorded(staffed):
    """No says no."""
    before = staffed.journal
    with started("--ledger", staffed.ledger.name, *CLOSING, folder=staffed.ledger.parent) as person:
        person.sees("Record? [y/N]")
        person.types("n")
        assert person.leaves() != 0

    assert staffed.journal == before
