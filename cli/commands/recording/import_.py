"""``liggare import``: many facts from files, all or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import attrs
import click

from cli.files.bad_lines import print_bad_lines
from cli.files.input_files import file_name, require_ordinary, sha256_of
from cli.files.journals import Hashed, facts_text, journal_lines, open_journal
from cli.files.spreadsheets import SheetImport, said, whole_file_options
from cli.interactive.completion import complete_files
from cli.language import language
from cli.output.progress import Bar
from cli.output.saying import say, say_hint
from cli.settings import Settings, actor
from ledger.domain.values.phrases import phrase
from ledger.interchange.importing import Imported, NothingImported
from ledger.interchange.kept_lines import FileEnd, Kept, Line
from ledger.interchange.sheets.opening import holds_sheets
from ledger.interchange.sie.records.encodings import holds_sie

if TYPE_CHECKING:
    from cli.files.sie import SieOptions
    from ledger.interchange.said import Said
    from ledger.recording.ledger import Ledger

TakenUp = Callable[[Iterable[Line]], Iterable[Line]]
"""Lines of a salvaged journal with what their notes tell."""


@click.command(
    "import",
    epilog="""\b
Examples:
  liggare import decisions.jsonl
  liggare import --dry-run budget-2024.jsonl
  liggare import --in tkr --report fel.xlsx budget.adopted.xlsx
  liggare import --type outcome.reported --year 2024 utfall.csv
  cat decisions.jsonl | liggare import -""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", shell_complete=complete_files)
@click.option("--dry-run", is_flag=True, help="Check every line and show the effect; record nothing.")
@click.option("--actor", "given_actor", metavar="USER", help="Who records, where a line does not say.")
@whole_file_options
@click.option("--report", metavar="FILE.xlsx", help="Give sheets back with what is wrong in them as comments.")
@click.option("--overwrite", is_flag=True, help="Replace the file of --report if it exists.")
@click.option(
    "--replace",
    is_flag=True,
    help="Put adopted budgets in the place of those that stand, and take lines that a sheet has no more to 0.",
)
@click.option("--salvaged", is_flag=True, help="Take up journals from liggare salvage: notes tell where facts were.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language that --dry-run shows the effect in.")
@click.option("--map", "map_", metavar="FILE.toml", help="What accounts and objects of SIE files are in the ledger.")
@click.pass_obj
def import_(
    settings: Settings,
    /,
    files: Sequence[str],
    *,
    dry_run: bool,
    given_actor: str | None,
    replace: bool,
    salvaged: bool,
    lang: str | None,
    map_: str | None,
    **about: Any,
) -> None:
    """Record the facts of all FILES together: all of them, or none.

    A file holds a journal, one fact a line (see docs/journal.md); "-" reads it from standard input. Or it is a sheet
    (.csv, .xlsx, .ods, .xls), with facts in its rows (see docs/spreadsheets.md), or comes from the accounting system
    (.se, .si; see docs/sie.md): its figures become outcomes and budgets. Facts that are recorded already are skipped,
    so the same file can be imported twice. Every bad line or cell is reported. What a file does not say itself, its
    year or its decision for one, is said for all of it by options; a value in the file wins.
    """
    from ledger.interchange.importing import import_lines
    from ledger.interchange.terms import Terms

    reading = _Files.of(settings, map_, about)
    reading.check(files)
    with settings.writing() as ledger, ExitStack() as stack, Bar("Reading lines") as bar:
        lines = reading.kept(files, stack, _taking_up(ledger) if salvaged else None)
        try:
            terms = Terms(actor=actor(given_actor), replace=replace, keep=dry_run)
            done = import_lines(ledger, lines, dry_run=dry_run, progress=bar.of, terms=terms)
        except NothingImported as error:
            print_bad_lines(error)
            if salvaged:
                say_hint(phrase("Record anew first what was lost and these build on: see docs/faults.md"))
            reading.sheets.write_report(files, error.bad)
            raise SystemExit(error.exit_status) from None
    if dry_run:
        from cli.output.effect import print_effect

        print_effect(settings, done.facts, lang=lang)
    _tell(done, dry_run=dry_run, lang=lang)


@attrs.frozen(kw_only=True)
class _Files:
    """What reads the files that are imported together."""

    sheets: SheetImport
    sie: "SieOptions"
    filling: "Said"

    @classmethod
    def of(cls, settings: Settings, map_: str | None, about: dict[str, Any]) -> Self:
        """What the options of the command say of the files."""
        from cli.files.sie import SieOptions

        own = {name: about.pop(name) for name in ("unit", "dash", "report", "overwrite")}
        filling, sie = said(about), SieOptions(settings, map_)
        return cls(sheets=SheetImport(settings=settings, said=filling, **own), sie=sie, filling=filling)

    def check(self, names: Sequence[str]) -> None:
        """Refuse what cannot be read as the kind of file that it is, before anything is."""
        self.sheets.check(names)
        for name in names:
            if not _holds_journal(name):
                require_ordinary(name)

    def kept(self, names: Sequence[str], stack: ExitStack, taken_up: TakenUp | None) -> Iterator[Kept]:
        """The lines of each file and then its end. All journals are opened first, until *stack* closes them."""
        journals = {name: Hashed(open_journal(name, stack)) for name in names if _holds_journal(name)}
        return self._kept(names, journals, taken_up)

    def _kept(self, names: Sequence[str], journals: Mapping[str, Hashed], taken_up: TakenUp | None) -> Iterator[Kept]:
        for name in names:
            if holds_sheets(name):
                yield from self.sheets.lines(name)
            else:
                lines = self.sie.lines(name) if holds_sie(name) else journal_lines([(name, journals[name])])
                yield from self.filling.lines(taken_up(lines) if taken_up else lines)
            yield name, _end_of(name, journals.get(name))


def _holds_journal(name: str) -> bool:
    return not (holds_sheets(name) or holds_sie(name))


def _taking_up(ledger: "Ledger") -> TakenUp:
    from ledger.interchange.salvaging import TakingUp

    return TakingUp(ledger.log.find).lines


def _end_of(name: str, journal: Hashed | None) -> FileEnd:
    """What is kept of a file that has been read: its name, without its folder, and its SHA-256."""
    if journal is not None:
        return FileEnd(None if name == "-" else file_name(name), journal.hexdigest())
    return FileEnd(file_name(name), sha256_of(name))


def _tell(done: Imported, *, dry_run: bool, lang: str | None) -> None:
    from ledger.reports.words import note_words

    for note in done.notes:
        say(phrase("Note: {note}.", note=note_words(note, language(lang))), err=True)
    if done.waiting and not dry_run:
        from cli.output.waiting import many_wait_text

        for sentence in many_wait_text(done.waiting):
            say(phrase("Note: {sentence}", sentence=sentence), err=True)
    told = phrase("would be recorded") if dry_run else phrase("recorded")
    say(
        phrase(
            "{facts_text} {told}, {already_there} already there.",
            facts_text=facts_text(done.recorded),
            told=told,
            already_there=done.already_there,
        )
    )
