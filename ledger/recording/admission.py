"""Facts offered one after another, each judged by the rules with those before it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from ledger.domain.control.attestations import AboutFacts, DecisionAttested, named
from ledger.domain.control.counting import Change
from ledger.domain.control.reversals import DecisionReversed, require_reversed
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, corrected
from ledger.domain.judging import admit, admit_again, check_without
from ledger.domain.streams import stream_of
from ledger.domain.values.days import swedish_day
from ledger.recording.folded_world import FoldedWorld, Kept
from ledger.recording.sources import Source


class Admission(FoldedWorld):
    """Facts are offered to it one after another.

    What is admitted is folded in at once, so that the next fact is judged with it. Nothing is written here.
    """

    def __init__(self, source: Source, kept: Kept | None = None, *, is_current: bool = False) -> None:
        super().__init__(source, kept, is_current=is_current)
        self._unresolved: list[Recorded] = []
        """What reversals took away that a correction may still replace, before the rest is judged without it."""

    # -- offering ----------------------------------------------------------------------------------------

    def offer(self, recorded: Recorded) -> tuple[str, int]:
        """Admit a fact with its expected position and fold it in; the stream and version it gets.

        Raises a refusal, and then has changed nothing.
        """
        fact = recorded.fact
        self.today = swedish_day(recorded.recorded_at)
        self._admit(recorded)
        target = named(self, fact) if isinstance(fact, AboutFacts) else None
        stream = stream_of(fact) if target is None else self._stream_holding(target)
        self._read(stream)
        if isinstance(fact, DecisionAttested) and target is not None and self.waits(target):
            self._judge_attested(target)
        self._pending[recorded.position] = self._pending[str(fact.id)] = (recorded, stream)
        self._offered.append((stream, recorded))
        changes = self._learn(stream, recorded)
        try:
            self._judge_changes(recorded, changes)
        except Refused:
            self._take_back_last()
            raise
        self._versions[stream] += 1
        return stream, self._versions[stream]

    @contextmanager
    def _without(self, targets: Iterable[Recorded]) -> Iterator[None]:
        """The world without some facts, where they still count: what a correction that waits is judged in."""
        out = [each for each in targets if self._counting.counts(each.position)]
        was_whole, self._is_whole = self._is_whole, self._is_whole and not out
        try:
            for each in out:
                self._apply(Change(0, each, counts=False))
            yield
        finally:
            self._is_whole = was_whole
            for each in reversed(out):
                self._apply(Change(0, each, counts=True))

    def _replaced_with(self, reversals: Iterable[Recorded]) -> list[Recorded]:
        """What the reversals of a correction take away."""
        facts = (reversal.fact for reversal in reversals)
        return [named(self, each) for each in facts if isinstance(each, DecisionReversed)]

    def needing(self, brought: Iterable[Recorded], later: Iterable[Recorded]) -> list[Recorded]:
        """Those of some later facts that could not be admitted if others had not been, each after those before it.

        Nothing is taken back: the admission must not be used any more.
        """
        out = [each for each in brought if self._counting.counts(self._know(each))]
        since = [each for each in later if self._counting.counts(self._know(each))]
        for each in (*reversed(since), *reversed(out)):
            self._state(stream_of(each.fact))
            self._apply(Change(0, each, counts=False))
        found: list[Recorded] = []
        for each in since:
            self.today = swedish_day(each.recorded_at)
            try:
                admit_again(self, each.fact)
            except Refused:
                found.append(each)
            else:
                self._apply(Change(0, each, counts=True))
        return found

    def _admit(self, recorded: Recorded) -> None:
        """Judge a fact; a correction without what it replaces, even if the reversal of that has to wait."""
        if recorded.fact.corrects is None or not self._counting.policies:
            admit(self, recorded.fact)
            return
        require_reversed(self, recorded.fact)
        before = self._counting.reversals_before(recorded)
        for each in before:
            self._know(each)
        with self._without(self._replaced_with(before)):
            admit(self, recorded.fact)

    def _judge_attested(self, target: Recorded) -> None:
        """Judge a fact that waited as if it were recorded now; without what it replaces, where it is a correction."""
        with self._without(self._replaced_with(self.reversals_with(target))):
            admit_again(self, target.fact)

    def _judge_changes(self, recorded: Recorded, changes: Sequence[Change]) -> None:
        """Raise a refusal if what came back, or what is left, breaks a rule."""
        fact, own = recorded.fact, recorded.position
        ceased = [each.recorded for each in changes if not each.counts and each.recorded.position != own]
        if isinstance(fact, DecisionReversed):
            for each in changes:
                if each.counts and each.recorded.position != own and not isinstance(each.recorded.fact, AboutFacts):
                    self._judge_returned(each.recorded)
            self._unresolved += ceased
            return
        mine = self._replaced_by(fact)
        self._unresolved = [each for each in self._unresolved if each.position not in mine]
        replaced = [found for position in sorted(mine) if (found := self.find(position)) is not None]
        for left in (*replaced, *ceased):
            if not self._counting.counts(left.position):
                check_without(self, left)

    def _judge_returned(self, recorded: Recorded) -> None:
        """A fact that had been replaced counts again: judge it as if it were recorded now."""
        with self._without([recorded]):
            admit_again(self, recorded.fact)

    def _replaced_by(self, fact: Fact) -> set[int]:
        """The positions of the unresolved facts that a fact corrects."""
        if not self._unresolved or fact.corrects is None:
            return set()
        found = {each.position for reference in corrected(fact) if (each := self.find(reference)) is not None}
        return found & {each.position for each in self._unresolved}

    def resolve(self, following: Fact | None) -> None:
        """Judge what is left without what reversals took away, unless *following* may still replace it."""
        if not self._unresolved:
            return
        if isinstance(following, DecisionReversed):  # the next reversal of the same correction, perhaps
            self._unresolved = [each for each in self._unresolved if not self._holds_without(each)]
            return
        replaced = set() if following is None else self._replaced_by(following)
        judged = [each for each in self._unresolved if each.position not in replaced]
        self._unresolved = [each for each in self._unresolved if each.position in replaced]
        for target in judged:
            check_without(self, target)

    def resolve_where_it_holds(self) -> None:
        """What holds without a replacement was recorded without one."""
        self._unresolved = [each for each in self._unresolved if not self._holds_without(each)]

    def _holds_without(self, target: Recorded) -> bool:
        try:
            check_without(self, target)
        except Refused:
            return False
        return True

    def accept(self) -> None:
        """The source has taken what was offered, as it was expected."""
        for stream, _ in self._offered:
            if stream in self._kept.streams:
                self._kept.streams[stream].version += 1
        self._offered.clear()
        self._pending.clear()

    def forget(self) -> None:
        """Fold everything out again that was offered, so that the states tell what the source does."""
        while self._offered:
            self._take_back_last()
        self._pending.clear()
        self._unresolved = []

    def _take_back_last(self) -> None:
        _, recorded = self._offered.pop()
        self._apply_all(self._counting.unlearn(recorded))
        self._pending.pop(recorded.position, None)
        self._pending.pop(str(recorded.fact.id), None)

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
                self._pending[recorded.position] = self._pending[str(recorded.fact.id)] = (recorded, stream)
                self._learn(stream, recorded)
                self._offered.append((stream, recorded))
        self.accept()
