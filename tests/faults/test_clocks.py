"""Clocks that are wrong: the real command, under a clock that the operating system tells it (libfaketime).

A clock that stands still shows boundaries to the microsecond.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import libfaketime
import pytest
from needed import skip_without
from terminal import Ran, Terminal, assert_told, clean_environment

BROUGHT = Path(libfaketime.__file__).parent / "vendor" / "libfaketime" / "src" / "libfaketime.so.1"
"""Built for Linux on x86-64 alone; other machines take their system's."""
MORNING = datetime(2024, 3, 1, 10, tzinfo=UTC)


@cache
def library():
    if platform.machine() == "x86_64":
        return BROUGHT
    installed = list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return installed[0] if installed else skip_without("libfaketime", "libfaketime")


def telling(when, zone="UTC"):
    """An environment in which the clock stands at an instant."""
    return clean_environment(
        {"LD_PRELOAD": str(library()), "FAKETIME": f"{when.timestamp():.6f}", "FAKETIME_FMT": "%s", "TZ": zone}
    )


class Computer:
    """One whose clock can be set."""

    def __init__(self, ledger):
        self.ledger = ledger
        self._units = 0

    def run(self, when, *words, zone="UTC"):
        ended = subprocess.run(
            [sys.executable, "-m", "cli.main", "--ledger", str(self.ledger), *words],
            cwd=self.ledger.parent, env=telling(when, zone), capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    def record(self, when, *options, zone="UTC"):
        self._units += 1
        unit = ("--unit", f"U{self._units}", "--name", "Enhet", "--effective", "2024-01-01")
        return self.run(when, *options, "record", "unit.opened", *unit, zone=zone)

    def instants(self):
        return [fact["recorded_at"] for fact in Terminal(self.ledger).decisions]

    def touch(self, when):
        """Let the file look as if it had been written then."""
        os.utime(self.ledger, (when.timestamp(), when.timestamp()))


@pytest.fixture
def computer(tmp_path):
    made = Computer(tmp_path / "liggare.db")
    assert made.run(MORNING, "init").status == 0
    return made


def test_a_small_step_back_is_absorbed_and_a_large_one_refused(computer):
    """Five minutes to the microsecond: the next fact comes a microsecond after the last; beyond, both are named."""
    assert computer.record(MORNING + timedelta(minutes=5)).status == 0
    assert computer.record(MORNING).status == 0
    ran = computer.record(MORNING)  # by now one microsecond more

    assert_told(
        ran,
        3,
        "The clock says 2024-03-01T10:00:00.000000Z, but the last fact was recorded at 2024-03-01T10:05:00.000001Z",
        "Set the computer's clock right",
        "docs/faults.md",
    )
    assert computer.instants() == ["2024-03-01T10:05:00.000000Z", "2024-03-01T10:05:00.000001Z"]
    assert computer.record(MORNING + timedelta(hours=1)).status == 0


def test_an_import_is_refused_as_a_whole(computer, tmp_path):
    """Nothing of it is recorded under a wrong clock."""
    assert computer.record(MORNING).status == 0
    file = tmp_path / "two.jsonl"
    line = '{"type":"unit.opened","unit":"%s","name":"N","effective":"2024-01-01"}\n'
    file.write_text(line % "A" + line % "B")

    assert computer.run(MORNING - timedelta(days=400), "import", str(file)).status == 3
    assert len(computer.instants()) == 1
    assert computer.run(MORNING, "import", str(file)).status == 0
    assert all(one < other for one, other in pairwise(computer.instants()))


@pytest.mark.parametrize(
    "change", [datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC)], ids=["spring", "autumn"]
)
def test_daylight_saving_is_none_of_its_business(computer, change):
    """The hour that comes twice, and the one that is left out, on a computer in Sweden."""
    instants = [change + timedelta(minutes=minutes) for minutes in (-59, 0, 61)]
    for when in instants:
        assert computer.record(when, zone="Europe/Stockholm").status == 0

    assert computer.instants() == [f"{when:%Y-%m-%dT%H:%M:%S.%f}Z" for when in instants]


