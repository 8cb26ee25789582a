"""What a read model needs of the log it is derived from."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol

from ledger.domain.fact import Recorded, Reference


class FactLog(Protocol):
    """What a read model is derived from."""

    def last_position(self) -> int: ...
    def facts(self, after: int = 0, through: int | None = None, types: Collection[str] = ()) -> Iterable[Recorded]: ...
    def stream(self, name: str, after_version: int = 0) -> Iterable[tuple[int, Recorded]]: ...
    def find(self, reference: Reference) -> tuple[Recorded, str] | None: ...
    def metadata(self) -> dict[str, str]: ...


class DatedLog(FactLog, Protocol):
    """A log that also tells when each of its facts was recorded, without reading what it says."""

    def recorded_at(self, position: int) -> datetime: ...
    def until(self, position: int) -> "DatedLog": ...


def identity_of(log: FactLog) -> str:
    """What tells this ledger from every other: given to it when it was made."""
    return log.metadata()["identity"]
