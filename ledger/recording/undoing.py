"""Taking an import back: a reversal of each of its facts that counts, and anew what it had corrected."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from ledger.domain.control.attestations import AboutFacts, DecisionAttested
from ledger.domain.control.imports import ImportFinished, Imports
from ledger.domain.control.months import MonthIsClosed
from ledger.domain.control.reversals import DecisionReversed, found
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, corrected
from ledger.domain.money.budgets import PartsRemain
from ledger.domain.values.phrases import phrase
from ledger.recording.admission import Admission
from ledger.recording.batches import Batch
from ledger.recording.offered import evolve, random_id
from ledger.recording.waiting import Waits

_AT_ONCE = 1000
"""So many facts of an import are in memory at a time."""


class NoSuchImport(Refused):
    code = "no-such-import"

    def __init__(self, number: int, last: int) -> None:
        there_are = (
            phrase("The last one is import {last}", last=last) if last else phrase("Nothing has been imported yet")
        )
        super().__init__(
            phrase("There is no import {number}", number=number),
            hint=phrase("{there_are}: liggare imports", there_are=there_are),
        )


class NothingToUndo(Refused):
    code = "nothing-to-undo"

    def __init__(self, number: int) -> None:
        super().__init__(
            phrase("Nothing of import {number} counts any more, and nothing of it waits", number=number),
            hint=phrase("See what became of its facts: liggare imports {number}", number=number),
        )


class DecisionsInTheWay(Refused):
    code = "decisions-in-the-way"

    def __init__(self, number: int, later: Sequence[int], refusal: Refused) -> None:
        they = phrase("was recorded since and needs") if len(later) == 1 else phrase("were recorded since and need")
        super().__init__(
            phrase(
                "Import {number} cannot be undone: {positions_text} {they} what it brought. {refusal}",
                number=number,
                positions_text=positions_text(later),
                they=they,
                refusal=refusal.sentence,
            ),
            hint=phrase(
                "Reverse first what stands in the way, or undo the import it came with: liggare fact "
                "POSITION names it; or correct single facts: liggare correct POSITION"
            ),
        )
        self.later = tuple(later)


@attrs.define
class Undone:
    """What undoing an import records."""

    finished: ImportFinished
    reversed: int = 0
    """How many facts are taken back."""
    anew: list[Recorded] = attrs.field(factory=list)
    """What the import had corrected, as it is recorded again."""
    attestations: list[Recorded] = attrs.field(factory=list)
    """Attestations the import had reversed, which only their attesters can give again."""
    waiting: list[Waits] = attrs.field(factory=list)
    """What reversals and facts wait for, where they count only once they are attested."""


def import_named(batch: Batch, number: int) -> ImportFinished:
    """What was recorded of an import. Raises :class:`NoSuchImport`."""
    last = batch.world.state(Imports).number
    if 1 <= number <= last:
        for _, recorded in batch.stream(Imports.STREAM, number - 1):
            if isinstance(recorded.fact, ImportFinished):
                return recorded.fact
    raise NoSuchImport(number, last)


class Undoing:
    """One import on its way back."""

    def __init__(self, batch: Batch, finished: ImportFinished, reason: str, actor: str | None) -> None:
        self._batch = batch
        self._world = batch.world
        self._reason = reason
        self._actor = actor
        self._replaced: dict[int, int] = {}
        """By the positions of older facts, the fact of the import that replaces them."""
        self.done = Undone(finished)

    def run(self) -> Undone:
        """Offer everything. Raises a refusal where something stands in the way, and :class:`NothingToUndo`."""
        for recorded in self._facts(self._each_chunk()):
            for reference in corrected(recorded.fact):
                self._replaced[found(self._world, reference).position] = recorded.position
        for recorded in self._facts(reversed(list(self._each_chunk())), backwards=True):
            self._take_back(recorded)
        self._batch.resolve(None)
        if not (self.done.reversed or self.done.anew):
            raise NothingToUndo(self.done.finished.import_)
        self.done.waiting = [each.waits for each in self._batch.waiting() if each.waits is not None]
        return self.done

    def _each_chunk(self) -> Iterator[tuple[int, int]]:
        first, last = self.done.finished.first, self.done.finished.last
        return ((after, min(after + _AT_ONCE, last)) for after in range(first - 1, last, _AT_ONCE))

    def _facts(self, chunks: Iterable[tuple[int, int]], *, backwards: bool = False) -> Iterator[Recorded]:
        for after, through in chunks:
            facts = list(self._batch.facts(after, through))
            yield from reversed(facts) if backwards else facts

    def _is_older(self, position: int) -> bool:
        return position < self.done.finished.first

    def _take_back(self, recorded: Recorded) -> None:
        world, fact = self._world, recorded.fact
        if isinstance(fact, DecisionReversed) and not world.waits(recorded):
            target = found(world, fact.reverses)
            if self._is_older(target.position) and target.position not in self._replaced:
                self._record_anew(target, [target.position])
        elif world.reversal_of(recorded) is None and world.replacement_with(recorded) is None:
            waits = isinstance(fact, DecisionReversed)
            self._offer(
                DecisionReversed(
                    id=random_id(),
                    effective=fact.effective,
                    reverses=recorded.position,
                    reason=self._reason,
                    actor=self._actor,
                )
            )
            self.done.reversed += 1
            if not waits:
                self._bring_back(recorded)

    def _bring_back(self, recorded: Recorded) -> None:
        """Record anew what a correction of the import had replaced."""
        for reference in corrected(recorded.fact):
            target = found(self._world, reference)
            reversal = self._world.reversal_of(target) if self._world.is_reversed(target) else None
            if self._is_older(target.position) and reversal is not None and not self._is_older(reversal.position):
                self._record_anew(target, [recorded.position, target.position])

    def _record_anew(self, target: Recorded, corrects: Sequence[Reference]) -> None:
        if isinstance(target.fact, DecisionAttested):
            self.done.attestations.append(target)
            return
        named = tuple(corrects) if len(corrects) > 1 else corrects[0]
        anew = evolve(target.fact, id=random_id(), actor=self._actor, corrects=named)
        self.done.anew.append(self._offer(anew))

    def _offer(self, fact: Fact) -> Recorded:
        """Admit a fact; where it touches a closed month, the reason for undoing says why it is late."""
        try:
            return self._batch.offer(fact, _GIVEN).recorded
        except MonthIsClosed:
            return self._batch.offer(evolve(fact, late_reason=self._reason), _GIVEN).recorded


_GIVEN: Collection[str] = frozenset()
"""No field was given by hand: on a server, whoever has logged in is the actor."""


def explained(refusal: Refused, finished: ImportFinished, world: Admission, facts: Iterable[Recorded]) -> Refused:
    """Why an import cannot be undone, naming every fact since that could not have been recorded without it.

    *facts*: those of the import, and all that were recorded after it.
    """
    brought: list[Recorded] = []
    later: list[Recorded] = []
    for each in facts:
        if not isinstance(each.fact, AboutFacts | ImportFinished):
            (brought if each.position <= finished.last else later).append(each)
    parts = refusal.parts if isinstance(refusal, PartsRemain) else ()
    in_the_way = {each.position for each in world.needing(brought, later)} | set(parts)
    return DecisionsInTheWay(finished.import_, sorted(in_the_way), refusal) if in_the_way else refusal


def positions_text(positions: Sequence[int]) -> str:
    """``#3, #7 to #9``: all of them, and no more words than that takes."""
    runs: list[list[int]] = []
    for each in sorted(positions):
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(f"#{run[0]}" + (f" to #{run[-1]}" if len(run) > 1 else "") for run in runs)
