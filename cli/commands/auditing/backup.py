"""A whole copy of the ledger's file."""

from pathlib import Path

import click

from cli.files.output_files import require_free
from cli.interactive.completion import complete_files
from cli.output.sentences.saying import say
from cli.settings import Settings
from ledger.domain.values.phrases import counted_phrase


@click.command(epilog="Example: liggare backup /backup/liggare-2024-08-27.db")
@click.argument("file", metavar="FILE", shell_complete=complete_files)
@click.pass_obj
def backup(settings: Settings, file: str) -> None:
    """Copy the ledger to FILE: one moment of it, whole, also while others record.

    Every fact in the copy has been read again before it gets its name. A file that is there is never replaced. How to
    put a copy back stands in docs/faults.md.
    """
    from ledger.store.files.backup import back_up

    if settings.is_server:
        message = "A server has ways of its own to be copied: see docs/server.md; or write the journal: liggare export."
        raise click.UsageError(message)
    require_free(settings, file, overwrite=None)
    facts = back_up(Path(settings.where), Path(file), hands_off=settings.read_only)
    say(counted_phrase("{number} fact copied to {file}.", "{number} facts copied to {file}.", facts, file=file))
