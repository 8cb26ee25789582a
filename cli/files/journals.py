"""Journals as the command line names them: files, and standard input."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO

from cli.files.file_errors import FileNotReadable
from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import Phrase, counted_phrase, phrase
from ledger.interchange.bounded import open_ordinary
from ledger.interchange.kept_lines import Line


class FormatUnknown(Unreadable):
    code = "format-unknown"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("{name} is of no kind that can be imported", name=name),
            hint=phrase("Import a journal (.jsonl), a sheet (.csv, .xlsx, .ods, .xls) or a SIE file (.se, .si)"),
        )


class Hashed:
    """A stream that is read once, line by line, and of which the SHA-256 is wanted afterwards."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = sha256()

    def readline(self, size: int = -1, /) -> bytes:
        line = self._stream.readline(size)
        self._hash.update(line)
        return line

    def hexdigest(self) -> str:
        """Of what has been read so far."""
        return self._hash.hexdigest()


def open_journal(name: str, stack: ExitStack) -> BinaryIO:
    """A journal to be read; ``-`` is standard input. Raises :class:`FormatUnknown` and :class:`FileNotReadable`."""
    if name == "-":
        if sys.stdin is None:
            raise FileNotReadable(name, phrase("standard input is closed"))
        return sys.stdin.buffer
    if not name.endswith(".jsonl"):
        raise FormatUnknown(name)
    try:
        return stack.enter_context(open_ordinary(Path(name)))
    except OSError as error:
        raise FileNotReadable(name, error.strerror or str(error)) from None


def journal_lines(files: Sequence[tuple[str, IO[bytes] | Hashed]]) -> Iterator[Line]:
    """The lines of journals, each with its place."""
    from ledger.interchange.journal.reading import read_journal

    for name, stream in files:
        try:
            for number, line in read_journal(stream, name):  # type: ignore[arg-type]  # binary streams all
                yield f"{name}:{number}", line
        except OSError as error:
            yield f"{name}:1", FileNotReadable(name, error.strerror or str(error))


def facts_text(number: int) -> Phrase:
    """``1 fact``, ``2 facts``."""
    return counted_phrase("{number} fact", "{number} facts", number)
