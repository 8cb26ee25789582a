"""Sheets are imported into the same ledgers that the rules are tested with."""

import pytest
from generating.terminal import ONE_OF_EACH, ROOT, Terminal


@pytest.fixture
def terminal(tmp_path):
    """A terminal in a folder of its own."""
    with Terminal(tmp_path) as opened:
        yield opened


@pytest.fixture
def region(terminal):
    """A terminal beside a ledger with facts of every type."""
    assert terminal.run("liggare init").status == 0
    assert terminal.run(f"liggare import {ROOT / ONE_OF_EACH}").status == 0
    return terminal
