"""Opening and making ledgers: the one place where it is decided whether one lies in a file or on a server.

What belongs to servers is imported when one is named, so that a file costs no more to open.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.store.errors import NoLedger
from ledger.store.files import reading as files
from ledger.store.files.log import LogReader

if TYPE_CHECKING:
    from ledger.store.files.recorder import Log

_SERVERS = ("postgresql://", "postgres://")


def is_server(where: str | Path) -> bool:
    """Whether a ledger is on a PostgreSQL server, and not in a file."""
    return isinstance(where, str) and where.startswith(_SERVERS)


def where_text(where: str | Path) -> str:
    """Where a ledger is, without secrets."""
    if not is_server(where):
        return str(where)
    from ledger.store.postgres.address import Address

    return Address.read(str(where)).without_password


def open_log(
    where: str | Path, *, cache: Path | None = None, traceless: bool = False, hands_off: bool = False
) -> LogReader:
    """The ledger at *where*, for reading. Raises :class:`Unusable` when there is none, or it is out of reach.

    A short look may be *traceless*: it leaves no files of SQLite's own beside the ledger. With *hands_off* the file
    stays as it is, also when a killed program has left something to be merged into it.
    What is derived from a log on a server may lie in the folder *cache*, since it has no file to lie beside.
    """
    if not is_server(where):
        return files.open_log(where, traceless=traceless, hands_off=hands_off)
    from ledger.store.postgres.address import Address
    from ledger.store.postgres.log import ServerReader

    return ServerReader.connect(Address.read(str(where)), cache)


def open_for_recording(where: str | Path, clock: Callable[[], datetime]) -> "Log":
    """The ledger at *where*. A server takes instants from its own clock. Raises as :func:`open_log` does."""
    if not is_server(where):
        from ledger.store.files.recorder import Log

        return Log.open(where, clock)
    from ledger.store.postgres.address import Address
    from ledger.store.postgres.recorder import ServerLog

    return ServerLog.connect(Address.read(str(where)))


def exists(where: str | Path) -> bool:
    """Whether there is anything at *where*. Raises :class:`Unusable` when that cannot be seen."""
    if not is_server(where):
        return Path(where).exists()
    try:
        open_log(where).close()
    except NoLedger:
        return False
    return True


@contextmanager
def in_the_making(where: str | Path) -> Iterator[str | Path]:
    """Where to make a ledger that is to be filled at once: a file gets its name when it is whole, or never.

    A server has nothing of the kind: there the empty ledger stays when nothing comes of it.
    """
    if is_server(where):
        yield where
        return
    from ledger.store.files import creation

    with creation.in_the_making(Path(where)) as unfinished:
        yield unfinished


def create(where: str | Path, *, name: str = "", orgnr: str = "", clock: Callable[[], datetime]) -> Sequence[str]:
    """Make an empty ledger; the roles that came with it. Raises :class:`LedgerExists` when something is there."""
    if not is_server(where):
        from ledger.store.files import creation

        creation.create(where, name=name, orgnr=orgnr, clock=clock)
        return ()
    from ledger.store.postgres.address import Address
    from ledger.store.postgres.creation import create as create_on_server

    roles = create_on_server(Address.read(str(where)), name=name, orgnr=orgnr)
    return roles.owner, roles.recorder, roles.auditor
