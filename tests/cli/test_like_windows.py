"""Those who record sit at Windows machines: nothing may need what Windows lacks. See like_windows.py."""

import json
import locale
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT
from terminal import Ran, Terminal, clean_environment

from cli import windows as system
from cli.settings import cache, language

HERE = Path(__file__).parent
JOURNAL = ROOT / "examples" / "vasterbotten-2024.jsonl"


@pytest.fixture
def windows(tmp_path):
    """Runs commands in a folder, in a Python like that of Windows; they have to succeed."""

    def run(*words, typed="", status=0, **variables):
        ended = subprocess.run(
            [sys.executable, "-X", "warn_default_encoding", HERE / "like_windows.py", *map(str, words)],
            cwd=tmp_path, input=typed.encode(), capture_output=True, check=False, timeout=120,
            env=clean_environment({"PYTHONPATH": str(ROOT), **variables}),
        )  # fmt: skip
        ran = Ran(ended.returncode, ended.stdout.decode(errors="replace"), ended.stderr.decode())
        assert ran.status == status, ran.err
        return ran

    return run


@pytest.fixture(scope="module")
def restored(tmp_path_factory):
    terminal = Terminal(tmp_path_factory.mktemp("restored") / "liggare.db")
    terminal.done("restore", str(JOURNAL))
    return terminal.ledger


@pytest.fixture
def region(restored, tmp_path):
    """A ledger of a real region, and a terminal of this system on it."""
    return Terminal(Path(shutil.copy(restored, tmp_path)))


def test_a_ledger_is_made_and_recorded_in(windows, tmp_path):
    """One decision, a file of them, and one from standard input; then the journal."""
    windows("init", "--name", "Region Exempel")
    unit = ("unit.opened", "--unit", "HSN", "--name", "Hälso- och sjukvårdsnämnden", "--effective", "2024-01-01")
    windows("record", *unit)
    line = {"type": "line.opened", "line": "N", "name": "Netto", "side": "net", "statement": "operating"}
    (tmp_path / "lines.jsonl").write_text(json.dumps(line | {"effective": "2024-01-01"}), encoding="utf-8")
    (tmp_path / "budget.csv").write_text("enhet;år;konto;belopp\nHSN;2024;N;-1000\n", encoding="cp1252")
    renamed = {"type": "unit.renamed", "unit": "HSN", "name": "Nämnden", "effective": "2024-02-01"}
    windows("import", "lines.jsonl")
    windows("import", "budget.csv", "--type", "budget.adopted")
    windows("import", "-", typed=json.dumps(renamed))
    windows("export", "journal.jsonl")

    assert windows("export").out.encode() == (tmp_path / "journal.jsonl").read_bytes()
    assert windows("--ledger", "again.db", "restore", "journal.jsonl").status == 0
    assert "Nämnden" in windows("show", "units", "--as-of", "2024-03-01").out
    assert windows("record", *unit, status=1).err.startswith("Error: ")


