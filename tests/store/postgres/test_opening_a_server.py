"""What is told to whoever cannot open, make or record: one sentence, the way out, and no secrets."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from postgres_server import OWNER, SUPERUSER
from store_samples import renamed

from ledger.recording.ledger import Ledger
from ledger.store.clock_errors import ClockSteppedBack
from ledger.store.errors import (
    LedgerBusy,
    LedgerExists,
    LedgerNotEmpty,
    NewerLedger,
    NoLedger,
    NotALedger,
    NotTheSessionUser,
)
from ledger.store.opening import create, exists, open_for_recording, open_log
from ledger.store.postgres.errors import (
    ConnectionLost,
    MayNotMake,
    MayNotRead,
    MayNotRecord,
    MayNotRestore,
    ServerOutOfReach,
)
from ledger.store.postgres.schema import FUNCTIONS, LONGEST_TURN_S


def now():
    return datetime.now(UTC)


def test_init_tells_of_the_roles_and_leaves_a_ledger_alone(liggare, server):
    where = server.url(schema="en_gang")
    status, said = liggare(where, "init", "--name", "Region Exempel")

    assert (status, said.splitlines()[1]) == (
        0,
        "Its roles are region_en_gang_owner, region_en_gang_recorder, region_en_gang_auditor: see docs/server.md.",
    )
    with pytest.raises(LedgerExists):
        create(where, clock=now)
    status, said = liggare(where, "init")
    assert status == 1
    assert "already exists" in said


def test_the_roles_of_a_schema_named_as_its_database_are_named_once(server):
    with server.connect(SUPERUSER) as connection:
        connection.execute(f"CREATE DATABASE liggare OWNER {OWNER}")

    assert create(server.url(database="liggare"), clock=now)[1] == "liggare_recorder"


def test_a_schema_of_something_else_is_left_alone(server):
    with server.connect() as connection:
        connection.execute("CREATE SCHEMA annat")
    with pytest.raises(LedgerExists):
        create(server.url(schema="annat"), clock=now)
    with pytest.raises(NoLedger):
        open_log(server.url(schema="annat"))


def test_a_ledger_is_made_whole_or_not_at_all(server):
    """Who may not make roles or schemas leaves nothing behind."""
    server.login("ekonom1")
    with pytest.raises(MayNotMake, match="permission denied"):
        create(server.url("ekonom1", schema="mitt"), clock=now)
    with pytest.raises(MayNotMake, match="too long"):
        create(server.url(database=long_named(server), schema="a" * 40), clock=now)

    assert not exists(server.url(schema="mitt"))


def long_named(server):
    name = "d" * 20
    with server.connect(SUPERUSER) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
    return name


def test_a_database_that_cannot_hold_every_letter_is_refused(server):
    with server.connect(SUPERUSER) as connection:
        connection.execute(f"CREATE DATABASE gammal OWNER {OWNER} ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(MayNotMake, match="encoded in LATIN1"):
        create(server.url(database="gammal"), clock=now)


def test_there_must_be_a_ledger_of_a_format_we_know(server, postgres):
    with pytest.raises(NoLedger, match="schema=saknas"):
        open_log(server.url(schema="saknas"))
    with pytest.raises(ServerOutOfReach, match="does not exist"):
        open_log(server.url(database="saknas"))
    for value, refusal in (("2", NewerLedger), ("x", NotALedger)):
        with postgres.connect(SUPERUSER) as connection:
            connection.execute("ALTER TABLE metadata DISABLE TRIGGER ALL")
            connection.execute("UPDATE metadata SET value = %s WHERE key = 'format'", (value,))
        with pytest.raises(refusal):
            open_log(postgres.url())


def test_each_is_told_what_they_may_not_do(postgres):
    with pytest.raises(MayNotRead, match="permission denied for schema"):
        open_log(postgres.url("nyfiken"))
    with pytest.raises(MayNotRecord, match="revisor1 may read"):
        Ledger.open(postgres.url("revisor1"), now)
    with (
        Ledger.open(postgres.url("ekonom1"), now) as ledger,
        pytest.raises(MayNotRestore, match="ekonom1 does not own"),
    ):
        ledger.restore(iter(()))


def test_the_actor_is_who_has_logged_in(liggare, postgres, monkeypatch, tmp_path):
    """Another name is refused when it is given, and a name from the surroundings does not count."""
    monkeypatch.setenv("LIGGARE_ACTOR", "nagon_annan")
    words = ("record", "unit.opened", "--unit", "A", "--name", "A", "--effective", "2024-01-01")
    status, said = liggare(postgres.url(), *words, "--actor", "chef1")
    assert status == 1
    assert "chef1 cannot be the actor, because ekonom1 is who has logged in" in said
    journal = tmp_path / "chef.jsonl"
    journal.write_text('{"type":"unit.opened","effective":"2024-01-01","unit":"B","name":"B","actor":"chef1"}\n')
    assert liggare(postgres.url(), "import", str(journal))[0] == 1

    assert liggare(postgres.url(), *words)[0] == 0
    assert (
        liggare(
            postgres.url(), *words[:-4], "--name", "B", "--effective", "2024-01-01", "--id", "b", "--actor", "ekonom1"
        )[0]
        == 1
    )  # refused by a rule: A is there
    with open_log(postgres.url()) as log:
        assert [recorded.fact.actor for recorded in log.facts()] == ["ekonom1"]


def test_a_fact_signed_by_somebody_else_is_refused_to_programs_too(postgres, log):
    with Ledger.open(postgres.url(), now) as ledger, pytest.raises(NotTheSessionUser):
        ledger.record(signed("chef1", 1))
    with pytest.raises(NotTheSessionUser, match="chef1 cannot be the actor, because ekonom1"):
        log.append([("s", 1, signed("chef1", 1))], {})


def signed(actor, number):
    return attrs.evolve(renamed(number), actor=actor)


def test_a_clock_behind_the_last_fact_is_waited_for_five_minutes(postgres, append):
    """The server's clock is meant: a journal is restored whose last fact lies ahead of it."""
    with open_for_recording(postgres.url(OWNER), now) as log:
        soon = now() + timedelta(minutes=4, seconds=50)
        log.restore([(1, soon, "s", 1, renamed(1))])
    with open_for_recording(postgres.url(), now) as log:
        (recorded,) = append(log, 2, stream="s")
    assert recorded.recorded_at == soon + timedelta(microseconds=1)


