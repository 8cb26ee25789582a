"""What guards a ledger on a server, as it is and as it was made: functions, triggers, roles, owners and rights.

A dump that was restored without its roles has all facts, and belongs to whoever restored it.
"""

from ledger.store.files.connection import Connection
from ledger.store.postgres.creation import roles_of
from ledger.store.postgres.schema import AUDITOR, FUNCTIONS, OWNER, RECORDER, RIGHTS, TRIGGERS

_THERE = """
SELECT 'function ' || proname, (CASE WHEN prosecdef THEN 'SECURITY DEFINER ' ELSE '' END) || prosrc
FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
UNION ALL
SELECT 'path of the function ' || proname, substr(option, length('search_path=') + 1)
FROM pg_proc, unnest(proconfig) AS option
WHERE pronamespace = current_schema()::regnamespace AND option LIKE 'search\\_path=%'
UNION ALL
SELECT 'trigger ' || tgname, tgenabled::text || ' ' || pg_get_triggerdef(pg_trigger.oid, true)
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'rule ' || rulename, definition FROM pg_rules
WHERE schemaname = current_schema() AND rulename <> '_RETURN'
"""
_THINGS = """
WITH things AS (
    SELECT 'SCHEMA' AS kind, nspname AS name, nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl
    FROM pg_namespace WHERE nspname = current_schema()
    UNION ALL
    SELECT 'TABLE', relname, relowner, coalesce(relacl, acldefault('r', relowner))
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')
    UNION ALL
    SELECT 'FUNCTION', proname, proowner, coalesce(proacl, acldefault('f', proowner))
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
)
"""
_OWNERS = f"{_THINGS} SELECT kind::text, name::text, pg_get_userbyid(owner)::text FROM things"  # noqa: S608 - our words
_RIGHTS = f"""
{_THINGS}
SELECT privilege_type::text, kind::text, name::text, coalesce(rolname::text, 'everybody')
FROM things CROSS JOIN aclexplode(acl) LEFT JOIN pg_roles ON pg_roles.oid = grantee WHERE grantee <> owner
"""  # noqa: S608 - our words
_ROLES = "SELECT rolname::text, rolcanlogin OR rolsuper FROM pg_roles WHERE rolname IN (?, ?, ?)"

_ALWAYS = "A"
"""How PostgreSQL notes a trigger that fires in every session."""

_KEPT, _USED = "nobody logs in as it", "somebody may log in as it"


def layout(connection: Connection) -> dict[str, str]:
    """What there is, by kind and name. Rights to read that others were given are nobody's business."""
    database, schema = connection.execute("SELECT current_database()::text, current_schema()::text").fetchone()
    roles = roles_of(database, schema)
    called = {roles.owner: OWNER, roles.recorder: RECORDER, roles.auditor: AUDITOR}
    found: dict[str, str] = dict(connection.execute(_THERE).fetchall())
    for name, path in found.items():
        if name.startswith("path of"):
            found[name] = path.replace(schema, _SCHEMA, 1)
    for kind, name, role in connection.execute(_OWNERS).fetchall():
        found[f"owner of the {_thing(kind, name)}"] = called.get(role, role)
    for privilege, kind, name, role in connection.execute(_RIGHTS).fetchall():
        if role in called or privilege not in ("SELECT", "USAGE"):
            found[f"right to {privilege} on the {_thing(kind, name)} of {called.get(role, role)}"] = ""
    for role, may_log_in in connection.execute(_ROLES, tuple(called)).fetchall():
        found[called[role].removeprefix("the ")] = _USED if may_log_in else _KEPT
    return found


def intended_layout() -> dict[str, str]:
    """What there is in a ledger as it was made."""
    functions = {f"function {name}": _body(function) for name, function in FUNCTIONS.items()}
    paths = {
        f"path of the function {name}": f"{_SCHEMA}, pg_temp"
        for name, function in FUNCTIONS.items()
        if "SET search_path" in function
    }
    triggers = {
        f"trigger {name}": f"{_ALWAYS} CREATE TRIGGER {name} {' '.join(rest.split())}"
        for name, rest in TRIGGERS.items()
    }
    things = ["schema", *(f"table {name}" for name in _TABLES), *(f"function {name}" for name in FUNCTIONS)]
    owners = {f"owner of the {thing}": OWNER for thing in things}
    rights = {
        f"right to {privilege} on the {_thing(*thing.split(maxsplit=1))} of {role}": ""
        for privilege, thing, role in RIGHTS
    }
    roles = {role.removeprefix("the "): _KEPT for role in (OWNER, RECORDER, AUDITOR)}
    return {**roles, **owners, **functions, **paths, **triggers, **rights}


_SCHEMA = "the schema"
_TABLES = ("stored_events", "metadata", "turn", "fact_types", "notifications")


def _thing(kind: str, name: str) -> str:
    return "schema" if kind == "SCHEMA" else f"{kind.lower()} {name}"


def _body(function: str) -> str:
    head, _, rest = function.partition("$$")
    body = rest.removesuffix("$$")
    return f"SECURITY DEFINER {body}" if "SECURITY DEFINER" in head else body
