"""What a plain ``pip install`` brings along: the catalogue, the page's template and its style."""

import subprocess
import sys
import zipfile

import pytest
from opened_with import KNOWN
from paths import ROOT
from terminal import clean_environment


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A wheel made of a copy of the sources, unpacked as pip would."""
    import shutil

    folder = tmp_path_factory.mktemp("wheel")
    for name in ("ledger", "cli", "examples"):
        shutil.copytree(ROOT / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / "source")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "made"]
    subprocess.run([*map(str, build), str(folder / "source")], check=True, capture_output=True)
    (wheel,) = (folder / "made").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def test_a_report_is_written_in_swedish_by_what_is_installed(installed, ledgers, tmp_path):
    """From another folder, with nothing of the sources in reach."""
    program = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); import ledger; "
        f"assert ledger.__file__.startswith({str(installed)!r}), ledger.__file__; from cli.main import main; main()"
    )
    command = ["--ledger", ledgers["region"], "publish", "--month", "2024-07", *KNOWN, "--lang", "sv"]
    ran = subprocess.run(
        [sys.executable, "-c", program, *map(str, command), "--to", "-", "--format", "html"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False, env=clean_environment(),
    )  # fmt: skip

    assert ran.stderr == ""
    assert "<h1>Månadsrapport juli 2024</h1>" in ran.stdout
    assert ran.stdout.count("<svg") == 4
