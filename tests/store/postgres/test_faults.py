"""Servers that are killed while facts are recorded: every position that was acknowledged is there afterwards."""

import json
import multiprocessing
import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise

import psycopg
import pytest
from postgres_server import LASTING, SUPERUSER, Server

from cli.main import run
from ledger.domain.organisation.units import UnitOpened
from ledger.domain.values.days import instant_text
from ledger.interchange.values.days import read_day
from ledger.recording.ledger import Ledger
from ledger.store.opening import open_log
from ledger.store.postgres.errors import ConnectionLost, OnlyACopy, ServerOutOfReach

WRITERS = 2


def now():
    return datetime.now(UTC)


def write(where, worker, acknowledged, stop):
    """Record one unit after another, the same again whenever the server was lost, and note what was acknowledged."""
    number = 0
    with open(acknowledged, "w", buffering=1, encoding="utf-8") as notes:  # noqa: PTH123 - one line at a time
        while not os.path.exists(stop):  # noqa: PTH110 - asked very often
            with suppress(ConnectionLost, ServerOutOfReach), Ledger.open(where, now) as ledger:
                while not os.path.exists(stop):  # noqa: PTH110 - as above
                    code = f"U-{worker}-{number}"
                    fact = UnitOpened(id=code, unit=code, name=code, effective=read_day("2024-01-01"))
                    (took,) = ledger.record(fact)
                    notes.write(f"{took.recorded.position} {code}\n")
                    number += 1


class Writing:
    """Programs that go on recording, whatever happens to the server."""

    def __init__(self, folder):
        self._folder = folder
        self._notes = [folder / f"{worker}.txt" for worker in range(WRITERS)]

    @contextmanager
    def on(self, where):
        spawning = multiprocessing.get_context("spawn")
        stop = self._folder / "stop"
        writers = [
            spawning.Process(target=write, args=(where, worker, str(notes), str(stop)))
            for worker, notes in enumerate(self._notes)
        ]
        for writer in writers:
            writer.start()
        yield
        stop.touch()
        for writer in writers:
            writer.join(60)
        assert [writer.exitcode for writer in writers] == [0] * WRITERS

    def acknowledged(self):
        """The id at each position that a writer was told."""
        lines = [line.split() for notes in self._notes if notes.exists() for line in notes.read_text().splitlines()]
        told = {int(position): id_ for position, id_ in (line for line in lines if len(line) == 2)}
        assert len(told) == len(lines)
        return told

    def wait_for(self, more):
        """Until so many more facts were acknowledged."""
        enough, patience = len(self.acknowledged()) + more, time.monotonic() + 60
        while len(self.acknowledged()) < enough:
            assert time.monotonic() < patience
            time.sleep(0.02)

    def check(self, where):
        """All that was acknowledged is where it was said to be, once, without gaps and in the order of time."""
        with open_log(where) as log:
            recorded = list(log.facts())
        ids = [each.fact.id for each in recorded]

        assert [each.position for each in recorded] == list(range(1, len(recorded) + 1))
        assert len(set(ids)) == len(ids)
        assert {position: ids[position - 1] for position in self.acknowledged()} == self.acknowledged()
        assert all(one < other for one, other in pairwise(each.recorded_at for each in recorded))


@pytest.fixture
def writing(tmp_path):
    return Writing(tmp_path)


@pytest.fixture
def own_server():
    """A server that may be killed, and writes to the disk what it says it has."""
    server = Server(LASTING).make()
    yield server
    server.remove()


def backends(server):
    with server.connect(SUPERUSER) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE usename = 'ekonom1'").fetchall()
    return [pid for (pid,) in rows]


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(own_server, writing, endurance, survived):
    """Backends and the postmaster are killed with -9 in the middle of appends; writers go on by themselves."""
    ledger = own_server.ledger()
    killed = 0
    with writing.on(ledger.url()):
        for turn in range(3 if endurance == 1 else 10 * endurance):
            writing.wait_for(10)
            if turn % 3 == 2:
                own_server.kill()
                own_server.start()
                killed += 1
                continue
            with suppress(ProcessLookupError, psycopg.OperationalError, IndexError):
                os.kill(backends(own_server)[0], signal.SIGKILL)  # the postmaster then starts all of them anew
                killed += 1
        writing.wait_for(10)

    writing.check(ledger.url())
    survived("server kills", killed)


def test_a_server_that_is_gone_is_told_of_within_seconds(own_server, capsys):
    ledger = own_server.ledger()
    own_server.kill()
    started = time.monotonic()
    status = run(["--ledger", ledger.url(), "show", "units"])

    assert time.monotonic() - started < 10
    assert status == 3
    assert "cannot be reached" in capsys.readouterr().err


class Standby(Server):
    """A copy that a server waits for before it acknowledges anything."""

    def follow(self, server):
        self.run(
            "pg_basebackup",
            "-D",
            self.data,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "--no-sync",
            "-d",
            f"host={server.folder} user={SUPERUSER} application_name=copy",
        )
        self.start()
        with server.connect(SUPERUSER) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'copy'")
            connection.execute("SELECT pg_reload_conf()")
            while not connection.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone():
                time.sleep(0.02)
        return self

    def promote(self):
        self.run("pg_ctl", "promote", "-w", "-D", self.data)
        with self.connect(SUPERUSER) as connection:
            connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
            connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="module")
def pair():
    """A server and its copy. The last test lets the copy take over."""
    server = Server(LASTING).make()
    standby = Standby(LASTING).follow(server)
    yield server, standby
    standby.remove()
    server.remove()


def test_a_standby_is_for_readers(pair, capsys, tmp_path, monkeypatch):
    """A reader asks the copy, and whoever would record there is told where to go."""
    server, standby = pair
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    ledger = server.ledger()
    record = ["record", "unit.opened", "--unit", "A", "--name", "Enhet", "--effective", "2024-01-01"]
    assert run(["--ledger", ledger.url(), *record]) == 0
    copy = standby.url("ekonom1", schema=ledger.schema)
    while "#1" not in told(capsys, ["--ledger", copy, "journal"]):
        time.sleep(0.05)

    assert "Enhet" in told(capsys, ["--ledger", copy, "show", "units"])
    assert run(["--ledger", copy, "show", "units", "--known-at", "2100-01-01", "--format", "json"]) == 0
    answer = capsys.readouterr()
    with open_log(copy) as log:
        assert json.loads(answer.out)["known_at"] == instant_text(log.last_instant())  # not what it may yet get
    assert "follows another server, and has replayed it through #1" in answer.err
    assert run(["--ledger", copy, *record]) == 3
    assert "follows another server" in capsys.readouterr().err
    with pytest.raises(OnlyACopy):
        Ledger.open(copy, now)


def told(capsys, words):
    with suppress(subprocess.SubprocessError):
        run(words)
    return capsys.readouterr().out


def test_nothing_acknowledged_is_lost_when_a_standby_takes_over(pair, writing):
    """Writers that name both servers go on with the one that was promoted."""
    server, standby = pair
    ledger = server.ledger()
    both = f"postgresql://ekonom1@/region?host={server.folder},{standby.folder}&schema={ledger.schema}"
    with writing.on(f"{both}&target_session_attrs=read-write"):
        writing.wait_for(20)
        server.kill()
        standby.promote()
        writing.wait_for(20)

    writing.check(standby.url("revisor1", schema=ledger.schema))
