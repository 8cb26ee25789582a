"""What stands between an import that was admitted and one that is recorded: a look at it, and a question."""

from collections.abc import Iterable, Sequence

import attrs
import click

from cli.interactive.prompts import at_a_terminal, telling_that_nothing_was_recorded
from cli.language import language
from cli.output.imported import print_review
from cli.output.progress import Bar
from cli.settings import Settings, now
from ledger.domain.errors import Refused
from ledger.domain.values.days import LAST_DAY, swedish_day
from ledger.domain.values.phrases import phrase
from ledger.interchange.notices import Information
from ledger.interchange.terms import BadLine, Imported, NothingImported
from ledger.queries.answer import Note
from ledger.queries.importing.weighing import Weighing


class WorthALook(Refused):
    code = "worth-a-look"

    def __init__(self, note: str) -> None:
        super().__init__(note, hint=phrase("Have a look at it; without --strict it is recorded, and noted"))


@attrs.define(kw_only=True)
class Reviewing:
    """How an import is looked at before it is recorded."""

    settings: Settings
    lang: str | None
    strict: bool
    """Whether what would only be noted is refused."""
    asks: bool
    """Whether somebody is there to be asked."""
    told: list[str] = attrs.field(factory=list)
    """What was told of the files while they were read."""
    has_shown: bool = False
    """Whether the totals and the notes have been shown already."""

    @classmethod
    def of(cls, settings: Settings, *, lang: str | None, strict: bool, sure: bool) -> "Reviewing":
        return cls(settings=settings, lang=lang, strict=strict, asks=at_a_terminal() and not sure)

    def weigh(self, weighing: Weighing) -> Iterable[Note]:
        """What of the facts is worth a look, beside what the ledger held before."""
        from cli.files.sie import open_reader
        from ledger.queries.importing.looking import Look

        if not weighing.compares:
            return ()
        moment = now()
        if not weighing.held:  # no read model is derived of nothing
            return list(Look(weighing, None, swedish_day(moment)).notes())
        with open_reader(self.settings) as reader:
            return list(Look(weighing, reader.at(LAST_DAY, moment), swedish_day(moment)).notes())

    def review(self, done: Imported) -> None:
        """Raise :class:`NothingImported` for what would be noted, where that is refused."""
        if not self.strict:
            return
        from ledger.reports.words import in_language, note_words

        lang = language(self.lang)
        noted = [in_language(each, lang) for each in self.told if not isinstance(each, Information)]
        noted += [note_words(each, lang) for each in done.notes]
        if noted:
            raise NothingImported([_as_bad(each) for each in noted])

    def confirm(self, bar: Bar, done: Imported) -> bool:
        """Show what an import comes to, and ask whether to record it."""
        if not self.asks:
            return True
        from ledger.reports.words import translated

        bar.stop()
        print_review(done, lang=self.lang)
        self.has_shown = True
        with telling_that_nothing_was_recorded():
            return click.confirm(translated("Record?", language(self.lang)))


def _as_bad(note: str) -> BadLine:
    where, colon, rest = note.partition(": ")
    is_place = bool(colon) and ("." in where or where == "-") and " " not in where.rpartition("/")[2].partition(".")[0]
    return BadLine(where, WorthALook(rest)) if is_place else BadLine("import", WorthALook(note))


def notes_of(told: Sequence[str], done: Imported, lang: str | None) -> list[str]:
    """Everything that was told of the files and is to be known of their facts, in the reader's language."""
    from ledger.reports.words import in_language, note_words

    chosen = language(lang)
    return [
        *(in_language(each, chosen) for each in told),
        *(note_words(each, chosen) for each in done.notes),
    ]
