"""Where no read model can be written, or may not be, the answer is the same and nothing is changed."""

import json
import os
import sqlite3
import tempfile
from pathlib import Path

import pytest
from one_budget import asked, made, record, views

from ledger.projections import tables


def test_a_file_system_without_links_keeps_a_read_model_too(path, monkeypatch):
    """A memory stick, or a folder of another computer."""

    def refused(*_):
        raise PermissionError

    views(path).unlink()
    monkeypatch.setattr(os, "link", refused)
    assert asked(path) == (-1200, [])
    assert views(path).exists()
    assert list(path.parent.glob("*.new")) == []


def test_where_no_file_can_be_made_the_answer_comes_from_memory(tmp_path):
    """A folder stands where the read model should lie."""
    path = made(tmp_path / "region.db", -1200)
    views(path).mkdir()

    assert asked(path) == (-1200, [])
    assert views(path).is_dir()


def test_asked_not_to_write_nothing_is_written(tmp_path):
    """Unless writable, the read model is used if it is there and complete, and never made."""
    path = made(tmp_path / "region.db", -1200)
    assert asked(path, writable=False) == (-1200, [])
    assert not views(path).exists()

    asked(path)
    record(path, -600)
    before = views(path).read_bytes()
    assert asked(path, writable=False) == (-1800, [])
    assert views(path).read_bytes() == before


def test_another_writer_holding_the_read_model_does_not_lose_it(path, monkeypatch):
    """A read model that is busy is not damaged: this once the answer comes from memory."""
    connect = tables.connect
    record(path, -600)
    holder = sqlite3.connect(views(path), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    def impatient(where):
        connection = connect(where)
        connection.execute("PRAGMA busy_timeout = 50")
        return connection

    monkeypatch.setattr(tables, "connect", impatient)
    inode = views(path).stat().st_ino
    assert asked(path) == (-1800, [])
    assert views(path).stat().st_ino == inode
    holder.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="permissions are told to POSIX systems")
@pytest.mark.parametrize("state", ["none", "current", "behind"])
def test_a_folder_without_write_access_is_no_hindrance(state):
    """An auditor's copy: with, without or with an old read model beside it, and nothing is changed in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = made(folder / "region.db", -1200)
        if state != "none":
            asked(path)
        if state == "behind":
            record(path, -600)
        before = {each.name: each.read_bytes() for each in folder.iterdir()}
        for each in (*folder.iterdir(), folder):
            each.chmod(0o555 if each.is_dir() else 0o444)
        found = without_write_access(lambda: asked(path))
        folder.chmod(0o755)

        assert found == ([-1800, []] if state == "behind" else [-1200, []])
        assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def without_write_access(question):
    """The answer of a process that permissions bind, also when the tests run as root, whom they do not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as answer:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            try:
                answer.write(json.dumps(question()))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must hear of it
                answer.write(json.dumps(repr(error)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        found = json.loads(answer.read())
    os.waitpid(child, 0)
    return found
