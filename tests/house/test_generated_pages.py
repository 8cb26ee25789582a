"""Pages that are made from the code are current, and the examples in them are true."""

import json

import generate
import pytest
from generating.refusals import untold
from generating.samples import command, lines, sample
from generating.terminal import ONE_OF_EACH, ROOT, Terminal

from cli.commands.recording.record import example
from ledger.domain.vocabulary import FACT_TYPES, RECORDABLE


@pytest.fixture
def terminal(tmp_path):
    with Terminal(tmp_path) as opened:
        yield opened


def told(terminal, line):
    """What a command prints; it must succeed."""
    done = terminal.run(line)
    assert done.status == 0, f"{line}\n{done.text}"
    return done.text


@pytest.mark.parametrize("name", generate.PAGES)
def test_a_generated_page_says_what_the_code_says(name):
    """Run make docs when this fails."""
    assert (generate.DOCS / name).read_text(encoding="utf-8") == generate.PAGES[name]()


def test_every_refusal_is_told_of():
    """A new refusal needs an entry in docs/refusals.toml."""
    assert untold() == []


@pytest.mark.parametrize("cls", FACT_TYPES.values(), ids=lambda cls: cls.TYPE)
def test_every_type_of_fact_has_an_example(cls):
    assert sample(cls)["type"] == cls.TYPE


def test_each_command_of_the_vocabulary_records_what_its_line_says(terminal):
    """The lines are imported into one ledger, the commands run on another: the journals are the same."""
    told(terminal, "liggare --ledger lines.db init")
    told(terminal, f"liggare --ledger lines.db import {ROOT / ONE_OF_EACH}")
    told(terminal, "liggare init")
    for fields in lines():
        told(terminal, command(fields).replace("\\\n", " "))

    assert facts(terminal, "liggare.db") == facts(terminal, "lines.db")


def facts(terminal, ledger):
    exported = map(json.loads, told(terminal, f"liggare --ledger {ledger} export").splitlines())
    return [{**fields, "recorded_at": None} for fields in exported if fields["type"] in RECORDABLE]


@pytest.mark.parametrize("cls", RECORDABLE.values(), ids=lambda cls: cls.TYPE)
def test_the_example_in_the_help_can_be_read(terminal, cls):
    """It may name what does not exist, but nothing in it is misspelt or missing."""
    told(terminal, "liggare init")

    assert terminal.run(f"{example(cls)} --dry-run").status < 2
