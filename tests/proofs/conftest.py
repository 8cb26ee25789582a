"""A ledger of real decisions, an auditor with a key, and an intruder with a database program."""

import pytest
from intruding import Intruder, Shell, restored

"""The random histories of the laws are verified here too."""


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    """A ledger that is only copied."""
    return restored(tmp_path_factory.mktemp("original") / "vb.db")


@pytest.fixture
def ledger(original, tmp_path):
    path = tmp_path / "vb.db"
    path.write_bytes(original.read_bytes())
    return path


@pytest.fixture
def intruder(ledger):
    return Intruder(ledger)


@pytest.fixture
def liggare(ledger, capsys):
    return Shell(ledger, capsys)


@pytest.fixture
def with_model(liggare):
    """The ledger has a read model beside it."""
    assert liggare("show", "budget", "--year", "2024") == 0


@pytest.fixture
def signed(liggare, tmp_path):
    """Options with which the ledger is checked against what was signed before anything happened."""
    assert liggare("checkpoint", "--new-key", tmp_path / "key", "--key-name", "region.example/revision") == 0
    assert liggare("checkpoint", "--key", tmp_path / "key", "--output", tmp_path / "checkpoint") == 0
    return "--checkpoint", tmp_path / "checkpoint", "--public-key", tmp_path / "key.pub"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of the ledger, gone to as a user would."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
