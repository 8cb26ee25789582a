"""A desk with a ledger and a file of every kind on it, to which anything may be done."""

import pytest
from desk import Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return Desk.lay(folder)


@pytest.fixture(autouse=True)
def _at_the_desk(desk, monkeypatch):
    """Nothing is set that changes our output."""
    for name in ("LIGGARE_LEDGER", "LANG", "LANGUAGE", "LC_ALL", "LC_NUMERIC", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LIGGARE_ACTOR", "ekonom1")
    monkeypatch.chdir(desk.folder)
