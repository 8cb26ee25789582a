"""Somebody at a terminal: a process on a pseudo-terminal, what it shows, and what is typed in answer."""

import codecs
import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from coverage import Coverage
from paths import ROOT
from terminal import clean_environment

PATIENCE_S = 30
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\x07\r]")
"""What steers a terminal and is not seen."""

ENTER, TAB, CTRL_C, CTRL_D = "\n", "\t", "\x03", "\x04"


class Person:
    """Runs one command on a terminal of its own."""

    def __init__(
        self,
        *command: str,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        size: tuple[int, int] = (24, 80),
    ) -> None:
        self._ours, theirs = os.openpty()
        _resize(theirs, size)
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
            env=clean_environment({"TERM": "xterm", "NO_COLOR": "1"} | dict(environment or {})),
            preexec_fn=lambda: os.login_tty(theirs),  # noqa: PLW1509 - no thread is running
        )  # fmt: skip
        os.close(theirs)
        self.screen = ""
        self._shown = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def sees(self, words: str) -> str:
        """What has been shown since the last time, through *words*, which must come."""
        deadline = time.monotonic() + PATIENCE_S
        while (place := self.screen.find(words, self._seen)) < 0:
            assert self._read(deadline), f"{words!r} was never shown, but:\n{self.screen[self._seen :]}"
        shown, self._seen = self.screen[self._seen : place + len(words)], place + len(words)
        return shown

    def types(self, words: str, *, key: str = ENTER) -> "Person":
        os.write(self._ours, (words + key).encode())
        return self

    def is_asked(self, question: "re.Pattern[str]") -> "re.Match[str] | None":
        """The next question that is put in this form; None when the program has ended instead."""
        deadline = time.monotonic() + PATIENCE_S
        while (found := question.search(self.screen, self._seen)) is None:
            if not self._read(deadline):
                return None
        self._seen = found.end()
        return found

    def answers(self, question: str, words: str, *, key: str = ENTER) -> "Person":
        """Type *words* when the question has been put."""
        self.sees(question)
        return self.types(words, key=key)

    def leaves_with(self, key: str) -> None:
        """Press a key until the program ends; between a question and its answer, readline may miss a signal."""
        while self._process.poll() is None:
            with suppress(OSError):
                os.write(self._ours, key.encode())
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)

    def leaves(self) -> int:
        """The exit status, when the program has ended by itself."""
        deadline = time.monotonic() + PATIENCE_S
        while self._read(deadline):
            pass
        return self._process.wait(timeout=PATIENCE_S)

    def _read(self, deadline: float) -> bool:
        """More of the screen; False when the program has closed it."""
        ready, _, _ = select.select([self._ours], [], [], max(deadline - time.monotonic(), 0))
        assert ready, f"nothing more was shown than:\n{self.screen[self._seen :]}"
        try:
            new = os.read(self._ours, 65536)
        except OSError:
            return False
        self._shown += self._decoder.decode(new)
        self.screen = _STEERING.sub("", self._shown)
        return bool(new)


def started(*words: str, folder: Path, **how: object) -> Person:
    """A person who has typed ``liggare …``."""
    return Person(*_python(), "-m", "cli.main", *words, folder=folder, **how)  # type: ignore[arg-type]


def started_script(text: str, *, folder: Path, environment: Mapping[str, str] | None = None, **how: object) -> Person:
    """A person before a terminal in which a program of the tests runs commands one after another."""
    script = folder / "script.py"
    script.write_text(text, encoding="utf-8")
    paths = {"PYTHONPATH": ":".join(sys.path)} | dict(environment or {})
    return Person(*_python(), str(script), folder=folder, environment=paths, **how)  # type: ignore[arg-type]


def _python() -> tuple[str, ...]:
    """The interpreter; what it runs is measured when the tests are."""
    if Coverage.current() is None:
        return (sys.executable,)
    where = f"--rcfile={ROOT / 'pyproject.toml'}", f"--data-file={ROOT / '.coverage'}"
    return sys.executable, "-m", "coverage", "run", "--parallel-mode", *where


def _resize(terminal: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
