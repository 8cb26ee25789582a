"""Standard output and standard error as every command finds them: whatever text is written there can be seen.

The one place for it: sentences, hints, notes, prompts and help all pass through here, whoever prints them.
"""

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, NoReturn

from cli.output.secrets import without_secrets
from ledger.domain.values.visible import visible_json, visible_lines


class VisibleStream:
    """A stream that shows what is written to it, and is the stream it stands for in everything else."""

    def __init__(self, stream: Any, secrets: Sequence[str] | None = None) -> None:
        """*secrets*: the passwords that must not stand in what is written; None where none are looked for."""
        self.stream = stream
        """For what steers the terminal on purpose: colours, and the bar of progress."""
        self._secrets = secrets

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            message = f"text is written here, not {type(text).__name__}"
            raise TypeError(message)
        shown = text if self._secrets is None else without_secrets(text, self._secrets)
        self.stream.write(visible_lines(shown))
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class ClosedOutput:
    """What stands for a standard output that was closed before we began: whatever is written to it is lost."""

    encoding, errors, closed, newlines = "utf-8", "strict", False, None

    @property
    def buffer(self) -> "ClosedOutput":
        return self

    def write(self, _: object) -> NoReturn:
        raise OSError(errno.EBADF, "it is closed")

    def writelines(self, _: object) -> NoReturn:
        self.write(_)

    def flush(self) -> None:
        """There is nothing to flush."""

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


def open_streams() -> None:
    """Have all three standard streams: no file that is opened later may get the number of one that is closed.

    Errors that nobody can read go nowhere; characters that a terminal does not know are spelled out.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = ClosedOutput()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as we run
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


@contextmanager
def visible_output(secrets: Sequence[str]) -> Iterator[None]:
    """Within this context, what is printed can be seen, and no error repeats a password."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = VisibleStream(raw_stream(sys.stdout)), VisibleStream(raw_stream(sys.stderr), secrets)
    try:
        yield
    finally:
        if isinstance(sys.stdout, VisibleStream):  # click may have put a stopper on it
            sys.stdout = before[0]
        if isinstance(sys.stderr, VisibleStream):
            sys.stderr = before[1]


def print_bytes(lines: Iterable[bytes], encoding: str = "utf-8") -> None:
    """Write bytes as they are to standard output; where it is a terminal, as text in which everything can be seen."""
    sys.stdout.flush()
    if sys.stdout.isatty():
        for line in lines:
            sys.stdout.write(visible_json(line.decode(encoding, errors="backslashreplace")))
    else:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()


def raw_stream(stream: Any) -> Any:
    """The stream behind one that shows everything, for text that may steer the terminal."""
    return stream.stream if isinstance(stream, VisibleStream) else stream
