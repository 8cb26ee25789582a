"""Where a ledger on a PostgreSQL server is, and connecting to it."""

import re
from typing import Any, Self
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import attrs
import psycopg
from psycopg import conninfo

from ledger.domain.values.phrases import phrase
from ledger.store.postgres.errors import AddressUnreadable, ServerOutOfReach, reason

DEFAULT_SCHEMA = "liggare"

CONNECT_TIMEOUT_S = 5
"""How long a server that does not answer at all is waited for, unless the address says otherwise."""

_is_schema = re.compile(r"[a-z_][a-z0-9_]{0,39}").fullmatch
"""Names that need no quotes, and leave room for the names of the roles."""

Connection = psycopg.Connection[tuple[Any, ...]]


@attrs.frozen
class Address:
    """One ledger: a server with its database, and the schema in it."""

    parameters: str
    """What libpq needs to connect, with the password if there is one."""
    schema: str
    without_password: str
    """The address as people may see it."""

    @classmethod
    def read(cls, words: str) -> Self:
        """The address in a URL such as ``postgresql://user@host/database?schema=liggare``.

        Raises :class:`AddressUnreadable`.
        """
        without_password = _hide_password(words)
        try:
            url = urlsplit(words)
            query = parse_qsl(url.query, keep_blank_values=True)
            rest = url._replace(query=_spelled(query, without={"schema"})).geturl()
            given = conninfo.conninfo_to_dict(_with_slashes(rest))
        except (ValueError, psycopg.Error) as error:
            raise AddressUnreadable(without_password, reason(error)) from error
        schema = dict(query).get("schema", DEFAULT_SCHEMA)
        if not _is_schema(schema):
            raise AddressUnreadable(without_password, phrase("{schema!r} is no name for a schema", schema=schema))
        defaults: dict[str, Any] = {
            "connect_timeout": CONNECT_TIMEOUT_S,
            "application_name": "liggare",
            "client_encoding": "utf8",
        }
        return cls(conninfo.make_conninfo("", **{**defaults, **given}), schema, without_password)

    def connect(self) -> Connection:
        """A connection of one's own, in which every statement is a transaction. Raises :class:`ServerOutOfReach`."""
        try:
            connection = psycopg.connect(self.parameters, autocommit=True)
            self.settle(connection)
        except psycopg.Error as error:
            raise ServerOutOfReach(self.without_password, reason(error)) from error
        return connection

    def settle(self, connection: "psycopg.Connection[Any]") -> None:
        """Have the session look into our schema alone, and see what others commit while it waits for its turn."""
        connection.execute(
            "SELECT set_config('search_path', %s, false),"
            " set_config('default_transaction_isolation', 'read committed', false)",
            (f"{self.schema}, pg_temp",),
        )


def _hide_password(words: str) -> str:
    """The URL without the secrets in it, whatever else is wrong with it."""
    head, _, query = words.partition("?")
    scheme, slashes, rest = head.partition("://")
    netloc, slash, path = rest.partition("/")
    user, at, hosts = netloc.rpartition("@")
    kept = _spelled(parse_qsl(query, keep_blank_values=True), without={"password", "sslpassword"})
    return f"{scheme}{slashes}{user.partition(':')[0]}{at}{hosts}{slash}{path}" + (f"?{kept}" if kept else "")


def _spelled(query: list[tuple[str, str]], *, without: set[str]) -> str:
    return urlencode([(key, value) for key, value in query if key not in without], quote_via=quote, safe="/,:@")


def _with_slashes(url: str) -> str:
    """The slashes of an empty host, which urllib leaves out and libpq insists on."""
    scheme, _, rest = url.partition(":")
    return url if rest.startswith("//") else f"{scheme}://{rest}"
