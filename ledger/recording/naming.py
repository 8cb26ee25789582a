"""Which facts that count name a thing, found in the log without folding its streams."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.counting import Find
from ledger.domain.control.policies import Policies
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded, Reference, corrected, mentions
from ledger.projections.counting import Standing
from ledger.store.sieves import Sieve, naming

MOST_SEARCHES = 3
"""So many times a log is searched; then all its streams are folded, which takes ten times as long, but only once."""

_ABOUT_FACTS = (DecisionReversed.TYPE, DecisionAttested.TYPE)


@runtime_checkable
class Searched(Protocol):
    """A log that can be searched by the bytes of its facts."""

    def facts(self, after: int = 0, through: int | None = None, types: Collection[str] = ()) -> Iterable[Recorded]: ...
    def sifted(self, sieve: Sieve, after: int = 0, through: int | None = None) -> Iterable[Recorded]: ...


class WithOffered:
    """A log with facts that were offered after it."""

    def __init__(self, log: Searched, offered: Sequence[Recorded]) -> None:
        self._log, self._offered = log, offered

    def facts(self, after: int = 0, through: int | None = None, types: Collection[str] = ()) -> Iterable[Recorded]:
        yield from self._log.facts(after, through, types)
        yield from (each for each in self._offered if not types or each.fact.TYPE in types)

    def sifted(self, sieve: Sieve, after: int = 0, through: int | None = None) -> Iterable[Recorded]:
        """What was offered has no bytes yet, and is let through."""
        yield from reversed(self._offered)
        yield from self._log.sifted(sieve, after, through)


def counting_facts_naming(log: Searched, kind: str, code: str, policies: Policies, find: Find) -> Iterator[Fact]:
    """The facts that count and name the thing of a kind with a code."""
    named = [each for each in log.sifted(naming([code])) if (kind, code) in {each[:2] for each in mentions(each.fact)}]
    about = _About(log, named, find)
    judge = Standing(about.facts, policies, find, about.of)
    return (recorded.fact for recorded in reversed(named) if judge.counts(recorded))


class _About:
    """The reversals and attestations of some facts, of each other, and of corrections that go with a reversal."""

    def __init__(self, log: Searched, named: Iterable[Recorded], find: Find) -> None:
        self.facts: list[Recorded] = []
        """In the order of the log."""
        self._names: set[Reference] = set()
        self._find = find
        for each in named:
            self._add(each)
        if self._names:
            self._read(log)

    def _read(self, log: Searched) -> None:
        for recorded in log.facts(types=_ABOUT_FACTS):
            if _reference(recorded.fact) in self._names:
                self.facts.append(recorded)
                self._add(recorded)
                self._add_corrections(recorded)

    def _add(self, recorded: Recorded) -> None:
        """With what a correction replaces: whether its reversal was free to count depends on that."""
        names = _names_of(recorded)
        if not names <= self._names:
            self._names |= names
            for replaced in filter(None, map(self._find, corrected(recorded.fact))):
                self._add(replaced)

    def _add_corrections(self, reversal: Recorded) -> None:
        """What follows a reversal directly may wait together with it."""
        position = reversal.position + 1
        following = self._find(position)
        while following is not None and (isinstance(following.fact, DecisionReversed) or following.fact.corrects):
            self._add(following)
            position += 1
            following = self._find(position)

    def of(self, recorded: Recorded) -> Iterable[Recorded]:
        """Those of one fact."""
        names = _names_of(recorded)
        return (each for each in self.facts if _reference(each.fact) in names)


def _names_of(recorded: Recorded) -> set[Reference]:
    """How others may refer to a fact."""
    position, own = recorded.position, recorded.fact.id
    return {position, str(position), f"#{position}", *((own,) if own is not None else ())}


def _reference(fact: Fact) -> Reference | None:
    if isinstance(fact, DecisionReversed):
        return fact.reverses
    return fact.attests if isinstance(fact, DecisionAttested) else None
