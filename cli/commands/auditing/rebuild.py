"""Deriving the read model again."""

from pathlib import Path

import click

from cli.output.sentences.saying import say
from cli.settings import Settings
from ledger.domain.errors import Unusable
from ledger.domain.values.phrases import counted_phrase, phrase


class ReadModelNotWritten(Unusable):
    code = "read-model-not-written"

    def __init__(self, path: Path | None) -> None:
        super().__init__(
            phrase(
                "The read model {path} cannot be written; questions are answered without it",
                path=(path.name if path else ""),
            ),
            hint=phrase("Make room, or get write access to the directory, and try again"),
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
        say(counted_phrase("The read model holds {number} fact.", "The read model holds {number} facts.", facts))
