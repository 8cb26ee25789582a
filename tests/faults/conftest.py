"""Faults happen here for real: processes are killed, disks are full, bytes are flipped."""

import pytest
from paths import ROOT
from postgres_server import postgres, server
from terminal import Terminal
from working import Workshop
from wrecking import EXAMPLE, copied, filled

__all__ = ["postgres", "server"]


@pytest.fixture
def liggare(tmp_path):
    """A terminal on an empty ledger."""
    terminal = Terminal(tmp_path / "liggare.db")
    terminal.done("init")
    return terminal


@pytest.fixture(scope="session")
def workshop():
    """Where programs are started that may be killed."""
    with Workshop() as opened:
        yield opened


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    """A ledger, part of it in its ``-wal``, and its journal."""
    example = ROOT / "examples" / EXAMPLE
    liggare = filled(tmp_path_factory.mktemp("original"), example)
    files = copied(liggare.ledger, tmp_path_factory.mktemp("exported"))
    return liggare.ledger, Terminal(files).journal.splitlines(keepends=True)


@pytest.fixture
def broken(original, tmp_path):
    """A terminal on a copy that may be broken."""
    folder = tmp_path / "broken"
    folder.mkdir()
    return Terminal(copied(original[0], folder))
