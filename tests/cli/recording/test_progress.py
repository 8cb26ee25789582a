"""How far a long import has come is told in lines, of about as many as there are."""

import io
import sys

from cli.commands.recording.files import _progress


class Told:
    """A bar that remembers what it was told."""

    def __init__(self):
        self.last = None

    def of(self, done, total):
        self.last = (done, total)


def test_what_is_left_is_judged_by_the_bytes_that_are_left(tmp_path):
    (tmp_path / "half.jsonl").write_bytes(b"x" * 99 + b"\n" + b"y" * 99 + b"\n")
    bar = Told()
    with (tmp_path / "half.jsonl").open("rb") as journal:
        told = _progress(bar, [journal])
        told(0)
        assert bar.last == (0, None)

        journal.readline()
        told(1)
        assert bar.last == (1, 2)

        journal.readline()
        told(2)
        assert bar.last == (2, 2)


def test_of_what_comes_through_a_pipe_nobody_knows_how_much_there_is(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    bar = Told()

    _progress(bar, [sys.stdin.buffer])(7)

    assert bar.last == (7, None)
