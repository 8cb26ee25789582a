"""Commands about whole files: making a ledger, importing, exporting, restoring, rebuilding."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any, BinaryIO

import attrs
import click

from cli.files.bad_lines import print_bad_lines
from cli.files.file_errors import FileNotReadable, writing
from cli.files.input_files import require_ordinary
from cli.files.output_files import require_free, require_name_for_ledger
from cli.files.spreadsheets import SheetImport, said, whole_file_options
from cli.interactive.completion import complete_files
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question
from cli.output.progress import Bar
from cli.output.terminal import print_bytes
from cli.settings import Settings, actor, now
from ledger.domain.errors import LedgerError, Unreadable
from ledger.interchange.bounded import open_ordinary
from ledger.interchange.importing import Imported, NothingImported
from ledger.interchange.kept_lines import Line
from ledger.interchange.sheets.opening import holds_sheets
from ledger.interchange.sie.records.encodings import holds_sie
from ledger.queries.options import YEAR


class FormatUnknown(Unreadable):
    code = "format-unknown"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is of no kind that can be imported",
            hint="Import a journal (.jsonl), a sheet (.csv, .xlsx, .ods, .xls) or a SIE file (.se, .si)",
        )


@click.command(epilog='Example: liggare --ledger vb.db init --name "Region Västerbotten"')
@click.option("--name", default="", help="What the ledger is called.")
@click.option("--orgnr", default="", help="The organisation number of the region.")
@click.pass_obj
def init(settings: Settings, name: str, orgnr: str) -> None:
    """Make an empty ledger.

    A file that is already there is left as it is.
    """
    from ledger.interchange.values.texts import read_text
    from ledger.recording.ledger import make_ledger
    from ledger.recording.privacy import refuse_personal_text, refuse_wrong_orgnr

    settings.require_writing()
    require_name_for_ledger(Path(settings.where))
    if name:
        name = read_text(name, "name")
        refuse_personal_text("name", name)
    if orgnr:
        orgnr = refuse_wrong_orgnr(orgnr)
    roles = make_ledger(settings.path, name=name, orgnr=orgnr, clock=now)
    click.echo(f"Made {settings.where_text}. Record the first unit: {settings.command} record unit.opened --help")
    if roles:
        click.echo(f"Its roles are {', '.join(roles)}: see docs/server.md.")


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
    from cli.files.sie import SieOptions
    from ledger.interchange.importing import import_lines

    own = {name: about.pop(name) for name in ("unit", "dash", "report", "overwrite")}
    filling, sie = said(about), SieOptions(settings, map_)
    sheets = SheetImport(settings=settings, said=filling, **own)
    sheets.check(files)
    for name in files:
        if holds_sheets(name) or holds_sie(name):
            require_ordinary(name)
    with settings.writing() as ledger, ExitStack() as stack, Bar("Reading lines") as bar:
        journals = {name: _open(name, stack) for name in files if not (holds_sheets(name) or holds_sie(name))}
        lines: Iterable[Line] = chain.from_iterable(
            sheets.lines(name)
            if holds_sheets(name)
            else filling.lines(sie.lines(name) if holds_sie(name) else _lines([(name, journals[name])]))
            for name in files
        )
        if salvaged:
            from ledger.interchange.salvaging import TakingUp

            lines = TakingUp(ledger.log.find).lines(lines)
        try:
            done = import_lines(ledger, lines, actor=actor(given_actor), dry_run=dry_run, progress=bar.of)
        except NothingImported as error:
            print_bad_lines(error)
            if salvaged:
                click.echo("Hint: Record anew first what was lost and these build on: see docs/faults.md", err=True)
            sheets.write_report(files, error.bad)
            raise SystemExit(error.exit_status) from None
    if dry_run:
        from cli.output.effect import print_effect

        print_effect(settings, done.facts, lang=lang)
    _tell(done, dry_run=dry_run)


def _tell(done: Imported, *, dry_run: bool) -> None:
    for note in done.notes:
        click.echo(f"Note: {note}.", err=True)
    if done.waiting and not dry_run:
        from cli.output.waiting import many_wait_text

        for sentence in many_wait_text(done.waiting):
            click.echo(f"Note: {sentence}", err=True)
    told = "would be recorded" if dry_run else "recorded"
    click.echo(f"{_facts(done.recorded)} {told}, {done.already_there} already there.")


def _open(name: str, stack: ExitStack) -> BinaryIO:
    if name == "-":
        if sys.stdin is None:
            raise FileNotReadable(name, "standard input is closed")
        return sys.stdin.buffer
    if not name.endswith(".jsonl"):
        raise FormatUnknown(name)
    try:
        return stack.enter_context(open_ordinary(Path(name)))
    except OSError as error:
        raise FileNotReadable(name, error.strerror or str(error)) from None


def _progress(bar: Bar, journals: Sequence[BinaryIO]) -> Callable[[int], None]:
    """How far reading has come: as many lines are left as there is room for in what is left of the journals.

    Of what else is read, standard input for one, nobody knows how much there is.
    """
    try:
        total = sum(os.fstat(journal.fileno()).st_size for journal in journals if journal.seekable())
    except OSError:
        total = 0

    def told(lines: int) -> None:
        read = sum(journal.tell() for journal in journals if journal.seekable()) if total else 0
        bar.of(lines, max(lines, round(lines * total / read)) if read else None)

    return told


def _lines(files: Sequence[tuple[str, IO[bytes]]]) -> Iterator[Line]:
    from ledger.interchange.journal.reading import read_journal

    for name, stream in files:
        try:
            for number, line in read_journal(stream, name):  # type: ignore[arg-type]  # binary streams all
                yield f"{name}:{number}", line
        except OSError as error:
            yield f"{name}:1", FileNotReadable(name, error.strerror or str(error))


def _facts(number: int) -> str:
    return f"{number} fact{'s' * (number != 1)}"


@click.command(
    epilog="""\b
