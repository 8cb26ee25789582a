"""Programs that do one command of liggare after another, tell of each that it is done, and may be killed meanwhile.

Starting Python takes longer than what should be killed. So one program has everything loaded, and forks: each copy
is a process of its own that runs the real commands. Run as a script, this file is that program.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path


class Workshop:
    """The program that has everything loaded."""

    def __enter__(self):
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
        assert self.heard() == "ready"
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def heard(self):
        return self._process.stdout.readline().rstrip("\n")

    def begin(self, ledger, commands, folder):
        """A worker doing these commands on a ledger, in a folder."""
        return self._begin(folder=str(folder), commands=[["--ledger", str(ledger), *words] for words in commands])

    def record(self, ledger, units, folder):
        """A worker that opens a ledger once and records so many units, with the ids u-0, u-1, …"""
        return self._begin(folder=str(folder), ledger=str(ledger), units=units)

    def _begin(self, **told):
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return Worker(self, int(self.heard()))


class Worker:
    """One process that works."""

    def __init__(self, workshop, pid):
        self._workshop = workshop
        self.pid = pid
        self.done = []
        """The status of each command that was told to be done, in their order."""
        self.was_killed = False

    def wait_for(self, count):
        """Until so many commands are done."""
        while len(self.done) < count:
            self._hear()

    def kill_after(self, seconds):
        """End it as the power does, after a while; a worker that has finished by then was not killed."""
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.finish()

    def finish(self):
        """Until it has ended."""
        while self._hear():
            pass

    def _hear(self):
        words = self._workshop.heard().split()
        if words[0] == "done":
            self.done.append(int(words[1]))
            return True
        assert words[0] == "ended", words
        self.was_killed = int(words[1]) == -signal.SIGKILL
        return False


def load_everything():
    """Do every kind of work once, so that whoever is forked has nothing left to load."""
    from cli.main import run

    with tempfile.TemporaryDirectory() as folder:
        ledger = f"{folder}/liggare.db"
        unit = ("unit.opened", "--name", "Enhet", "--effective", "2024-01-01")
        line = '{"type":"unit.opened","unit":"B","name":"B","effective":"2024-01-01"}\n'
        Path(folder, "one.jsonl").write_text(line, encoding="utf-8")
        for words in (
            ("init",),
            ("record", *unit, "--unit", "A"),
            ("import", f"{folder}/one.jsonl"),
            ("show", "budget", "--year", "2024"),
            ("rebuild",),
            ("export", f"{folder}/all.jsonl"),
            ("--ledger", f"{folder}/copy.db", "restore", f"{folder}/all.jsonl"),
        ):
            assert run(["--ledger", ledger, *words]) == 0


def work(told, out):
    """Do what was told, and tell of each part when it is done."""
    os.chdir(told["folder"])
    for status in record(told["ledger"], told["units"]) if "units" in told else run_all(told["commands"]):
        os.write(out, b"done %d\n" % status)


def run_all(commands):
    from cli.main import run

    yield from map(run, commands)


def record(where, units):
    from cli.settings import now
    from ledger.domain.organisation.units import UnitOpened
    from ledger.interchange.values.days import read_day
    from ledger.recording.ledger import Ledger

    with Ledger.open(where, now) as ledger:
        for number in range(units):
            code, name = f"U{number}", f"Enhet {number}"
            ledger.record(UnitOpened(id=f"u-{number}", unit=code, name=name, effective=read_day("2024-01-01")))
            yield 0


def main():
    out = os.dup(1)
    with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123 - what the commands print is not what is told
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    load_everything()
    os.write(out, b"ready\n")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            work(json.loads(line), out)
            os._exit(0)
        os.write(out, b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        os.write(out, b"ended %d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
