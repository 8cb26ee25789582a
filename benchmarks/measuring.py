"""Commands and pieces of work measured: wall time, peak memory, and medians side by side."""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import attrs

ROOT = Path(__file__).parent.parent
LAUNCH = Path(__file__).with_name("launch.py")


@attrs.frozen
class Run:
    """One run: wall seconds, peak memory in MiB (0 where it is nobody's own), what was printed, and processor time."""

    seconds: float
    mib: float = 0
    printed: str = ""
    cpu: float = 0


@attrs.define
class Results:
    """What was measured of how many decisions, by whom, in the order it was measured."""

    size: int
    runs: dict[tuple[str, str], list[Run]] = attrs.field(factory=dict)

    def add(self, what: str, who: str, *runs: Run) -> None:
        self.runs.setdefault((what, who), []).extend(runs)

    def tell(self, what: str) -> None:
        """Print the medians of what was measured just now."""
        for key in self.runs:
            if key[0] == what:
                told = f"  {what:<36} {key[1]:<28} {self.seconds(*key):10.4f} s"
                print(f"{told} {self.mib(*key):8.0f} MiB" if self.mib(*key) else told, flush=True)

    def seconds(self, what: str, who: str) -> float:
        """The median; 0 if it was not measured."""
        runs = self.runs.get((what, who), [])
        return statistics.median(run.seconds for run in runs) if runs else 0

    def mib(self, what: str, who: str) -> float:
        """The median of the peaks."""
        runs = self.runs.get((what, who), [])
        return statistics.median(run.mib for run in runs) if runs else 0

    def ratio(self, what: str, other: str, ours: str = "liggare") -> float:
        """How many times as long the other took; 0 if either was not measured."""
        own = self.seconds(what, ours)
        return self.seconds(what, other) / own if own else 0


def command(words: list[str], *, fails: bool = False) -> Run:
    """Run a command as it is run from a terminal; wall time and the peak memory of it and what it starts.

    One that *fails* may say no.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.NamedTemporaryFile("r") as told:
        launched = [sys.executable, "-IS", str(LAUNCH), told.name, *words]
        said_no = subprocess.DEVNULL if fails else None
        done = subprocess.run(  # noqa: S603 - our own commands
            launched, stdout=subprocess.PIPE, stderr=said_no, cwd=ROOT, env=environment, text=True, check=False
        )
        if done.returncode and not fails:
            sys.exit(f"{' '.join(words)} failed")
        seconds, kib, cpu = told.read().split()
    return Run(float(seconds), int(kib) / 1024, done.stdout, float(cpu))


def side_by_side(results: Results, what: str, commands: Mapping[str, list[str]], repeat: int) -> None:
    """All by turns, so that whatever else the machine does befalls them alike. The first round is not counted."""
    for round_ in range(repeat + 1):
        for who, words in commands.items():
            run = command(words)
            if round_ or repeat == 0:
                results.add(what, who, run)
    results.tell(what)


def work(results: Results, what: str, pieces: Mapping[str, Callable[[], object]], repeat: int) -> None:
    """Pieces of work in this process, by turns."""
    for _ in range(repeat):
        for who, piece in pieces.items():
            gc.collect()
            results.add(what, who, timed(piece))
    results.tell(what)


def timed(piece: Callable[[], object]) -> Run:
    began = time.perf_counter()
    piece()
    return Run(time.perf_counter() - began)


def exhaust(things: Iterable[object]) -> None:
    """Go through all of them and keep none."""
    for _ in things:
        pass
