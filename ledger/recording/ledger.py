"""The verbs: make a ledger, record decisions, import many, restore a journal. Answers are in ledger.queries."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ledger.domain.control.reversals import UnknownFact
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.recording.admission import Admission
from ledger.recording.batches import Batch, Rehearsal, Took, taken
from ledger.recording.folded_world import FoldedWorld, Kept
from ledger.recording.offered import IdTaken, already_there, evolve, prepared, random_id, require_recordable, signed
from ledger.recording.restoring import restored
from ledger.recording.undoing import NothingToUndo, Undoing, Undone, explained, import_named
from ledger.recording.value_checks import require_right_values
from ledger.store.errors import DuplicateId, LedgerNotEmpty, StaleRead
from ledger.store.files.recorder import Log
from ledger.store.files.rehearsal import Rehearsal as LogInRehearsal
from ledger.store.opening import create, open_for_recording

Clock = Callable[[], datetime]

RACES = 3
"""How often a fact is judged before its turn, in the hope that nobody is faster, until the turn is taken first."""


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
            return [Took(found, already_there=True) if found else taken(world, next(appended)) for found in there]
        return self._record_in_turn(offered, given)

    def _record_in_turn(self, offered: Sequence[Fact], given: Collection[str] | None) -> list[Took]:
        """Have the turn first and judge then, which nobody can overtake: whoever loses every race gets through too."""
        with self.bulk() as batch:
            return batch.offer_together(offered, given)

    def record_as_import(
        self, facts: Sequence[Fact], *, actor: str | None, given: Collection[str] | None = None
    ) -> list[Took]:
        """Record facts together as one import, which comes from no file: it can be shown and undone as a whole.

        Nothing is recorded of the import where all facts are there already. Raises what :meth:`record` does.
        """
        offered = [self._signed(fact, given) for fact in facts]
        with self.bulk() as batch:
            took = batch.offer_together(offered, given)
            batch.finish_import(actor=actor)
            return took

    def rehearse(self, *facts: Fact, given: Collection[str] | None = None) -> list[Took]:
        """What recording the facts would add, with expected positions. Nothing is recorded.

        Raises a refusal when :meth:`record` would; facts that are there already add nothing.
        """
        offered = [self._signed(fact, given) for fact in facts]
        offered = [fact for fact in offered if self._already_there(fact, given) is None]
        admission = Admission(self.log, self._kept)
        try:
            found = self._offer(admission, offered, self.log.last_position())
            return [taken(admission, recorded) for recorded, _ in found]
        finally:
            admission.forget()

    def _signed(self, fact: Fact, given: Collection[str] | None) -> Fact:
        """The fact with an id, and with whoever has logged in as its actor where a server sees to that.

        Raises :class:`WrongValue` when it holds a value that could not be read again.
        """
        require_right_values(fact)
        require_recordable(fact)
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
    def bulk(self) -> Iterator[Batch]:
        """Offer many facts in one transaction: all are recorded when the context ends well, none otherwise."""
        kept = self._kept
        self._kept, self._current_through = Kept(), 0  # folded anew when the transaction fails
        with self.log.bulk() as bulk:
            yield Batch(bulk, Admission(bulk, kept), self._clock, self.log.actor)
        self._kept = kept

    @contextmanager
    def rehearsing(self) -> Iterator[Rehearsal]:
        """Offer many facts while others record: nothing is recorded before :meth:`Rehearsal.record`, if at all."""
        with self.log.snapshot(), closing(LogInRehearsal(self.log, self._clock)) as rehearsed:
            yield Rehearsal(self.log, rehearsed, self._clock)

    def undo(self, number: int, *, reason: str, actor: str | None, dry_run: bool = False) -> Undone:
        """Take an import back, all of it or nothing: a reversal of each of its facts that counts, the last one first.

        What it had corrected is recorded anew. Raises :class:`NoSuchImport`, :class:`NothingToUndo` and, with every
        decision since that needs what it brought, :class:`DecisionsInTheWay`.
        """
        with self.rehearsing() as rehearsal:
            finished = import_named(rehearsal, number)
            try:
                done = Undoing(rehearsal, finished, reason, actor).run()
            except NothingToUndo:
                raise
            except Refused as refusal:
                facts = self.log.facts(finished.first - 1)
                raise explained(refusal, finished, Admission(self.log), facts) from None
            if dry_run or rehearsal.record():
                return done
        with self.bulk() as batch:
            return Undoing(batch, finished, reason, actor).run()

    def restore(self, facts: Iterator[Recorded]) -> int:
        """Fill an empty ledger with recorded facts as they were, positions and instants included.

        Raises :class:`LedgerNotEmpty` when it is not empty.
        """
        self.log.require_restoring()
        with self.log.bulk() as bulk:
            if bulk.last_position():
                raise LedgerNotEmpty(self.log.path, bulk.last_position())
            return restored(bulk, facts)


def make_ledger(where: str | Path, *, name: str, orgnr: str, clock: Clock) -> Sequence[str]:
    """An empty ledger; the roles that came with it, on a server. Raises a refusal if something is there already."""
    return create(where, name=name, orgnr=orgnr, clock=clock)
