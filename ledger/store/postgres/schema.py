"""A ledger's tables on the server, the triggers that keep them, and the only ways to add to them.

Everything belongs to a role that nobody logs in as. Who records may not insert: the function ``append`` does it, with
the rights of the owner, and puts down position, instant and user itself.
"""

from ledger.store.errors import ID_TAKEN, MOST_STEPPED_BACK, STREAM_MOVED
from ledger.store.postgres.errors import DUPLICATE, NOT_A_FACT, NOT_EMPTY, OTHER_ACTOR, REFUSED, STALE, STEPPED_BACK

LOCK_TIMEOUT_S = 30
"""How long one writer waits for another."""

LONGEST_TURN_S = 60
"""How long a transaction that has the turn may be silent, or busy with one statement."""

_STEP_BACK = int(MOST_STEPPED_BACK.total_seconds() * 1_000_000)
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"

_TABLES = (
    """
CREATE TABLE stored_events (
    position bigint PRIMARY KEY CHECK (position > 0),
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL CHECK (originator_version > 0),
    topic text COLLATE "C" NOT NULL,
    state bytea NOT NULL,
    recorded_at bigint NOT NULL,
    fact_id text COLLATE "C" NOT NULL UNIQUE CHECK (fact_id <> ''),
    recorded_by text NOT NULL,
    UNIQUE (originator_id, originator_version)
)""",
    'CREATE TABLE metadata (key text COLLATE "C" PRIMARY KEY, value text NOT NULL)',
    "CREATE TABLE turn ()",
    'CREATE TABLE fact_types (topic text COLLATE "C" PRIMARY KEY)',
    # What the eventsourcing library reads: it calls the position by another name.
    """
CREATE VIEW notifications AS
    SELECT position AS notification_id, originator_id, originator_version, topic, state FROM stored_events""",
)
"""The table ``fact_types`` says what may be recorded; the owner adds what a later version brings.
The table ``turn`` is empty: holding its lock is the turn to record. A lock on the facts themselves would make
writers wait for every ANALYZE of the server, and an advisory lock could be held by anybody."""

_SETTINGS = (
    "SET search_path = {schema}, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
)
"""What the functions run under: our schema alone, and always the indexes, because a session keeps the plans it made
when the log was small."""

_KEYS = r"""regexp_count(replace(replace({}, '\\', ''), '\"', ''), '"\s*:')"""
"""How many keys a text of JSON has: they end in a quote before a colon, when the quotes inside of strings are gone."""

_REFUSE = f"""
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '{REFUSED}', MESSAGE = TG_ARGV[0];
END $$"""

_REQUIRE_NEXT = f"""
CREATE FUNCTION require_next() RETURNS trigger LANGUAGE plpgsql {_SETTINGS} AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added LEFT JOIN stored_events before ON before.position = added.position - 1
        WHERE added.position > 1 AND (before.position IS NULL OR before.recorded_at >= added.recorded_at)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = '{REFUSED}',
            MESSAGE = 'a fact gets the position after the last one, and a later instant';
    END IF;
    IF EXISTS (
        SELECT FROM added LEFT JOIN stored_events before
            ON before.originator_id = added.originator_id AND before.originator_version = added.originator_version - 1
        WHERE added.originator_version > 1 AND (before.position IS NULL OR before.position > added.position)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = '{REFUSED}', MESSAGE = '{STREAM_MOVED}';
    END IF;
    RETURN NULL;
END $$"""  # noqa: S608 - our own words

TRIGGERS = {
    "facts_come_after_the_last": """AFTER INSERT ON stored_events REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION require_next()""",
    "facts_never_change": """BEFORE UPDATE ON stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a recorded fact never changes; record a correction')""",
    "facts_never_go_away": """BEFORE DELETE OR TRUNCATE ON stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a recorded fact is never deleted; record a reversal')""",
    "metadata_never_changes": """BEFORE DELETE OR UPDATE OR TRUNCATE ON metadata
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('what a ledger is called and is never changes')""",
}

_LIMITS = f"""    -- For the rest of the transaction: whoever has the turn may be silent or busy for so long.
    PERFORM set_config('idle_in_transaction_session_timeout', '{LONGEST_TURN_S}s', true),
        set_config('statement_timeout', '{LONGEST_TURN_S}s', true);"""

