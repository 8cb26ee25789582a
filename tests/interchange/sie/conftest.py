"""Every test of SIE files has a ledger of a small region, in a folder of its own."""

import pytest
from accounting import Office


@pytest.fixture
def office(tmp_path, monkeypatch, capfdbinary):
    """A region with a board, two units, three lines and no figures yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIGGARE_ACTOR", "ekonom1")
    for name in ("LIGGARE_LEDGER", "LANG", "LANGUAGE", "LC_ALL", "LC_NUMERIC", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    opened = Office(tmp_path, capfdbinary)
    opened.prepare()
    return opened
