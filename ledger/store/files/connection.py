"""What a log is read through."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement found."""

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """SQLite's own connection, or one that takes the same statements."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Rows: ...
    def close(self) -> None: ...
