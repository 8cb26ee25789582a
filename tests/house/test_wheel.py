"""What people install: the wheel that ``make wheel`` builds, in a bare environment, far from the checkout."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from needed import program
from paths import ROOT
from terminal import clean_environment

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = SETTINGS["project"]
ROOMS = {name.rstrip("*") for name in SETTINGS["tool"]["setuptools"]["packages"]["find"]["include"]}
FILES = ("Makefile", "README.md", "pyproject.toml", "requirements.lock")
UNREACHABLE = ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError", "dns error")
LOCAL = {name: value for name, value in clean_environment().items() if name != "PYTHONPATH"}


def run(*command, folder):
    """What a command prints; the test is skipped where it needs the package index and there is no way to it."""
    ran = subprocess.run(list(map(str, command)), cwd=folder, env=LOCAL, capture_output=True, text=True, check=False)
    if any(words in ran.stdout + ran.stderr for words in UNREACHABLE):
        pytest.skip("the package index is out of reach: this needs a network")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """What make wheel leaves, made of a copy of the sources by the tools of this environment."""
    source = tmp_path_factory.mktemp("wheel") / "source"
    source.mkdir()
    for name in ROOMS:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, source / name)
    for left in ("build/lib/cli", "dist"):
        (source / left).mkdir(parents=True)
    (source / "build/lib/cli/gone.py").touch()
    (source / "ready").touch()
    run(program("make", "make"), "wheel", f"BIN={Path(sys.executable).parent}", "READY=ready", folder=source)
    return source / "dist"


@pytest.fixture(scope="module")
def liggare(dist, tmp_path_factory):
    """Runs the installed program in an empty folder."""
    bare, folder = tmp_path_factory.mktemp("bare") / "venv", tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", bare, folder=folder)
    pip = (bare / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    run(*pip, "--require-hashes", "--requirement", dist / "requirements.txt", folder=folder)
    run(*pip, "--no-deps", *dist.glob("*.whl"), folder=folder)
    shutil.copytree(ROOT / "examples", folder / "examples")
    return lambda *words: run(bare / "bin" / "liggare", *words, folder=folder)


def test_the_wheel_holds_the_program_and_nothing_else(dist):
    """Neither tests nor what was left of an earlier build."""
    (wheel,) = dist.glob("*.whl")
    held = run(sys.executable, "-m", "zipfile", "--list", wheel, folder=dist)
    tops = {line.split("/")[0] for line in held.splitlines()[1:]}

    assert wheel.name == f"liggare-{PROJECT['version']}-py3-none-any.whl"
    assert tops == ROOMS | {f"liggare-{PROJECT['version']}.dist-info"}
    assert "gone.py" not in held
    assert all(held.count(name) for name in ("py.typed", "liggare.mo", "report.html.j2", "vasterbotten-2024.jsonl"))


def test_beside_it_stands_what_it_stands_on_in_the_locked_versions(dist):
    """And none of the tools that it is made with."""
    beside = [line for line in (dist / "requirements.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()

    assert {line.split()[0] for line in beside} <= {line.split()[0] for line in locked if "==" in line}
    assert not [line for line in beside if line.startswith(("pytest", "ruff", "mypy", "uv="))]


def test_every_extra_that_people_use_is_in_the_one_that_takes_all():
    extras = PROJECT["optional-dependencies"].keys() - {"all", "dev"}
    (everything,) = PROJECT["optional-dependencies"]["all"]

    assert everything == f"liggare[{','.join(sorted(extras))}]"


def test_the_demonstration_runs(liggare):
    assert "HSN" in liggare("demo")
    assert liggare("--version") == f"liggare {PROJECT['version']}\n"


def test_a_report_with_charts_is_written_in_swedish(liggare):
    liggare("restore", "examples/vasterbotten-2024.jsonl")
    page = liggare(
        "publish", "--month", "2024-07", "--known-at", "2024-08-27", "--lang", "sv", "--to", "-", "--format", "html"
    )

    assert "<h1>Månadsrapport juli 2024</h1>" in page
    assert page.count("<svg") == 2
