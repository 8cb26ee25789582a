"""Commands about whole files: making a ledger, importing, exporting, restoring, rebuilding."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import click

from cli.files.bad_lines import print_bad_lines
from cli.files.file_errors import writing
from cli.files.journals import facts_text, journal_lines, open_journal
from cli.files.output_files import require_free, require_name_for_ledger
from cli.interactive.completion import complete_files
from cli.options import AS_OF_OPTION, KNOWN_AT_OPTION, of_question
from cli.output.progress import Bar
from cli.output.sentences.saying import say, spoken
from cli.output.terminal import print_bytes
from cli.settings import Settings, now
from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import phrase
from ledger.interchange.importing import NothingImported
from ledger.queries.options import YEAR


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
    say(
        phrase(
            "Made {where_text}. Record the first unit: {command} record unit.opened --help",
            where_text=settings.where_text,
            command=settings.command,
        )
    )
    if roles:
        say(phrase("Its roles are {roles}: see docs/server.md.", roles=", ".join(roles)))


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
        raise click.UsageError(
            spoken(phrase("--as-of, --known-at, --year and --map are for --sie: a journal holds every fact."))
        )
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
    say(phrase("{facts_text} written to {file}.", facts_text=facts_text(written), file=file))


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
        journal = open_journal(file, stack)
        lines = journal_lines([(file, journal)])
        try:
            with _made_where_missing(settings, name) as new, new.writing() as ledger:
                restored = restore_lines(ledger, lines, _progress(bar, [journal]))
        except NothingImported as error:
            print_bad_lines(error)
            raise SystemExit(error.exit_status) from None
    say(
        phrase(
            "{facts_text} restored to {where_text}.", facts_text=facts_text(restored), where_text=settings.where_text
        )
    )


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
            if str(unfinished) in error.sentence:
                error.sentence = error.sentence.replace(str(unfinished), settings.where_text)
            raise
