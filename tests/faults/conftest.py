"""Faults happen here for real: processes are killed, disks are full, bytes are flipped.

How often is said in one place: a little by default, as many times more as LIGGARE_ENDURE says (`make endure`).
"""

import os
import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))
sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
sys.path.insert(0, str(Path(__file__).parents[1] / "store" / "postgres"))

from postgres_server import server
from terminal import Terminal
from working import Workshop

__all__ = ["server"]

ENDURANCE = int(os.environ.get("LIGGARE_ENDURE", "1"))


def pytest_generate_tests(metafunc):
    """Give a test marked ``rounds(n)`` so many seeds, times the endurance."""
    marker = metafunc.definition.get_closest_marker("rounds")
    if marker:
        metafunc.parametrize("seed", range(marker.args[0] * ENDURANCE))


@pytest.fixture
def chance(seed):
    """The same chance for the same seed."""
    return Random(seed)  # noqa: S311 - nobody needs to be unable to guess it


@pytest.fixture
def survived(record_property):
    """Counts what was survived, for the line at the end of the run."""

    def survived(kind, times=1):
        record_property(f"survived {kind}", times)

    return survived


@pytest.fixture
def liggare(tmp_path):
    """A terminal on an empty ledger."""
    terminal = Terminal(tmp_path / "liggare.db")
    terminal.done("init")
    return terminal


@pytest.fixture(scope="session")
def workshop():
    """Where programs are started that may be killed."""
    with Workshop() as opened:
        yield opened
