"""Where a command may write a file: never in the place of another unasked, and never in the place of a ledger."""

from pathlib import Path

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


def require_free(name: str | Path, *, overwrite: bool) -> None:
    """Raise :class:`FileExists` for a file that is there, unless *overwrite*; and for a ledger in any case."""
    from cli.files import FileExists

    path = Path(name)
    if not path.exists():
        return
    if not overwrite:
        raise FileExists(str(name))
    if any(_is_a_database(each) for each in (path, *_database_of(path))):
        raise NotOverALedger(str(name))


def _database_of(path: Path) -> list[Path]:
    """The database that a file beside it would belong to, by its name."""
    return [path.with_name(path.name.removesuffix(end)) for end in ("-wal", "-shm") if path.name.endswith(end)]


def _is_a_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE
