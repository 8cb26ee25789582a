"""Our recorders pass the examination that the eventsourcing library has for recorders, concurrent writers included.

Where our log is stricter than the library, the stricter rule is met here, and nowhere else:

- a fact has an id, which nothing in the library knows of: each stored event is given one;
- the streams of a log are counted from 1, so that the version is the number of facts; some of the library's tests
  count from 0, and their events are recorded one higher;
- a server takes nothing but JSON objects that say their own type, one that it knows, their id, and who has logged in:
  the library's bytes are put into such an object, and taken out again.
"""

import json
import threading
from base64 import b64decode, b64encode
from itertools import count
from uuid import uuid4

import attrs
import pytest
from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase
from kept import now
from postgres_server import OWNER

from ledger.store.entries import StoredFact
from ledger.store.files.creation import create
from ledger.store.files.eventsourced import LogApplication
from ledger.store.postgres.address import Address
from ledger.store.postgres.eventsourced import ServerApplication

TOPICS = ("topic", "topic1", "topic2", "topic3")
_numbers = count(1)


def as_facts(events, state):
    """The library's events as the log wants them."""
    first = min(event.originator_version for event in events)
    for event in events:
        fact_id = f"e-{next(_numbers)}"
        version = event.originator_version + (first == 0)
        yield StoredFact(event.originator_id, version, event.topic, state(event, fact_id), fact_id=fact_id)


@attrs.define
class InFile:
    """The recorder of a ledger's file, which is given events."""

    recorder: object

    def insert_events(self, events):
        return self.recorder.insert_events(list(as_facts(events, lambda event, _: event.state)))

    def __getattr__(self, name):
        return getattr(self.recorder, name)


@attrs.define
class OnServer:
    """The recorder of a ledger on a server, which is given events."""

    recorder: object

    def insert_events(self, events):
        return self.recorder.insert_events(list(as_facts(events, self._object)))

    @staticmethod
    def _object(event, fact_id):
        said = {"type": event.topic, "id": fact_id, "effective": "2024-01-01", "actor": "ekonom1"}
        return json.dumps(said | {"note": b64encode(event.state).decode()}).encode()

    def select_events(self, *words, **options):
        found = self.recorder.select_events(*words, **options)
        return [
            StoredEvent(event.originator_id, event.originator_version, event.topic, _bytes(event.state))
            for event in found
        ]

    def select_notifications(self, *words, **options):
        found = self.recorder.select_notifications(*words, **options)
        return [
            Notification(each.originator_id, each.originator_version, each.topic, _bytes(each.state), each.id)
            for each in found
        ]

    def __getattr__(self, name):
        return getattr(self.recorder, name)


def _bytes(state):
    return b64decode(json.loads(state)["note"])


def wait_for(threads):
    """Let threads end that a test has told to stop and not waited for: they read what is about to be closed."""
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()


class OfFiles(ApplicationRecorderTestCase):
    """For a ledger in a file."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.path = tmp_path / "liggare.db"
        create(self.path, clock=now)
        self.application = None
        running = set(threading.enumerate())
        yield
        wait_for(set(threading.enumerate()) - running)
        if self.application:
            self.application.close()

    def new_originator_id(self):
        return str(uuid4())

    def create_recorder(self):
        self.application = LogApplication(self.path, now)
        return InFile(self.application.recorder)


class OfServers(ApplicationRecorderTestCase):
    """For a ledger on a server."""

    @pytest.fixture(autouse=True)
    def _ledger(self, server):
        self.ledger = server.ledger()
        with self.ledger.connect(OWNER) as connection, connection.cursor() as cursor:
            cursor.executemany("INSERT INTO fact_types VALUES (%s)", [(topic,) for topic in TOPICS])
        self.application = None
        yield
        if self.application:
            self.application.close()

    def new_originator_id(self):
        return str(uuid4())

    def create_recorder(self):
        self.application = ServerApplication(Address.read(self.ledger.url()))
        return OnServer(self.application.recorder)


del ApplicationRecorderTestCase  # which is no examination by itself
