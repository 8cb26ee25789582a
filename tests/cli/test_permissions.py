"""An auditor may read and not write, and is told so; nobody gets more than the files allow."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from story import text
from terminal import Ran, Terminal, assert_told, clean_environment, process

OPEN = ("record", "unit.opened", "--unit", "X", "--name", "X", "--effective", "2024-01-01")


@pytest.fixture
def read_only(told):
    """A folder that the process may read but not write in, with a copy of the ledger."""
    folder = Path(tempfile.mkdtemp(prefix="liggare-"))
    shutil.copy(told.ledger, folder / "liggare.db")
    (folder / "story.jsonl").write_text(text(), encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


DROPPED = """
import os, sys
from contextlib import redirect_stderr, redirect_stdout
from cli.main import main, run
folder, rehearsal, *words = sys.argv[1:]
os.chdir(rehearsal)
with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
    run(words), run(words), run(["show", "unitz"])
os.chdir(folder)
os.setgroups([]), os.setgid(65534), os.setuid(65534)
main(words)
"""
"""An administrator may write anything, so the rights are given up; first all modules are imported, for the interpreter
may lie where others may not read."""


def as_nobody(*words, folder):
    """The command with no more rights than anybody has."""
    if os.geteuid():
        return process(*words, folder=folder)
    with tempfile.TemporaryDirectory() as rehearsal:
        for path in folder.iterdir():
            shutil.copy(path, rehearsal)
        ended = subprocess.run(
            [sys.executable, "-c", DROPPED, folder, rehearsal, *words],
            env=clean_environment(), capture_output=True, check=False, timeout=60,
        )  # fmt: skip
    return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def test_a_ledger_that_may_only_be_read_answers(told, read_only):
    """An auditor needs no write access, and leaves nothing behind."""
    before = sorted(read_only.iterdir())
    question = ("show", "budget", "--year", "2024", "--format", "csv")
    ran = as_nobody(*question, folder=read_only)

    assert (ran.status, ran.out) == (0, told.done(*question).out)
    assert as_nobody("export", folder=read_only).out == told.journal
    assert sorted(read_only.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "status", "saying"),
    [
        (OPEN, 3, "may only be read"),
        (("import", "story.jsonl"), 3, "may only be read"),
        (("--ledger", "new.db", "init"), 3, "new.db"),
        (("export", "new.jsonl"), 2, "new.jsonl cannot be written: Permission denied"),
    ],
    ids=["record", "import", "init", "export"],
)
def test_what_may_not_be_written_is_told(read_only, words, status, saying):
    """One sentence, and nothing is half written."""
    before = {path: path.read_bytes() for path in read_only.iterdir()}

    assert_told(as_nobody(*words, folder=read_only), status, saying)
    assert {path: path.read_bytes() for path in read_only.iterdir()} == before


def test_a_ledger_that_may_not_be_read_is_told(read_only):
    """Neither asked nor written to."""
    read_only.chmod(0o755)
    for path in read_only.iterdir():
        path.chmod(0)
    read_only.chmod(0o555)

    assert_told(as_nobody("show", "units", folder=read_only), 3, "liggare.db cannot be opened")
    assert_told(as_nobody(*OPEN, folder=read_only), 3, "liggare.db cannot be opened")


def test_a_journal_that_may_not_be_read_is_told(read_only):
    """The reason of the operating system is passed on."""
    read_only.chmod(0o777)
    (read_only / "liggare.db").unlink()
    (read_only / "story.jsonl").chmod(0)
    Terminal(read_only / "liggare.db").done("init")
    for path in read_only.glob("liggare.db*"):
        path.chmod(0o666)

    ran = as_nobody("import", "story.jsonl", folder=read_only)
    assert_told(ran, 2, "story.jsonl cannot be read: Permission denied")
