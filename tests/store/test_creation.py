"""A ledger is made whole, or not at all, and never over something else."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from store_samples import renamed

from ledger.domain.errors import Refused
from ledger.store.errors import DiskFailed, LedgerExists, LedgerOutOfReach
from ledger.store.files.creation import create, in_the_making
from ledger.store.files.reading import open_log


def test_a_new_ledger_is_one_file(tmp_path, clock):
    create(tmp_path / "liggare.db", clock=clock)

    assert [file.name for file in tmp_path.iterdir()] == ["liggare.db"]


def test_a_new_ledger_follows_the_umask(tmp_path, clock):
    """Who else may read it is decided where that is always decided."""
    before = os.umask(0o027)
    try:
        create(tmp_path / "liggare.db", clock=clock)
    finally:
        os.umask(before)

    assert (tmp_path / "liggare.db").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("taken", ["liggare.db", "liggare.db-wal", "liggare.db-journal"])
def test_what_is_there_is_left_alone(tmp_path, clock, taken):
    """An existing file is never touched; nor is what another ledger left behind ever played into a new one."""
    (tmp_path / taken).write_text("mine")
    with pytest.raises(LedgerExists) as refused:
        create(tmp_path / "liggare.db", clock=clock)

    assert isinstance(refused.value, Refused)
    assert taken in refused.value.sentence
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(taken, "mine")]


def test_a_link_to_nowhere_is_something_too(tmp_path, clock):
    (tmp_path / "liggare.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(LedgerExists):
        create(tmp_path / "liggare.db", clock=clock)


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path, clock):
    """Someone who makes the file between the first look and the last step keeps it."""

    def busy_clock():
        (tmp_path / "liggare.db").write_text("theirs")
        return clock()

    with pytest.raises(LedgerExists):
        create(tmp_path / "liggare.db", clock=busy_clock)

    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("liggare.db", "theirs")]


def test_a_missing_directory_is_named(tmp_path, clock):
    with pytest.raises(LedgerOutOfReach, match="nowhere"):
        create(tmp_path / "nowhere" / "liggare.db", clock=clock)


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "år 2024 #1 %41.db", "-.db"])
def test_no_name_is_special(tmp_path, clock, name):
    create(tmp_path / name, name="X", clock=clock)
    with open_log(tmp_path / name) as log:
        assert log.metadata()["name"] == "X"

    assert name in {file.name for file in tmp_path.iterdir()}


def limited(size):
    """Let no file of this process grow beyond *size* bytes, as a full quota would."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


MAKE = """
import signal, sys, datetime
from ledger.domain.errors import LedgerError
from ledger.store.files.creation import create, in_the_making
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    create(sys.argv[1], clock=lambda: datetime.datetime.now(datetime.UTC))
except LedgerError as error:
    print(error.code)
"""


def test_a_ledger_that_has_no_room_is_not_half_made(tmp_path):
    said = subprocess.run(
        [sys.executable, "-c", MAKE, tmp_path / "liggare.db"],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: limited(8192),
    )

    assert said.stdout.strip() in {DiskFailed.code, "disk-full"}
    assert list(tmp_path.iterdir()) == []


FILL = """
import signal, sys, datetime
sys.path.insert(0, sys.argv[2])
from ledger.domain.errors import LedgerError
from ledger.store.files.recorder import Log
from store_samples import renamed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Log.open(sys.argv[1], lambda: datetime.datetime.now(datetime.UTC)) as log:
    version = 0
    try:
        while version < 5000:
            log.append([("s", version + 1, renamed(version))], {})
            version += 1
    except LedgerError as error:
        print(error.code, version, log.last_position())
"""


def test_what_finds_no_room_is_not_recorded(path):
    """Everything acknowledged before the disk was full is there afterwards, and nothing else."""
    said = subprocess.run(
        [sys.executable, "-c", FILL, path, Path(__file__).parent],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: limited(200_000),
    )
    code, acknowledged, seen = said.stdout.split()

    assert code in {DiskFailed.code, "disk-full"}
    assert acknowledged == seen
    with open_log(path) as log:
        assert [each.fact for each in log.facts()] == [renamed(number) for number in range(int(acknowledged))]


def test_a_file_system_without_links_gets_its_ledger_too(tmp_path, clock, monkeypatch):
    """There the name is reserved before the finished file takes it."""

    def no_links(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    create(tmp_path / "liggare.db", clock=clock)
    with pytest.raises(LedgerExists):
        create(tmp_path / "liggare.db", clock=clock)

    assert [file.name for file in tmp_path.iterdir()] == ["liggare.db"]
    with open_log(tmp_path / "liggare.db") as log:
        assert log.last_position() == 0


def test_a_ledger_in_the_making_is_nobody_s_yet(tmp_path, clock):
    """Whoever makes one of the same name meanwhile keeps it, and what is recorded there."""
    path = tmp_path / "liggare.db"

    def make():
        with in_the_making(path) as unfinished:
            create(unfinished, name="mine", clock=clock)
            assert not path.exists()
            create(path, name="theirs", clock=clock)

    with pytest.raises(LedgerExists):
        make()

    assert [file.name for file in tmp_path.iterdir()] == ["liggare.db"]
    with open_log(path) as log:
        assert log.metadata()["name"] == "theirs"
