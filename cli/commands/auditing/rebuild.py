"""Deriving the read model again."""

from pathlib import Path

import click

from cli.settings import Settings
from ledger.domain.errors import Unusable


class ReadModelNotWritten(Unusable):
    code = "read-model-not-written"

    def __init__(self, path: Path | None) -> None:
        super().__init__(
            f"The read model {path.name if path else ''} cannot be written; questions are answered without it",
            hint="Make room, or get write access to the directory, and try again",
        )


@click.command(epilog="Example: liggare rebuild")
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Throw the read model away and derive it again from the facts.

    Seldom needed: a read model that is missing, old or broken is derived anew by itself. It mends one in which
    liggare verify has found something wrong.
    """
    settings.require_writing()
    with settings.reading() as reader:
        reader.views.rebuild()
        if reader.views.in_memory:
            raise ReadModelNotWritten(reader.views.path)
        facts = reader.log.last_position()
        click.echo(f"The read model holds {facts} fact{'s' * (facts != 1)}.")
