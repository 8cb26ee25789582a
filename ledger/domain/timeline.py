"""A quantity that changes on certain days."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, MutableSequence
from datetime import date
from typing import TypeVar

Key = TypeVar("Key")


class Timeline:
    """Sums of whole numbers by the day they take effect; what cancels out leaves no trace.

    Days and amounts lie in two arrays, in order: rules keep thousands of timelines with hundreds of days each, and
    a day takes a tenth of the room it would as an entry of a table.
    """

    __slots__ = ("amounts", "days", "falls", "rises")

    def __init__(self) -> None:
        self.days = array("i")
        """The days on which something changes, in order, by their ordinal numbers."""
        self.amounts: MutableSequence[int] = array("q")
        """By how much on each of them; a list as soon as a sum goes beyond 64 bits."""
        self.falls = self.rises = 0
        """All that was ever taken away, and all that was ever added: no level can leave what these allow."""

    def __bool__(self) -> bool:
        return bool(self.days)

    def add(self, day: date, amount: int) -> None:
        if amount > 0:
            self.rises += amount
        else:
            self.falls += amount
        self._add(day.toordinal(), amount)

    def _add(self, day: int, amount: int) -> None:
        days, amounts = self.days, self.amounts
        place = bisect_left(days, day)
        try:
            if place < len(days) and days[place] == day:
                amounts[place] += amount
                if not amounts[place]:
                    del days[place], amounts[place]
            elif amount:
                amounts.insert(place, amount)
                days.insert(place, day)
        except OverflowError:
            self.amounts = list(amounts)
            self._add(day, amount)

    def merge(self, other: "Timeline") -> None:
        """Add all changes of *other*."""
        for day, amount in zip(other.days, other.amounts, strict=True):
            self._add(day, amount)
        self.falls += other.falls
        self.rises += other.rises

    def changes(self) -> Iterator[tuple[date, int]]:
        """The days on which something changes, in order, and by how much."""
        return zip(map(date.fromordinal, self.days), self.amounts, strict=True)

    def through(self, day: date) -> int:
        """The sum of all changes on or before *day*."""
        return sum(self.amounts[: bisect_right(self.days, day.toordinal())])

    def surely_from(self, day: date, sign: int) -> int:
        """What the level times *sign* (1 or -1) is at least, on *day* and ever after: quicker than every level."""
        return self.through(day) * sign + (self.falls if sign > 0 else -self.rises)

    def total(self) -> int:
        """The sum of all changes."""
        return sum(self.amounts)

    def levels_from(self, day: date) -> Iterator[tuple[date, int]]:
        """The level on *day* and after each later change."""
        later = bisect_right(self.days, day.toordinal())
        level = sum(self.amounts[:later])
        yield day, level
        for when, amount in zip(self.days[later:], self.amounts[later:], strict=True):
            level += amount
            yield date.fromordinal(when), level

    def first_day(self) -> date | None:
        """The first day something changes."""
        return date.fromordinal(self.days[0]) if self.days else None

    def last_day(self) -> date | None:
        """The last day something changes."""
        return date.fromordinal(self.days[-1]) if self.days else None


class Timelines(dict[Key, Timeline]):
    """A quantity for each key; a key that is asked for by index comes into being with nothing under it."""

    def __missing__(self, key: Key) -> Timeline:
        timeline = self[key] = Timeline()
        return timeline