def test_a_clock_years_ahead_is_not_believed(computer):
    """Once it were, the right clock would be refused for years; so it has to be said that it is right."""
    computer.touch(MORNING)
    assert computer.record(MORNING).status == 0
    computer.touch(MORNING)
    ahead = datetime(2062, 3, 1, 10, tzinfo=UTC)
    ran = computer.record(ahead)

    assert_told(
        ran,
        3,
        "The clock says 2062-03-01T10:00:00.000000Z, but the ledger was last written at 2024-03-01T10:00:00.000000Z",
        "--clock-is-right",
    )
    assert computer.instants() == ["2024-03-01T10:00:00.000000Z"]
    assert computer.record(ahead, "--clock-is-right").status == 0
    assert computer.record(MORNING + timedelta(days=1)).status == 3


def test_a_pause_of_a_year_is_believed_and_a_day_more_is_not(computer):
    """Also for the first fact of a ledger, and in any command that records."""
    computer.touch(MORNING)
    assert computer.run(MORNING + timedelta(days=366, microseconds=1), "import", "-").status == 3
    assert computer.record(MORNING + timedelta(days=366)).status == 0


def test_a_restored_ledger_may_be_old(computer, tmp_path):
    """Its facts are of long ago, but its file is of today."""
    assert computer.record(MORNING).status == 0
    (tmp_path / "journal.jsonl").write_text(Terminal(computer.ledger).journal)
    today = datetime.now(UTC)
    new = Computer(tmp_path / "new.db")
    assert new.run(today, "restore", "journal.jsonl").status == 0

    new._units = 10
    assert new.record(today).status == 0


def test_a_ledger_from_the_future_is_brought_back(computer, tmp_path):
    """What was recorded under the wrong clock is taken up again in a new ledger, with a note of where it was."""
    assert computer.record(MORNING).status == 0
    assert computer.record(MORNING.replace(year=2034), "--clock-is-right").status == 0
    assert computer.record(MORNING.replace(year=2034), "--clock-is-right").status == 0
    journal = Terminal(computer.ledger).journal.splitlines(keepends=True)
    (tmp_path / "right.jsonl").write_text(journal[0])
    (tmp_path / "wrong.jsonl").write_text("".join(journal[1:]))
    new = Computer(tmp_path / "new.db")
    later = MORNING + timedelta(days=1)
    assert new.run(later, "restore", "right.jsonl").status == 0
    assert new.run(later, "import", "--salvaged", "wrong.jsonl").status == 0

    assert new.instants() == [
        "2024-03-01T10:00:00.000000Z", "2024-03-02T10:00:00.000000Z", "2024-03-02T10:00:00.000001Z"
    ]  # fmt: skip
    notes = [fact.get("note") for fact in Terminal(new.ledger).decisions]
    assert notes == [None, "(#2, 2034-03-01T10:00:00.000000Z)", "(#3, 2034-03-01T10:00:00.000001Z)"]
    new._units = 10
    assert new.record(later).status == 0


def test_facts_from_the_future_are_told_of_at_a_glance(computer):
    """Status counts what is known by now, and says that there is more; not when an earlier moment is asked for."""
    assert computer.record(MORNING).status == 0
    assert computer.record(MORNING.replace(year=2034), "--clock-is-right").status == 0
    now = computer.run(MORNING + timedelta(days=1), "status", "--lang", "en").out
    before = computer.run(MORNING.replace(year=2034), "status", "--known-at", "2024-03-02", "--lang", "en").out

    assert "\n1 fact, the last one recorded 2024-03-01" in now
    assert "1 fact is not counted here: the clock has yet to reach the instant it was recorded at" in now
    assert "not counted" not in before
    assert "not counted" not in computer.run(MORNING.replace(year=2034), "status", "--lang", "en").out
