"""The printed tables and their figures are those of the golden tests, the histories those of the laws."""

import sys
from pathlib import Path

import pytest

for room in ("golden", "laws"):
    sys.path.insert(0, str(Path(__file__).parents[1] / room))


@pytest.fixture(scope="session")
def vasterbotten(tmp_path_factory):
    """The ledger of examples/vasterbotten-2024.jsonl."""
    from published import JOURNAL
    from reconciling import restored

    return restored(JOURNAL, tmp_path_factory.mktemp("reconcile") / "vb.db")
