"""The command line as a user meets it: words go in; an exit status and lines come out."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import attrs

from cli.main import run

UNEXPECTED = ("Traceback", "something unexpected", "Exception ignored")


@attrs.frozen
class Ran:
    """What became of a command."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """Standard output as JSON."""
        found: dict[str, Any] = json.loads(self.out)
        return found


class Terminal:
    """Runs commands on one ledger in this process."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger

    def __call__(self, *words: str, typed: bytes = b"") -> Ran:
        """The command after ``liggare --ledger …``, with *typed* on standard input."""
        return self.alone("--ledger", str(self.ledger), *words, typed=typed)

    def alone(self, *words: str, typed: bytes = b"") -> Ran:
        """The command after ``liggare``."""
        out, err = _paper(), _paper()
        with redirect_stdout(out), redirect_stderr(err), _standard_input(typed):
            status = run(list(words))
        return Ran(status, _written_on(out), _written_on(err))

    def done(self, *words: str, typed: bytes = b"") -> Ran:
        """The command, which must succeed without complaint."""
        ran = self(*words, typed=typed)
        assert (ran.status, ran.err) == (0, "")
        return ran

    @property
    def journal(self) -> str:
        """Every fact, byte for byte."""
        return self.done("export").out

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """Every fact that people recorded or imported, without what imports say of themselves."""
        facts = map(json.loads, self.journal.splitlines())
        return [fact for fact in facts if fact["type"] != "import.finished"]


def assert_told(ran: Ran, status: int, *saying: str) -> None:
    """One sentence on what is wrong and one line with the way out, and nothing else; *saying* stands in them."""
    lines = ran.err.splitlines()
    assert ran.status == status
    assert [line.partition(": ")[0] for line in lines] == ["Error", "Hint"]
    assert all(len(line) > len("Error: ") for line in lines)
    assert not any(words in ran.err + ran.out for words in UNEXPECTED)
    for words in saying:
        assert words in ran.err


@contextmanager
def file_size_limit(most: int) -> Iterator[None]:
    """No file that this process writes may grow beyond *most* bytes: the next write fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def process(
    *words: str, folder: Path, environment: Mapping[str, str] | None = None, before: Sequence[str] = (), **how: Any
) -> Ran:
    """The command in a process of its own, its output captured as UTF-8; *before* it, what starts it."""
    how = {"stdin": subprocess.DEVNULL} | how if "input" not in how else how
    ended = subprocess.run(
        [*before, sys.executable, "-m", "cli.main", *words],
        cwd=folder,
        env=clean_environment(environment),
        stdout=how.pop("stdout", subprocess.PIPE),
        stderr=how.pop("stderr", subprocess.PIPE),
        timeout=60,
        check=False,
        **how,
    )
    out, err = (printed.decode(errors="backslashreplace") for printed in (ended.stdout or b"", ended.stderr or b""))
    return Ran(ended.returncode, out, err)


def clean_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without what changes our output, except for *more*."""
    ours = ("LIGGARE_", "LC_", "LANG", "NO_COLOR", "COLUMNS", "TERM", "FORCE_COLOR", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"LC_ALL": "C.UTF-8", "LIGGARE_ACTOR": "ekonom1"} | dict(more or {})


def _paper() -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), encoding="utf-8", errors="backslashreplace", newline="")


def _written_on(paper: TextIOWrapper) -> str:
    paper.flush()
    written: bytes = paper.buffer.getvalue()  # type: ignore[attr-defined]  # bytes in memory
    return written.decode(errors="backslashreplace")  # export --sie is CP437


@contextmanager
def _standard_input(typed: bytes) -> Iterator[None]:
    before, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(typed))
    try:
        yield
    finally:
        sys.stdin = before
