"""The function that records takes facts alone, signed by whoever has logged in, and in its turn."""

import json

import psycopg
import pytest
from guarded import RECORD, content, fact
from postgres_server import SUPERUSER


def test_the_function_takes_the_user_for_the_actor(three):
    """Whoever calls it past liggare cannot sign with another name, nor with none."""
    with three.connect("ekonom1") as connection:
        for state in (fact("chef1"), fact(None), json.dumps({"type": "unit.closed", "id": "new"})):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(RECORD, (state,))
            assert refused.value.sqlstate == "LG004"
        connection.execute(RECORD, (fact(),))

    with three.connect("revisor1") as connection:
        found = connection.execute(
            "SELECT topic, fact_id, recorded_by FROM stored_events WHERE position = 4"
        ).fetchone()
    assert found == ("unit.closed", "new", "ekonom1")


@pytest.mark.parametrize(
    "state", ["", "[]", "null", "{", '{"actor": "ekonom1"}', '{"actor": "ekonom1", "id": "", "type": "x"}']
)
def test_the_function_takes_facts_only(three, state):
    with three.connect("ekonom1") as connection, pytest.raises(psycopg.Error):
        connection.execute(RECORD, (state,))


def test_a_schema_before_ours_in_the_path_changes_nothing(three, server):
    """The function looks into its own schema, whatever its caller has put in the way."""
    with server.connect(SUPERUSER) as connection:
        connection.execute("CREATE SCHEMA decoy; GRANT ALL ON SCHEMA decoy TO ekonom1")
    with three.connect("ekonom1") as connection:
        connection.execute("CREATE TABLE decoy.stored_events (LIKE stored_events); CREATE TEMP TABLE turn ()")
        connection.execute(f"SET search_path = pg_temp, decoy, {three.schema}")
        connection.execute(RECORD, (fact(),))

    assert len(content(three)[0]) == 4


NO_FACTS = {
    "no text": b"\xff\xfe",
    "no JSON": b"{",
    "more than an object": b'{"type":"unit.closed","id":"new","actor":"ekonom1"} 1',
    "a list": b"[]",
    "an unknown type": b'{"type":"unit.sold","id":"new","actor":"ekonom1"}',
    "a type that is no word": b'{"type":1,"id":"new","actor":"ekonom1"}',
    "no id": b'{"type":"unit.closed","actor":"ekonom1"}',
    "a key twice": b'{"type":"unit.closed","id":"new","actor":"ekonom1","unit":"A","unit":"B"}',
    "a key twice below": b'{"type":"budget.adopted","id":"new","actor":"ekonom1","lines":{"N":"1","N":"2"}}',
    "a key twice in a list": b'{"type":"grant.received","id":"new","actor":"ekonom1","passed_on":[{"u":1,"u":2}]}',
    "a key spelled in two ways": b'{"type":"unit.closed","id":"new","actor":"ekonom1","unit":"A","un\\u0069t":"B"}',
    "two actors": b'{"type":"unit.closed","id":"new","actor":"chef1","actor":"ekonom1"}',
    "another actor": b'{"type":"unit.closed","id":"new","actor":"chef1"}',
    "an actor in other letters": b'{"type":"unit.closed","id":"new","actor":"EKONOM1"}',
}
APPEND = (
    b"SELECT append(ARRAY['organisation'], ARRAY[4]::bigint[], ARRAY[%s]::bytea[], ARRAY[]::text[], ARRAY[]::bigint[])"
)


@pytest.mark.parametrize("what", NO_FACTS)
def test_the_function_refuses_what_liggare_would_not_write(three, what):
    """Whoever calls it from another program too."""
    before = content(three)
    with three.connect("ekonom1") as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(APPEND, (NO_FACTS[what],))

    assert refused.value.sqlstate in {"LG006", "LG004", "22P02", "22021"}
    assert content(three) == before


@pytest.mark.parametrize(
    "note", ['"', "\\", '\\"', '": ', ':"', '\\\\": "', 'a": "b', "\u2028", ":", '"a":"b"', '\\":']
)
def test_the_function_takes_every_text(three, note):
    """Quotes, colons and backslashes in a text make no key of it."""
    state = json.dumps({"type": "unit.closed", "id": "new", "actor": "ekonom1", "note": note}, ensure_ascii=False)
    with three.connect("ekonom1") as connection:
        connection.execute(APPEND, (state.encode(),))

    assert len(content(three)[0]) == 4


def test_a_session_of_ones_own_has_the_turn_no_longer_than_liggare(three):
    """Silent or busy, the server ends its transaction; the limit stands in it from the moment it takes the turn."""
    for take in ("SELECT take_turn()", None):
        with three.connect("ekonom1") as connection:
            connection.execute("BEGIN")
            connection.execute(take) if take else connection.execute(APPEND, (fact().encode(),))
            limits = connection.execute(
                "SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('statement_timeout')"
            ).fetchone()
            connection.execute("ROLLBACK")
            after = connection.execute("SELECT current_setting('idle_in_transaction_session_timeout')").fetchone()
        assert (limits, after) == (("1min", "1min"), ("0",))
