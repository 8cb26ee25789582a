"""The ledger, the clock, the user and the environment, for all commands. Nothing else reads them."""

import getpass
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from ledger.domain.errors import Refused
from ledger.domain.values.phrases import phrase

if TYPE_CHECKING:
    from ledger.projections.figures import Figures
    from ledger.queries.at import At
    from ledger.queries.reader import LedgerReader
    from ledger.recording.ledger import Ledger


def now() -> datetime:
    """The current instant. Every command takes it from here."""
    return datetime.now(UTC)


class ReadOnlyAsked(Refused):
    code = "read-only-asked"

    def __init__(self) -> None:
        super().__init__(
            phrase("This command would write, and --read-only was given"), hint=phrase("Leave --read-only out")
        )


@attrs.frozen
class Settings:
    """The options that stand before the command."""

    where: str
    debug: bool = False
    read_only: bool = False
    clock_is_right: bool = False
    is_named: bool = False
    """Whether the ledger was named on the command line. Commands in messages then name it too."""

    @property
    def command(self) -> str:
        """The beginning of a command on this ledger, for messages."""
        return f"liggare --ledger {shlex.quote(self.where_text)}" if self.is_named else "liggare"

    @property
    def path(self) -> Path | str:
        """The ledger's file, or the address of the server that keeps it."""
        return self.where if self.is_server else Path(self.where)

    @property
    def is_server(self) -> bool:
        """Whether a server keeps the ledger."""
        from ledger.store.opening import is_server

        return is_server(self.where)

    @property
    def where_text(self) -> str:
        """Where the ledger is, without secrets."""
        from ledger.store.opening import where_text

        return where_text(self.where)

    def require_writing(self) -> None:
        """Raise :class:`ReadOnlyAsked` under --read-only."""
        if self.read_only:
            raise ReadOnlyAsked

    @contextmanager
    def writing(self) -> "Iterator[Ledger]":
        """The ledger, opened for recording. Raises :class:`ReadOnlyAsked` under --read-only."""
        from ledger.recording.ledger import Ledger
        from ledger.store.instants import require_believable, touched_at

        self.require_writing()
        touched = touched_at(self.path)
        with Ledger.open(self.path, now) as ledger:
            if touched and not self.clock_is_right:  # a server has a clock of its own
                require_believable(now(), recorded=ledger.log.last_instant(), touched=touched)
            yield ledger

    @contextmanager
    def reading(self) -> "Iterator[LedgerReader]":
        """The ledger, opened for questions; deriving a large read model shows its progress."""
        from cli.output.progress import Bar
        from ledger.queries.reader import LedgerReader

        with (
            Bar("Reading facts") as bar,
            LedgerReader.open(
                self.path,
                writable=not self.read_only,
                cache=cache(),
                progress=bar.of,
                notice=lambda text: click.echo(text, err=True),
            ) as reader,
        ):
            yield reader

    @contextmanager
    def looking_up(self, *, traceless: bool = False) -> "Iterator[At]":
        """The ledger as of now, for codes and names alone: no read model is touched, and no fact is written.

        A short look may be *traceless*: it leaves none of SQLite's own files beside the ledger.
        """
        from ledger.domain.values.days import Moment, swedish_day
        from ledger.queries.at import At
        from ledger.store.opening import open_log

        moment = now()
        with open_log(self.path, traceless=traceless, hands_off=self.read_only) as log:
            yield At(log, _no_figures, Moment(swedish_day(moment), moment), log.last_position())


def _no_figures(day: date, through: int) -> "Figures":
    message = f"codes and names come without figures, such as those of {day} through #{through}"
    raise LookupError(message)


def cache() -> Path:
    """The folder for read models of ledgers on servers. Those of files lie beside the file."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "liggare"


def actor(given: str | None) -> str | None:
    """Who records: --actor, LIGGARE_ACTOR or the login name. Raises :class:`Unreadable`.

    Nobody, unless given, where a server keeps the ledger: there it is whoever has logged in.
    """
    from ledger.interchange.values.codes import read_code

    settings = click.get_current_context().find_object(Settings)
    if given is None and settings is not None and settings.is_server:
        return None
    named = given or os.environ.get("LIGGARE_ACTOR")
    if named:
        return read_code(named, "--actor" if given else "LIGGARE_ACTOR")
    try:
        return read_code(getpass.getuser(), "The login name")
    except (KeyError, OSError, ImportError):
        return None
