"""A ledger whose read model has been made."""

import pytest
from one_budget import asked, made


@pytest.fixture
def path(tmp_path):
    path = made(tmp_path / "region.db", -1200)
    assert asked(path) == (-1200, [])
    return path
