"""Where a command may write a file: nowhere under --read-only, not over another unasked, and never over a ledger."""

import sys
from pathlib import Path

from cli.files.file_errors import FileExists, writing
from cli.settings import Settings
from ledger.domain.errors import Refused

_DATABASE = b"SQLite format 3\0"
"""How ledgers begin, and read models. Nothing that a command is asked to write to a named file begins so."""


class NotOverALedger(Refused):
    code = "not-over-a-ledger"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a ledger or belongs to one, and was left as it is",
            hint="Choose another name for what is written",
        )


_BESIDE = ("-wal", "-shm")
"""What the names of SQLite's own files beside a database end in."""


def require_free(settings: Settings, name: str | Path, *, overwrite: bool | None) -> None:
    """Raise :class:`FileExists` for a file that is there, unless *overwrite*; and :class:`ReadOnlyAsked` for any.

    *overwrite* is None where the command has no such option. :class:`NotOverALedger` for a ledger in any case; for the
    one that is asked by its name alone, because a broken one does not look like one.
    """
    settings.require_writing()
    path = Path(name)
    if any(path.resolve() == each.resolve() for each in _files_of(settings)):
        raise NotOverALedger(str(name))
    if not path.exists():
        return
    if not overwrite:
        raise FileExists(str(name), replaceable=overwrite is not None)
    if any(_is_a_database(each) for each in (path, *_database_of(path))):
        raise NotOverALedger(str(name))


def _files_of(settings: Settings) -> list[Path]:
    """The files of the ledger that is asked, whether they are there or not."""
    path = settings.path
    return [] if isinstance(path, str) else [path, *(path.with_name(path.name + end) for end in _BESIDE)]


def _database_of(path: Path) -> list[Path]:
    """The database that a file beside it would belong to, by its name."""
    return [path.with_name(path.name.removesuffix(end)) for end in _BESIDE if path.name.endswith(end)]


def _is_a_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE


def write_or_print(settings: Settings, data: bytes, output: Path | None, *, overwrite: bool) -> None:
    """Write *data* to the file *output*, or to standard output if none is named."""
    from ledger.interchange.journal.exporting import write_whole

    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    require_free(settings, output, overwrite=overwrite)
    with writing(output):
        write_whole(output, [data])
