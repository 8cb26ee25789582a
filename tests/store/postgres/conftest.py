"""Ledgers on a server, and small facts signed by one of its users."""

import attrs
import pytest
from postgres_server import postgres, server
from store_samples import renamed

from cli.main import run
from ledger.store.opening import open_for_recording

__all__ = ["postgres", "server"]


@pytest.fixture
def log(postgres):
    with open_for_recording(postgres.url(), None) as opened:
        yield opened


@pytest.fixture
def append():
    """Records small facts after whatever the stream has."""

    def append(log, *numbers, stream="organisation"):
        version = log.version(stream)
        facts = [attrs.evolve(renamed(number), actor=log.actor) for number in numbers]
        return log.append([(stream, version + at, fact) for at, fact in enumerate(facts, 1)], {stream: version})

    return append


@pytest.fixture
def liggare(capsys):
    """Runs a command; its exit status and all it printed."""

    def liggare(where, *words):
        status = run(["--ledger", where, *words])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return liggare


@pytest.fixture
def three(postgres, log, append):
    append(log, 1, 2, 3)
    return postgres
