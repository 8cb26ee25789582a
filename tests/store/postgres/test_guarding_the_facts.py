"""Nobody changes what is recorded, and each role may do what it is for and no more."""

import psycopg
import pytest
from guarded import RECORD, as_owner, as_superuser, content
from postgres_server import SUPERUSER

from ledger.store.errors import DamagedLedger
from ledger.store.files.log import LogReader
from ledger.store.opening import open_log
from ledger.store.postgres.layout import intended_layout, layout

COLUMNS = "position, originator_id, originator_version, topic, state, recorded_at, fact_id, recorded_by"
NEXT = "4, 'organisation', 4, 'unit.renamed', '{}', 9000000000000000, 'new', 'x'"
CHANGES = [
    "UPDATE stored_events SET state = '{}' WHERE position = 2",
    "UPDATE stored_events SET position = 9 WHERE position = 99",
    "UPDATE stored_events SET recorded_at = recorded_at + 1",
    "DELETE FROM stored_events",
    "DELETE FROM stored_events WHERE position = 3",
    "TRUNCATE stored_events",
    "TRUNCATE stored_events, metadata",
    f"INSERT INTO stored_events VALUES ({NEXT}) ON CONFLICT (position) DO UPDATE SET state = '{{}}'",
    "UPDATE metadata SET value = 'another'",
    "DELETE FROM metadata",
    "TRUNCATE metadata",
    "INSERT INTO metadata VALUES ('name', 'another')",
    "INSERT INTO metadata VALUES ('name', 'another') ON CONFLICT (key) DO UPDATE SET value = 'another'",
]
MISPLACED = [
    NEXT.replace("4, 'org", "3, 'org"),
    NEXT.replace("4, 'org", "5, 'org"),
    NEXT.replace("4, 'org", "0, 'org"),
    NEXT.replace("', 4,", "', 5,"),
    NEXT.replace("', 4,", "', 3,"),
    NEXT.replace("'organisation', 4", "'other', 0"),
    NEXT.replace("9000000000000000", "5"),
    NEXT.replace("9000000000000000", "NULL"),
    NEXT.replace("'new'", "'n-2'"),
    NEXT.replace("'new'", "''"),
    f"{NEXT}), (6, 'organisation', 5, 'unit.renamed', '{{}}', 9000000000000001, 'newer', 'x'",
    f"{NEXT}), (5, 'organisation', 5, 'unit.renamed', '{{}}', 9000000000000000, 'newer', 'x'",
]
RESTORE = "SELECT restore(ARRAY[4::bigint], ARRAY['s'], ARRAY[1::bigint], ARRAY['{}'::bytea], ARRAY[1::bigint])"


@pytest.mark.parametrize("someone", [as_owner, as_superuser])
def test_no_statement_changes_what_is_recorded(three, someone):
    """Triggers refuse updates, deletions and emptying, to the owner and the superuser too."""
    before = content(three)
    with someone(three) as connection:
        for statement in CHANGES:
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement)
            assert refused.value.sqlstate in {"LG000", "23505"}, statement

    assert content(three) == before


def test_the_refusal_says_what_to_do_instead(three):
    with as_owner(three) as connection:
        with pytest.raises(psycopg.Error, match="record a correction"):
            connection.execute("UPDATE stored_events SET topic = ''")
        with pytest.raises(psycopg.Error, match="record a reversal"):
            connection.execute("TRUNCATE stored_events")


@pytest.mark.parametrize("someone", [as_owner, as_superuser])
def test_a_fact_is_inserted_after_the_last_one_only(three, someone):
    """What goes past the function meets the same order: no gap, no step back in time, no version left out."""
    before = content(three)
    with someone(three) as connection:
        for row in MISPLACED:
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(f"INSERT INTO stored_events ({COLUMNS}) VALUES ({row})")
            assert refused.value.sqlstate in {"LG000", "23502", "23505", "23514"}, row

    assert content(three) == before


FOR_READERS = [
    *CHANGES,
    f"INSERT INTO stored_events VALUES ({NEXT})",
    "INSERT INTO metadata VALUES ('more', 'words')",
    "DO 'BEGIN LOCK TABLE stored_events IN EXCLUSIVE MODE; END'",
    "DO 'BEGIN LOCK TABLE turn IN SHARE MODE; END'",
    "ALTER TABLE stored_events DISABLE TRIGGER ALL",
    "DROP TABLE stored_events",
    "CREATE TABLE mine ()",
    "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    RESTORE,
]


