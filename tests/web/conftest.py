"""A region's ledger whose pages are read: fact N was recorded N days into 2025, at ten o'clock."""

import datetime as dt
import json

import pytest
from page_reader import Reader
from story import written
from terminal import Terminal, clean_environment


def dated(folder):
    """A terminal on the story's ledger, with instants that are the same in every run."""
    first, terminal = Terminal(folder / "first.db"), Terminal(folder / "liggare.db")
    first.done("init")
    first.done("import", "--actor", "ekonom1", written(folder))
    lines = [json.loads(line) for line in first.journal.splitlines()]
    for line in lines:
        month, day = divmod(line["position"] - 1, 28)
        line["recorded_at"] = f"2025-{month + 1:02d}-{day + 1:02d}T10:00:00.000000Z"
    journal = folder / "dated.jsonl"
    journal.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    terminal.done("restore", str(journal))
    return terminal


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    environment = clean_environment()
    for name in ("LIGGARE_LEDGER", "LIGGARE_ACTOR", "LANG", "LANGUAGE", "LC_ALL", "LC_NUMERIC", "COLUMNS"):
        if name in environment:
            monkeypatch.setenv(name, environment[name])
        else:
            monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def terminal(tmp_path_factory):
    """A terminal on the ledger that is only read."""
    return dated(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def reader(terminal):
    """Somebody who reads its pages."""
    with Reader(terminal.ledger, None) as reading:
        yield reading


@pytest.fixture
def own(tmp_path):
    """A ledger of the test's own, which it may change or harm, and somebody who reads its pages."""
    terminal = dated(tmp_path)
    with Reader(terminal.ledger, None, now=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)) as reading:
        yield terminal, reading
