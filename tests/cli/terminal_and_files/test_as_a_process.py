"""What only a process of its own can show: pipes, signals, closed streams and terminals."""

import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import time
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest
from story import STORY, text
from terminal import UNEXPECTED, assert_told, clean_environment, process

OPEN = ("record", "unit.opened", "--unit", "X", "--name", "Enhet – ö", "--effective", "2024-01-01")
PYTHON = (sys.executable, "-m", "cli.main")


def months(count):
    """Lines that report many outcomes, each without an id and with its own amount."""
    line = {"type": "outcome.reported", "unit": "RS", "month": "2024-07"}
    return "".join(json.dumps({**line, "lines": {"NETTO": number}}) + "\n" for number in range(count))


# -- exit status ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("show", "units"), 0),
        (("show", "units", "--unit", "QQ"), 1),
        (("show", "unitz"), 2),
        (("--ledger", "missing.db", "show", "units"), 3),
    ],
)
def test_the_exit_status_tells_what_happened(tmp_path, words, status):
    """0 done, 1 refused, 2 not understood, 3 the ledger is out of reach; errors go to standard error alone."""
    ran = process(*words, folder=tmp_path)

    assert ran.status == status
    assert bool(ran.out) == (status == 0)
    assert bool(ran.err) == (status != 0)


def test_the_installed_command_is_the_same(told, tmp_path):
    """``liggare`` is what ``python -m cli.main`` is."""
    installed = Path(sys.executable).with_name("liggare")
    ran = subprocess.run([installed, "export"], cwd=tmp_path, env=clean_environment(), capture_output=True, check=True)

    assert ran.stdout.decode() == told.journal


# -- pipes and streams ---------------------------------------------------------------------------------------


def test_a_journal_is_imported_from_a_pipe(liggare, tmp_path):
    """``… | liggare import -`` reads to the end of what the other program writes."""
    ran = process("import", "-", folder=tmp_path, input=text().encode())

    assert (ran.out, ran.err) == (f"{len(STORY)} facts recorded, 0 already there.\n", "")
    assert len(liggare.decisions) == len(STORY)


@pytest.mark.parametrize("command", ["export", "journal", "record unit.opened -h"])
def test_a_reader_may_leave_early(told, tmp_path, command):
    """``| head -1`` ends the command without complaint, however much it had to say."""
    assert told("import", "-", typed=months(600).encode()).status == 0
    shell = f"set -o pipefail; {' '.join(PYTHON)} {command} | head -1"
    ran = subprocess.run(
        ["/bin/bash", "-c", shell], cwd=tmp_path, env=clean_environment(), capture_output=True, check=False, timeout=60
    )

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.count(b"\n") == 1


def test_a_reader_who_left_before_anything_was_said_is_no_error(told, tmp_path):
    """The fact is recorded, whoever listens."""
    shell = f"set -o pipefail; {' '.join(PYTHON)} {' '.join(OPEN[:5])} X {' '.join(OPEN[-2:])} | sleep 0"
    ran = subprocess.run(
        ["/bin/bash", "-c", shell], cwd=tmp_path, env=clean_environment(), capture_output=True, check=False, timeout=60
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert len(told.decisions) == len(STORY) + 1


@pytest.mark.parametrize(
    ("closed", "words", "status"),
    [
        ("<&-", "import -", 2),
        (">&-", "show units", 3),
        (">&-", "show budget --format json", 3),
        (">&-", "export", 3),
        (">&-", "verify", 3),
        (">&-", "--help", 3),
        (">&-", "record unit.opened --unit X --name X --effective 2024-01-01", 3),
        ("2>&-", "show unitz", 2),
        ("<&- >&- 2>&-", "show budget", 3),
    ],
)
def test_closed_streams_are_no_surprise(told, tmp_path, closed, words, status):
    """What cannot be read is told, and so is that nobody can read what was to be printed; what was recorded stays."""
    ran = subprocess.run(
        ["/bin/bash", "-c", f"{' '.join(PYTHON)} {words} {closed}"],
        cwd=tmp_path, env=clean_environment(), capture_output=True, check=False, timeout=60,
    )  # fmt: skip

    assert ran.returncode == status
    assert (b"The output could not be written: it is closed" in ran.stderr) == (closed == ">&-")
    assert not any(unexpected.encode() in ran.stderr for unexpected in UNEXPECTED)
    assert len(told.decisions) == len(STORY) + words.startswith("record")


@pytest.mark.parametrize("words", [OPEN, ("show", "units"), ("export",)])
def test_output_that_cannot_be_written_is_told_and_what_was_recorded_stays(told, tmp_path, words):
    """A full disk under standard output is no reason to say that nothing was recorded."""
    with Path("/dev/full").open("wb") as full:
        ran = process(*words, folder=tmp_path, stdout=full)

    assert_told(ran, 3, "output could not be written: No space left", "stays recorded")
    assert len(told.decisions) == len(STORY) + (words is OPEN)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_characters_that_the_terminal_does_not_know_stop_nothing(told, tmp_path, encoding):
    """The fact is recorded, its position printed, and its name stored as it was written."""
    ran = process(*OPEN, folder=tmp_path, environment={"PYTHONIOENCODING": encoding})

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"#{len(STORY) + 2} unit.opened: X, name Enhet ")
    assert told.decisions[-1]["name"] == "Enhet – ö"


