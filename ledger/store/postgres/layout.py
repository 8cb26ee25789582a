"""What guards a ledger on a server, as it is and as it was made."""

from ledger.store.files.log import Connection
from ledger.store.postgres.schema import FUNCTIONS, TRIGGERS

_THERE = """
SELECT 'function ' || proname, (CASE WHEN prosecdef THEN 'SECURITY DEFINER ' ELSE '' END) || prosrc
FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
UNION ALL
SELECT 'trigger ' || tgname, tgenabled::text || ' ' || pg_get_triggerdef(pg_trigger.oid, true)
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'rule ' || rulename, definition FROM pg_rules WHERE schemaname = current_schema()
UNION ALL
SELECT 'right to ' || privilege_type || ' ' || relname || ' of ' || coalesce(rolname, 'everybody'), ''
FROM pg_class CROSS JOIN aclexplode(relacl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
WHERE relnamespace = current_schema()::regnamespace AND grantee <> relowner AND privilege_type <> 'SELECT'
"""

_ALWAYS = "A"
"""How PostgreSQL notes a trigger that fires in every session."""


def layout(connection: Connection) -> dict[str, str]:
    """The functions, triggers and rules in the ledger's schema, and rights to more than reading, by kind and name."""
    return dict(connection.execute(_THERE).fetchall())


def intended_layout() -> dict[str, str]:
    """What there is in a ledger as it was made."""
    functions = {f"function {name}": _body(function) for name, function in FUNCTIONS.items()}
    triggers = {
        f"trigger {name}": f"{_ALWAYS} CREATE TRIGGER {name} {' '.join(rest.split())}"
        for name, rest in TRIGGERS.items()
    }
    return {**functions, **triggers}


def _body(function: str) -> str:
    head, _, rest = function.partition("$$")
    body = rest.removesuffix("$$")
    return f"SECURITY DEFINER {body}" if "SECURITY DEFINER" in head else body