@pytest.mark.parametrize(
    ("user", "statements"),
    [
        ("ekonom1", FOR_READERS),
        ("revisor1", [*FOR_READERS, "SELECT take_turn()", RECORD.replace("%s", "'{}'")]),
        (
            "nyfiken",
            ["SELECT FROM stored_events", "SELECT FROM metadata", "SELECT FROM notifications", "SELECT take_turn()"],
        ),
    ],
)
def test_a_role_may_do_no_more_than_it_is_for(three, user, statements):
    """A recorder adds through the function, an auditor reads, and whoever is neither sees nothing."""
    before = content(three)
    with three.connect(user) as connection:
        for statement in statements:
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(
                    statement.replace(" FROM ", f" FROM {three.schema}.") if user == "nyfiken" else statement
                )
            assert refused.value.sqlstate in {"42501", "42P01", "42883"}, statement

    assert content(three) == before


def test_what_guards_the_facts_is_as_it_was_made(three):
    """An auditor sees every function, trigger and right; a change shows."""
    with open_log(three.url("revisor1")) as log:
        assert layout(log._connection) == intended_layout()
    with as_owner(three) as connection:
        connection.execute("ALTER TABLE stored_events DISABLE TRIGGER facts_never_change")
        connection.execute("GRANT INSERT ON stored_events TO ekonom1")

    with open_log(three.url("revisor1")) as log:
        changed = {name for name, _ in layout(log._connection).items() ^ intended_layout().items()}
    assert changed == {"trigger facts_never_change", "right to INSERT on the table stored_events of ekonom1"}


def changed_layout(ledger):
    with open_log(ledger.url("revisor1")) as log:
        return {name for name, _ in layout(log._connection).items() ^ intended_layout().items()}


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("REVOKE SELECT ON stored_events FROM {recorder}",
         {"right to SELECT on the table stored_events of the recorders' role"}),
        ("GRANT EXECUTE ON FUNCTION append TO {auditor}",
         {"right to EXECUTE on the function append of the auditors' role"}),
        ("GRANT EXECUTE ON FUNCTION append TO PUBLIC", {"right to EXECUTE on the function append of everybody"}),
        ("GRANT UPDATE ON fact_types TO nyfiken", {"right to UPDATE on the table fact_types of nyfiken"}),
        ("ALTER FUNCTION append SET search_path = public", {"path of the function append"}),
        ("ALTER FUNCTION append SECURITY INVOKER", {"function append"}),
        ("ALTER ROLE {recorder} LOGIN", {"recorders' role"}),
        ("ALTER TABLE stored_events OWNER TO chef", {"owner of the table stored_events"}),
        ("GRANT SELECT ON stored_events TO nyfiken", set()),
    ],
)  # fmt: skip
def test_a_right_a_role_or_an_owner_that_has_changed_shows(three, statement, changes):
    """Whoever may only read beside the auditors is none of the ledger's business."""
    with three.connect(SUPERUSER) as connection:
        connection.execute(statement.format(recorder=three.recorder, auditor=three.auditor))

    assert changed_layout(three) >= changes
    assert (
        not changes
        or changed_layout(three) - {name for name in changed_layout(three) if name.startswith("right to")} <= changes
    )


def test_a_dump_that_was_restored_without_its_roles_is_found(three, server, liggare):
    """It holds every fact, and nothing that kept them: verify says so."""
    words = ("-h", server.folder, "-U", SUPERUSER, "-n", three.schema, "--no-owner", "--no-privileges", "--inserts")
    lines = server.run("pg_dump", *words, "region").stdout.splitlines()
    dump = "\n".join(line for line in lines if not line.startswith("\\"))  # what only psql understands
    with server.connect(SUPERUSER, "postgres") as connection:
        connection.execute("CREATE DATABASE kopia TEMPLATE template0")
    with psycopg.connect(server.url(SUPERUSER, "kopia"), autocommit=True) as connection:
        connection.execute(dump.encode())
    status, err = liggare(server.url(SUPERUSER, "kopia", schema=three.schema), "verify")

    assert status == 1
    assert "The owner of the table stored_events is not as liggare makes it" in err
    assert "The recorders' role is gone" in err


@pytest.mark.parametrize("identity", ["", "../../../x", "/var/x", "x"])
def test_an_identity_that_is_no_uuid_names_no_file(three, tmp_path, identity):
    """The read model of a ledger on a server lies under its identity: nothing is written anywhere for another one."""
    with as_superuser(three) as connection:
        connection.execute("ALTER TABLE metadata DISABLE TRIGGER ALL")
        connection.execute("UPDATE metadata SET value = %s WHERE key = 'identity'", (identity,))

    with pytest.raises(DamagedLedger, match="does not say which ledger it is"):
        open_log(three.url("revisor1"), cache=tmp_path / "cache")
    assert not list(tmp_path.iterdir())


def test_a_log_reader_needs_no_more_than_the_auditors_rights(three):
    with open_log(three.url("revisor1")) as log:
        assert isinstance(log, LogReader)
        assert [each.position for each in log.facts()] == [1, 2, 3]
