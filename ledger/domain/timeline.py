"""A quantity that changes on certain days."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

Key = TypeVar("Key")


class Timeline:
    """Sums of whole numbers by the day they take effect; what cancels out leaves no trace."""

    __slots__ = ("changes", "falls", "rises")

    def __init__(self) -> None:
        self.changes: dict[date, int] = {}
        self.falls = self.rises = 0
        """All that was ever taken away, and all that was ever added: no level can leave what these allow."""

    def add(self, day: date, amount: int) -> None:
        if amount > 0:
            self.rises += amount
        else:
            self.falls += amount
        changed = self.changes.get(day, 0) + amount
        if changed:
            self.changes[day] = changed
        else:
            self.changes.pop(day, None)

    def merge(self, other: "Timeline") -> None:
        """Add all changes of *other*."""
        if self.changes:
            for day, amount in other.changes.items():
                self.add(day, amount)
        else:
            self.changes, self.falls, self.rises = dict(other.changes), other.falls, other.rises

    def through(self, day: date) -> int:
        """The sum of all changes on or before *day*."""
        return sum(amount for when, amount in self.changes.items() if when <= day)

    def surely_from(self, day: date, sign: int) -> int:
        """What the level times *sign* (1 or -1) is at least, on *day* and ever after: quicker than every level."""
        return self.through(day) * sign + (self.falls if sign > 0 else -self.rises)

    def total(self) -> int:
        """The sum of all changes."""
        return sum(self.changes.values())

    def levels_from(self, day: date) -> Iterator[tuple[date, int]]:
        """The level on *day* and after each later change."""
        level = self.through(day)
        yield day, level
        for when in sorted(when for when in self.changes if when > day):
            level += self.changes[when]
            yield when, level

    def first_day(self) -> date | None:
        """The first day something changes."""
        return min(self.changes, default=None)

    def last_day(self) -> date | None:
        """The last day something changes."""
        return max(self.changes, default=None)


class Timelines(dict[Key, Timeline]):
    """A quantity for each key; a key that is asked for by index comes into being with nothing under it."""

    def __missing__(self, key: Key) -> Timeline:
        timeline = self[key] = Timeline()
        return timeline
