"""Saving from a broken file what is intact in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.files.file_errors import writing
from cli.files.output_files import require_free
from cli.output.progress import Bar
from cli.output.render import print_error
from cli.output.sentences.saying import say, spoken
from cli.output.terminal import print_bytes
from cli.settings import Settings
from ledger.domain.errors import LedgerError
from ledger.domain.values.phrases import counted_phrase, phrase

if TYPE_CHECKING:
    from ledger.interchange.salvaging import Salvage

MOST_TOLD = 20
"""How many losses are told before only their number is."""


@click.command(
    epilog="""\b
Examples:
  liggare --ledger broken.db salvage --to saved.jsonl
  liggare --ledger new.db restore saved.jsonl
  liggare --ledger new.db import --salvaged saved.after-gap.jsonl"""
)
@click.option("--to", metavar="FILE", help="Where to write the journal; otherwise it is printed.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")
@click.pass_obj
def salvage(settings: Settings, to: str | None, *, overwrite: bool) -> None:
    """Write a journal of every intact fact in a damaged file, and say what is lost and why.

    The damaged file is only read, and nothing is made beside it. A fact is intact when it has the checksum it was
    recorded with. What stands behind the first lost fact goes to a second file, FILE.after-gap.jsonl, because a
    ledger is restored without gaps: see docs/faults.md. Leaves with 1 when something is lost or may be.
    """
    from ledger.interchange.salvaging import Salvage
    from ledger.store.salvaging.wreck import Wreck

    if settings.is_server:
        raise click.UsageError(
            spoken(phrase("Only a file can be salvaged; a server has tools of its own: see docs/server.md."))
        )
    if to:
        settings.require_writing()
    with Wreck(Path(settings.where)) as wreck, Bar("Writing facts") as bar:
        found = Salvage(wreck, bar.of)
        if to:
            _write(settings, found, Path(to), overwrite=overwrite)
        else:
            _print(found)
        raise SystemExit(1 if _is_short(found) else 0)


def _print(found: "Salvage") -> None:
    for lines in (found.before_gap(), found.after_gap()):
        print_bytes(lines)


def _write(settings: Settings, found: "Salvage", path: Path, *, overwrite: bool) -> None:
    behind = path.with_name(f"{path.name.removesuffix('.jsonl')}.after-gap.jsonl")
    for each in (path, behind):
        require_free(settings, each, overwrite=overwrite)
    written = _written(path, found.before_gap())
    behind.unlink(missing_ok=True)  # not before: what was saved earlier is given up for what is whole
    say(
        phrase("#1 to #{written} are in {path}: liggare --ledger NEW restore {path}", written=written, path=path)
        if written
        else phrase("{path} is empty.", path=path)
    )
    if found.has_gap:
        written = _written(behind, found.after_gap())
        say(
            phrase(
                "{written} more are in {behind}: liggare --ledger NEW import --salvaged {behind}",
                written=written,
                behind=behind,
            )
        )
        say(phrase("Before that, record anew in NEW what is lost and others build on: see docs/faults.md."))


def _written(path: Path, lines: Iterator[bytes]) -> int:
    from ledger.interchange.journal.exporting import write_whole

    with writing(path):
        return write_whole(path, lines)


def _is_short(found: "Salvage") -> bool:
    """Say what is lost and how much is not; whether anything is, or may be."""
    losses, doubts = found.losses(), found.doubts()
    for sentence in [*map(str, losses[:MOST_TOLD]), *doubts]:
        print_error(LedgerError(sentence))
    if len(losses) > MOST_TOLD:
        say(phrase("… and {number} more.", number=len(losses) - MOST_TOLD), err=True)
    lost = sum(loss.last - loss.first + 1 for loss in losses)
    intact = counted_phrase("{number} fact is intact", "{number} facts are intact", found.intact)
    say(phrase("{intact}, {lost} known to be lost.", intact=intact, lost=lost or phrase("none")), err=True)
    return bool(losses or doubts)
