"""The verbs: make a ledger, record decisions, import many, restore a journal. Answers are in ledger.queries."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs

from ledger.domain.control.reversals import UnknownFact
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.recording.admission import Admission
from ledger.recording.folded_world import FoldedWorld, Kept
from ledger.recording.offered import IdTaken, already_there, evolve, prepared, random_id, signed
from ledger.recording.restoring import restored
from ledger.recording.value_checks import require_right_values
from ledger.recording.waiting import Waits, waits_for
from ledger.store.errors import DuplicateId, LedgerNotEmpty, StaleRead
from ledger.store.files.recorder import Bulk, Log
from ledger.store.files.rehearsal import Rehearsal as LogInRehearsal
from ledger.store.opening import create, open_for_recording

Clock = Callable[[], datetime]

RACES = 3
"""How often a fact is judged before its turn, in the hope that nobody is faster, until the turn is taken first."""


@attrs.frozen
class Took:
    """What became of an offered fact."""

    recorded: Recorded
    already_there: bool = False
    waits: Waits | None = None
    """Where it counts only once it is attested."""


class Ledger:
    """A ledger opened for recording."""

    def __init__(self, log: Log, clock: Clock, new_id: Callable[[], str]) -> None:
        self.log = log
        self._clock = clock
        self._new_id = new_id
        self._kept = Kept()
        self._current_through = 0
        """The position through which all of these states are known to be folded."""

    @classmethod
    def open(cls, where: str | Path, clock: Clock, new_id: Callable[[], str] | None = None) -> Self:
        """Raises :class:`Unusable` when there is no ledger at *where*, or it cannot be written."""
        log = open_for_recording(where, clock)
        return cls(log, log.clock, new_id or random_id)

    def close(self) -> None:
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def named(self, reference: Reference) -> Recorded:
        """The recorded fact with this id or position. Raises :class:`UnknownFact`."""
        found = self.log.find(reference)
        if found is None:
            raise UnknownFact(reference)
        return found[0]

    def named_effective(self, reference: Reference) -> Any:
        """The effective date of a fact that a reversal or an attestation names. Raises :class:`UnknownFact`."""
        return self.named(reference).fact.effective

    def record(self, *facts: Fact, given: Collection[str] | None = None) -> list[Took]:
        """Record facts together: all of them durably on disk, or none.

        *given* names the fields the user filled in; a fact whose id is recorded already with the same content is not
        recorded again. Raises a refusal when a rule says no.
        """
        offered = [self._signed(fact, given) for fact in facts]
        for attempt in range(RACES):
            there = [self._already_there(fact, given) for fact in offered]
            new = [fact for fact, found in zip(offered, there, strict=True) if found is None]
            try:
                appended = iter(self._append(new))
            except (StaleRead, DuplicateId):
                time.sleep(0.001 * attempt)
                continue
            world = FoldedWorld(self.log, self._kept)
            return [Took(found, already_there=True) if found else _took(world, next(appended)) for found in there]
        return self._record_in_turn(offered, given)

    def _record_in_turn(self, offered: Sequence[Fact], given: Collection[str] | None) -> list[Took]:
        """Have the turn first and judge then, which nobody can overtake: whoever loses every race gets through too."""
        with self.bulk() as batch:
            took = []
            for fact in offered:
                batch.resolve(fact)
                took.append(batch.offer(fact, given, is_checked=True))
            batch.resolve(None)
            return [each if each.already_there else _took(batch.world, each.recorded) for each in took]

    def rehearse(self, *facts: Fact, given: Collection[str] | None = None) -> list[Took]:
        """What recording the facts would add, with expected positions. Nothing is recorded.

        Raises a refusal when :meth:`record` would; facts that are there already add nothing.
        """
        offered = [self._signed(fact, given) for fact in facts]
        offered = [fact for fact in offered if self._already_there(fact, given) is None]
        admission = Admission(self.log, self._kept)
        try:
            found = self._offer(admission, offered, self.log.last_position())
            return [_took(admission, recorded) for recorded, _ in found]
        finally:
            admission.forget()

    def _signed(self, fact: Fact, given: Collection[str] | None) -> Fact:
        """The fact with an id, and with whoever has logged in as its actor where a server sees to that.

        Raises :class:`WrongValue` when it holds a value that could not be read again.
        """
        require_right_values(fact)
        fact = signed(fact, self.log.actor, given)
        return fact if fact.id else evolve(fact, id=self._new_id())

    def _append(self, facts: Sequence[Fact]) -> list[Recorded]:
        seen = self.log.last_position()
        is_current = seen == self._current_through or not self._kept.streams
        admission = Admission(self.log, self._kept, is_current=is_current)
        try:
            entries = [(*place, recorded.fact) for recorded, place in self._offer(admission, facts, seen)]
            appended = self.log.append(entries, admission.reads, seen=seen)
        except BaseException:
            admission.forget()
            raise
        admission.confirm(appended)
        if is_current and appended and appended[0].position == seen + 1:
            self._current_through = appended[-1].position
        return appended

    def _offer(self, admission: Admission, facts: Sequence[Fact], last: int) -> list[tuple[Recorded, tuple[str, int]]]:
        """Admit facts one after another, at the positions after *last* that they have if nobody else is faster."""
        now = self._clock()
        offered: list[tuple[Recorded, tuple[str, int]]] = []
        by_id: dict[str | None, Recorded] = {}
        for place, fact in enumerate(facts, 1):
            if fact.id in by_id:
                raise IdTaken(fact, by_id[fact.id])
            stored, _ = prepared(admission, fact)
            admission.resolve(stored)
            recorded = by_id[fact.id] = Recorded(last + place, now, stored)
            offered.append((recorded, admission.offer(recorded)))
        admission.resolve(None)
        return offered

    def _already_there(self, fact: Fact, given: Collection[str] | None) -> Recorded | None:
        return already_there(self.log.find(str(fact.id)), fact, given)

    @contextmanager
    def bulk(self) -> Iterator["Batch"]:
        """Offer many facts in one transaction: all are recorded when the context ends well, none otherwise."""
        kept = self._kept
        self._kept, self._current_through = Kept(), 0  # folded anew when the transaction fails
        with self.log.bulk() as bulk:
            yield Batch(bulk, Admission(bulk, kept), self._clock, self.log.actor)
        self._kept = kept

    @contextmanager
    def rehearsing(self) -> Iterator["Rehearsal"]:
        """Offer many facts while others record: nothing is recorded before :meth:`Rehearsal.record`, if at all."""
        with self.log.snapshot(), closing(LogInRehearsal(self.log, self._clock)) as rehearsed:
            yield Rehearsal(self.log, rehearsed, self._clock)

    def restore(self, facts: Iterator[Recorded]) -> int:
        """Fill an empty ledger with recorded facts as they were, positions and instants included.

        Raises :class:`LedgerNotEmpty` when it is not empty.
        """
        self.log.require_restoring()
        with self.log.bulk() as bulk:
            if bulk.last_position():
                raise LedgerNotEmpty(self.log.path, bulk.last_position())
            return restored(bulk, facts)


def _took(world: FoldedWorld, recorded: Recorded) -> Took:
    return Took(recorded, waits=waits_for(world, recorded))


class Batch:
    """An open import: facts are offered one by one, and are recorded together or not at all."""

    def __init__(self, bulk: Bulk, admission: Admission, clock: Clock, actor: str | None) -> None:
        self._bulk = bulk
        self._admission = admission
        self._clock = clock
        self._actor = actor
        self.recorded = 0
        self.already_there = 0
        self.held = bulk.last_position()
        """The last fact that had been recorded before."""

    @property
    def world(self) -> FoldedWorld:
        """What rules see of the facts offered so far."""
        return self._admission

    def waiting(self) -> list[Took]:
        """The facts offered that count only once they are attested."""
        found = self._admission.waiting_after(self.held)
        return [_took(self._admission, recorded) for recorded in found]

    def named_effective(self, reference: Reference) -> Any:
        """As :meth:`Ledger.named_effective`, with the facts offered so far."""
        found = self._bulk.find(reference)
        if found is None:
            raise UnknownFact(reference)
        return found[0].fact.effective

    def stream(self, name: str) -> Iterator[tuple[int, Recorded]]:
        """The facts of a stream with those offered so far, each with its version."""
        return self._bulk.stream(name)

    def foresee(self, ids: Collection[str]) -> None:
        """Look up many ids at once that facts will be offered with: several times faster than one by one."""
        self._bulk.foresee(ids)

    def resolve(self, following: Fact | None) -> None:
        """Judge the reversal offered last, unless *following* corrects it. Raises a refusal about the reversal."""
        self._admission.resolve(following)

    def offer(self, fact: Fact, given: Collection[str] | None, *, is_checked: bool = False) -> Took:
        """Admit a fact with an id. Raises a refusal, and then the whole batch should be given up.

        *is_checked*: its values come from the readers of :mod:`ledger.interchange`, or have been checked already.
        """
        if not is_checked:
            require_right_values(fact)
        fact = signed(fact, self._actor, given)
        found = already_there(self._bulk.find(str(fact.id)), fact, given)
        if found is not None:
            self.already_there += 1
            return Took(found, already_there=True)
        stored, state = prepared(self._admission, fact)
        expected = Recorded(self._bulk.last_position() + 1, self._clock(), stored)
        stream, version = self._admission.offer(expected)
        recorded = self._bulk.add(stream, version, stored, state)
        self._admission.accept()
        self.recorded += 1
        return Took(recorded)


class Rehearsal(Batch):
    """Facts that are judged one by one as if they were recorded, in one moment of the ledger."""

    def __init__(self, log: Log, rehearsed: LogInRehearsal, clock: Clock) -> None:
        super().__init__(rehearsed, Admission(rehearsed), clock, log.actor)
        self._log = log
        self._rehearsed = rehearsed

    def record(self) -> bool:
        """Record what was admitted; False, and nothing is recorded, when somebody else has recorded since."""
        with self._log.bulk() as bulk:
            if bulk.last_position() != self.held:
                return False
            bulk.take_over(self._rehearsed.rows())
        return True


def make_ledger(where: str | Path, *, name: str, orgnr: str, clock: Clock) -> Sequence[str]:
    """An empty ledger; the roles that came with it, on a server. Raises a refusal if something is there already."""
    return create(where, name=name, orgnr=orgnr, clock=clock)
