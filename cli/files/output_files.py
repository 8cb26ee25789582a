"""Where a command may write a file: nowhere under --read-only, not over another unasked, and never over a ledger."""

from pathlib import Path

from cli.files.file_errors import FileExists, writing
from cli.output.terminal import print_bytes
from cli.settings import Settings
from ledger.domain.errors import Refused
from ledger.domain.values.phrases import phrase
from ledger.store.files.beneath.raw_bytes import raw_bytes

_DATABASE = b"SQLite format 3\0"
"""How ledgers begin, and read models. Nothing that a command is asked to write to a named file begins so."""

_BESIDE = {
    "-wal": (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83"),
    "-shm": (b"\x18\xe2\x2d\0",),
    "-journal": (b"\xd9\xd5\x05\xf9",),
}
"""What the names of SQLite's own files beside a database end in, and how they begin."""

_READ_MODEL = ".views"
"""What the name of the read model beside a ledger ends in."""


class NotOverALedger(Refused):
    code = "not-over-a-ledger"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("{name} is a ledger or belongs to one, and was left as it is", name=name),
            hint=phrase("Choose another name for what is written"),
        )


def require_free(settings: Settings, name: str | Path, *, overwrite: bool | None) -> None:
    """Raise :class:`FileExists` for a file that is there, unless *overwrite*; and :class:`ReadOnlyAsked` for any.

    *overwrite* is None where the command has no such option. :class:`NotOverALedger` for what belongs to a ledger.
    """
    settings.require_writing()
    path = Path(name)
    if not overwrite and path.exists() and not _is_of_this_ledger(settings, path):
        raise FileExists(str(name), replaceable=overwrite is not None)
    require_no_ledger(settings, path)


def require_no_ledger(settings: Settings, path: Path) -> None:
    """Raise :class:`NotOverALedger` for a ledger, and for any file beside one: its read model and SQLite's own files.

    Also for those that are not there yet, because the ledger would take what is written there for its own; and for the
    ledger that is asked by its name alone, because a broken one does not look like one.
    """
    if _is_of_this_ledger(settings, path) or any(map(_is_of_a_ledger, {path, path.resolve()})):
        raise NotOverALedger(str(path))


def require_name_for_ledger(path: Path) -> None:
    """Raise :class:`NotOverALedger` for the name of a new ledger that would be the name of a file beside another."""
    if path.name.endswith((_READ_MODEL, *_BESIDE)):
        raise NotOverALedger(str(path))


def _is_of_this_ledger(settings: Settings, path: Path) -> bool:
    ledger = settings.path
    if isinstance(ledger, str):
        return False
    files = {each for where in (ledger, ledger.resolve()) for each in _files_of(where)}
    return path.resolve() in files | {each.resolve() for each in files}


def _files_of(ledger: Path) -> list[Path]:
    """The files of a ledger, whether they are there or not."""
    databases = (ledger.name, ledger.name + _READ_MODEL)
    return [ledger.with_name(name + end).absolute() for name in databases for end in ("", *_BESIDE)]


def _is_of_a_ledger(path: Path) -> bool:
    """Whether a path looks like a database or what SQLite keeps beside one, or has the name of something beside one."""
    starts = (_DATABASE, *(start for starts in _BESIDE.values() for start in starts))
    return _begins_with(path, starts) or any(_begins_with(each, (_DATABASE,)) for each in _databases_of(path))


def _databases_of(path: Path) -> list[Path]:
    """The databases that a file would belong to by its name."""
    end = next((end for end in _BESIDE if path.name.endswith(end)), "")
    name = path.name.removesuffix(end)
    return [path.with_name(each) for each in {name, name.removesuffix(_READ_MODEL)} if each and each != path.name]


def _begins_with(path: Path, starts: tuple[bytes, ...]) -> bool:
    if not path.is_file():
        return False
    with raw_bytes(path) as file:  # it may be a ledger that is open
        return file.read(len(_DATABASE)).startswith(starts)


def write_or_print(settings: Settings, data: bytes, output: Path | None, *, overwrite: bool) -> None:
    """Write *data* to the file *output*, or to standard output if none is named."""
    from ledger.interchange.journal.exporting import write_whole

    if output is None:
        print_bytes([data])
        return
    require_free(settings, output, overwrite=overwrite)
    with writing(output):
        write_whole(output, [data])
