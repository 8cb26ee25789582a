"""A PostgreSQL server of one's own, made of the machine's binaries in a temporary folder."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path

import needed
import psycopg
import pytest

from ledger.store.opening import create

OWNER = "agare"
"""Who makes ledgers in tests: no superuser, but allowed to create roles and schemas."""
SUPERUSER = "chef"

LASTING = {"listen_addresses": "''", "shared_buffers": "'32MB'", "max_wal_size": "'64MB'", "min_wal_size": "'32MB'"}
HASTY = {**LASTING, "fsync": "off"}
"""For tests that end before the power does."""


def binaries():
    """Where initdb and pg_ctl lie: on the path, or where Debian puts them, newest first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda place: -int(place.parts[-3]))
    if not places:
        needed.skip_without("PostgreSQL", "postgresql")
    return places[0].parent


class Server:
    """A server that listens on a socket in its folder."""

    def __init__(self, settings=HASTY):
        binaries()  # without them, nothing is made
        self.folder = Path(tempfile.mkdtemp(prefix="liggare-pg-"))
        self.data = self.folder / "data"
        self.settings = settings
        self._schemas = count(1)
        if os.geteuid() == 0:  # a server refuses to be run by root
            shutil.chown(self.folder, "postgres", "postgres")

    def run(self, program, *words, check=True):
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        command = [binaries() / program if (binaries() / program).exists() else program, *map(str, words)]
        return subprocess.run(command, cwd=self.folder, check=check, capture_output=True, text=True, **user)

    def make(self):
        """A copy of a server that was made once."""
        self.run("cp", "-a", pristine(), self.data)
        self.start()
        return self

    def begin(self):
        self.run("initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()
        with self.connect(SUPERUSER, "postgres") as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
            connection.execute(f"CREATE DATABASE region OWNER {OWNER}")
        self.run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data)

    def start(self):
        settings = {"unix_socket_directories": f"'{self.folder}'", **self.settings}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = self.folder / "log"
        for _ in range(200):  # right after a crash the old processes still hold the memory
            done = self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", log, "-o", options, check=False)
            if done.returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError(done.stdout + log.read_text())

    def remove(self):
        if not self.folder.exists():
            return
        self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.data, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self):
        """End the postmaster as nothing ends it that leaves it time."""
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(int((self.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)

    def url(self, user=OWNER, database="region", **more):
        query = "".join(f"&{key}={value}" for key, value in more.items())
        return f"postgresql://{user}@/{database}?host={self.folder}{query}"

    def connect(self, user=OWNER, database="region"):
        return psycopg.connect(self.url(user, database), autocommit=True)

    def login(self, user, *roles):
        """A user who may log in, as a member of some roles."""
        with self.connect(SUPERUSER) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (user,)).fetchone():
                connection.execute(f"CREATE ROLE {user} LOGIN")
            for role in roles:
                connection.execute(f"GRANT {role} TO {user}")

    def ledger(self):
        """A new empty ledger in a schema of its own."""
        return Ledger(self, f"l{next(self._schemas)}")


class Ledger:
    """A ledger on the server, as different people open it."""

    def __init__(self, server, schema):
        self.server = server
        self.schema = schema
        _, self.recorder, self.auditor = create(self.url(OWNER), name="Region Exempel", clock=lambda: None)
        self.owner = f"region_{schema}_owner"
        server.login("ekonom1", self.recorder)
        server.login("revisor1", self.auditor)
        server.login("nyfiken")

    def url(self, user="ekonom1"):
        return self.server.url(user, schema=self.schema)

    def connect(self, user="ekonom1"):
        """A connection that anybody could make, looking into the ledger's schema."""
        connection = self.server.connect(user)
        connection.execute(f"SET search_path = {self.schema}")
        return connection


@cache
def pristine():
    """The files of a server with an empty database."""
    server = Server()
    atexit.register(server.remove)
    server.begin()
    return server.data


@cache
def shared():
    server = Server()
    atexit.register(server.remove)
    return server.make()


@pytest.fixture(scope="session")
def server():
    """One for all tests of a session, made when the first of them needs it."""
    return shared()


@pytest.fixture
def postgres(server):
    """An empty ledger on it."""
    return server.ledger()
