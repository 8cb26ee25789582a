"""``liggare import``: many facts from files, all or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import attrs
import click

from cli.files.bad_lines import print_bad_lines
from cli.files.input_files import file_name, require_ordinary, sha256_of
from cli.files.journals import Hashed, journal_lines, open_journal
from cli.files.reviewing import Reviewing, notes_of
from cli.files.spreadsheets import SheetImport, said, whole_file_options
from cli.interactive.completion import complete_files
from cli.language import language
from cli.output.imported import print_imported, print_json
from cli.output.progress import Bar
from cli.output.sentences.saying import say, say_hint
from cli.settings import Settings, actor
from ledger.domain.values.phrases import phrase
from ledger.interchange.importing import NothingImported
from ledger.interchange.kept_lines import FileEnd, Kept, Line
from ledger.interchange.sheets.opening import holds_sheets
from ledger.interchange.sie.records.encodings import holds_sie

if TYPE_CHECKING:
    from cli.files.sie import SieOptions
    from ledger.interchange.notices import Notice
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
@click.option("--strict", is_flag=True, help="Refuse what would only be noted; nothing is recorded then.")
@click.option("--yes", "sure", is_flag=True, help="Record without asking, also at a terminal.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell what came of it.",
)
@click.option("--salvaged", is_flag=True, help="Take up journals from liggare salvage: notes tell where facts were.")
@click.option("--lang", type=click.Choice(["sv", "en"]), help="The language of what is told at the end.")
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

    strict, sure, form = (about.pop(name) for name in ("strict", "sure", "form"))
    reviewing = Reviewing.of(settings, lang=lang, strict=strict, sure=sure or form == "json")
    reading = _Files.of(settings, map_, about, _noticing(reviewing, is_shown=form == "text"))
    reading.check(files)
    with settings.writing() as ledger, ExitStack() as stack, Bar("Reading lines") as bar:
        lines = reading.kept(files, stack, _taking_up(ledger) if salvaged else None)
        terms = Terms(
            actor=actor(given_actor),
            replace=replace,
            keep=dry_run,
            weigh=reviewing.weigh,
            review=reviewing.review,
        )
        try:
            confirm = partial(reviewing.confirm, bar)
            done = import_lines(ledger, lines, dry_run=dry_run, progress=bar.of, terms=terms, confirm=confirm)
        except NothingImported as error:
            print_bad_lines(error)
            if salvaged:
                say_hint(phrase("Record anew first what was lost and these build on: see docs/faults.md"))
            reading.sheets.write_report(files, error.bad)
            raise SystemExit(error.exit_status) from None
    if form == "json":
        print_json(done, dry_run=dry_run, notes=notes_of(reviewing.told, done, lang))
        return
    if dry_run:
        from cli.output.effect import print_effect

        print_effect(settings, done.facts, lang=lang)
    if done.is_declined:
        say(phrase("Nothing was recorded."))
    else:
        print_imported(done, dry_run=dry_run, lang=lang, is_shown=reviewing.has_shown)


def _noticing(reviewing: Reviewing, *, is_shown: bool) -> "Notice":
    """Keeps what is told of files, and shows it."""
    from ledger.reports.words import in_language, translated

    lang = language(reviewing.lang)

    def notice(sentence: str) -> None:
        reviewing.told.append(sentence)
        text = in_language(sentence, lang)
        if is_shown:
            click.echo(text if text.endswith(".") else translated("Note: {note}.", lang, note=text), err=True)

    return notice


@attrs.frozen(kw_only=True)
class _Files:
    """What reads the files that are imported together."""

    sheets: SheetImport
    sie: "SieOptions"
    filling: "Said"

    @classmethod
    def of(cls, settings: Settings, map_: str | None, about: dict[str, Any], notice: "Notice") -> Self:
        """What the options of the command say of the files."""
        from cli.files.sie import SieOptions

        own = {name: about.pop(name) for name in ("unit", "dash", "report", "overwrite")}
        filling, sie = said(about), SieOptions(settings, map_, notice)
        return cls(sheets=SheetImport(settings=settings, said=filling, notice=notice, **own), sie=sie, filling=filling)

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
