"""What is exported is restored whole or not at all, and nothing that is there is written over."""

import os
import subprocess
from pathlib import Path

import pytest
from story import STORY
from terminal import assert_told


def put(name, content):
    """A file in the folder of the test."""
    Path(name).write_text(content, encoding="utf-8")
    return name


def test_export_leaves_a_file_that_exists(told):
    """Only --overwrite replaces it."""
    put("there.jsonl", "mine")

    assert_told(told("export", "there.jsonl"), 1, "there.jsonl exists")
    assert Path("there.jsonl").read_text() == "mine"
    told.done("export", "there.jsonl", "--overwrite")
    assert Path("there.jsonl").read_text() == told.journal


def test_export_says_what_cannot_be_written(told):
    """A folder that is missing is named, and nothing is left behind."""
    assert_told(told("export", "missing/there.jsonl"), 2, "missing/there.jsonl cannot be written")
    assert sorted(path.name for path in Path().iterdir() if "there" in path.name) == []


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        (lambda lines: ["x", *lines], "not JSON"),
        (lambda lines: lines[1:], "position"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "position"),
        (lambda lines: [*lines, lines[-1]], "position"),
        (lambda lines: [line.replace('"position":', '"possition":') for line in lines], "lacks position"),
        (lambda lines: [line.replace("Z", "") for line in lines], "recorded_at"),
        (lambda lines: [lines[0], lines[1].replace('"recorded_at":"20', '"recorded_at":"19'), *lines[2:]], "record"),
        (lambda lines: [*lines[:5], lines[5][: len(lines[5]) // 2]], "not JSON"),
        (lambda lines: [lines[0].replace('"id":"o-1",', ""), *lines[1:]], "lacks id"),
    ],
    ids=[
        "not JSON",
        "first missing",
        "out of order",
        "repeated",
        "no position",
        "no zone",
        "back in time",
        "cut off",
        "no id",
    ],
)
def test_a_journal_that_was_tampered_with_is_not_restored(told, change, saying):
    """Nothing is restored, and no ledger is left where there was none."""
    lines = told.journal.splitlines()
    ran = told.alone("--ledger", "new.db", "restore", put("changed.jsonl", "\n".join(change(lines))))

    assert ran.status == 2
    assert ran.err.startswith("Error: ")
    assert "\nHint: " in ran.err
    assert saying in ran.err
    assert list(Path().glob("new.db*")) == []


def test_a_ledger_with_facts_is_not_restored_into(told):
    """Restoring would mix two histories."""
    before = told.journal
    told.done("export", "all.jsonl")

    assert_told(told("restore", "all.jsonl"), 1, f"{len(STORY) + 1} facts", "empty")
    assert told.journal == before


def test_a_failed_restore_leaves_an_empty_ledger_empty(liggare):
    """A ledger that was there before stays, as empty as it was."""
    assert liggare("restore", put("bad.jsonl", "x")).status == 2
    assert liggare.ledger.exists()
    assert liggare.journal == ""


def test_a_device_is_written_to_and_not_replaced(told, tmp_path):
    """A pipe stays a pipe: its reader gets the journal."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:  # noqa: S607 - cat is where it is
        ran = told("export", "--overwrite", str(pipe))
        read = reader.stdout.read()

    assert ran.status == 0
    assert read.decode() == told.journal
    assert pipe.is_fifo()


def test_a_full_device_is_told(told):
    """And it is still there."""
    assert_told(told("export", "--overwrite", "/dev/full"), 3, "/dev/full cannot be written: No space left on device")
    assert Path("/dev/full").is_char_device()
