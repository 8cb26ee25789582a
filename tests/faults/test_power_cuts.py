"""What the disk holds when the power goes, built from what it held at a random instant while facts were recorded.

A process is stopped and its files copied: that is what a disk holds that has written everything it was given. A real
one may hold less. SQLite writes to the ``-wal`` and waits for the disk before it acknowledges, so whatever came after
the last acknowledgement may be there in part, cut off at any byte or as noise; and while the ``-wal`` is merged into
the file, any part of what is being merged may be there, but then the whole ``-wal`` is too.

A file of one moment with the ``-wal`` of another is nothing that a power cut leaves: who copies them one after the
other while facts are recorded has no backup (docs/faults.md).
"""

import json
import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from terminal import Terminal
from wrecking import copied

SECTOR = 512
"""What a disk writes whole or not at all."""


@pytest.fixture
def stopped(liggare, workshop, chance, tmp_path):
    """The files of a ledger at a random instant of its being written; how many facts had been acknowledged.

    Twice: those that were known of before the instant, and those that were told by then.
    """
    worker = workshop.record(liggare.ledger, 400, tmp_path)
    worker.wait_for(chance.randint(1, 60))
    time.sleep(chance.uniform(0, 0.01))
    acknowledged = len(worker.done)
    os.kill(worker.pid, signal.SIGSTOP)
    (tmp_path / "disk").mkdir()
    ledger = copied(liggare.ledger, tmp_path / "disk")
    worker.kill_after(0)
    return ledger, acknowledged, len(worker.done)


@pytest.fixture
def power_cut(stopped, tmp_path, survived):
    """Makes the files that a power cut leaves; how many facts the ledger then holds, after checking that it is one."""
    ledger, *_ = stopped
    wal = ledger.with_name("liggare.db-wal")

    def power_cut(file=None, log=None):
        after = Terminal(Path(shutil.copy(ledger, tmp_path / "after.db")))
        for ending in ("-wal", "-shm", ".views", ".views-wal", ".views-shm"):
            after.ledger.with_name(f"after.db{ending}").unlink(missing_ok=True)
        if file is not None:
            after.ledger.write_bytes(file)
        after.ledger.with_name("after.db-wal").write_bytes(wal.read_bytes() if log is None else log)
        found = [json.loads(line)["id"] for line in after.journal.splitlines()]
        assert found == [f"u-{number}" for number in range(len(found))]
        assert after("verify").status == 0
        assert after("record", "unit.opened", "--unit", "X", "--name", "X", "--effective", "2024-01-01").status == 0
        survived("power cuts")
        return len(found)

    return power_cut


@pytest.mark.rounds(3)
def test_what_was_acknowledged_is_on_the_disk(stopped, power_cut):
    """The files as they were at that instant hold it all, and perhaps one fact more."""
    _, known, acknowledged = stopped

    assert known <= acknowledged <= power_cut() <= acknowledged + 1


@pytest.mark.rounds(3)
def test_a_wal_that_breaks_off_anywhere_holds_a_prefix(stopped, power_cut, chance):
    """Cut off at a byte, or with zeros or noise from there on: the facts before are there, and the longer the more."""
    ledger, *_ = stopped
    log = ledger.with_name("liggare.db-wal").read_bytes()
    whole = power_cut()
    held = []
    for cut in sorted(chance.randrange(len(log)) for _ in range(6)):
        rest = len(log) - cut
        endings = (b"", bytes(rest), chance.randbytes(rest))
        counts = {power_cut(log=log[:cut] + ending) for ending in endings}
        assert len(counts) == 1
        held += counts

    assert held == sorted(held)
    assert held[-1] <= whole


@pytest.mark.rounds(3)
def test_a_merge_that_breaks_off_anywhere_loses_nothing(stopped, power_cut, chance, tmp_path):
    """Sectors of the file from before and after are mixed, in any order, and the file may not have its length yet."""
    ledger, *_ = stopped
    before = ledger.read_bytes()
    after = merged(copied(ledger, tmp_path))
    whole = power_cut()
    for _ in range(4):
        mixed = b"".join(
            (before if chance.random() < 0.5 else after)[at : at + SECTOR].ljust(SECTOR, b"\0")
            for at in range(0, len(after), SECTOR)
        )
        assert power_cut(file=mixed) == whole
        assert (
            power_cut(file=mixed[: chance.randrange(len(before) // SECTOR, len(after) // SECTOR + 1) * SECTOR]) == whole
        )


def merged(ledger):
    """The file with everything in it that stood in its -wal."""
    with closing(sqlite3.connect(ledger)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0] == 0
        return ledger.read_bytes()
