"""A ledger made by an earlier version opens for ever: it is read, added to and checked as it is."""

import shutil
from pathlib import Path

import pytest

from cli.main import run

LEDGERS = Path(__file__).parent / "ledgers"
LATER_RULE = "Error: #64: the rules do not admit it: 2023-01 is closed, and this decision.attested takes effect in it"
"""That an attestation after its month has closed is late came to be a rule after the sample was made."""
FORMATS = sorted(path.stem for path in LEDGERS.glob("*.ledger"))


@pytest.fixture(params=FORMATS)
def older(request, tmp_path):
    """A copy of a ledger in an earlier format, and the journal that was exported from it then."""
    shutil.copy(LEDGERS / f"{request.param}.ledger", tmp_path / "old.db")
    return tmp_path / "old.db", (LEDGERS / f"{request.param}.jsonl").read_bytes()


def exported(path):
    journal = path.with_suffix(".jsonl")
    assert run(["--ledger", str(path), "export", str(journal), "--overwrite"]) == 0
    return journal.read_bytes()


def test_there_is_a_sample_of_every_earlier_format():
    assert FORMATS == ["format-1"]


def test_an_older_ledger_says_what_it_said(older, capsys):
    """Byte for byte; verify names the one fact that a later rule does not admit, and nothing else."""
    path, journal = older

    assert exported(path) == journal
    assert run(["--ledger", str(path), "show", "budget", "--as-of", "2024-12-31"]) == 0
    capsys.readouterr()
    assert run(["--ledger", str(path), "verify"]) == 1
    assert capsys.readouterr().err.splitlines() == [LATER_RULE]


def test_an_older_ledger_is_added_to(older, tmp_path):
    """One decision, and many from a file; what was there stays as it was."""
    path, journal = older
    (tmp_path / "more.jsonl").write_text('{"type":"unit.opened","unit":"NY2","name":"Ny","effective":"2024-01-01"}\n')

    words = ["record", "unit.opened", "--unit", "NY1", "--name", "Ny", "--effective", "2024-01-01"]
    assert run(["--ledger", str(path), *words]) == 0
    assert run(["--ledger", str(path), "import", str(tmp_path / "more.jsonl")]) == 0

    grown = exported(path)
    assert grown.startswith(journal)
    assert grown.count(b"\n") == journal.count(b"\n") + 3  # the import has a fact of its own
    assert run(["--ledger", str(path), "verify"]) == 1


def test_an_older_ledger_moves_into_today_s_format(older, tmp_path):
    """By its journal, with the same bytes."""
    path, journal = older
    exported(path)

    assert run(["--ledger", str(tmp_path / "new.db"), "restore", str(path.with_suffix(".jsonl"))]) == 0
    assert exported(tmp_path / "new.db") == journal


def test_what_is_intact_in_an_older_ledger_is_saved(older, tmp_path, capsys):
    """A fact without a checksum is intact when it reads well under what it is filed as."""
    path, journal = older
    broken = path.read_bytes().replace(b'"type":"line.opened"', b'"type":"line.opene!"', 1)
    assert broken != path.read_bytes()
    path.write_bytes(broken)

    assert run(["--ledger", str(path), "salvage", "--to", str(tmp_path / "saved.jsonl")]) == 1
    saved = [line for each in tmp_path.glob("saved*.jsonl") for line in each.read_bytes().splitlines()]
    assert sorted([*saved, *_lost(journal, saved)]) == sorted(journal.splitlines())
    assert len(_lost(journal, saved)) == 1
    capsys.readouterr()


def _lost(journal, saved):
    return [line for line in journal.splitlines() if line not in saved]
