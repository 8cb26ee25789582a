"""The world as rules see it: streams folded from the log, and what was read of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TypeVar

import attrs

from ledger.domain.control.attestations import AboutFacts
from ledger.domain.control.counting import Change, Counting
from ledger.domain.control.demands import Demand
from ledger.domain.control.months import ClosedMonths
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.nouns import noun_defining
from ledger.domain.stream import Mentions, State, Stream, mentions_in
from ledger.domain.streams import every_stream, stream_of, stream_of_type
from ledger.recording.naming import MOST_SEARCHES, Searched, WithOffered, counting_facts_naming
from ledger.recording.sources import Source

CONTROL = ClosedMonths.STREAM


@attrs.define
class Folded:
    """A stream and the version it was folded through."""

    stream: Stream
    version: int = 0
    beside: set[str] = attrs.field(factory=set)
    """Other streams that decide what counts in this one: a correction there waits together with its reversal here."""


class Kept:
    """What is kept from one admission to the next: streams as far as they were read, and which of their facts count."""

    def __init__(self) -> None:
        self.streams: dict[str, Folded] = {}
        self.find: Callable[[Reference], Recorded | None] = lambda _: None
        """Where facts are found just now."""
        self.counting = Counting(self.found)
        self.searches = 0
        """How many times the log was searched for what names a thing."""

    def found(self, reference: Reference) -> Recorded | None:
        return self.find(reference)


S = TypeVar("S", bound=State)
F = TypeVar("F", bound=Fact)


class FoldedWorld:
    """A :class:`~ledger.domain.rules.World` folded from a source, with what is being added to it.

    The version of every stream that is looked at is noted: a fact is appended only while it has not grown.
    """

    def __init__(self, source: Source, kept: Kept | None = None, *, is_current: bool = False) -> None:
        """*is_current*: what is kept is known to hold all that the source has."""
        self.source = source
        self.reads: dict[str, int] = {}
        """The version of every stream a rule looked at or a fact goes to, before anything was offered."""
        self._kept = kept or Kept()
        self._kept.find = self.find
        self._is_current = is_current
        self._versions: dict[str, int] = {}
        """The version of each stream in :attr:`reads`, with what was offered."""
        self._pending: dict[Reference, tuple[Recorded, str]] = {}
        self._offered: list[tuple[str, Recorded]] = []
        self._found_last: Recorded | None = None
        """The fact of the source that was found last: it does not change."""
        self._streams_found: dict[int, str] = {}
        self._ready: dict[str, Stream] = {}
        """The streams that have been brought up to date and count as read: what rules ask for again and again."""
        self._reading: set[str] = set()
        self._is_whole = True
        """Whether nothing that counts is left out just now."""
        self.today = date.min

    @property
    def _counting(self) -> Counting:
        return self._kept.counting

    # -- folding -----------------------------------------------------------------------------------------

    def _learn(self, stream: str, recorded: Recorded) -> Sequence[Change]:
        """Fold in what a fact of a stream makes count, and out what it makes cease to."""
        fact = recorded.fact
        if self._counting.is_plain(fact):
            folded = self._kept.streams.get(stream)
            if folded is not None:
                folded.stream.apply(recorded)
            return (Change(recorded.position, recorded, counts=True),)
        if fact.corrects is not None and self._counting.policies:
            for each in self._counting.reversals_before(recorded):
                self._put_beside(stream, self._stream_at(each.position))
        changes = self._counting.learn(recorded)
        self._apply_all(changes)
        if isinstance(fact, DecisionReversed) and self._counting.policies:
            self._find_replacement(stream, recorded)
        return changes

    def _find_replacement(self, stream: str, reversal: Recorded) -> None:
        """A correction may lie in another stream than what it corrects; then it is read before this one goes on."""
        position = reversal.position + 1
        following = self.find(position)
        while following is not None and isinstance(following.fact, DecisionReversed):
            position += 1
            following = self.find(position)
        if following is not None and following.fact.corrects is not None:
            self._put_beside(stream, self._stream_at(position))

    def _put_beside(self, one: str, other: str) -> None:
        if one != other:
            for this, that in ((one, other), (other, one)):
                if this in self._kept.streams:
                    self._kept.streams[this].beside.add(that)
            self._state(other)

    def _apply_all(self, changes: Iterable[Change]) -> None:
        """Take out what ceases to count before what begins to comes in: it may hold the same code."""
        for change in sorted(changes, key=lambda change: change.counts):
            self._apply(change)

    def _apply(self, change: Change) -> None:
        recorded = change.recorded
        if isinstance(recorded.fact, AboutFacts):
            return
        folded = self._kept.streams.get(stream_of(recorded.fact))
        if folded is not None:
            folded.stream.apply(recorded, 1 if change.counts else -1)

    def _read(self, stream: str) -> None:
        """Note the version a stream has, and bring its state up to it if there is one."""
        if stream in self.reads:
            return
        folded = self._kept.streams.get(stream)
        if folded is None:
            version = self.source.version(stream)
        else:
            if not self._is_current:
                self._catch_up(stream, folded)
            version = folded.version
        self.reads[stream] = self._versions[stream] = version
        for other in folded.beside if folded else ():
            self._read(other)

    def _state(self, stream: str) -> Stream:
        """The state of a stream as far as the source and the offered facts go. Counts as read."""
        folded = self._kept.streams.get(stream)
        if folded is not None and (stream in self.reads or stream in self._reading):
            return folded.stream
        if folded is None:
            if stream != CONTROL:
                self._state(CONTROL)  # policies come first: they say what waits
            folded = self._kept.streams[stream] = Folded(Stream())
            self._catch_up(stream, folded)
            self.reads.setdefault(stream, folded.version)
            self._versions.setdefault(stream, folded.version)
            for other, recorded in self._offered:  # learnt when it was offered
                if other == stream and self._counting.counts(recorded.position):
                    folded.stream.apply(recorded)
        self._read(stream)
        return folded.stream

    def _catch_up(self, stream: str, folded: Folded) -> None:
        self._reading.add(stream)
        for version, recorded in self.source.stream(stream, folded.version):
            self._learn(stream, recorded)
            folded.version = version
        self._reading.discard(stream)

    def fold(self, stream: str) -> None:
        """Fold a stream as far as it goes, so that what is wrong with it shows."""
        self._state(stream)

    def lose(self) -> None:
        """Forget all states, which are folded anew when they are asked for."""
        self._kept.streams, self._kept.counting = {}, Counting(self._kept.found)
        self._ready.clear()

    # -- what rules may look at --------------------------------------------------------------------------

    def _ready_stream(self, stream: str) -> Stream:
        ready = self._ready.get(stream)
        if ready is None:
            ready = self._ready[stream] = self._state(stream)
        return ready

    def state(self, kind: type[S], year: int | None = None) -> S:
        return self._ready_stream(kind.stream(year)).state(kind)

    def things(self, kind: str) -> Mapping[str, Fact]:
        return self._ready_stream(noun_defining(kind).stream).things(kind)

    def find(self, reference: Reference) -> Recorded | None:
        last = self._found_last
        if last is not None and last.position == reference:  # several rules ask for the same fact one after another
            return last
        found = self._pending.get(reference) or self.source.find(reference)
        if found is None:
            return None
        recorded, stream = found
        self._streams_found[recorded.position] = stream
        self._found_last = None if recorded.position in self._pending else recorded
        return recorded

    def _stream_holding(self, target: Recorded) -> str:
        return self._stream_at(target.position)

    def _stream_at(self, position: int) -> str:
        if position not in self._streams_found:
            self.find(position)
        return self._streams_found[position]

    def mentions_of(self, kind: str, code: str) -> Mentions:
        for stream in every_stream():  # also the empty ones: another writer may be about to fill one
            self._read(stream)
        if isinstance(self.source, Searched) and self._is_whole and self._kept.searches < MOST_SEARCHES:
            self._kept.searches += 1
            self._state(CONTROL)
            log = WithOffered(self.source, [recorded for _, recorded in self._offered])
            named = counting_facts_naming(log, kind, code, self._counting.policies, self.find)
            return mentions_in(named).get((kind, code), Mentions())
        return self._mentioned_anywhere(kind, code)

    def _mentioned_anywhere(self, kind: str, code: str) -> Mentions:
        """The same from all streams, which stay folded: what many such questions are answered from."""
        everywhere = Mentions()
        for stream in sorted({*self.source.streams(), *(stream for stream, _ in self._offered)}):
            everywhere.merge(self._mentioned(stream).get((kind, code), Mentions()))
        return everywhere

    def _mentioned(self, stream: str) -> dict[tuple[str, str], Mentions]:
        state = self._state(stream)
        if state.mentioned is None:
            state.mention(recorded.fact for recorded in self._counting_in(stream))
        found = state.mentioned
        return {} if found is None else found

    def _counting_in(self, stream: str) -> Iterator[Recorded]:
        """The facts of a stream that count, with those that were offered."""
        folded = self._kept.streams[stream].version  # what another adds meanwhile comes with the next one
        known = (recorded for version, recorded in self.source.stream(stream) if version <= folded)
        for recorded in chain(known, (recorded for other, recorded in self._offered if other == stream)):
            if self._counting.counts(recorded.position):
                yield recorded

    def counting(self, cls: type[F], since: date) -> Iterator[F]:
        stream = stream_of_type(cls)
        self._state(stream)
        for recorded in self._counting_in(stream):
            fact = recorded.fact
            if isinstance(fact, cls) and fact.effective >= since:
                yield fact

    def _know(self, target: Recorded) -> int:
        """Read all that tells whether a fact counts."""
        self._state(self._stream_holding(target))
        return target.position

    def is_reversed(self, target: Recorded) -> bool:
        return self._counting.is_reversed(self._know(target))

    def reversal_of(self, target: Recorded) -> Recorded | None:
        found = self._counting.reversal(self._know(target))
        return None if found is None else self.find(found)

    def waits(self, target: Recorded) -> bool:
        return self._counting.waits(self._know(target))

    def attestation_of(self, target: Recorded) -> Recorded | None:
        found = self._counting.attestation(self._know(target))
        return None if found is None else self.find(found)

    def replacement_with(self, target: Recorded) -> Recorded | None:
        found = self._counting.replaced_by.get(self._know(target))
        return None if found is None else self.find(found)

    def reversals_with(self, target: Recorded) -> list[Recorded]:
        together = (self.find(each) for each in self._counting.corrections.get(self._know(target), ()))
        return [each for each in together if each is not None]

    def was_asked(self, recorded: Recorded) -> bool:
        """Whether a fact that was offered here was found to need an attestation. Reads nothing."""
        return recorded.position in self._counting.asked or recorded.position in self._counting.replaced_by

    def waiting_after(self, position: int) -> list[Recorded]:
        """The facts after a position, as far as they were read, that wait for an attestation and are not reversed."""
        counting = self._counting
        asked = sorted(each for each in {*counting.asked, *counting.replaced_by} if each > position)
        waiting = (each for each in asked if counting.waits(each) and not counting.is_reversed(each))
        return [found for each in waiting if (found := self.find(each)) is not None]

    def demands(self, target: Recorded) -> list[Demand]:
        self._know(target)
        return self._counting.demands(target)
