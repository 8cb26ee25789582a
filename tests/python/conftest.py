"""A ledger of published figures, opened from Python."""

import shutil

import pytest
from paths import ROOT

import ledger


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """The file of a ledger with the decisions of Region Västerbotten for July 2024."""
    path = tmp_path_factory.mktemp("example") / "liggare.db"
    assert ledger.restore(path, ROOT / "examples" / "vasterbotten-2024.jsonl", name="Region Västerbotten") == 174
    return path


@pytest.fixture(scope="session")
def region(example):
    with ledger.open(example) as opened:
        yield opened


@pytest.fixture
def copied(example, tmp_path):
    """A copy to record in."""
    return shutil.copyfile(example, tmp_path / "liggare.db")
