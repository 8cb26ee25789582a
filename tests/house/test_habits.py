"""What is said in two places is the same in both."""

import re
import tomllib

import yaml
from paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_what_a_commit_is_held_to_is_part_of_what_ci_runs():
    """With the same tools, from the environment that the lock file made, and nothing fetched from anywhere."""
    repositories = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    checked = re.findall(
        r"^\t\$\(BIN\)/(.+)$", read("Makefile").partition("\ncheck:")[2].partition("\n\n")[0], re.MULTILINE
    )
    hooks = [hook for repository in repositories for hook in repository["hooks"]]

    assert {repository["repo"] for repository in repositories} == {"local"}
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {hook["entry"].removeprefix(".venv/bin/").removesuffix(" .") for hook in hooks} == {
        command.removesuffix(" .") for command in checked
    }


def test_the_licence_is_named_where_people_look():
    assert PROJECT["license"] == "EUPL-1.2"
    assert f"SPDX-License-Identifier: {PROJECT['license']}" in read("README.md")


def test_the_changelog_tells_of_the_version():
    assert re.search(rf"^## {re.escape(PROJECT['version'])}$", read("CHANGELOG.md"), re.MULTILINE)


def test_a_branch_of_ci_skips_nothing():
    assert read(".ci/run").rstrip().endswith("make check ARGS=--no-skips")
