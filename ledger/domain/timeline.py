"""A quantity that changes on certain days."""

from collections.abc import Iterator
from datetime import date


class Timeline:
    """Sums of whole numbers by the day they take effect; what cancels out leaves no trace."""

    __slots__ = ("changes",)

    def __init__(self) -> None:
        self.changes: dict[date, int] = {}

    def add(self, day: date, amount: int) -> None:
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
            self.changes = dict(other.changes)

    def through(self, day: date) -> int:
        """The sum of all changes on or before *day*."""
        return sum(amount for when, amount in self.changes.items() if when <= day)

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
