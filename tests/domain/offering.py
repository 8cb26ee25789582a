"""A ledger on disk that was given some facts and is offered others."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.domain.stream import Changes
from ledger.domain.timeline import Timeline
from ledger.recording.admission import Admission
from ledger.recording.ledger import Ledger, make_ledger

ON_SERVER = os.environ.get("LIGGARE_TESTS_ON") == "server"
"""Whether the rules are tried on ledgers on a PostgreSQL server, and not in files."""

of_files = pytest.mark.skipif(ON_SERVER, reason="a server sees itself to the clock, the actor and who may restore")


class Clock:
    """The time a test says it is."""

    def __init__(self):
        self.now = datetime(2024, 9, 15, 10, 30, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **by):
        self.now += timedelta(**by)


class Given:
    """A ledger that was given some facts, and is offered others."""

    def __init__(self, path: Path, clock: Clock):
        self.path = path
        self.clock = clock
        self.ledger = Ledger.open(path, clock)
        _leave_the_disk_alone(self.ledger)

    def offer(self, *facts):
        """Record the facts together; the last of them as it was recorded."""
        return [took.recorded for took in self.ledger.record(*facts)][-1] if facts else None

    def positions(self):
        return [recorded.position for recorded in self.ledger.log.facts()]

    def types(self):
        return [recorded.fact.TYPE for recorded in self.ledger.log.facts()]

    def opened_again(self):
        """Another ledger on the same file."""
        return Ledger.open(self.path, self.clock)

    def close(self):
        """Whatever was admitted, refused or rehearsed: what the ledger holds in memory is what the log says."""
        anew = Admission(self.ledger.log)
        for stream, folded in self.ledger._kept.streams.items():
            assert folded.version <= self.ledger.log.version(stream)
            if folded.version == self.ledger.log.version(stream):
                if folded.stream.mentioned is not None:
                    anew._mentioned(stream)
                assert picture(folded.stream) == picture(anew._state(stream)), stream
        self.ledger.close()


def _leave_the_disk_alone(ledger):
    """Rules are tried here and not the disk: hundreds of ledgers need not wait for it."""
    recorder = ledger.log._application.recorder
    recorder._writer = recorder.datastore.pool.get_connection(is_writer=True)
    for connection in (recorder._writer, ledger.log._connection):
        connection.cursor().execute("PRAGMA synchronous = OFF")


def picture(value):
    """A state as plain values, so that two can be compared. What is empty is left out."""
    if isinstance(value, dict):
        pictures = {str(key): picture(inner) for key, inner in value.items() if key not in ("suspended", "_found")}
        return {key: inner for key, inner in pictures.items() if inner}
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, Timeline):
        return list(value.changes())
    if isinstance(value, Changes):
        return value.entries
    if type(value).__module__.startswith("ledger.domain") and hasattr(value, "__dict__"):
        return picture(vars(value))
    return value


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    make_ledger(path, name="Region Exempel", orgnr="232100-0222", clock=Clock())
    return path


class GivenOnServer(Given):
    """A ledger on a server, where everybody records under their own login."""

    def __init__(self, kept):
        self.kept = kept
        self.path, self.clock = kept.url(), Clock()
        self.ledger = Ledger.open(self.path, self.clock)

    def offer(self, *facts):
        if all(fact.actor in (None, self.ledger.log.actor) for fact in facts):
            return super().offer(*facts)
        for fact in facts:
            user = fact.actor or self.ledger.log.actor
            self.kept.server.login(user, self.kept.recorder)
            with Ledger.open(self.kept.url(user), self.clock) as own:
                (took,) = own.record(fact)
        return took.recorded


def on_a_server():
    from postgres_server import shared

    return GivenOnServer(shared().ledger())


@pytest.fixture
def given(tmp_path, empty_ledger):
    """Makes ledgers that are given facts: ``given(unit("A"), …).offer(fact)``."""
    made = []

    def in_a_file():
        path = tmp_path / f"{len(made)}.db"
        shutil.copyfile(empty_ledger, path)
        return Given(path, Clock())

    def given(*facts):
        made.append(on_a_server() if ON_SERVER else in_a_file())
        made[-1].offer(*facts)
        return made[-1]

    yield given
    for each in made:
        each.close()
