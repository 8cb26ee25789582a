"""How an import is to be done, and what came of it."""

from collections.abc import Callable, Iterable, Sequence

import attrs

from ledger.domain.control.imports import ImportFinished
from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import counted_phrase
from ledger.queries.answer import Note
from ledger.queries.importing.totals import ControlRow
from ledger.queries.importing.weighing import Weighing
from ledger.recording.batches import Took
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
            counted_phrase("{number} bad line; nothing was recorded", "{number} bad lines; nothing was recorded", lines)
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
    totals: Sequence[ControlRow] = ()
    """What its facts come to, by type."""
    notes: list[Note] = attrs.field(factory=list)
    """What a person should know of facts that were already there, that restate others, or that are worth a look."""
    is_declined: bool = False
    """Whether somebody was asked and said no: then nothing was recorded."""


Confirm = Callable[[Imported], bool]
"""Shown what an import would record; whether to record it."""


@attrs.frozen(kw_only=True)
class Terms:
    """How the lines of an import are to be taken."""

    actor: str | None = None
    """Who records, where a line does not say."""
    replace: bool = False
    """Whether adopted budgets that stand give way, and lines that a sheet has no more are taken to 0."""
    keep: bool = False
    """Whether the facts are kept, so that their effect can be shown."""
    weigh: Callable[[Weighing], Iterable[Note]] = lambda _: ()
    """Asked at the end what of the facts is worth a look."""
    review: Callable[[Imported], None] = lambda _: None
    """Shown what was admitted; raises :class:`NothingImported` for what is not to be recorded after all."""
