"""Reading files named on the command line."""

from pathlib import Path

from cli.files.file_errors import FileNotReadable
from ledger.interchange.bounded import SMALL_FILE, read_bounded


def read_file(path: str | Path, most: int = SMALL_FILE) -> bytes:
    """The bytes of a file. Raises :class:`FileNotReadable`, or what is wrong with it as a file to be read whole."""
    try:
        return read_bounded(Path(path), most)
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or str(error)) from None


def read_file_text(path: str | Path) -> str:
    """The text of a file; bytes that are not UTF-8 are replaced."""
    return read_file(path).decode(errors="replace")
