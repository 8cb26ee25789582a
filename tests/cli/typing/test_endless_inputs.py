"""Files that never end, never begin, or are far too large: told at once, in little memory."""

import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from terminal import clean_environment

ROOM = 700 * 1024 * 1024

COMMANDS = [
    "import {}.jsonl",
    "import {}.csv --type outcome.reported",
    "import {}.xlsx --type outcome.reported",
    "import {}.se",
    "import b.se --map {}",
    "sie-map {}",
    "export --sie --year 2024 --map {}",
    "--ledger new.db restore {}.jsonl",
    "check {} --map a.toml",
    "check a.csv --map {}",
    "verify --proof {}",
    "verify --receipt {}",
    "verify --checkpoint {} --public-key key.pub",
    "verify --checkpoint a --public-key {}",
    "checkpoint --key {}",
    "proof 1 --checkpoint {}",
]


def ran(words, folder, seconds=30):
    """The command in a process that may have little memory and little time."""

    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))

    return subprocess.run(
        [sys.executable, "-m", "cli.main", *words.split()], cwd=folder, env=clean_environment(),
        stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False, preexec_fn=limited,
    )  # fmt: skip


@pytest.fixture
def folder(told, tmp_path):
    told.done("checkpoint", "--new-key", "key", "--key-name", "a")
    for ending in ("", ".jsonl", ".csv", ".xlsx", ".se"):
        (tmp_path / f"zero{ending}").symlink_to("/dev/zero")
        with (tmp_path / f"large{ending}").open("wb") as large:
            large.truncate(2 * 1024**3)
    for name in ("a.csv", "a.toml", "a", "b.se"):
        (tmp_path / name).write_text("#FLAGGA 0\n")
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("name", ["zero", "large"])
def test_a_file_without_an_end_is_told_at_once(folder, words, name):
    """A device of zeros and a file of 2 GiB: one sentence, not a full memory."""
    before = (folder / "liggare.db").read_bytes()
    done = ran(words.format(name), folder)

    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(b"Error: ")
    assert b"unexpected" not in done.stderr
    assert (folder / "liggare.db").read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        "import pipe.jsonl",
        "import --type outcome.reported pipe.csv",
        "import pipe.se",
        "restore pipe.jsonl",
        "sie-map pipe.se",
        "export --sie --year 2024 --map pipe.se",
    ],
)
def test_a_pipe_is_no_file_of_facts(folder, words):
    """Nobody writes to it: it is told, not waited for."""
    os.mkfifo(folder / words.split()[-1])
    done = ran(words, folder, seconds=8)

    assert done.returncode == 2
    assert b"is a pipe, not a file" in done.stderr


@pytest.mark.parametrize("words", ["verify --proof pipe", "verify --receipt pipe", "checkpoint --key pipe"])
def test_a_pipe_that_stays_silent_is_not_waited_for_for_ever(folder, words):
    os.mkfifo(folder / "pipe")
    began = time.monotonic()
    done = ran(words, folder)

    assert done.returncode == 2
    assert b"pipe is a pipe, and nothing came out of it" in done.stderr
    assert time.monotonic() - began < 20


def test_a_key_may_come_out_of_a_pipe(folder):
    """``--key <(…)`` works, also where the other program takes its time."""
    os.mkfifo(folder / "pipe")

    def write():
        time.sleep(0.7)
        (folder / "pipe").write_text((folder / "key").read_text())

    writer = threading.Thread(target=write)
    writer.start()
    done = ran("checkpoint --key pipe", folder)
    writer.join()

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.splitlines()[-1].startswith("— a ".encode())


def test_zeros_on_standard_input_end_an_import(folder):
    with Path("/dev/zero").open("rb") as zeros:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", "import", "-"], cwd=folder, env=clean_environment(), stdin=zeros,
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip

    assert done.returncode == 2
    assert b"zero byte" in done.stderr
