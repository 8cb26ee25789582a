"""The printed tables and their figures are those of the golden tests, the histories those of the laws."""

import pytest


@pytest.fixture(scope="session")
def vasterbotten(tmp_path_factory):
    """The ledger of examples/vasterbotten-2024.jsonl."""
    from published import JOURNAL
    from tables import restored

    return restored(JOURNAL, tmp_path_factory.mktemp("check") / "vb.db")
