"""The lines of one import on their way into a batch."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import count, islice
from typing import Any

from ledger.domain.control.attestations import AboutFacts
from ledger.domain.control.imports import ImportFinished, Imports
from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, Recorded
from ledger.domain.money.budgets import BudgetAdopted
from ledger.domain.organisation.lines import Lines
from ledger.interchange.journal.reading import content_id, to_fact
from ledger.interchange.kept_lines import TOGETHER, FileEnd, KeptLines, Progress
from ledger.interchange.replacing import Replacing, still_standing
from ledger.interchange.restatements import Since, some
from ledger.interchange.sheets.sheet import Place
from ledger.interchange.terms import BadLine, Imported, NothingImported, Terms
from ledger.interchange.values.fields import problems_in
from ledger.queries.answer import Note, counted_note
from ledger.queries.imported import Brought
from ledger.queries.importing.weighing import Weighing
from ledger.recording.batches import Batch, Took


class LinesOffered:
    """Offers all lines of an import, and takes note of what a person should know of them."""

    def __init__(self, batch: Batch, terms: Terms) -> None:
        self._batch = batch
        self._terms = terms
        self._bad: list[BadLine] = []
        self._seen: Counter[str] = Counter()
        self._last = ""
        self.done = Imported()
        self.weighing = Weighing(self._side_of, batch.held)
        self._since = Since(batch)
        self._replacing = Replacing(batch, terms.actor) if terms.replace else None
        self._skipped = 0
        """How many lines of exported journals say what other imports brought."""
        self._again: list[str] = []
        """What is recorded again that had been reversed."""
        self._notes: list[Note] = []
        self._otherwise = {} if terms.actor is None else {"actor": terms.actor}
        """What is filled in where a line does not give it."""
        batch.listener = self._listen

    def _listen(self, recorded: Recorded) -> None:
        self.weighing.add(recorded)
        if self._terms.keep:
            self.done.facts.append(Took(recorded))

    def _side_of(self, line: str) -> str:
        opened = self._batch.world.state(Lines).lines.get(line)
        return opened.side if opened is not None else ""

    def run(self, lines: KeptLines, progress: Progress | None) -> None:
        """Raises :class:`NothingImported`."""
        rest, done = iter(lines), 0
        while together := [(where, fields, self._id_of(fields)) for where, fields in islice(rest, TOGETHER)]:
            self._batch.foresee([fact_id for _, _, fact_id in together if fact_id])
            for where, fields, fact_id in together:
                if isinstance(fields, FileEnd):
                    self._finish(where, fields)
                elif isinstance(fields, LedgerError):
                    self._note(where, fields)
                elif fields.get("type") == ImportFinished.TYPE and not isinstance(where, Place):
                    self._skipped += 1
                else:
                    self._take(where, fields, fact_id)
                self._last = where
            done += len(together)
            if progress is not None:
                progress(done, len(lines))
        self._resolve(None)
        if self._bad:
            raise NothingImported(self._bad)

    def _take(self, where: str, fields: Mapping[str, Any], fact_id: str) -> None:
        is_given = bool(fields.get("id"))
        there = None if is_given else self._batch.found(fact_id)
        if there is not None and self._is_reversed(there):
            fact_id, there = self._another_id(fields, there)
        otherwise = self._otherwise if is_given else {**self._otherwise, "id": fact_id}
        try:
            fact = to_fact(fields, named_effective=self._batch.named_effective, otherwise=otherwise)
        except LedgerError as error:
            self._resolve(None)
            self._note(where, error)
            return
        self._resolve(fact)
        try:
            took = self._offer(fact, fields, there)
        except LedgerError as error:
            self._note(where, error)
            return
        if not isinstance(where, Place):  # a row of a sheet is known by what it says
            return
        if took.already_there:
            self._since.look_at(took.recorded)
        else:
            self._since.look_at_new(took.recorded)

    def _offer(self, fact: Fact, fields: Mapping[str, Any], there: Recorded | None) -> Took:
        if there is not None:  # its id is made of its content, which therefore is the same
            self._batch.already_there += 1
            return Took(there, already_there=True)
        is_whole = isinstance(fact, BudgetAdopted) and fact.adds_to is None and fact.corrects is None
        if self._replacing is not None and is_whole:
            return self._replacing.adopt(fact, fields.keys())  # type: ignore[arg-type]  # an adopted budget, as just seen
        return self._batch.offer(fact, fields.keys(), is_checked=True)

    # -- what was recorded before, and reversed since ----------------------------------------------------

    def _is_reversed(self, recorded: Recorded) -> bool:
        """Whether a fact with the same content counts no more, and was not reversed by the very import it came with."""
        if isinstance(recorded.fact, AboutFacts) or not self._since.was_reversed(recorded):
            return False
        reversal = self._batch.world.reversal_of(recorded)
        brought = self._brought.by(recorded.position)
        return reversal is None or brought is None or self._brought.by(reversal.position) != brought

    @cached_property
    def _brought(self) -> Brought:
        return Brought(recorded for _, recorded in self._batch.stream(Imports.STREAM))

    def _another_id(self, fields: Mapping[str, Any], reversed_: Recorded) -> tuple[str, Recorded | None]:
        """An id that no reversed fact has, made of the same content; and the fact that has it, if one does."""
        for again in count(1):
            fact_id = content_id(fields, f"{reversed_.fact.id} {again}")
            there = self._batch.found(fact_id)
            if there is None or not self._is_reversed(there):
                break
        if there is None:
            self._again.append(f"#{reversed_.position}")
        return fact_id, there

    # -- the ends of files -------------------------------------------------------------------------------

    def _finish(self, where: str, end: FileEnd) -> None:
        """Record that what the file brought is one import, if it brought anything."""
        self._resolve(None)
        gone = self._since.gone()
        if self._bad:  # nothing is recorded any more
            return
        try:
            if self._replacing is None:
                self._notes += still_standing(gone)
            else:
                self._replacing.take_to_zero(gone)
            finished = self._batch.finish_import(actor=self._terms.actor, file=end.file, sha256=end.sha256)
        except LedgerError as error:
            self._note(where, error)
            return
        if finished is not None:
            self.done.imports.append(finished)

    def notes(self) -> Iterator[Note]:
        """What a person should know, in sentences."""
        if self._skipped:
            yield counted_note(
                "1 line says what earlier imports brought (import.finished), and nothing was recorded of that",
                "{number} lines say what earlier imports brought (import.finished), and nothing was recorded of that",
                self._skipped,
            )
        if self._again:
            yield counted_note(
                "1 fact is recorded again that had been reversed: {listed}",
                "{number} facts are recorded again that had been reversed: {listed}",
                len(self._again),
                listed=some(self._again),
            )
        yield from self._since.notes()
        if self._replacing is not None:
            yield from self._replacing.notes()
        yield from self._notes

    # -- lines -------------------------------------------------------------------------------------------

    def _id_of(self, fields: Mapping[str, Any] | LedgerError | FileEnd) -> str:
        """The id of a line's fact: as given, or from its content and its place among identical lines of its file."""
        if isinstance(fields, FileEnd):
            self._seen.clear()
        if isinstance(fields, LedgerError | FileEnd):
            return ""
        given = fields.get("id")
        if given is not None and given != "":
            return given if isinstance(given, str) else ""
        alike = content_id(fields, 0)
        seen = self._seen[alike]
        self._seen[alike] += 1
        return content_id(fields, seen) if seen else alike

    def _resolve(self, following: Fact | None) -> None:
        """A reversal is judged when its replacement, if it has one, has been offered."""
        try:
            self._batch.resolve(following)
        except LedgerError as error:
            self._note(self._last, error)

    def _note(self, where: str, error: LedgerError) -> None:
        # without the traceback, which would keep alive all that was on its way
        self._bad += (BadLine(where, each.with_traceback(None)) for each in problems_in(error))
