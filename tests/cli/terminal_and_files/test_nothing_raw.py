"""Whatever stands in a file that somebody hands over, nothing of it steers a terminal."""

import json
import sqlite3
from contextlib import closing, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intruding import Intruder
from terminal import Ran, Terminal

from cli.main import run
from cli.output.secrets import secrets_in, without_secrets
from ledger.domain.values.visible import visible, visible_json, visible_lines

HOSTILE = "A\x1b[2J\x9b31m\u202eB\x7f\x08\r\u2028C\u200b"
"""Clears the screen, colours, turns the reading direction, deletes, goes back to the margin, hides."""


def assert_shown(ran):
    """Every character that was printed can be seen."""
    for line in (ran.out + ran.err).split("\n"):
        unseen = [
            character for character in line if not (character.isprintable() or character in "\N{NO-BREAK SPACE}\t")
        ]
        assert not unseen, repr(line)


@given(st.text())
def test_what_is_shown_can_be_seen(text):
    """As one line, as lines, and as JSON, which says the same."""
    assert visible(text).replace("\N{NO-BREAK SPACE}", " ").isprintable()
    for character in visible_lines(text).replace("\N{NO-BREAK SPACE}", " "):
        assert character.isprintable() or character in "\n\t"
    assert json.loads(visible_json(json.dumps(text, ensure_ascii=False))) == text


@pytest.fixture
def hostile(told, tmp_path):
    """The ledger's name, a unit's name, an actor and a decision were changed by somebody with a database program."""
    with Intruder(told.ledger).inside() as connection:
        connection.execute("UPDATE metadata SET value = ? WHERE key = 'name'", (HOSTILE,))
        connection.execute("UPDATE metadata SET value = ? WHERE key = 'orgnr'", (HOSTILE,))
        for position, state in connection.execute("SELECT position, state FROM stored_events").fetchall():
            fields = json.loads(state)
            for name in ("name", "actor", "note", "title"):
                if name in fields:
                    fields[name] = f"{HOSTILE}{position}"
            if "decision" in fields:
                fields["decision"]["body"] = HOSTILE
            changed = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
            connection.execute("UPDATE stored_events SET state = ? WHERE position = ?", (changed, position))
    (tmp_path / f"{HOSTILE}.jsonl").touch()
    return told


WORDS = [
    "status",
    "status --lang sv",
    "journal",
    "journal --format csv",
    "journal --format json",
    "show units",
    "show units --format csv",
    "show units --format json",
    "show budget --year 2024",
    "show budget --year 2024 --by unit,line --lang sv",
    "show pending",
    "show assignments",
    "explain budget --unit HSN --year 2024",
    "explain budget --unit HSN --year 2024 --format json",
    "compare budget --year 2024 --from 2024-01 --to 2024-12",
    "compare budget --year 2024 --from 2024-01 --to 2024-12 --bridge --format csv",
    "publish --month 2024-07 --to -",
    "verify",
    "rebuild",
    "record decision.reversed --reverses 1 --reason X",
    "record unit.renamed --unit QQ --name X --effective 2024-01-01",
]


@pytest.mark.parametrize("words", WORDS)
def test_what_a_hostile_ledger_holds_is_shown_and_not_obeyed(hostile, words):
    """In tables, notes, hints, errors, CSV, JSON and the published report."""
    ran = hostile(*words.split())

    assert ran.out + ran.err
    assert_shown(ran)


@pytest.mark.parametrize(
    "words",
    [
        ["--ledger", f"{HOSTILE}.db", "status"],
        ["--ledger", f"{HOSTILE}.db", "init"],
        ["import", f"{HOSTILE}.jsonl"],
        ["import", f"{HOSTILE}.csv"],
        ["import", f"{HOSTILE}.se"],
        ["check", HOSTILE, "--map", HOSTILE],
        ["export", f"{HOSTILE}.jsonl"],
        ["verify", "--proof", HOSTILE],
        ["verify", "--receipt", HOSTILE],
        ["verify", "--checkpoint", HOSTILE, "--public-key", HOSTILE],
        ["checkpoint", "--new-key", HOSTILE, "--key-name", HOSTILE],
        ["checkpoint", "--new-key", HOSTILE, "--key-name", "region.example/x"],
        ["proof", HOSTILE],
        ["show", HOSTILE],
        [HOSTILE],
        ["record", HOSTILE],
        ["record", "unit.opened", "--unit", HOSTILE, "--name", HOSTILE, "--effective", HOSTILE],
        ["record", "unit.opened", f"--{HOSTILE}"],
        ["show", "budget", "--unit", HOSTILE],
        ["show", "budget", "--as-of", HOSTILE],
        ["journal", "--text", HOSTILE],
        ["template", HOSTILE],
        ["show", "units", "--receipt", f"{HOSTILE}/x"],
    ],
)
def test_names_that_were_typed_are_shown_and_not_obeyed(hostile, words):
    """File names, codes, options and commands, in errors and hints."""
    ran = hostile(*words) if words[0] != "--ledger" else hostile.alone(*words)

    assert ran.out + ran.err
    assert_shown(ran)


