"""Open a ledger to ask or to record; make an empty one."""

from collections.abc import Callable
from datetime import UTC, datetime
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import WrongKind

if TYPE_CHECKING:
    from ledger.python.reading import OpenLedger
    from ledger.python.recording import RecordingLedger

Clock = Callable[[], datetime]
Where = str | PathLike[str]


def now() -> datetime:
    return datetime.now(UTC)


def open(where: Where, *, cache: Where | None = None, read_only: bool = False) -> "OpenLedger":  # noqa: A001
    """The ledger at *where*, a file or ``postgresql://…``, opened for questions, by one thread alone.

    Beside the file, or in the folder *cache*, the sums that answers are made from are kept; with *read_only* nothing is
    written anywhere. Raises a subclass of :class:`Unusable` when there is no ledger, or it cannot be read.
    """
    from ledger.python.reading import OpenLedger
    from ledger.queries.reader import LedgerReader

    folder = None if cache is None else Path(_place(cache))
    return OpenLedger(LedgerReader.open(_place(where), writable=not read_only, cache=folder), now)


def record(where: Where, *, actor: str | None = None) -> "RecordingLedger":
    """The ledger at *where*, opened for recording; *actor* is who records, unless a fact says so itself.

    Raises a subclass of :class:`Unusable` when there is no ledger, or it cannot be written, and
    :class:`ClockNotBelieved` when the clock seems to have jumped ahead.
    """
    from ledger.python.recording import RecordingLedger, read_actor
    from ledger.recording.ledger import Ledger
    from ledger.store.instants import require_believable, touched_at

    acting, place = read_actor(actor), _place(where)
    touched = touched_at(place)
    opened = Ledger.open(place, now)
    if touched:
        require_believable(now(), recorded=opened.log.last_instant(), touched=touched)
    return RecordingLedger(opened, acting)


def create(where: Where, *, name: str = "", orgnr: str = "") -> None:
    """Make an empty ledger, of the region of that name and organisation number.

    Raises a refusal where something is already.
    """
    from ledger.interchange.values.texts import read_text
    from ledger.recording.ledger import make_ledger
    from ledger.recording.privacy import refuse_personal_text, refuse_wrong_orgnr

    region = read_text(name, "name") if name != "" else ""
    refuse_personal_text("name", region)
    number = refuse_wrong_orgnr(read_text(orgnr, "orgnr")) if orgnr != "" else ""
    make_ledger(_place(where), name=region, orgnr=number, clock=now)


def restore(where: Where, journal: Where, *, name: str = "") -> int:
    """Make a ledger of an exported journal, with its positions and recorded instants; how many facts.

    Raises a refusal where something is already, and :class:`NothingImported` for a journal that cannot be read; then
    nothing has been made.
    """
    from ledger.interchange.importing import restore_lines
    from ledger.interchange.journal.lines import read_journal
    from ledger.interchange.values.texts import read_text
    from ledger.recording.ledger import Ledger, make_ledger
    from ledger.store.errors import LedgerExists
    from ledger.store.opening import exists, in_the_making, where_text

    place, lines_of = _place(where), Path(_place(journal))
    region = read_text(name, "name") if name != "" else ""
    if exists(place):
        raise LedgerExists(where_text(place))
    with in_the_making(place) as unfinished, lines_of.open("rb") as stream:
        make_ledger(unfinished, name=region, orgnr="", clock=now)
        with Ledger.open(unfinished, now) as ledger:
            return restore_lines(
                ledger, ((f"{lines_of}:{at}", fields) for at, fields in read_journal(stream, str(lines_of)))
            )


def _place(where: Any) -> str | Path:
    """A file, or the address of a server. Raises :class:`WrongKind`."""
    path = fspath(where) if isinstance(where, (str, PathLike)) else None
    if not isinstance(path, str) or not path.isprintable() or not path.strip():
        hint = phrase("Give a file's name, a pathlib.Path or an address such as postgresql://user@host/db")
        raise WrongKind(phrase("The ledger's place"), where, phrase("a file or an address"), hint)
    from ledger.store.opening import is_server

    return path if is_server(path) else Path(path)
