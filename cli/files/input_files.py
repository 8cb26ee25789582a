"""Reading files named on the command line."""

import hashlib
import os
from pathlib import Path

from cli.files.file_errors import FileNotReadable
from ledger.domain.values.characters import LONGEST_TEXT, composed, is_text
from ledger.domain.values.visible import visible
from ledger.interchange.bounded import (
    LARGE_FILE,
    SMALL_FILE,
    FileTooLarge,
    NoOrdinaryFile,
    open_ordinary,
    read_bounded,
)


def read_file(path: str | Path, most: int = SMALL_FILE) -> bytes:
    """The bytes of a file. Raises :class:`FileNotReadable`, or what is wrong with it as a file to be read whole."""
    try:
        return read_bounded(Path(path), most)
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or str(error)) from None


def read_file_text(path: str | Path) -> str:
    """The text of a file; bytes that are not UTF-8 are replaced."""
    return read_file(path).decode(errors="replace")


def file_name(path: str) -> str | None:
    """The name of a file without its folder, as it may be recorded; None where it has no such name."""
    name = composed(visible(Path(path).name))[:LONGEST_TEXT].strip()
    return name if is_text(name) else None


def sha256_of(path: str) -> str | None:
    """The SHA-256 of a file in hexadecimal digits; None if it is out of reach by now."""
    try:
        with open_ordinary(Path(path)) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a plain file can all of it
    except (OSError, NoOrdinaryFile):
        return None


def require_ordinary(name: str) -> None:
    """Raise an error for a file of accounts or figures that is none, is missing, or is larger than any.

    Such a file is opened more than once, and by libraries that read as much as there is.
    """
    try:
        with open_ordinary(Path(name)) as file:
            if os.fstat(file.fileno()).st_size > LARGE_FILE:
                raise FileTooLarge(name, LARGE_FILE)
    except OSError as error:
        raise FileNotReadable(name, error.strerror or str(error)) from None