@pytest.mark.parametrize(
    "words",
    [
        ("journal", "--last", "3", "--known-at", "2024-08-27"),
        ("show", "budget", "--as-of", "2024-07-31", "--known-at", "2024-08-27"),
        ("show", "report", "--month", "2024-07", "--format", "csv"),
        ("show", "staffing", "--as-of", "2024-07-31", "--format", "json", "--known-at", "2024-08-27"),
        ("explain", "budget", "--as-of", "2024-07-31", "--unit", "20-HSN", "--known-at", "2024-08-27"),
        ("compare", "budget", "--as-of", "2024-07-31", "--known-at", "2024-08-23", "--to", "2024-07-31@2024-08-27"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_questions_are_answered_as_elsewhere(windows, region, words):
    assert windows(*words).out == region.done(*words).out


def test_a_ledger_is_checked_and_signed(windows, region, tmp_path):
    assert "all agree" in windows("verify").out
    windows("checkpoint", "--new-key", "key", "--key-name", "region.example/revision")
    windows("checkpoint", "--key", "key", "--output", "checkpoint")
    assert region.done("verify", "--checkpoint", str(tmp_path / "checkpoint"), "--public-key",
                       str(tmp_path / "key.pub")).status == 0  # fmt: skip


@pytest.mark.parametrize("name", ["juli.md", "juli.html", "juli.xlsx"])
def test_a_report_is_published(windows, region, tmp_path, name):
    windows("publish", "--month", "2024-07", "--known-at", "2024-08-27", "--lang", "sv", "--to", name)
    region.done(
        "publish", "--month", "2024-07", "--known-at", "2024-08-27", "--lang", "sv", "--to", str(tmp_path / f"x{name}")
    )

    if name != "juli.xlsx":  # in which the moment it was written stands
        assert (tmp_path / name).read_bytes() == (tmp_path / f"x{name}").read_bytes()


def test_a_read_model_that_is_open_is_replaced_all_the_same(windows, region):
    """Under another name; the old one goes when nobody has it open any more."""
    region.done("show", "budget", "--year", "2024")
    first, second, third = (region.ledger.with_name(f"liggare.db.views{number}") for number in ("", "-2", "-3"))
    reader = sqlite3.connect(first)
    assert reader.execute("SELECT count(*) FROM meta").fetchone()
    windows("rebuild")
    assert (first.exists(), second.exists()) == (True, True)
    reader.close()

    windows("rebuild")
    assert (first.exists(), second.exists(), third.exists()) == (False, False, True)
    assert "all agree" in windows("verify").out


def test_what_is_intact_of_a_ledger_is_saved(windows, region, tmp_path):
    assert "125 facts are intact" in windows("salvage", "--to", "saved.jsonl").err
    assert (tmp_path / "saved.jsonl").read_text(encoding="utf-8") == region.journal


def test_the_demonstration_runs_and_leaves_nothing(windows, tmp_path):
    windows("demo", TMPDIR=str(tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_output_to_a_file_is_the_same_as_elsewhere(windows, region):
    """Whatever the code page of the machine; only PYTHONIOENCODING has a say."""
    asked = ("show", "budget", "--as-of", "2024-07-31", "--known-at", "2024-08-27")
    here = region.done(*asked).out

    assert "─" in here
    assert windows(*asked, LC_ALL="", LANG="", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0").out == here
    assert windows(*asked, PYTHONIOENCODING="utf-16-le").out != here


def test_read_models_of_servers_lie_with_what_can_be_made_again(monkeypatch, tmp_path):
    monkeypatch.setattr(system, "IS_WINDOWS", True)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    assert cache() == tmp_path / "liggare"


@pytest.mark.parametrize(
    ("chosen", "variable", "lang"),
    [("Swedish_Sweden.1252", None, "sv"), ("sv-SE", None, "sv"), ("English_Sweden.1252", None, "en"),
     ("Swedish_Sweden.1252", "en_GB.UTF-8", "en")],
)  # fmt: skip
def test_the_language_is_that_of_the_settings_unless_a_variable_names_one(monkeypatch, chosen, variable, lang):
    monkeypatch.setattr(system, "IS_WINDOWS", True)
    monkeypatch.setattr(locale, "setlocale", lambda *_: chosen)
    for name in ("LC_ALL", "LC_NUMERIC", "LANG"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv("LANG", variable)

    assert language(None) == lang


def test_the_harness_refuses_what_windows_refuses(tmp_path):
    """Else it would prove nothing."""
    program = (
        "import like_windows; like_windows.be_windows(); import os, pathlib\n"
        "def refused(call, *words):\n"
        "    try: call(*words)\n"
        "    except (OSError, AttributeError, ImportError): return True\n"
        "file = pathlib.Path('a'); file.write_text('', encoding='utf-8'); held = file.open(encoding='utf-8')\n"
        "assert refused(file.unlink) and refused(file.replace, 'b') and refused(os.open, '.', os.O_RDONLY)\n"
        "assert refused(open, 'a:b', 'w') and refused(__import__, 'fcntl') and refused(lambda: os.getuid())\n"
        "held.close(); file.unlink()\n"
    )
    subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, env=clean_environment({"PYTHONPATH": str(HERE)})
    )
