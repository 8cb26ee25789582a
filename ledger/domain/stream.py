"""What the states of all streams share: who is named when, and what was reversed or attested.

A stream is the smallest set of facts with rules of its own. Its state is a fold over its facts.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Generic, TypeVar

from ledger.domain.fact import Fact, Recorded, mentions
from ledger.domain.timeline import Timelines

Value = TypeVar("Value")


class Stream:
    """The state of one stream. Subclasses fold their own facts in :meth:`evolve`."""

    def __init__(self) -> None:
        self.mentioned: Timelines[tuple[str, str]] | None = None
        """On which effective days facts that count name a (kind, code); None until somebody asks for it.

        Only closing or taking back what others may name asks, and a long history names much.
        """
        self.reversed: set[int] = set()
        """The positions of facts that were taken back."""
        self.attested: set[int] = set()
        """The positions of facts that someone vouched for."""
        self.suspended: dict[tuple[str, str], Any] = {}
        """Histories whose first fact is taken out, kept until a correction puts another in its place."""

    def apply(self, recorded: Recorded, times: int = 1) -> None:
        """Fold a fact in, or out again with *times* = -1."""
        if self.mentioned is not None:
            for named in mentions(recorded.fact):
                self.mentioned[named].add(recorded.fact.effective, times)
        self.evolve(recorded, times)

    def mention(self, counting: Iterable[Fact]) -> None:
        """Learn what the facts that count by now name, and keep up with it from here on."""
        self.mentioned = Timelines()
        for fact in counting:
            for named in mentions(fact):
                self.mentioned[named].add(fact.effective, 1)

    def reverse(self, target: Recorded) -> None:
        """Fold a reversed fact out."""
        self.apply(target, -1)
        self.reversed.add(target.position)

    def restore(self, target: Recorded) -> None:
        """Undo :meth:`reverse`, when the reversal turned out to break a rule."""
        self.apply(target)
        self.reversed.discard(target.position)

    def evolve(self, recorded: Recorded, times: int) -> None:
        """Fold the stream's own facts. Streams without rules of their own keep nothing more."""


class Changes(Generic[Value]):
    """Values that replace each other: the latest effective date wins, then the latest position."""

    __slots__ = ("entries",)

    def __init__(self) -> None:
        self.entries: list[tuple[tuple[date, int], Value]] = []

    def put(self, recorded: Recorded, value: Value, times: int) -> None:
        """Add the value a fact states, or take it away again with *times* = -1."""
        rank = (recorded.fact.effective, recorded.position)
        if times > 0:
            self.entries.append((rank, value))
            self.entries.sort(key=_rank)
        else:
            self.entries = [entry for entry in self.entries if entry[0] != rank]

    def at(self, day: date) -> Value | None:
        """The value in force on *day*, None before the first."""
        found = None
        for (effective, _), value in self.entries:
            if effective > day:
                break
            found = value
        return found

    def through(self, day: date) -> list[Value]:
        """The values that took effect on or before *day*, in order."""
        return [value for (effective, _), value in self.entries if effective <= day]

    def latest(self) -> Value | None:
        return self.entries[-1][1] if self.entries else None

    def first(self) -> Value | None:
        return self.entries[0][1] if self.entries else None

    def days(self) -> list[date]:
        """The days on which the value changes."""
        return [effective for (effective, _), _ in self.entries]


def _rank(entry: tuple[tuple[date, int], object]) -> tuple[date, int]:
    return entry[0]
