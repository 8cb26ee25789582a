"""One at a time has a folder to themselves, however the one before has left."""

import subprocess
import sys

import pytest

from ledger.projections import folder_lock as locking
from ledger.projections.folder_lock import undisturbed


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE_S", 0.05)


@pytest.mark.parametrize(("first", "second"), [(False, False), (False, True), (True, False)])
def test_who_is_to_be_undisturbed_is(tmp_path, first, second):
    with undisturbed(tmp_path, shared=first), pytest.raises(OSError), undisturbed(tmp_path, shared=second):  # noqa: PT011 - as Python names it
        pass
    with undisturbed(tmp_path, shared=second):
        assert list(tmp_path.iterdir()) == []


def test_those_who_share_do_not_wait_for_each_other(tmp_path):
    with undisturbed(tmp_path, shared=True), undisturbed(tmp_path, shared=True):
        pass


STAYING = """
import sys, time
from pathlib import Path
from ledger.projections.folder_lock import undisturbed
with undisturbed(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""


def test_whoever_is_killed_leaves(tmp_path):
    """Nothing has to be cleared away after a program that ended badly."""
    with subprocess.Popen([sys.executable, "-c", STAYING, tmp_path], stdout=subprocess.PIPE) as program:
        assert program.stdout.readline() == b"in\n"
        with pytest.raises(OSError), undisturbed(tmp_path):  # noqa: PT011 - as above
            pass
        program.kill()

    with undisturbed(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_no_place(tmp_path):
    with pytest.raises(FileNotFoundError), undisturbed(tmp_path / "none"):
        pass
