"""requirements.lock: every package in one version, with hashes, for every Python that liggare runs on."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = [Requirement(entry.partition("\\")[0]) for entry in re.findall(r"^(?![# ]).+", LOCK, re.MULTILINE)]
ASKED = [
    Requirement(line)
    for lines in (
        PROJECT["build-system"]["requires"],
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
    )
    for line in lines
    if Requirement(line).name != PROJECT["project"]["name"]
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_whatever_is_asked_for_is_locked_in_a_version_that_fits(asked):
    """Run make lock when this fails."""
    pins = [pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(asked.name)]

    assert pins
    for pin in pins:
        ((operator, version),) = ((each.operator, each.version) for each in pin.specifier)
        assert (operator, asked.specifier.contains(version)) == ("==", True)


def test_every_version_is_held_by_hashes_and_no_address():
    """The same bytes come from whichever index a machine asks."""
    entries = re.split(r"\n(?=[^# \n])", LOCK.strip())[1:]

    assert len(entries) == len(PINS) > len(ASKED)
    assert [entry for entry in entries if not re.search(r" --hash=sha256:[0-9a-f]{64}(\s|$)", entry)] == []
    assert not re.search(r"://|--(extra-)?index|--find-links", LOCK)
