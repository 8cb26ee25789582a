"""An auditor may read and not write, and is told so; nobody gets more than the files allow."""

import shutil
import tempfile
from pathlib import Path

import pytest
from needed import bound_by_permissions
from story import text
from terminal import Terminal, assert_told, process

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


def bound(*words, folder):
    """The command, for somebody whom permissions bind."""
    return process(*words, folder=folder, before=bound_by_permissions())


def test_a_ledger_that_may_only_be_read_answers(told, read_only):
    """An auditor needs no write access, and leaves nothing behind."""
    before = sorted(read_only.iterdir())
    question = ("show", "budget", "--year", "2024", "--format", "csv")
    ran = bound(*question, folder=read_only)

    assert (ran.status, ran.out) == (0, told.done(*question).out)
    assert bound("export", folder=read_only).out == told.journal
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

    assert_told(bound(*words, folder=read_only), status, saying)
    assert {path: path.read_bytes() for path in read_only.iterdir()} == before


def test_a_ledger_that_may_not_be_read_is_told(read_only):
    """Neither asked nor written to."""
    read_only.chmod(0o755)
    for path in read_only.iterdir():
        path.chmod(0)
    read_only.chmod(0o555)

    assert_told(bound("show", "units", folder=read_only), 3, "liggare.db cannot be opened")
    assert_told(bound(*OPEN, folder=read_only), 3, "liggare.db cannot be opened")


def test_a_journal_that_may_not_be_read_is_told(read_only):
    """The reason of the operating system is passed on."""
    read_only.chmod(0o777)
    (read_only / "liggare.db").unlink()
    (read_only / "story.jsonl").chmod(0)
    Terminal(read_only / "liggare.db").done("init")
    for path in read_only.glob("liggare.db*"):
        path.chmod(0o666)

    ran = bound("import", "story.jsonl", folder=read_only)
    assert_told(ran, 2, "story.jsonl cannot be read: Permission denied")
