"""The world as rules see it while facts are offered: states folded from the log, and what each fact read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Protocol, TypeVar

import attrs

from ledger.domain.control.attestations import AboutFacts, DecisionAttested, named
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.judging import admit, check_without
from ledger.domain.nouns import noun_defining
from ledger.domain.stream import Mentions, State, Stream
from ledger.domain.streams import every_stream, stream_of, stream_of_type


class Source(Protocol):
    """Where recorded facts are read from: the log, or a transaction that is adding to it."""

    def stream(self, name: str, after_version: int = 0) -> Iterable[tuple[int, Recorded]]: ...
    def version(self, stream: str) -> int: ...
    def streams(self) -> list[str]: ...
    def find(self, reference: Reference) -> tuple[Recorded, str] | None: ...


@attrs.define
class Folded:
    """A state and the version of the stream it was folded through."""

    state: Stream
    version: int


S = TypeVar("S", bound=State)
F = TypeVar("F", bound=Fact)


class Admission:
    """A :class:`~ledger.domain.world.World` that facts are offered to, one after another.

    What is admitted is folded in at once, so that the next fact is judged with it. Nothing is written here.
    """

    def __init__(self, source: Source, states: dict[str, Folded], *, is_current: bool = False) -> None:
        """*is_current*: the states are known to hold all that the source has."""
        self.source = source
        self.reads: dict[str, int] = {}
        """The version of every stream a rule looked at or a fact goes to, before anything was offered."""
        self._states = states
        """Folded states, kept by the application from one admission to the next."""
        self._is_current = is_current
        self._versions: dict[str, int] = {}
        """The version of each stream in :attr:`reads`, with what was offered."""
        self._pending: dict[Reference, tuple[Recorded, str]] = {}
        self._offered: list[tuple[str, Recorded]] = []
        self._streams_found: dict[int, str] = {}
        self._unsettled: Recorded | None = None
        self._ready: dict[str, Stream] = {}
        """The states that have been brought up to date and count as read: what rules ask for again and again."""

    # -- offering ----------------------------------------------------------------------------------------

    def offer(self, recorded: Recorded) -> tuple[str, int]:
        """Admit a fact with its expected position and fold it in; the stream and version it gets.

        Raises a refusal, and then has changed nothing.
        """
        fact = recorded.fact
        admit(self, fact)
        target = named(self, fact) if isinstance(fact, AboutFacts) else None
        stream = stream_of(fact) if target is None else self._stream_holding(target)
        self._read(stream)
        replaced, self._unsettled = self._unsettled, None
        if replaced is not None:
            self._state(stream)  # it must hold the replacement when the check looks at it
        self._fold(stream, recorded, 1, target)
        self._offered.append((stream, recorded))
        if replaced is not None:
            self._check_or_undo(replaced, stream, recorded)
        if isinstance(fact, DecisionReversed):
            self._unsettled = target
        self._pending[recorded.position] = self._pending[str(fact.id)] = (recorded, stream)
        self._versions[stream] += 1
        return stream, self._versions[stream]

    def settle(self, following: Fact | None) -> None:
        """Judge the last reversal, unless *following* takes the place of what it reversed."""
        target = self._unsettled
        if target is None:
            return
        if following is not None and following.corrects is not None:
            corrected = self.find(following.corrects)
            if corrected is not None and corrected.position == target.position:
                return
        self._unsettled = None
        check_without(self, target)

    def _check_or_undo(self, replaced: Recorded, stream: str, recorded: Recorded) -> None:
        try:
            check_without(self, replaced)
        except Refused:
            self._offered.pop()
            self._fold(stream, recorded, -1)
            raise

    def accept(self) -> None:
        """The source has taken what was offered, as it was expected."""
        for stream, _ in self._offered:
            if stream in self._states:
                self._states[stream].version += 1
        self._offered.clear()
        self._pending.clear()

    def forget(self) -> None:
        """Fold everything out again that was offered, so that the states tell what the source does."""
        for stream, recorded in reversed(self._offered):
            self._fold(stream, recorded, -1)
        self._offered.clear()
        self._pending.clear()
        self._unsettled = None

    def confirm(self, appended: Iterable[Recorded]) -> None:
        """Put what the log made of the offered facts in place of what was expected.

        States know positions and no instants, so that what got the position it expected is folded in already.
        """
        made = [(stream, recorded) for (stream, _), recorded in zip(self._offered, appended, strict=True)]
        if any(
            expected.position != recorded.position
            for (_, expected), (_, recorded) in zip(self._offered, made, strict=True)
        ):
            self.forget()
            for stream, recorded in made:
                self._fold(stream, recorded, 1)
                self._offered.append((stream, recorded))
        self.accept()

    # -- folding -----------------------------------------------------------------------------------------

    def _fold(self, stream: str, recorded: Recorded, times: int, target: Recorded | None = None) -> None:
        folded = self._states.get(stream)
        if folded is None:
            return
        fact, state = recorded.fact, folded.state
        if not isinstance(fact, AboutFacts):
            state.apply(recorded, times)
            return
        target = target or named(self, fact)
        if isinstance(fact, DecisionAttested):
            _mark(state.attested, target.position, present=times > 0)
        elif isinstance(target.fact, DecisionAttested):
            _mark(state.attested, named(self, target.fact).position, present=times < 0)
            _mark(state.reversed, target.position, present=times > 0)
        else:
            (state.reverse if times > 0 else state.restore)(target)

    def _read(self, stream: str) -> None:
        """Note the version a stream has, and bring its state up to it if there is one."""
        if stream in self.reads:
            return
        folded = self._states.get(stream)
        if folded is None:
            version = self.source.version(stream)
        else:
            if not self._is_current:
                self._catch_up(stream, folded)
            version = folded.version
        self.reads[stream] = self._versions[stream] = version

    def _state(self, stream: str) -> Stream:
        """The state of a stream as far as the source and the offered facts go. Counts as read."""
        folded = self._states.get(stream)
        if folded is not None and stream in self.reads:
            return folded.state
        if folded is None:
            folded = self._states[stream] = Folded(Stream(), 0)
            self._catch_up(stream, folded)
            self.reads.setdefault(stream, folded.version)
            self._versions.setdefault(stream, folded.version)
            for other, recorded in self._offered:
                if other == stream:
                    self._fold(stream, recorded, 1)
        self._read(stream)
        return folded.state

    def _catch_up(self, stream: str, folded: Folded) -> None:
        for version, recorded in self.source.stream(stream, folded.version):
            self._fold(stream, recorded, 1)
            folded.version = version

    def fold(self, stream: str) -> None:
        """Fold a stream as far as it goes, so that what is wrong with it shows."""
        self._state(stream)

    def lose(self, stream: str) -> None:
        """Forget the state of a stream, which is folded anew when it is asked for."""
        self._states.pop(stream, None)
        self._ready.pop(stream, None)

    # -- what rules may look at --------------------------------------------------------------------------

    def state(self, kind: type[S], year: int | None = None) -> S:
        stream = kind.stream(year)
        ready = self._ready.get(stream)
        if ready is None:
            ready = self._ready[stream] = self._state(stream)
        return ready.state(kind)

    def things(self, kind: str) -> Mapping[str, Fact]:
        stream = noun_defining(kind).stream
        ready = self._ready.get(stream)
        if ready is None:
            ready = self._ready[stream] = self._state(stream)
        return ready.things(kind)

    def find(self, reference: Reference) -> Recorded | None:
        found = self._pending.get(reference) or self.source.find(reference)
        if found is None:
            return None
        recorded, stream = found
        self._streams_found[recorded.position] = stream
        return recorded

    def _stream_holding(self, target: Recorded) -> str:
        return self._streams_found[target.position]

    def mentions_of(self, kind: str, code: str) -> Mentions:
        everywhere = Mentions()
        for stream in every_stream():  # also the empty ones: another writer may be about to fill one
            self._read(stream)
        for stream in sorted({*self.source.streams(), *(stream for stream, _ in self._offered)}):
            everywhere.merge(self._mentioned(stream).get((kind, code), Mentions()))
        return everywhere

    def _mentioned(self, stream: str) -> dict[tuple[str, str], Mentions]:
        state = self._state(stream)
        if state.mentioned is None:
            folded = self._states[stream].version  # what another adds meanwhile is folded in when it is caught up with
            known = (recorded for version, recorded in self.source.stream(stream) if version <= folded)
            facts = chain(known, (recorded for other, recorded in self._offered if other == stream))
            state.mention(recorded.fact for recorded in facts if recorded.position not in state.reversed)
        found = state.mentioned
        return {} if found is None else found

    def counting(self, cls: type[F], since: date) -> Iterator[F]:
        stream = stream_of_type(cls)
        reversed_ = self._state(stream).reversed
        offered = [recorded for other, recorded in self._offered if other == stream]
        for recorded in (*(recorded for _, recorded in self.source.stream(stream)), *offered):
            fact = recorded.fact
            if isinstance(fact, cls) and fact.effective >= since and recorded.position not in reversed_:
                yield fact

    def is_reversed(self, target: Recorded) -> bool:
        return target.position in self._state(self._stream_holding(target)).reversed

    def is_attested(self, target: Recorded) -> bool:
        return target.position in self._state(self._stream_holding(target)).attested


def _mark(positions: set[int], position: int, *, present: bool) -> None:
    if present:
        positions.add(position)
    else:
        positions.discard(position)