def test_the_fact_in_a_proof_is_shown_and_not_obeyed(hostile):
    """A proof is somebody's file; the fact in it is printed as JSON that says the same."""
    assert hostile("proof", "1", "--output", "its.proof").status == 0

    ran = hostile("verify", "--proof", "its.proof")
    assert ran.status == 0
    assert_shown(ran)
    assert json.loads(ran.out.splitlines()[1])["name"] == f"{HOSTILE}1"


def test_objects_that_do_not_belong_are_named_and_not_obeyed(told):
    """The name of a table, as verification tells it."""
    with closing(sqlite3.connect(told.ledger)) as connection:
        connection.execute(f'CREATE TABLE "{HOSTILE}" (a)')

    ran = told("verify")
    assert ran.status == 1
    assert "was put into the file by another program" in ran.err
    assert_shown(ran)


class Screen(TextIOWrapper):
    """A terminal as far as a program asks."""

    def isatty(self):
        return True


@pytest.mark.parametrize("words", ["export", "salvage", "export --sie --year 2024"])
def test_what_is_byte_for_byte_in_a_pipe_is_shown_on_a_terminal(hostile, words):
    """A journal on a terminal says the same in characters that can be seen; in a pipe it is what is stored."""
    screen = Screen(BytesIO(), encoding="utf-8", newline="")
    with redirect_stdout(screen):
        run(["--ledger", str(hostile.ledger), *words.split()])
        screen.flush()
    printed, piped = screen.buffer.getvalue().decode().replace("\r\n", "\n"), hostile(*words.split()).out

    assert_shown(Ran(0, printed, ""))
    if "--sie" not in words:
        assert "\u202e" in piped
        assert [json.loads(line) for line in printed.splitlines()] == [
            json.loads(line) for line in piped.split("\n")[:-1]
        ]


# -- passwords -----------------------------------------------------------------------------------------------

ADDRESSES = [
    "postgresql://u:hemligt@127.0.0.1:1/db",
    " postgresql://u:hemligt@127.0.0.1:1/db",
    "POSTGRESQL://u:hemligt@127.0.0.1:1/db",
    "postgres:u:hemligt@127.0.0.1",
    "postgresql:/u:hemligt@127.0.0.1/db",
    "postgresql+psycopg://u:hemligt@127.0.0.1:1/db",
    "jdbc:postgresql://127.0.0.1:1/db?user=u&password=hemligt",
    "host=127.0.0.1 password=hemligt",
    "host=127.0.0.1 password='hemligt hemligt'",
    "postgresql://u:p@hemligt@127.0.0.1:1/db",
    "postgresql://u:p/hemligt@127.0.0.1:1/db",
    "postgresql://u:p?hemligt@127.0.0.1:1/db",
    "postgresql://u:p#hemligt@127.0.0.1:1/db",
    "postgresql://u:p hemligt@127.0.0.1:1/db",
    "postgresql://u:p%hemligt@127.0.0.1:1/db",
    "postgresql://u:%68emligt@127.0.0.1:1/db",
    "postgresql://127.0.0.1:1/db?user=u&password=hemligt",
    "postgresql://127.0.0.1:1/db?user=u&pass%77ord=hemligt",
    "postgresql://127.0.0.1:1/db?schema=;&sslpassword=hemligt",
    "postgresql://u:hemligt@[::1/db",
    "u:hemligt@127.0.0.1/db",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_error_repeats_a_password(address, tmp_path, monkeypatch):
    """However the address is spelled, and wherever on the command line it was put."""
    monkeypatch.chdir(tmp_path)
    for words in (("--ledger", address, "status"), (address, "status"), ("status", address), ("show", address)):
        ran = Terminal(tmp_path / "none.db").alone(*words)

        assert ran.status in (2, 3)
        assert ran.err.startswith("Error: ")
        assert "hemligt" not in ran.out + ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("address", ADDRESSES)
def test_nor_does_one_from_the_environment(address, tmp_path, monkeypatch):
    monkeypatch.setenv("LIGGARE_LEDGER", address)
    ran = Terminal(tmp_path / "none.db").alone("status")

    assert ran.status in (2, 3)
    assert "hemligt" not in ran.out + ran.err


def test_what_is_no_secret_is_told():
    """Names of files and mail addresses stay readable, and so does everything where there is no password."""
    told = "There is no ledger at budget:2024.db; write to ekonomi@region.example"

    assert without_secrets(told, secrets_in(["--ledger", "budget:2024.db"])) == told


@pytest.mark.parametrize("name", ["budget:2024.db", "C:/liggare.db", "a=b.db"])
def test_a_file_may_be_called_nearly_anything(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if "/" in name:
        Path("C:").mkdir()

    assert Terminal(Path(name)).done("init").out.startswith("Made ")