_TAKE_TURN = f"""
CREATE FUNCTION take_turn() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
{_SETTINGS} SET lock_timeout = '{LOCK_TIMEOUT_S}s' AS $$
BEGIN
    LOCK TABLE turn IN EXCLUSIVE MODE;
{_LIMITS}
END $$"""

_AS_FACT = f"""
CREATE FUNCTION as_fact(state bytea) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    words text;
    said jsonb;
BEGIN
    words := convert_from(state, 'UTF8');
    said := words::jsonb;
    IF jsonb_typeof(said) <> 'object' THEN
        RAISE EXCEPTION USING ERRCODE = '{NOT_A_FACT}', MESSAGE = 'no JSON object', DETAIL = 'it is no JSON object';
    END IF;
    IF jsonb_typeof(said -> 'type') IS DISTINCT FROM 'string'
        OR jsonb_typeof(said -> 'id') IS DISTINCT FROM 'string' THEN
        RAISE EXCEPTION USING ERRCODE = '{NOT_A_FACT}', MESSAGE = 'no type or id',
            DETAIL = 'it lacks its type or its id';
    END IF;
    -- Of keys that stand there twice jsonb keeps one.
    IF {_KEYS.format("words")} <> {_KEYS.format("said::text")} THEN
        RAISE EXCEPTION USING ERRCODE = '{NOT_A_FACT}', MESSAGE = 'a key twice', DETAIL = 'a key stands in it twice';
    END IF;
    RETURN said;
END $$"""

_APPEND = f"""
CREATE FUNCTION append(
    streams text[], versions bigint[], states bytea[], read_streams text[], read_versions bigint[],
    OUT first_position bigint, OUT first_instant bigint
) LANGUAGE plpgsql SECURITY DEFINER
{_SETTINGS} SET lock_timeout = '{LOCK_TIMEOUT_S}s' AS $$
DECLARE
    last record;
    wrong record;
    instant bigint;
    topics text[];
    ids text[];
    actors text[];
BEGIN
    LOCK TABLE turn IN EXCLUSIVE MODE;
{_LIMITS}

    SELECT expected.stream, expected.version INTO wrong FROM (
        SELECT * FROM unnest(read_streams, read_versions)
        UNION ALL
        SELECT stream, min(version) - 1 FROM unnest(streams, versions) AS offered (stream, version) GROUP BY stream
    ) AS expected (stream, version)
    WHERE version <> (SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = stream)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = '{STALE}', MESSAGE = '{STREAM_MOVED}',
            DETAIL = wrong.version || ' ' || wrong.stream;
    END IF;

    WITH offered AS MATERIALIZED (
        SELECT place, as_fact(state) AS said FROM unnest(states) WITH ORDINALITY AS given (state, place)
    )
    SELECT array_agg(said ->> 'type' ORDER BY place), array_agg(said ->> 'id' ORDER BY place),
        array_agg(DISTINCT coalesce(said ->> 'actor', ''))
    INTO topics, ids, actors FROM offered;
    SELECT topic INTO wrong FROM unnest(topics) AS given (topic)
    WHERE NOT EXISTS (SELECT FROM fact_types WHERE fact_types.topic = given.topic) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = '{NOT_A_FACT}', MESSAGE = 'there is no such type of fact',
            DETAIL = format('there is no type of fact called %L', wrong.topic);
    END IF;
    IF actors <> ARRAY[session_user::text] THEN
        RAISE EXCEPTION USING ERRCODE = '{OTHER_ACTOR}', MESSAGE = 'the actor of a fact is the session user',
            DETAIL = (SELECT actor FROM unnest(actors) AS given (actor) WHERE actor <> session_user LIMIT 1),
            HINT = session_user;
    END IF;

    SELECT id INTO wrong FROM unnest(ids) AS given (id)
    WHERE EXISTS (SELECT FROM stored_events WHERE fact_id = id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = '{DUPLICATE}', MESSAGE = '{ID_TAKEN}', DETAIL = wrong.id;
    END IF;

    SELECT position, recorded_at, xmin = pg_current_xact_id()::xid AS is_ours INTO last
    FROM stored_events ORDER BY position DESC LIMIT 1;
    instant := {_NOW};
    IF instant < last.recorded_at - {_STEP_BACK} THEN
        RAISE EXCEPTION USING ERRCODE = '{STEPPED_BACK}', MESSAGE = 'the clock has stepped back',
            DETAIL = instant || ' ' || last.recorded_at;
    END IF;
    first_position := coalesce(last.position, 0) + 1;
    -- The facts of one transaction follow each other, so that its writer knows their instants.
    first_instant := CASE WHEN last.is_ours THEN last.recorded_at + 1 ELSE greatest(instant, last.recorded_at + 1) END;

    INSERT INTO stored_events
        (position, originator_id, originator_version, topic, state, recorded_at, fact_id, recorded_by)
    SELECT first_position + place - 1, stream, version, topic, state, first_instant + place - 1, id, session_user
    FROM unnest(streams, versions, topics, states, ids)
        WITH ORDINALITY AS given (stream, version, topic, state, id, place)
    ORDER BY place;
END $$"""  # noqa: S608 - our own words