# -- interruption --------------------------------------------------------------------------------------------


def test_an_interrupted_import_records_nothing(told, tmp_path):
    """Ctrl-C in the middle of a long import: one line, and the ledger as it was."""
    before = told.journal
    with subprocess.Popen(
        [*PYTHON, "import", "-"],
        cwd=tmp_path, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        running.stdin.write(months(1500).encode())  # far more than a pipe holds, so that much of it has been read
        running.stdin.flush()
        running.send_signal(signal.SIGINT)
        out, err = running.stdout.read(), running.stderr.read()

    assert running.returncode == 130
    assert out == b""
    assert err.decode().strip() == "Stopped. Nothing was left half done."
    assert told.journal == before
    assert told("import", "-", typed=months(3).encode()).out == "3 facts recorded, 0 already there.\n"


def test_a_killed_import_records_nothing(told, tmp_path):
    """The power goes in the middle of a long import: the ledger is as it was, and takes facts again."""
    before = told.journal
    with subprocess.Popen([*PYTHON, "import", "-"], cwd=tmp_path, env=clean_environment(), stdin=subprocess.PIPE,
                          stdout=subprocess.DEVNULL) as running:  # fmt: skip
        running.stdin.write(months(1500).encode())
        running.stdin.flush()
        running.kill()

    assert running.returncode == -signal.SIGKILL
    assert told.journal == before
    assert told.done(*OPEN).out.startswith(f"#{len(STORY) + 2} ")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_command_that_is_told_to_end_leaves_no_temporary_file(told, tmp_path, name):
    """In the middle of restoring, when the ledger lies under another name: it goes away with all that is beside it."""
    exported = told.journal.encode()
    before = {path.name for path in tmp_path.iterdir()}
    with subprocess.Popen(
        [*PYTHON, "--ledger", "new.db", "restore", "-"], cwd=tmp_path, env=clean_environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        running.stdin.write(exported)
        running.stdin.flush()
        patience = time.monotonic() + 30
        while not any(path.name.startswith(".new.db") for path in tmp_path.iterdir()):
            assert time.monotonic() < patience
            time.sleep(0.02)
        time.sleep(0.2)
        running.send_signal(getattr(signal, name))
        out, err = running.stdout.read(), running.stderr.read()

    assert running.returncode == 128 + getattr(signal, name)
    assert (out, err.decode().strip()) == (b"", "Stopped. Nothing was left half done.")
    assert {path.name for path in tmp_path.iterdir()} == before


@pytest.mark.usefixtures("told")
def test_a_hang_up_that_is_ignored_stops_nothing(tmp_path):
    """As under nohup."""
    line = months(1).strip()
    script = f"trap '' HUP; (sleep 0.6; echo '{line}') | {' '.join(PYTHON)} import - & sleep 0.4; kill -HUP $!; wait $!"
    ran = subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=tmp_path, env=clean_environment(), capture_output=True, check=False, timeout=60,
    )  # fmt: skip

    assert (ran.returncode, ran.stdout.decode()) == (0, "1 fact recorded, 0 already there.\n")


# -- terminals -----------------------------------------------------------------------------------------------


def on_terminal(*words, folder, columns=80, **environment):
    """What the command prints on a terminal that is so many columns wide."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process(*words, folder=folder, environment={"TERM": "xterm", **environment}, stdout=theirs)
    os.close(theirs)
    printed = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # how Linux says that a terminal has been closed
            break
        if not chunk:
            break
        printed += chunk
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


REPORT = ("show", "report", "--month", "2024-07", "--known-at", "2100-01-01")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("columns", [60, 120])
def test_a_table_keeps_within_the_terminal(tmp_path, columns):
    """Headings wrap and columns move below one another, but no figure is cut."""
    printed = re.sub(r"\x1b\[[0-9;]*m", "", on_terminal(*REPORT, folder=tmp_path, columns=columns))

    assert max(map(len, printed.splitlines())) <= columns
    assert "…" not in printed
    for figure in ("-1,284", "-1,376", "-1,320", "655", "641"):
        assert figure in printed


@pytest.mark.usefixtures("told")
def test_colours_are_for_terminals_alone(tmp_path):
    """A pipe, NO_COLOR and a dumb terminal get plain text."""
    assert "\x1b[" in on_terminal(*REPORT, folder=tmp_path)
    assert "\x1b" not in on_terminal(*REPORT, folder=tmp_path, NO_COLOR="1")
    assert "\x1b" not in on_terminal(*REPORT, folder=tmp_path, TERM="dumb")
    assert "\x1b" not in process(*REPORT, folder=tmp_path, environment={"TERM": "xterm"}).out


def test_a_pipe_gets_the_same_bytes_whatever_the_terminal(told, tmp_path):
    """What is pasted into a report does not depend on the width of a window."""
    narrow = process(*REPORT, folder=tmp_path, environment={"COLUMNS": "40"})

    assert narrow.out == process(*REPORT, folder=tmp_path).out == told.done(*REPORT).out
