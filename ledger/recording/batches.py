"""Many facts on their way into the log together: recorded in one transaction, or only rehearsed."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from ledger.domain.control.imports import ImportFinished, Imports
from ledger.domain.control.reversals import UnknownFact
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.values.days import swedish_day
from ledger.recording.admission import Admission
from ledger.recording.folded_world import FoldedWorld
from ledger.recording.offered import already_there, prepared, random_id, require_recordable, signed
from ledger.recording.value_checks import require_right_values
from ledger.recording.waiting import Waits, waits_for
from ledger.store.files.recorder import Bulk, Log
from ledger.store.files.rehearsal import Rehearsal as LogInRehearsal

Clock = Callable[[], datetime]


@attrs.frozen
class Took:
    """What became of an offered fact."""

    recorded: Recorded
    already_there: bool = False
    waits: Waits | None = None
    """Where it counts only once it is attested."""


def taken(world: FoldedWorld, recorded: Recorded) -> Took:
    """A fact that was just offered, with what it waits for."""
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
        self.listener: Callable[[Recorded], None] | None = None
        """Told of every fact that is admitted, without what imports say of themselves."""
        self._began = self.held
        """The position after which the import that goes on began."""

    @property
    def world(self) -> FoldedWorld:
        """What rules see of the facts offered so far."""
        return self._admission

    def waiting(self) -> list[Took]:
        """The facts offered that count only once they are attested."""
        found = self._admission.waiting_after(self.held)
        return [taken(self._admission, recorded) for recorded in found]

    def named_effective(self, reference: Reference) -> Any:
        """As :meth:`Ledger.named_effective`, with the facts offered so far."""
        found = self._bulk.find(reference)
        if found is None:
            raise UnknownFact(reference)
        return found[0].fact.effective

    def found(self, fact_id: str) -> Recorded | None:
        """The fact with this id, with those offered so far."""
        found = self._bulk.find(fact_id)
        return found[0] if found is not None and found[0].fact.id == fact_id else None

    def stream(self, name: str, after_version: int = 0) -> Iterator[tuple[int, Recorded]]:
        """The facts of a stream with those offered so far, each with its version."""
        return self._bulk.stream(name, after_version)

    def facts(self, after: int, through: int) -> Iterator[Recorded]:
        """The facts after one position through another, with those offered so far."""
        return self._bulk.facts(after, through)

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
        require_recordable(fact)
        fact = signed(fact, self._actor, given)
        found = already_there(self._bulk.find(str(fact.id)), fact, given)
        if found is not None:
            self.already_there += 1
            return Took(found, already_there=True)
        recorded = self._add(fact)
        self.recorded += 1
        return Took(recorded)

    def _add(self, fact: Fact) -> Recorded:
        stored, state = prepared(self._admission, fact)
        expected = Recorded(self._bulk.last_position() + 1, self._clock(), stored)
        stream, version = self._admission.offer(expected)
        recorded = self._bulk.add(stream, version, stored, state)
        self._admission.accept()
        if self.listener is not None and recorded.fact.BY_HAND:
            self.listener(recorded)
        return recorded

    def offer_together(self, facts: Sequence[Fact], given: Collection[str] | None) -> list[Took]:
        """Admit facts one after another, whose values have been checked. Raises a refusal."""
        took = []
        for fact in facts:
            self.resolve(fact)
            took.append(self.offer(fact, given, is_checked=True))
        self.resolve(None)
        return [each if each.already_there else taken(self._admission, each.recorded) for each in took]

    def finish_import(
        self, *, actor: str | None, file: str | None = None, sha256: str | None = None
    ) -> ImportFinished | None:
        """Record that what was recorded since the last import, or since the beginning, is one import of its own.

        None, and nothing is recorded, where there is nothing. The last reversal must have been resolved.
        """
        first, last = self._began + 1, self._bulk.last_position()
        if last < first:
            return None
        finished = ImportFinished(
            id=random_id(),
            effective=swedish_day(self._clock()),
            actor=self._actor or actor,
            import_=self._admission.state(Imports).number + 1,
            file=file,
            sha256=sha256,
            first=first,
            last=last,
            facts=last - first + 1,
        )
        require_right_values(finished)
        self._began = self._add(finished).position
        return finished


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