_RESTORE = f"""
CREATE FUNCTION restore(positions bigint[], streams text[], versions bigint[], states bytea[], instants bigint[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
{_SETTINGS} SET lock_timeout = '{LOCK_TIMEOUT_S}s' AS $$
BEGIN
    LOCK TABLE turn IN EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM stored_events WHERE position = 1 AND xmin <> pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION USING ERRCODE = '{NOT_EMPTY}', MESSAGE = 'a journal is restored into an empty ledger only',
            DETAIL = (SELECT max(position) FROM stored_events);
    END IF;
    INSERT INTO stored_events
        (position, originator_id, originator_version, topic, state, recorded_at, fact_id, recorded_by)
    SELECT position, stream, version, said ->> 'type', state, instant, said ->> 'id', session_user
    FROM (
        SELECT given.*, as_fact(state) AS said
        FROM unnest(positions, streams, versions, states, instants) AS given (position, stream, version, state, instant)
        OFFSET 0
    ) AS offered
    ORDER BY position;
END $$"""  # noqa: S608 - our own words

FUNCTIONS = {
    "refuse": _REFUSE,
    "require_next": _REQUIRE_NEXT,
    "take_turn": _TAKE_TURN,
    "as_fact": _AS_FACT,
    "append": _APPEND,
    "restore": _RESTORE,
}

OWNER, RECORDER, AUDITOR = "the owners' role", "the recorders' role", "the auditors' role"
"""What the three roles are called here; on the server each has the database and the schema in its name."""

RIGHTS = (
    *(
        (privilege, thing, role)
        for role in (RECORDER, AUDITOR)
        for privilege, thing in (
            ("USAGE", "SCHEMA {schema}"),
            ("SELECT", "TABLE stored_events"),
            ("SELECT", "TABLE metadata"),
            ("SELECT", "TABLE notifications"),
        )
    ),
    ("EXECUTE", "FUNCTION append", RECORDER),
    ("EXECUTE", "FUNCTION take_turn", RECORDER),
)
"""Who may do what, besides the owner: nothing else, and nobody else."""


def statements(schema: str, *, recorder: str, auditor: str) -> list[str]:
    """What makes an empty ledger in a new schema, in order. The names are quoted where they must be."""
    roles = {RECORDER: recorder, AUDITOR: auditor}
    return [
        *_TABLES,
        *(function.format(schema=schema) for function in FUNCTIONS.values()),
        *(f"CREATE TRIGGER {name} {rest}" for name, rest in TRIGGERS.items()),
        # Also in a session that plays a replica, where triggers sleep otherwise.
        *(f"ALTER TABLE {_table(rest)} ENABLE ALWAYS TRIGGER {name}" for name, rest in TRIGGERS.items()),
        f"REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC",
        *(f"GRANT {privilege} ON {thing.format(schema=schema)} TO {roles[role]}" for privilege, thing, role in RIGHTS),
    ]


def _table(trigger: str) -> str:
    return trigger.partition(" ON ")[2].split()[0]
