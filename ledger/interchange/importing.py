"""Many facts from a file: all of them are recorded, or none, and every bad line is named."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from ledger.application import Batch, Ledger, evolve
from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, Recorded
from ledger.interchange.journal import content_id, read_exported, to_fact
from ledger.interchange.values import MissingFields, problems_in

Line = tuple[str, Mapping[str, Any] | LedgerError]
"""Where a line stands (FILE:LINE) and its fields, or what is wrong with it."""

Progress = Callable[[int], None]
"""Told how many lines have been read."""


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
        super().__init__(f"{lines} bad {'line' if lines == 1 else 'lines'}; nothing was recorded")
        self.bad = bad
        self.exit_status = max(each.error.exit_status for each in bad)  # type: ignore[misc]  # of this import


class Rehearsed(Exception):
    """Everything could have been recorded, but was not to be."""


@attrs.define
class Imported:
    """What came of an import."""

    recorded: int = 0
    already_there: int = 0
    facts: list[Fact] = attrs.field(factory=list)
    """The facts of a rehearsal, so that their effect can be shown."""


def import_lines(
    ledger: Ledger, lines: Iterable[Line], *, actor: str | None, dry_run: bool = False, progress: Progress | None = None
) -> Imported:
    """Record the facts of all lines together. Raises :class:`NothingImported` with every bad line."""
    done = Imported()
    try:
        with ledger.bulk() as batch:
            _Import(batch, actor, done if dry_run else None).run(lines, progress)
            done.recorded, done.already_there = batch.recorded, batch.already_there
            if dry_run:
                raise Rehearsed  # noqa: TRY301 - leaving the transaction is the point
    except Rehearsed:
        pass
    return done


class _Import:
    """The lines of one import on their way into a batch."""

    def __init__(self, batch: Batch, actor: str | None, keep: Imported | None) -> None:
        self._batch = batch
        self._actor = actor
        self._keep = keep
        self._bad: list[BadLine] = []
        self._seen: Counter[str] = Counter()
        self._last = ""

    def run(self, lines: Iterable[Line], progress: Progress | None) -> None:
        for number, (where, fields) in enumerate(lines, 1):
            if isinstance(fields, LedgerError):
                self._note(where, fields)
            else:
                self._take(where, fields)
            self._last = where
            if progress is not None and number % 1000 == 0:
                progress(number)
        self._settle(None)
        if self._bad:
            raise NothingImported(self._bad)

    def _take(self, where: str, fields: Mapping[str, Any]) -> None:
        try:
            fact = self._fact(fields)
        except LedgerError as error:
            self._settle(None)
            self._note(where, error)
            return
        self._settle(fact)
        try:
            took = self._batch.offer(fact, fields.keys())
        except LedgerError as error:
            self._note(where, error)
            return
        if self._keep is not None and not took.already_there:
            self._keep.facts.append(took.recorded.fact)

    def _fact(self, fields: Mapping[str, Any]) -> Fact:
        """The line's fact with an id, and the actor filled in where the line names none."""
        fact = to_fact(fields, named_effective=self._batch.named_effective)
        changes: dict[str, Any] = {}
        if fact.id is None:
            alike = content_id(fields, 0)
            seen = self._seen[alike]
            changes["id"] = content_id(fields, seen) if seen else alike
            self._seen[alike] = seen + 1
        if fact.actor is None and self._actor is not None:
            changes["actor"] = self._actor
        return evolve(fact, **changes) if changes else fact

    def _settle(self, following: Fact | None) -> None:
        """A reversal is judged when its replacement, if it has one, has been offered."""
        try:
            self._batch.settle(following)
        except LedgerError as error:
            self._note(self._last, error)

    def _note(self, where: str, error: LedgerError) -> None:
        # without the traceback, which would keep alive all that was on its way
        self._bad += (BadLine(where, each.with_traceback(None)) for each in problems_in(error))


def restore_lines(ledger: Ledger, lines: Iterable[Line], progress: Progress | None = None) -> int:
    """Fill an empty ledger from an exported journal; how many facts. Raises :class:`NothingImported`."""

    def facts() -> Iterator[Recorded]:
        for number, (where, fields) in enumerate(lines, 1):
            if isinstance(fields, LedgerError):
                raise NothingImported([BadLine(where, fields)])
            try:
                position, recorded_at, fact = read_exported(fields)
                if fact.id is None:  # every fact had one when it was exported
                    raise MissingFields("An exported line", ["id"])
            except LedgerError as error:
                raise NothingImported([BadLine(where, each) for each in problems_in(error)]) from None
            yield Recorded(position, recorded_at, fact)
            if progress is not None and number % 1000 == 0:
                progress(number)

    return ledger.restore(facts())