Examples:
  liggare export journal.jsonl
  liggare export --sie budget-2024.se --as-of 2024-08 --known-at 2024-09-15""",
)
@click.argument("file", required=False, metavar="[FILE]", shell_complete=complete_files)
@click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")
@click.option("--sie", is_flag=True, help="Write budgets and outcomes of a year for accounting systems (SIE type 3).")
@AS_OF_OPTION
@KNOWN_AT_OPTION
@of_question(YEAR)
@click.option("--map", "map_", metavar="FILE.toml", help="What lines and units are called in the SIE file.")
@click.pass_obj
def export(settings: Settings, /, file: str | None, *, overwrite: bool, sie: bool, **moment: Any) -> None:
    """Write the journal to FILE (or standard output): every fact as stored, with position and instant.

    What ``liggare restore`` makes of it is the same ledger, byte for byte. With --sie, write budgets and outcomes at a
    moment instead (see docs/sie.md).
    """
    if sie:
        from cli.files.sie import export_sie

        export_sie(settings, file, overwrite=overwrite, **moment)
        return
    if any(value is not None for value in moment.values()):
        raise click.UsageError("--as-of, --known-at, --year and --map are for --sie: a journal holds every fact.")
    from ledger.interchange.journal.exporting import export_journal, write_whole
    from ledger.store.opening import open_log

    with (
        open_log(settings.path, hands_off=settings.read_only) as log,
        Bar("Writing facts") as bar,
        closing(export_journal(log, bar.of)) as lines,
    ):
        if file is None or file == "-":
            print_bytes(lines)
            return
        require_free(settings, file, overwrite=overwrite)
        with writing(file):
            written = write_whole(Path(file), lines)
    click.echo(f"{_facts(written)} written to {file}.")


@click.command(epilog="Example: liggare --ledger copy.db restore journal.jsonl")
@click.argument("file", metavar="FILE", shell_complete=complete_files)
@click.option("--name", default="", help="What the ledger is called, where there is none yet.")
@click.pass_obj
def restore(settings: Settings, file: str, name: str) -> None:
    """Make a ledger from an exported journal, with its original positions and recorded instants.

    The ledger must be empty; if there is none, it is made.
    """
    from ledger.interchange.importing import restore_lines

    with ExitStack() as stack, Bar("Restoring facts") as bar:
        journal = _open(file, stack)
        lines = _lines([(file, journal)])
        try:
            with _made_where_missing(settings, name) as new, new.writing() as ledger:
                restored = restore_lines(ledger, lines, _progress(bar, [journal]))
        except NothingImported as error:
            print_bad_lines(error)
            raise SystemExit(error.exit_status) from None
    click.echo(f"{_facts(restored)} restored to {settings.where_text}.")


@contextmanager
def _made_where_missing(settings: Settings, name: str) -> Iterator[Settings]:
    """Where to restore to: a ledger that is there, or a new one that gets its name when it is whole."""
    from ledger.recording.ledger import make_ledger
    from ledger.store.opening import exists, in_the_making

    settings.require_writing()
    if exists(settings.path):
        yield settings
        return
    require_name_for_ledger(Path(settings.where))
    with in_the_making(settings.path) as unfinished:
        try:
            make_ledger(unfinished, name=name, orgnr="", clock=now)
            yield attrs.evolve(settings, where=str(unfinished))
        except LedgerError as error:  # which speaks of the name it has so far
            error.sentence = error.sentence.replace(str(unfinished), settings.where_text)
            raise
