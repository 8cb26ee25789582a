"""Making a ledger on a server: a schema with its tables, triggers and functions, and three roles."""

import uuid
from collections.abc import Mapping

import attrs
import psycopg
from psycopg import sql

from ledger.domain.values.days import instant_text
from ledger.domain.values.phrases import phrase
from ledger.domain.vocabulary import FACT_TYPES
from ledger.store.errors import LedgerExists
from ledger.store.files.schema import FORMAT_OF_SERVERS
from ledger.store.postgres import schema
from ledger.store.postgres.address import Address, Connection
from ledger.store.postgres.errors import MayNotMake, OnlyACopy, meaning, reason

OLDEST = 15
"""The oldest version of PostgreSQL that is tried."""

LONGEST_NAME = 63
"""How many bytes PostgreSQL keeps of a name."""


@attrs.frozen
class Roles:
    """Who may do what: people are made members of one."""

    owner: str
    recorder: str
    auditor: str


def roles_of(database: str, schema_name: str) -> Roles:
    """The roles of a ledger. Roles belong to the whole server, so the database is part of their names."""
    names = schema_name if database == schema_name else f"{database}_{schema_name}"
    return Roles(f"{names}_owner", f"{names}_recorder", f"{names}_auditor")


def create(address: Address, *, name: str = "", orgnr: str = "") -> Roles:
    """Make an empty ledger, whole or not at all. Raises :class:`LedgerExists` when the schema is there already."""
    with address.connect() as connection:
        roles = _required(connection, address)
        try:
            with connection.transaction():
                _make(connection, address, roles, {"format": str(FORMAT_OF_SERVERS), "name": name, "orgnr": orgnr})
        except (psycopg.errors.DuplicateSchema, psycopg.errors.UniqueViolation):
            raise LedgerExists(address.without_password) from None
        except psycopg.errors.InsufficientPrivilege as error:
            raise MayNotMake(address.without_password, reason(error)) from error
        except psycopg.Error as error:
            told = meaning(error, address.without_password)
            if told is error:
                raise
            raise told from error
    return roles


def _required(connection: Connection, address: Address) -> Roles:
    """The roles to be made, on a server that can keep a ledger."""
    row = connection.execute(
        "SELECT current_database()::text, current_setting('server_encoding'), pg_is_in_recovery(),"
        " to_regnamespace(%s) IS NOT NULL",
        (address.schema,),
    ).fetchone()
    assert row is not None  # noqa: S101 - the statement has one
    database, encoding, follows, taken = row
    if taken:
        raise LedgerExists(address.without_password)
    if follows:
        raise OnlyACopy(address.without_password)
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        raise MayNotMake(
            address.without_password,
            phrase("PostgreSQL {version} is older than {oldest}", version=version, oldest=OLDEST),
        )
    if encoding != "UTF8":
        raise MayNotMake(address.without_password, phrase("the database is encoded in {encoding}", encoding=encoding))
    roles = roles_of(str(database), address.schema)
    if len(roles.recorder.encode()) > LONGEST_NAME:
        raise MayNotMake(
            address.without_password, phrase("{recorder} is too long for the name of a role", recorder=roles.recorder)
        )
    return roles


def _make(connection: Connection, address: Address, roles: Roles, about: Mapping[str, str]) -> None:
    for role in (roles.owner, roles.recorder, roles.auditor):
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    owner, recorder, auditor = map(sql.Identifier, attrs.astuple(roles))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
    connection.execute(sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(sql.Identifier(address.schema), owner))
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(owner))
    names = {"recorder": recorder.as_string(connection), "auditor": auditor.as_string(connection)}
    for statement in schema.statements(address.schema, **names):
        connection.execute(statement.encode())
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO fact_types VALUES (%s)", [(topic,) for topic in FACT_TYPES])
    (now,) = connection.execute("SELECT clock_timestamp()").fetchone() or ()
    more = {"created": instant_text(now), "identity": str(uuid.uuid4())}
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO metadata (key, value) VALUES (%s, %s)", list({**about, **more}.items()))
