"""What the states of all streams share: what they define, and who is named when.

A stream is the smallest set of facts with rules of its own. Its state is a fold over its facts.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from ledger.domain.fact import Fact, Recorded, definition, fiscal_year, mentions
from ledger.domain.timeline import Timeline

Value = TypeVar("Value")


class State:
    """What rules and questions know of the facts of a stream, or of some of them.

    Which facts change it, and how, is declared with :func:`folds` in the modules of these facts.
    """

    STREAM: ClassVar[str]
    """The stream it is folded from; where there is one for each year, what stands before the year."""
    YEARLY: ClassVar[bool] = False

    def __init__(self) -> None:
        self.suspended: dict[str, Any] = {}
        """Histories whose first fact is taken out, kept until a correction puts another in its place."""

    @classmethod
    def stream(cls, year: int | None = None) -> str:
        """The name of the stream, or of the one of a year."""
        return f"{cls.STREAM}-{year}" if cls.YEARLY else cls.STREAM


S = TypeVar("S", bound=State)
Fold = Callable[[Any, Recorded, Any, int], None]
"""Takes a state, a recorded fact, the fact itself, and 1 to fold it in or -1 to fold it out again."""

_folds: dict[str, tuple[type[State], Fold]] = {}


def folds(state: type[State], *types: type[Fact]) -> Callable[[Fold], Fold]:
    """Declare how facts of these types change a state."""

    def declare(fold: Fold) -> Fold:
        for each in types:
            if each.TYPE in _folds:
                message = f"two folds for {each.TYPE}"
                raise TypeError(message)
            _folds[each.TYPE] = state, fold
        return fold

    return declare


class Mentions:
    """When facts that count need a thing: each on some day from a first through a last one.

    For most these are one day, the effective one; for the money of a year they are the days of the year. What something
    leaves is needed from the day before, so that it may close on the day itself.
    """

    def __init__(self) -> None:
        self.needed_from = Timeline()
        """How many facts need it from each day on."""
        self.needed_until = Timeline()
        """How many facts need it no longer after each day."""

    def add(self, first: date, last: date, times: int) -> None:
        self.needed_from.add(first, times)
        self.needed_until.add(last, times)

    def merge(self, other: "Mentions") -> None:
        self.needed_from.merge(other.needed_from)
        self.needed_until.merge(other.needed_until)


def _mention(mentioned: dict[tuple[str, str], Mentions], fact: Fact, times: int) -> None:
    """Note what a fact names, or with *times* = -1 that it no longer does."""
    for kind, code, when in mentions(fact):
        first = last = fact.effective
        if when == "leaving":
            first -= timedelta(days=1)
        elif when == "year":
            year = fiscal_year(fact)
            first, last = date(year, 1, 1), date(year, 12, 31)
        mentioned.setdefault((kind, code), Mentions()).add(first, last, times)


def mentions_in(facts: Iterable[Fact]) -> dict[tuple[str, str], Mentions]:
    """What facts name, by kind and code."""
    mentioned: dict[tuple[str, str], Mentions] = {}
    for fact in facts:
        _mention(mentioned, fact, 1)
    return mentioned


class Stream:
    """What the facts of one stream add up to: the states that rules ask for, and what all streams keep."""

    def __init__(self) -> None:
        self._states: dict[type[State], State] = {}
        self.defined: dict[str, dict[str, Fact]] = {}
        """The facts that brought things into being, by kind (unit, line, …) and code."""
        self.mentioned: dict[tuple[str, str], Mentions] | None = None
        """When facts that count need a (kind, code); None until somebody asks for it.

        Only closing or taking back what others may name asks, and a long history names much.
        """

    def state(self, kind: type[S]) -> S:
        """The state of a kind that the facts add up to."""
        found = self._states.get(kind)
        if found is None:
            found = self._states[kind] = kind()
        return found  # type: ignore[return-value]  # it was made of the kind it is kept under

    def apply(self, recorded: Recorded, times: int = 1) -> None:
        """Fold a fact in, or out again with *times* = -1."""
        fact = recorded.fact
        if self.mentioned is not None:
            _mention(self.mentioned, fact, times)
        defining = definition(fact)
        if defining is not None:
            kind, code = defining
            if times > 0:
                self.defined.setdefault(kind, {})[code] = fact
            else:
                del self.defined[kind][code]
        fold = _folds.get(fact.TYPE)
        if fold is not None:
            state, change = fold
            change(self.state(state), recorded, fact, times)

    def things(self, kind: str) -> Mapping[str, Fact]:
        """The things of a kind that are defined here: by code, the fact that brought each into being."""
        return self.defined.get(kind, {})

    def mention(self, counting: Iterable[Fact]) -> None:
        """Learn what the facts that count by now name, and keep up with it from here on."""
        self.mentioned = mentions_in(counting)


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
