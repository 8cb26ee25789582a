"""Many facts from a file: all of them are recorded, or none, and every bad line is named."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from ledger.domain.control.imports import ImportFinished
from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, Recorded
from ledger.domain.values.phrases import phrase
from ledger.interchange.journal.reading import content_id, read_exported, to_fact
from ledger.interchange.kept_lines import TOGETHER, FileEnd, Kept, KeptLines, Line, Progress
from ledger.interchange.restatements import Since
from ledger.interchange.sheets.sheet import Place
from ledger.interchange.values.fields import MissingFields, problems_in
from ledger.recording.batches import Batch, Took
from ledger.recording.ledger import Ledger
from ledger.recording.waiting import Waits


@attrs.frozen
class BadLine:
    """One thing that is wrong with one line."""

    where: str
    error: LedgerError


class NothingImported(LedgerError):
    """Some lines are bad, so nothing was recorded. The worst of them gives the exit status."""

    code = "nothing-imported"

    def __init__(self, bad: list[BadLine]) -> None:
        lines = len({each.where for each in bad})
        super().__init__(
            phrase(
                "{lines} bad {lines_2}; nothing was recorded", lines=lines, lines_2=("line" if lines == 1 else "lines")
            )
        )
        self.bad = bad
        self.exit_status = max(each.error.exit_status for each in bad)  # type: ignore[misc]  # of this import


@attrs.define
class Imported:
    """What came of an import."""

    recorded: int = 0
    already_there: int = 0
    facts: list[Took] = attrs.field(factory=list)
    """The facts of a rehearsal, so that their effect can be shown."""
    imports: list[ImportFinished] = attrs.field(factory=list)
    """What was recorded of the import of each file that brought anything."""
    waiting: list[Waits] = attrs.field(factory=list)
    """What facts wait for, where they count only once they are attested."""
    notes: list[str] = attrs.field(factory=list)
    """What a person should know of facts that were already there, or that restate others."""


def import_lines(
    ledger: Ledger, lines: Iterable[Kept], *, actor: str | None, dry_run: bool = False, progress: Progress | None = None
) -> Imported:
    """Record the facts of all lines together. Raises :class:`NothingImported` with every bad line.

    The lines are read and rehearsed while others record. If nobody has, what was judged then stands.
    """
    with KeptLines(lines, progress) as kept:
        refused: NothingImported | None = None
        with ledger.rehearsing() as rehearsal:
            try:
                done = _offered(rehearsal, kept, actor, progress, keep=dry_run)
            except NothingImported as error:
                refused = error
            else:
                if dry_run or not done.recorded or rehearsal.record():
                    return done
        if refused and (dry_run or ledger.log.last_position() == rehearsal.held):
            raise refused
        with ledger.bulk() as batch:
            return _offered(batch, kept, actor, progress)


def _offered(
    batch: Batch, lines: KeptLines, actor: str | None, progress: Progress | None, *, keep: bool = False
) -> Imported:
    """What came of offering all lines. Raises :class:`NothingImported`."""
    done = Imported()
    importing = _Import(batch, actor, done if keep else None)
    importing.run(lines, progress)
    waiting = {took.recorded.position: took for took in batch.waiting()}
    done.waiting = [took.waits for took in waiting.values() if took.waits is not None]
    done.facts = [waiting.get(took.recorded.position, took) for took in done.facts]
    done.imports = importing.finished
    if importing.skipped:
        done.notes.append(_skipped_text(importing.skipped))
    done.notes += importing.since.notes()
    done.recorded, done.already_there = batch.recorded, batch.already_there
    return done


def _skipped_text(number: int) -> str:
    lines = "1 line says" if number == 1 else f"{number} lines say"
    return f"{lines} what earlier imports brought ({ImportFinished.TYPE}), and nothing was recorded of that"


class _Import:
    """The lines of one import on their way into a batch."""

    def __init__(self, batch: Batch, actor: str | None, keep: Imported | None) -> None:
        self._batch = batch
        self._keep = keep
        self._bad: list[BadLine] = []
        self._seen: Counter[str] = Counter()
        self._last = ""
        self._actor = actor
        self.finished: list[ImportFinished] = []
        self.skipped = 0
        """How many lines of exported journals say what other imports brought."""
        self.since = Since(batch.stream)
        self._held = batch.held
        self._otherwise = {} if actor is None else {"actor": actor}
        """What is filled in where a line does not give it."""

    def run(self, lines: KeptLines, progress: Progress | None) -> None:
        rest, done = iter(lines), 0
        while together := [(where, fields, self._id_of(fields)) for where, fields in islice(rest, TOGETHER)]:
            self._batch.foresee([fact_id for _, _, fact_id in together if fact_id])
            for where, fields, fact_id in together:
                if isinstance(fields, FileEnd):
                    self._finish(fields)
                elif isinstance(fields, LedgerError):
                    self._note(where, fields)
                elif fields.get("type") == ImportFinished.TYPE and not isinstance(where, Place):
                    self.skipped += 1
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
        otherwise = self._otherwise if fields.get("id") else {**self._otherwise, "id": fact_id}
        try:
            fact = to_fact(fields, named_effective=self._batch.named_effective, otherwise=otherwise)
        except LedgerError as error:
            self._resolve(None)
            self._note(where, error)
            return
        self._resolve(fact)
        try:
            took = self._batch.offer(fact, fields.keys(), is_checked=True)
        except LedgerError as error:
            self._note(where, error)
            return
        if took.already_there and isinstance(where, Place):  # a row of a sheet, where a fact is known by what it says
            self.since.look_at(took.recorded)
        elif isinstance(where, Place):
            self.since.look_at_new(took.recorded, self._held)
        if self._keep is not None and not took.already_there:
            self._keep.facts.append(took)

    def _finish(self, end: FileEnd) -> None:
        """Record that what the file brought is one import, if it brought anything."""
        self._resolve(None)
        if self._bad:  # nothing is recorded any more
            return
        try:
            finished = self._batch.finish_import(actor=self._actor, file=end.file, sha256=end.sha256)
        except LedgerError as error:
            self._note(end.file or "", error)
            return
        if finished is not None:
            self.finished.append(finished)

    def _id_of(self, fields: Mapping[str, Any] | LedgerError | FileEnd) -> str:
        """The id of a line's fact: as given, or from its content and its place among identical lines."""
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


def restore_lines(ledger: Ledger, lines: Iterable[Line], progress: Callable[[int], None] | None = None) -> int:
    """Fill an empty ledger from an exported journal; how many facts. Raises :class:`NothingImported`."""

    def facts() -> Iterator[Recorded]:
        for number, (where, fields) in enumerate(lines, 1):
            if isinstance(fields, LedgerError):
                raise NothingImported([BadLine(where, fields)])
            try:
                position, recorded_at, fact = read_exported(fields)
                if fact.id is None:  # every fact had one when it was exported
                    raise MissingFields(phrase("An exported line"), ["id"])
            except LedgerError as error:
                raise NothingImported([BadLine(where, each) for each in problems_in(error)]) from None
            yield Recorded(position, recorded_at, fact)
            if progress is not None and number % 1000 == 0:
                progress(number)

    return ledger.restore(facts())
