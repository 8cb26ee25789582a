"""A program of its own that records what it reads, line by line or as one import, until it is killed.

Started as ``python mortal.py HOW LEDGER INSTANT`` with HOW either ``record`` or ``import``.
"""

import json
import subprocess
import sys
import time
from datetime import datetime
from itertools import chain
from pathlib import Path

from ledger.domain.errors import LedgerError
from ledger.interchange.importing import NothingImported, import_lines
from ledger.interchange.journal.reading import read_journal, to_fact
from ledger.interchange.kept_lines import FileEnd
from ledger.recording.ledger import Ledger

ACTOR = "ekonom1"


def recorded(ledger, lines):
    """Record one fact after the other, and say the position of each, or that it was refused."""
    for _, fields in lines:
        try:
            (took,) = ledger.record(to_fact({"actor": ACTOR, **fields}))
            said = took.recorded.position
        except LedgerError:
            said = "refused"
        print(said, flush=True)  # noqa: T201 - this is the acknowledgement


def imported(ledger, lines):
    """Record them together, and say how many."""
    try:
        kept = chain((("-", fields) for _, fields in lines), [("-", FileEnd())])
        done = import_lines(ledger, kept, actor=ACTOR)
    except NothingImported:
        print("refused", flush=True)  # noqa: T201 - as above
    else:
        print(done.recorded, flush=True)  # noqa: T201 - as above


class Mortal:
    """The program from outside, at the end of a pipe."""

    def __init__(self, how, path, now):
        self._process = subprocess.Popen(
            [sys.executable, __file__, how, str(path), now.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert self.answers(1) == ["ready"]

    def say(self, lines):
        self._process.stdin.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
        self._process.stdin.flush()

    def end_of_lines(self):
        self._process.stdin.close()

    def answers(self, number):
        """So many acknowledgements, waited for."""
        return [self._process.stdout.readline().decode().strip() for _ in range(number)]

    def kill(self, after_s=0.0):
        """End it as the power does; whatever it had said by then."""
        time.sleep(after_s)
        self._process.kill()
        said = self._process.stdout.read().decode().split()
        self._process.wait()
        for end in (self._process.stdin, self._process.stdout):
            end.close()
        return said


def main(how, path, now):
    then = datetime.fromisoformat(now)
    with Ledger.open(path, lambda: then) as ledger:
        print("ready", flush=True)  # noqa: T201 - so that it is killed at work, and not before
        (recorded if how == "record" else imported)(ledger, read_journal(sys.stdin.buffer, "-"))


if __name__ == "__main__":
    main(*sys.argv[1:])
