"""Every test of the command line starts in a folder of its own, with nothing set that changes our output."""

import json
from pathlib import Path

import pytest
from story import written
from terminal import Terminal, clean_environment


@pytest.fixture(autouse=True)
def _clean_folder(tmp_path, monkeypatch):
    environment = clean_environment()
    for name in ("LIGGARE_LEDGER", "LIGGARE_ACTOR", "LANG", "LANGUAGE", "LC_ALL", "LC_NUMERIC", "NO_COLOR", "COLUMNS"):
        if name in environment:
            monkeypatch.setenv(name, environment[name])
        else:
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def liggare(tmp_path):
    """A terminal on an empty ledger."""
    terminal = Terminal(tmp_path / "liggare.db")
    terminal.done("init")
    return terminal


@pytest.fixture
def told(liggare, tmp_path):
    """A terminal on a ledger that holds the whole story."""
    liggare.done("import", written(tmp_path))
    return liggare


@pytest.fixture(scope="session")
def asked(tmp_path_factory):
    """A terminal on a ledger that holds the story and is only asked: fact N was recorded N days into 2025, at 10:00."""
    folder: Path = tmp_path_factory.mktemp("asked")
    first, terminal = Terminal(folder / "first.db"), Terminal(folder / "liggare.db")
    first.done("init")
    first.done("import", "--actor", "ekonom1", written(folder))
    lines = [json.loads(line) for line in first.journal.splitlines()]
    assert lines.pop()["type"] == "import.finished"  # the story alone
    for line in lines:
        month, day = divmod(line["position"] - 1, 28)
        line["recorded_at"] = f"2025-{month + 1:02d}-{day + 1:02d}T10:00:00.000000Z"
    dated = folder / "dated.jsonl"
    dated.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    terminal.done("restore", str(dated))
    return terminal


@pytest.fixture
def board(liggare):
    """A ledger with two units, their budgets, an outcome and a transfer."""
    for words in (
        "unit.opened --unit R --name Region --effective 2023-01-01",
        "unit.opened --unit A --name Nämnd_A --parent R --effective 2023-01-01",
        "unit.opened --unit B --name Nämnd_B --parent R --effective 2023-01-01",
        "line.opened --line NETTO --name Netto --side net --statement operating --effective 2023-01-01",
        "budget.adopted --id BUDGET-A --unit A --year 2024 --lines NETTO=-1200",
        "budget.adopted --id BUDGET-B --unit B --year 2024 --lines NETTO=-2400 --body Fullmäktige --paragraph §12",
        "outcome.reported --id UTFALL-A --unit A --month 2024-07 --lines NETTO=-110",
        "budget.transferred --id OMDISP --year 2024 --from-unit A --to-unit B --line NETTO --amount -300",
    ):
        day = ("--effective", "2024-07-01", "--from-month", "2024-08") if "transferred" in words else ()
        liggare.done("record", *words.split(), *day, "--actor", "ekonom1")
    return liggare
