"""Addresses of servers: what is passed on, what is kept secret, and what is told when nobody answers."""

import time

import psycopg
import pytest

from ledger.store.opening import where_text
from ledger.store.postgres.address import Address
from ledger.store.postgres.errors import AddressUnreadable, ServerOutOfReach

SECRET = "hemligt"  # noqa: S105 - for nobody
NOWHERE = f"postgresql://ekonom1:{SECRET}@127.0.0.1:1/region"


@pytest.mark.parametrize(
    "words",
    [
        ["show", "units"],
        ["init"],
        ["record", "unit.opened", "--unit", "A", "--name", "A", "--effective", "2024-01-01"],
        ["export"],
        ["verify"],
    ],
)
def test_a_server_that_does_not_answer_is_told_of_within_seconds(liggare, words):
    """Exit status 3, one sentence, and the password in neither."""
    started = time.monotonic()
    status, said = liggare(NOWHERE, *words)

    assert time.monotonic() - started < 10
    assert status == ServerOutOfReach.exit_status == 3
    assert said.startswith("Error: postgresql://ekonom1@127.0.0.1:1/region cannot be reached: ")
    assert "Connection refused" in said
    assert said.count("\n") == 2
    assert SECRET not in said


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (NOWHERE, "postgresql://ekonom1@127.0.0.1:1/region"),
        (f"postgres://h/d?password={SECRET}&schema=x&sslmode=require", "postgres://h/d?schema=x&sslmode=require"),
        (f"postgresql://u:{SECRET}@one,two:5433/d", "postgresql://u@one,two:5433/d"),
        ("postgresql:///d?host=/run/postgresql", "postgresql:///d?host=/run/postgresql"),
        ("ledger.db", "ledger.db"),
    ],
)
def test_an_address_is_shown_without_its_password(where, told):
    assert where_text(where) == told


@pytest.mark.parametrize(
    "where",
    [
        f"postgresql://u:{SECRET}@h/d?colour=red",
        "postgresql://h/d?schema=",
        "postgresql://h/d?schema=Region",
        "postgresql://h/d?schema=a;b",
        f"postgresql://h/d?schema={'a' * 41}",
        "postgresql://[h/d",
    ],
)
def test_an_address_that_cannot_be_read_is_refused(liggare, where):
    with pytest.raises(AddressUnreadable):
        Address.read(where)
    status, said = liggare(where, "show", "units")

    assert status == 2
    assert SECRET not in said


def test_the_rest_of_an_address_is_for_libpq():
    """Timeouts, TLS and several hosts are passed on; the schema is ours."""
    address = Address.read("postgresql://u@h1,h2/d?schema=budget&sslmode=verify-full&connect_timeout=9")

    assert address.schema == "budget"
    passed_on = psycopg.conninfo.conninfo_to_dict(address.parameters)
    assert (
        passed_on.items()
        >= {
            "user": "u",
            "host": "h1,h2",
            "dbname": "d",
            "sslmode": "verify-full",
            "connect_timeout": "9",
        }.items()
    )
