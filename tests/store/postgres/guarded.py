"""A ledger on a server with three facts, what is in it, and facts sent past liggare."""

import json

from postgres_server import SUPERUSER

from ledger.store.opening import open_log

RECORD = "SELECT append(ARRAY['s'], ARRAY[1::bigint], ARRAY[convert_to(%s, 'UTF8')], '{}', '{}')"


def content(postgres):
    with open_log(postgres.url("revisor1")) as log:
        return list(log.raw()), log.metadata(), log.streams()


def fact(actor="ekonom1", **fields):
    return json.dumps({"type": "unit.closed", "id": "new", "actor": actor, "unit": "A", **fields})


def as_owner(postgres):
    connection = postgres.connect("agare")
    connection.execute(f"SET ROLE {postgres.owner}")
    return connection


def as_superuser(postgres):
    connection = postgres.connect(SUPERUSER)
    connection.execute("SET session_replication_role = replica")  # in which triggers sleep, unless told otherwise
    return connection
