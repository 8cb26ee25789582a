"""What a ledger promises, it promises wherever it is kept: the tests here run on a file and on a server."""

import attrs
import pytest
from kept import KINDS, Stores, now
from postgres_server import server
from store_samples import renamed

from ledger.recording.ledger import Ledger
from ledger.store.opening import open_for_recording

__all__ = ["server"]


@pytest.fixture
def stores(tmp_path, request):
    return Stores(tmp_path, request)


@pytest.fixture(params=KINDS)
def where(request, stores):
    """A new ledger."""
    return stores.make(request.param)


@pytest.fixture
def log(where):
    with open_for_recording(where, now) as opened:
        yield opened


@pytest.fixture
def ledger(where):
    with Ledger.open(where, now) as opened:
        yield opened


@pytest.fixture
def fact():
    """Makes small facts, signed by whoever has opened the log."""

    def fact(log, number):
        return attrs.evolve(renamed(number), actor=log.actor)

    return fact


@pytest.fixture
def append(fact):
    """Records small facts after whatever the stream has."""

    def append(log, *numbers, stream="organisation"):
        version = log.version(stream)
        entries = [(stream, version + at, fact(log, number)) for at, number in enumerate(numbers, 1)]
        return log.append(entries, {stream: version})

    return append
