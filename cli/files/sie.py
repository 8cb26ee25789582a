"""Files from and for the accounting system (SIE): what import and export do with them, and ``liggare sie-map``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from cli.files.file_errors import writing
from cli.interactive.completion import complete_files
from cli.output.sentences.saying import say
from cli.output.terminal import print_bytes
from cli.settings import Settings, cache, now
from cli.version import program_version
from ledger.domain.errors import LedgerError
from ledger.domain.values.days import swedish_day
from ledger.domain.values.phrases import phrase
from ledger.interchange.kept_lines import Line
from ledger.interchange.notices import Notice
from ledger.queries.question import today_or_new_year

if TYPE_CHECKING:
    from ledger.interchange.sie.mapping.mapping_file import Mapping
    from ledger.queries.reader import LedgerReader

USUAL_MAPPING = "liggare.sie.toml"


def _note(sentence: str) -> None:
    click.echo(sentence, err=True)


@attrs.frozen
class SieOptions:
    """What the user says about files from the accounting system."""

    settings: Settings
    mapping: str | None = None
    notice: Notice = _note

    def lines(self, name: str) -> Iterator[Line]:
        """The facts of a file, each with its place."""
        from cli.files.file_errors import FileNotReadable
        from ledger.interchange.sie.incoming.facts import sie_lines
        from ledger.interchange.sie.mapping.holdings import holdings

        try:
            told = mapping_for(self.settings, self.mapping)
            with open_reader(self.settings) as reader:
                yield from sie_lines(Path(name), name, told, holdings(reader, now()), self.notice)
        except LedgerError as error:
            yield name, error
        except OSError as error:
            yield name, FileNotReadable(name, error.strerror or str(error))


@contextmanager
def open_reader(settings: Settings) -> "Iterator[LedgerReader]":
    """The ledger opened for questions, without a bar: an import shows its own."""
    from ledger.queries.reader import LedgerReader

    with LedgerReader.open(settings.path, writable=not settings.read_only, cache=cache(), notice=_note) as reader:
        yield reader


def mapping_for(settings: Settings, given: str | None) -> "Mapping":
    """The mapping of --map, or the one kept next to the ledger; without one, codes mean themselves."""
    from cli.files.file_errors import FileNotReadable
    from ledger.interchange.sie.mapping.mapping_file import no_mapping, read_mapping

    if given is not None:
        try:
            return read_mapping(Path(given))
        except OSError as error:
            raise FileNotReadable(given, error.strerror or str(error)) from None
    own, usual = mapping_paths(settings)
    for path in (own, usual):
        if path.exists():
            return read_mapping(path)
    return no_mapping(own.name)


def mapping_paths(settings: Settings) -> tuple[Path, Path]:
    """Where a ledger's mapping is looked for: under its own name, and under the usual one beside it."""
    path = settings.path
    if isinstance(path, str):
        return Path(USUAL_MAPPING), Path(USUAL_MAPPING)
    return path.with_suffix(".sie.toml"), path.with_name(USUAL_MAPPING)


def export_sie(
    settings: Settings,
    file: str | None,
    *,
    overwrite: bool,
    as_of: date | None,
    known_at: datetime | None,
    year: int | None,
    map_: str | None,
) -> None:
    """Write budgets and outcomes of a year at a moment to FILE (or standard output)."""
    from cli.files.output_files import require_free
    from ledger.interchange.journal.exporting import write_whole
    from ledger.interchange.sie.outgoing.writing import About, sie_file

    told, moment = mapping_for(settings, map_), now()
    day = as_of or today_or_new_year({"year": year}, swedish_day(moment))
    with settings.reading() as reader:
        whose = {name: reader.log.metadata().get(name, "") for name in ("name", "orgnr")}
        about = About(**whose, program="liggare", version=program_version(), generated=swedish_day(moment))
        lines = sie_file(reader.at(day, known_at or moment), year or day.year, told, about)
        if file is None or file == "-":
            print_bytes(lines, "cp437")
            return
        require_free(settings, file, overwrite=overwrite)
        with writing(file):
            written = write_whole(Path(file), lines)
    say(phrase("{written} records written to {file}.", written=written, file=file))


@click.command(
    "sie-map",
    epilog="""\b
Examples:
  liggare sie-map bokföring.se
  liggare sie-map bokföring.se --output liggare.sie.toml""",
)
@click.argument("file", metavar="FILE", shell_complete=complete_files)
@click.option("--output", metavar="FILE.toml", help="Write the proposal to this file instead of printing it.")
@click.option("--overwrite", is_flag=True, help="Replace the file of --output if it exists.")
@click.option("--dimension", metavar="NUMBER", help="The dimension whose objects are units; the likeliest if left out.")
@click.pass_obj
def sie_map(settings: Settings, file: str, *, output: str | None, overwrite: bool, dimension: str | None) -> None:
    """Propose which lines the accounts of a SIE file belong to, and which units its objects.

    Codes and names that are the same in the ledger are taken, and names that are alike are marked. What is left empty
    has to be filled in. Kept next to the ledger as liggare.sie.toml, the proposal is used by every import of SIE files.
    """
    from cli.files.file_errors import FileNotReadable
    from cli.files.input_files import require_ordinary
    from cli.files.output_files import require_free
    from ledger.interchange.journal.exporting import write_whole
    from ledger.interchange.sie.mapping.holdings import holdings
    from ledger.interchange.sie.mapping.proposing import proposal_text, propose

    if output is not None:
        require_free(settings, output, overwrite=overwrite)
    require_ordinary(file)
    with open_reader(settings) as reader:
        held = holdings(reader, now())
    try:
        proposal = propose(Path(file), held, dimension)
    except OSError as error:
        raise FileNotReadable(file, error.strerror or str(error)) from None
    text = proposal_text(proposal, Path(file).name)
    if output is None:
        click.echo(text, nl=False)
        return
    with writing(output):
        write_whole(Path(output), [text.encode()])
    accounts, objects = proposal.placed
    say(
        phrase(
            "{accounts} of {number} accounts and {objects} of {number_2} objects have a place in "
            "{output}. Look it through before you import.",
            accounts=accounts,
            number=len(proposal.accounts),
            objects=objects,
            number_2=len(proposal.units),
            output=output,
        )
    )
