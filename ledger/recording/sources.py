"""Where recorded facts are read from."""

from collections.abc import Iterable
from typing import Protocol

from ledger.domain.fact import Recorded, Reference


class Source(Protocol):
    """The log, or a transaction that is adding to it."""

    def stream(self, name: str, after_version: int = 0) -> Iterable[tuple[int, Recorded]]: ...
    def version(self, stream: str) -> int: ...
    def streams(self) -> list[str]: ...
    def find(self, reference: Reference) -> tuple[Recorded, str] | None: ...
