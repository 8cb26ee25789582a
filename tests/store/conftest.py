"""A ledger on disk and a clock that only moves when told to."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.store.files.recorder import Log, create


class Clock:
    """The time a test says it is."""

    def __init__(self):
        self.now = datetime(2024, 9, 15, 10, 30, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **by):
        self.now += timedelta(**by)

    def back(self, **by):
        self.now -= timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path, clock):
    where = tmp_path / "liggare.db"
    create(where, name="Region Exempel", orgnr="232100-0222", clock=clock)
    return where


@pytest.fixture
def log(path, clock):
    with Log.open(path, clock) as opened:
        yield opened


@pytest.fixture
def make(tmp_path, clock):
    """Makes another empty ledger under a name."""

    def made(name):
        create(tmp_path / name, clock=clock)
        return tmp_path / name

    return made
