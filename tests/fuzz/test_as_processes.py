"""The program as the system starts it: any bytes for arguments, and standard streams in any state."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from desk import LEDGER, PATIENCE_S
from hypothesis import given, settings
from hypothesis import strategies as st
from terminal import UNEXPECTED, clean_environment
from typing_at_random import lines

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))
streams = st.sampled_from(["closed", "empty", "full"])
bytes_of_words = st.lists(st.binary(min_size=1, max_size=8).filter(lambda word: b"\0" not in word and b"/" not in word))


def started(desk, words, stdin=subprocess.DEVNULL, **streams_):
    """The exit status of a process of its own, and what it wrote."""
    ran = subprocess.run(
        [sys.executable, "-m", "cli.main", "--ledger", LEDGER, *words],
        stdin=stdin,
        cwd=desk.folder,
        env=clean_environment(),
        check=False,
        timeout=PATIENCE_S,
        **streams_,
    )
    return ran.returncode, (ran.stdout or b"") + (ran.stderr or b"")


@FEW
@given(words=lines(), more=bytes_of_words)
def test_any_bytes_on_the_command_line(desk, words, more):
    desk.tidy()
    before = desk.facts()
    typed = [word.encode("utf-8", "surrogateescape") for word in words] + more
    status, told = started(desk, typed, capture_output=True)

    assert status in (0, 1, 2, 3)
    assert not any(unexpected.encode() in told for unexpected in UNEXPECTED), told
    now = desk.facts()
    assert now[: len(before)] == before
    assert status == 0 or now == before


@FEW
@given(words=lines(), stdout=streams, stderr=streams)
def test_streams_that_take_nothing(desk, words, stdout, stderr):
    """A full disk, or a terminal that has gone, behind either stream: the exit status has a meaning all the same."""
    desk.tidy()
    before = desk.facts()
    closed = [number for number, how in ((1, stdout), (2, stderr)) if how == "closed"]
    with ExitStack() as stack:
        to = {
            name: stack.enter_context(Path(f"/dev/{'full' if how == 'full' else 'null'}").open("wb"))
            for name, how in (("stdout", stdout), ("stderr", stderr))
        }
        typed = [word.encode("utf-8", "surrogateescape") for word in words]
        status, _ = started(desk, typed, **to, preexec_fn=lambda: [os.close(number) for number in closed])

    assert status in (0, 1, 2, 3)
    assert desk.facts()[: len(before)] == before
