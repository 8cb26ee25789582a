"""Facts as the eventsourcing library knows them, whichever of its databases keeps them.

Only this module and those that make the library's SQLite and PostgreSQL modules keep our log import it.
"""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import attrs
from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import IntegrityError, Mapper, Notification, StoredEvent
from eventsourcing.utils import Environment, EnvType

from ledger.domain.fact import Fact
from ledger.store.codec import decode, encode
from ledger.store.errors import DuplicateId, StaleRead
from ledger.store.files.connection import Connection


@attrs.frozen
class Entry:
    """A fact in its stream: what the library calls a domain event."""

    originator_id: str
    originator_version: int
    fact: Fact
    position: int | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class StoredFact(StoredEvent):
    """A stored event with the columns of ours that the library does not have."""

    fact_id: str
    position: int | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class FactNotification(Notification):
    """A notification (its id is the position) with the columns of ours that the library does not have."""

    fact_id: str
    recorded_at: datetime


class StaleStream(StaleRead, IntegrityError):
    """:class:`StaleRead` as the library expects it of a recorder."""


class DuplicateFact(DuplicateId, IntegrityError):
    """:class:`DuplicateId` as the library expects it of a recorder."""


@contextlib.contextmanager
def conflicts() -> Iterator[None]:
    """A context that conflicts leave as the library expects them."""
    try:
        yield
    except StaleRead as error:
        raise StaleStream(error.stream, read=error.read) from error
    except DuplicateId as error:
        raise DuplicateFact(error.fact_id) from error


class FactMapper(Mapper[str]):
    """Entries ⇄ rows. The topic is the fact's own word, never the path of a Python module."""

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        assert isinstance(domain_event, Entry)  # noqa: S101 - nothing else is ever put
        fact = domain_event.fact
        if not fact.id:
            message = "a fact gets an id before it is stored"
            raise ValueError(message)
        return StoredFact(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=fact.TYPE,
            state=encode(fact),
            fact_id=fact.id,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[str]:
        position = getattr(stored_event, "position", getattr(stored_event, "id", None))
        fact = decode(stored_event.topic, stored_event.state, position)
        stream, version = str(stored_event.originator_id), stored_event.originator_version
        return Entry(stream, version, fact, position, getattr(stored_event, "recorded_at", None))


class FactApplication(Application[str], ABC):
    """The library's application over a log. The environment of the process has no say in it."""

    def __init__(self, env: EnvType) -> None:
        super().__init__({"ORIGINATOR_ID_TYPE": "text", "CREATE_TABLE": "n", **env})

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        return Environment(name, env)

    def construct_mapper(self) -> FactMapper:
        return FactMapper(self.construct_transcoder())

    @abstractmethod
    def writing(self) -> contextlib.AbstractContextManager[Connection]:
        """One transaction in which nobody else records: committed at the end, taken back by an exception."""
