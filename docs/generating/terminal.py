"""A terminal for pages: commands are really run, in a folder of their own, and what they print is kept."""

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import attrs

ROOT = Path(__file__).resolve().parents[2]
ONE_OF_EACH = "docs/one-of-each.jsonl"
"""A journal with facts of every type, by its path from the root of the project."""

SURROUNDINGS = {
    "COLUMNS": "100",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LIGGARE_ACTOR": "ekonom1",
    "NO_COLOR": "1",
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    "TZ": "UTC",
}
"""What a page may rely on, whoever makes it."""

_NOT_HERE = ("LIGGARE_LEDGER", "LANGUAGE", "LC_MESSAGES", "LC_NUMERIC", "FORCE_COLOR", "PYTHONUTF8")
_PLAINLY_QUOTED = re.compile(r"'[^']*'|\"[^\"$`\\\\]*\"")
_FOR_A_SHELL = re.compile(r"[|<>&;$`*\n]")
_PROGRAM = "liggare"


@attrs.frozen
class Printed:
    """What a command printed, and its exit status."""

    text: str
    status: int


class Terminal:
    """Runs commands in a folder, one after another. Use it as a context.

    Plain ``liggare`` commands run in this process, which is fast; everything else goes to a shell.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._before = dict(os.environ)
        self._came_from = Path.cwd()
        os.environ.update(SURROUNDINGS)
        for name in _NOT_HERE:
            os.environ.pop(name, None)
        os.chdir(self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        os.chdir(self._came_from)
        os.environ.clear()
        os.environ.update(self._before)

    def run(self, command: str) -> Printed:
        """The command's output and errors together, in the order they came."""
        words = _words(command)
        if words and words[0] == "export":
            os.environ.update(_assignments(words[1:]))
            return Printed("", 0)
        if words and words[0] == _PROGRAM:
            return _run_here(words[1:])
        done = subprocess.run(  # noqa: S603 - the commands stand in our own pages
            ["/bin/bash", "-c", command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            check=False,
        )
        return Printed(done.stdout, done.returncode)


def _words(command: str) -> list[str]:
    """The words of a command that needs no shell to be understood; none for another."""
    return [] if _FOR_A_SHELL.search(_PLAINLY_QUOTED.sub("", command)) else shlex.split(command)


def _assignments(words: list[str]) -> Mapping[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def _run_here(arguments: list[str]) -> Printed:
    from cli.main import run

    paper = io.BytesIO()
    with _writing_to(paper):
        status = run(arguments)
    return Printed(paper.getvalue().decode(), status)


@contextmanager
def _writing_to(paper: io.BytesIO) -> Iterator[None]:
    """Standard output and standard error on one sheet, as a terminal shows them; nobody types."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(paper, encoding="utf-8", newline="\n", write_through=True) for _ in range(2))
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), out, err
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        for stream in (out, err):
            stream.flush()
            stream.detach()