def test_a_clock_far_behind_the_last_fact_records_nothing(postgres, append):
    late = now() + timedelta(minutes=6)
    with open_for_recording(postgres.url(OWNER), now) as log:
        log.restore([(1, late, "s", 1, renamed(1))])
        with pytest.raises(LedgerNotEmpty):
            log.restore([(1, late, "s", 1, renamed(1))])
    with open_for_recording(postgres.url(), now) as log:
        with pytest.raises(ClockSteppedBack) as refused:
            append(log, 2)
        with pytest.raises(ClockSteppedBack), log.bulk() as bulk:
            bulk.add("s", 2, signed("ekonom1", 2))

        assert f"{late:%H:%M:%S.%f}" in refused.value.sentence
        assert log.last_position() == 1


def test_instants_come_from_the_servers_clock(postgres, append):
    """A clock of one's own is not asked, and the server's is known without asking each time."""
    with open_for_recording(postgres.url(), None) as log:
        (recorded,) = append(log, 1)

        assert abs(log.clock() - now()) < timedelta(seconds=5)
        assert abs(recorded.recorded_at - log.clock()) < timedelta(seconds=5)


def test_the_wait_for_another_writer_ends(postgres, append):
    with postgres.connect(OWNER) as connection:
        for function in ("append", "take_turn"):
            connection.execute(f"ALTER FUNCTION {function} SET lock_timeout = '50ms'")
    with open_for_recording(postgres.url(), now) as log, open_for_recording(postgres.url(), now) as other:
        with other.bulk():
            with pytest.raises(LedgerBusy):
                append(log, 1)
            with pytest.raises(LedgerBusy), log.bulk():
                pass

        assert [each.position for each in append(log, 1)] == [1]


def test_who_falls_silent_loses_the_turn(postgres, append):
    """The limit stands in the server's function, here one that is shorter than a test."""
    shorter = FUNCTIONS["take_turn"].format(schema=postgres.schema).replace("CREATE", "CREATE OR REPLACE")
    assert f"'{LONGEST_TURN_S}s'" in shorter
    with postgres.connect("agare") as connection:
        connection.execute(f"SET ROLE {postgres.owner}")
        connection.execute(shorter.replace(f"'{LONGEST_TURN_S}s'", "'100ms'").encode())
    with open_for_recording(postgres.url(), now) as log:
        with pytest.raises(ConnectionLost, match="nothing was recorded"):
            import_slowly(log)

        assert [each.position for each in append(log, 2)] == [1]


def import_slowly(log):
    with log.bulk() as bulk:
        time.sleep(0.5)
        bulk.add("s", 1, signed("ekonom1", 1))


def test_the_eventsourcing_library_reads_what_it_recorded(postgres, append):
    with open_for_recording(postgres.url(), now) as log:
        recorded = append(log, 1, 2, 3)
        application = log._application

        assert [event.fact for event in application.events.get("organisation", gt=1)] == [
            each.fact for each in recorded[1:]
        ]
        notifications = application.notification_log.select(start=2, limit=10)
        assert [application.mapper.to_domain_event(each).position for each in notifications] == [2, 3]
        assert application.recorder.max_notification_id() == 3


def test_a_file_is_opened_without_anything_for_servers(tmp_path):
    """Nobody who keeps the ledger in a file waits for, or needs, what talks to servers."""
    script = (
        "import sys; from cli.main import run; w = ['--ledger', sys.argv[1]];"
        "assert run([*w, 'init']) == 0; assert run([*w, 'record', 'unit.opened', '--unit', 'A', '--name', 'A',"
        " '--effective', '2024-01-01']) == 0; assert run([*w, 'show', 'units']) == 0;"
        "assert not [name for name in sys.modules if 'psycopg' in name or 'postgres' in name]"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "x.db")], check=True, capture_output=True)


def test_a_ledger_with_a_bad_fact_is_read_up_to_it(postgres, append, liggare, tmp_path, monkeypatch):
    """Another program has recorded what only looks like a fact: the way out stands in the hint."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with open_for_recording(postgres.url(), now) as log:
        append(log, 1, 2)
    with postgres.connect("ekonom1") as connection:
        connection.execute(
            b"SELECT append(ARRAY['organisation'], ARRAY[3]::bigint[], ARRAY[%s]::bytea[], '{}', '{}')",
            (b'{"type":"unit.renamed","id":"bad","effective":"2024-01-01","actor":"ekonom1"}',),
        )
    for words in (("journal",), ("show", "budget", "--year", "2024"), ("verify",)):
        status, told = liggare(postgres.url(), *words)
        assert status in (1, 3)
        assert "#3" in told
    status, told = liggare(postgres.url(), "show", "budget", "--year", "2024")
    before = told.rpartition("--known-at ")[2].strip()
    for words in (("journal",), ("show", "budget", "--year", "2024"), ("show", "units")):
        status, told = liggare(postgres.url(), *words, "--known-at", before, "--format", "json")
        assert (status, json.loads(told)["position"]) == (0, 2)
