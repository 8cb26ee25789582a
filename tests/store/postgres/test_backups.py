"""A server brought back to an earlier moment from its nightly copy and its archive, as docs/server.md says."""

import time
from datetime import UTC, datetime

import pytest
from postgres_server import HASTY, SUPERUSER, Server

from cli.main import run
from ledger.domain.organisation.units import UnitOpened
from ledger.interchange.values.days import read_day
from ledger.recording.ledger import Ledger
from ledger.store.opening import open_log


def now():
    return datetime.now(UTC)


def opened(unit):
    return UnitOpened(unit=unit, name=unit, effective=read_day("2024-01-01"), id=unit)


def recorded(ledger, unit):
    with Ledger.open(ledger.url(), now) as writer:
        writer.record(opened(unit))


def wait_for(server, question):
    """Until the server answers yes."""
    patience = time.monotonic() + 60
    with server.connect(SUPERUSER) as connection:
        while not connection.execute(question).fetchone()[0]:
            assert time.monotonic() < patience
            time.sleep(0.02)


@pytest.fixture
def archiving():
    """A server that archives its write-ahead log, and where."""
    server = Server()
    archive = server.folder / "archive"
    server.settings = {**HASTY, "archive_mode": "on", "archive_command": f"'cp %p {archive}/%f'"}
    server.run("mkdir", archive)
    yield server.make(), archive
    server.remove()


@pytest.fixture
def nightly(archiving):
    """Takes the copy that pg_basebackup makes, to be brought to a moment."""
    server, archive = archiving
    back = Server()

    def copied():
        to = f"host={server.folder} user={SUPERUSER}"
        back.run("pg_basebackup", "-D", back.data, "-X", "stream", "-c", "fast", "--no-sync", "-d", to)
        return back

    def brought_to(moment):
        restore = {"restore_command": f"'cp {archive}/%f %p'", "recovery_target_action": "promote"}
        back.settings = {**HASTY, **restore, "recovery_target_time": f"'{moment}'"}
        back.run("touch", back.data / "recovery.signal")
        back.start()
        wait_for(back, "SELECT NOT pg_is_in_recovery()")

    back.copied, back.brought_to = copied, brought_to
    yield back
    back.remove()


def test_a_ledger_is_brought_back_to_a_moment(archiving, nightly, monkeypatch, tmp_path, capsys):
    """What was recorded later is gone, also from read models; the rest is verified, and recording goes on."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    server, _ = archiving
    ledger = server.ledger()
    recorded(ledger, "BEFORE")
    nightly.copied()
    recorded(ledger, "AFTER-THE-COPY")
    with server.connect(SUPERUSER) as connection:
        (moment,) = connection.execute("SELECT clock_timestamp()::text").fetchone()
    recorded(ledger, "TOO-LATE")
    assert run(["--ledger", ledger.url(), "show", "units"]) == 0
    with server.connect(SUPERUSER) as connection:
        (written,) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    wait_for(server, f"SELECT last_archived_wal >= '{written}' FROM pg_stat_archiver")
    nightly.brought_to(moment)
    server.kill()

    back = nightly.url("ekonom1", schema=ledger.schema)
    with open_log(back) as log:
        assert [each.fact.id for each in log.facts()] == ["BEFORE", "AFTER-THE-COPY"]
    with Ledger.open(back, now) as writer:
        writer.record(opened("INSTEAD"))
    assert run(["--ledger", back, "verify"]) == 0
    capsys.readouterr()
    assert run(["--ledger", back, "show", "units", "--format", "csv"]) == 0
    shown = capsys.readouterr().out
    assert "INSTEAD" in shown
    assert "TOO-LATE" not in shown
