"""A ledger of yesterday opens today, with the bytes it was written with; one of tomorrow is left to its program."""

import json
import sqlite3
from contextlib import closing

import pytest
from terminal import Terminal, assert_told

OLD = (
    '{"position":1,"recorded_at":"2023-02-01T09:00:00.000000Z","type":"unit.opened","id":"o-1","effective":"2023-01-01",'
    '"unit":"RS","name":"Regionstyrelsen"}\n'
    '{"position":2,"recorded_at":"2023-02-01T09:00:01.000000Z","type":"unit.opened","id":"o-2","effective":"2023-01-01",'
    '"unit":"HSN","name":"Sjukvårdsnämnden"}\n'
    '{"position":3,"recorded_at":"2023-02-02T09:00:00.000000Z","type":"assignment.given","id":"a-1",'
    '"effective":"2023-02-01","assignment":"U-12","title":"Se över lokalerna","from_body":"Regionfullmäktige",'
    '"unit":"RS","due":"2023-12-31","follow_up":"tertial"}\n'
)
"""A journal of the time when an assignment went to one unit."""

ASKED = ("show", "assignments", "--as-of", "2023-06-30", "--known-at", "2100-01-01", "--format", "csv")


@pytest.fixture
def old(tmp_path):
    """A ledger with these facts."""
    (tmp_path / "old.jsonl").write_text(OLD, encoding="utf-8")
    terminal = Terminal(tmp_path / "old.db")
    terminal.done("restore", str(tmp_path / "old.jsonl"))
    return terminal


def change(ledger, *statements):
    with closing(sqlite3.connect(ledger)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement, *values in statements:
            connection.execute(statement, values)
        connection.commit()


def test_an_old_spelling_keeps_its_bytes(old):
    """In the log, in the export and so in every hash; the rules admit it still."""
    assert old.journal == OLD
    checked = old("verify")
    assert (checked.status, checked.err) == (0, "")
    assert old("salvage").out == OLD


def test_an_old_spelling_answers_as_todays(old, tmp_path):
    """The question knows nothing of it."""
    new = Terminal(tmp_path / "new.db")
    (tmp_path / "new.jsonl").write_text(OLD.replace('"unit":"RS","due"', '"units":["RS"],"due"'), encoding="utf-8")
    new.done("restore", str(tmp_path / "new.jsonl"))

    assert "U-12,Se över lokalerna,Regionfullmäktige,RS," in old.done(*ASKED).out
    assert old.done(*ASKED).out == new.done(*ASKED).out
    assert new.journal != old.journal


def test_an_old_file_is_imported_in_todays_spelling(old, liggare, tmp_path):
    """What is recorded now is spelled as facts are now; the same file again is already there, in either ledger."""
    lines = [json.loads(line) for line in OLD.splitlines()]
    for line in lines:
        del line["position"], line["recorded_at"]
    file = tmp_path / "plain.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    assert liggare.done("import", str(file)).out == "3 facts recorded, 0 already there.\n"
    assert '"units":["RS"],"due"' in liggare.journal
    assert liggare.done("import", str(file)).out == "0 facts recorded, 3 already there.\n"
    assert old.done("import", str(file)).out == "0 facts recorded, 3 already there.\n"


def test_an_old_fact_is_reported_on_corrected_and_reversed(old):
    """It is a fact like any other."""
    old.done("record", "assignment.reported", "--assignment", "U-12", "--unit", "RS", "--status", "on-track",
             "--comment", "Går bra", "--effective", "2023-04-30")  # fmt: skip
    refused = old("record", "assignment.reported", "--assignment", "U-12", "--unit", "HSN", "--status", "on-track",
                  "--comment", "Nej", "--effective", "2023-04-30")  # fmt: skip
    assert refused.status == 1
    reversal = old("record", "decision.reversed", "--reverses", "a-1", "--reason", "Fel")
    assert reversal.status == 1  # it has been reported on
    old.done("record", "decision.reversed", "--reverses", "4", "--reason", "Fel")
    assert "would say the same as #3" in old("correct", "a-1", "--set", "units=RS", "--reason", "Fel").err
    old.done("correct", "a-1", "--set", "units=RS,HSN", "--set", "due=2024-03-31", "--reason", "Två styrelser")
    assert '"units":["RS","HSN"],"due":"2024-03-31"' in old.journal
    assert old("verify").status == 0


# -- of tomorrow -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [ASKED, ("record", "unit.opened", "--unit", "A", "--name", "A"), ("verify",), ("export",)]
)
def test_a_file_of_a_later_format_is_left_alone(old, words):
    change(old.ledger, ("UPDATE metadata SET value = '7' WHERE key = 'format'",))
    before = old.ledger.read_bytes()

    assert_told(old(*words, *(("--effective", "2024-01-01") * (words[0] == "record"))), 3, "has format 7", "Upgrade")
    assert old.ledger.read_bytes() == before


def recorded_by_a_later_version(ledger, state):
    """Replace the last fact by one that this program cannot have written, with everything that belongs to it."""
    from ledger.store.checksums import checksum

    with closing(sqlite3.connect(ledger)) as connection:
        (instant,) = connection.execute("SELECT recorded_at FROM stored_events WHERE position = 3").fetchone()
    change(
        ledger,
        (
            "UPDATE stored_events SET state = ?, topic = ?, checksum = ? WHERE position = 3",
            state,
            json.loads(state)["type"],
            checksum(3, instant, state),
        ),
    )


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (b'{"type":"assignment.split","id":"a-1","effective":"2023-02-01"}', "of fact called 'assignment.split'"),
        (b'{"type":"unit.opened","id":"a-1","effective":"2023-02-01","unit":"X","name":"X","colour":"red"}',
         "does not know such a unit.opened: Object contains unknown field"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", [ASKED, ("journal",), ("verify",), ("rebuild",)])
def test_a_fact_of_a_later_version_is_named(old, words, state, told):
    """Its bytes are intact, so nothing is damaged: this program is too old."""
    recorded_by_a_later_version(old.ledger, state)
    ran = old(*words)

    assert ran.status == 3
    assert "Fact #3 cannot be read: this version of liggare " in ran.err
    assert told in ran.err
    assert "Hint: If a later version has recorded it, upgrade: " in ran.err
    assert state.decode()[1:] in old("salvage").out  # but not lost
