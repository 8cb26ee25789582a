"""Many facts from a file: all of them are recorded, or none, and every bad line is named."""

from collections.abc import Callable, Iterable, Iterator

import attrs

from ledger.domain.errors import LedgerError
from ledger.domain.fact import Recorded
from ledger.domain.values.phrases import phrase
from ledger.interchange.journal.reading import read_exported
from ledger.interchange.kept_lines import Kept, KeptLines, Line, Progress
from ledger.interchange.lines_offered import LinesOffered
from ledger.interchange.terms import BadLine, Confirm, Imported, NothingImported, Terms
from ledger.interchange.values.fields import MissingFields, problems_in
from ledger.recording.batches import Batch
from ledger.recording.ledger import Ledger

__all__ = ["BadLine", "Imported", "NothingImported", "Terms", "import_lines", "restore_lines"]


def import_lines(
    ledger: Ledger,
    lines: Iterable[Kept],
    *,
    actor: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    terms: Terms | None = None,
    confirm: Confirm = lambda _: True,
) -> Imported:
    """Record the facts of all lines together. Raises :class:`NothingImported` with every bad line.

    The lines are read and rehearsed while others record. If nobody has, what was judged then stands. *terms* say more
    than *actor* alone; *confirm* is asked before anything is recorded.
    """
    terms = terms or Terms(actor=actor, keep=dry_run)
    with KeptLines(lines, progress) as kept:
        refused: NothingImported | None = None
        with ledger.rehearsing() as rehearsal:
            try:
                done = _offered(rehearsal, kept, terms, progress)
            except NothingImported as error:
                refused = error
            else:
                if dry_run or not done.recorded:
                    return done
                if not confirm(done):
                    return attrs.evolve(done, is_declined=True)
                if rehearsal.record():
                    return done
        if refused and (dry_run or ledger.log.last_position() == rehearsal.held):
            raise refused
        with ledger.bulk() as batch:
            return _offered(batch, kept, terms, progress)


def _offered(batch: Batch, lines: KeptLines, terms: Terms, progress: Progress | None) -> Imported:
    """What came of offering all lines. Raises :class:`NothingImported`."""
    offering = LinesOffered(batch, terms)
    offering.run(lines, progress)
    done = offering.done
    waiting = {took.recorded.position: took for took in batch.waiting()}
    done.waiting = [took.waits for took in waiting.values() if took.waits is not None]
    done.facts = [waiting.get(took.recorded.position, took) for took in done.facts]
    done.totals = offering.weighing.totals.rows()
    done.notes += [*offering.notes(), *terms.weigh(offering.weighing)]
    done.recorded, done.already_there = batch.recorded, batch.already_there
    terms.review(done)
    return done


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
