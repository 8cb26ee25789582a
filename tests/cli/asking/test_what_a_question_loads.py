"""What a question loads before it answers: most of the time a short one takes."""

import subprocess
import sys

import pytest
from paths import ROOT

LOADED = """
import sys
from cli.main import run
status = run(sys.argv[1:])
print(status, *sorted({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names), file=sys.stderr)
"""
OURS = {"__main__", "cli", "ledger"}
LIGHT = {"attr", "attrs", "click", "msgspec", "typing_extensions"}


def loaded(ledger, *words):
    """The packages beside the standard library that a command in a process of its own has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--ledger", ledger, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    status, *names = done.stderr.splitlines()[-1].split()
    assert status == "0"
    return {name for name in names if not name.startswith("_")} - OURS


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A ledger with its read model beside it."""
    from cli.main import run

    path = str(tmp_path_factory.mktemp("light") / "light.db")
    assert run(["--ledger", path, "restore", str(ROOT / "examples" / "vasterbotten-2024.jsonl")]) == 0
    assert run(["--ledger", path, "rebuild"]) == 0
    return path


@pytest.mark.parametrize(
    "words",
    [
        "show budget --year 2024 --format csv",
        "show report --month 2024-07 --format json",
        "explain budget --year 2024 --unit 20-HSN --format csv",
        "compare budget --year 2024 --from @2024-08-23 --to @2024-08-27 --format csv",
        "journal --last 3 --format csv",
    ],
)
def test_a_question_loads_these_packages_and_no_others(ledger, words):
    """None for recording, proofs, tables on a terminal or laying out a read model."""
    assert loaded(ledger, *words.split()) <= LIGHT


def test_laying_out_a_read_model_leaves_pandas_alone(ledger):
    """sqlite-utils makes use of it where it is there, and loading it takes longer than the tables."""
    assert "sqlite_utils" in loaded(ledger, "rebuild")
    assert not loaded(ledger, "rebuild") & {"pandas", "numpy"}
