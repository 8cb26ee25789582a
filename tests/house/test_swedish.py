"""Everything that liggare refuses is refused in Swedish to those who read Swedish, and no English word is left."""

import re
import shutil
from pathlib import Path

import pytest
from generating import refusals
from generating.terminal import Terminal

ENGLISH = re.compile(
    r"(?<![\w-])(the|this|that|these|those|is|are|was|were|has|have|not|and|which|it|its|with|there|cannot|should|would"
    r"|only|give|leave|see|write|what|where|when|whose|before|after|none|than|of)(?![\w-])"
)
_TYPED = re.compile(r"'[^']*'|\"[^\"]*\"|liggare [^;.…]*|--[a-z-]+|\S+[._/:=]\S+|[A-Z]{2,}\S*")
"""What is quoted, typed or a code: it is the same in every language."""
IN_PROCESS = sorted(
    code for code, scenario in refusals.scenarios().items()
    if scenario.run and scenario.commands()[-1].startswith("liggare ") and "|" not in scenario.commands()[-1]
)  # fmt: skip
_SAID_BY_OTHERS = {"mapping-not-toml", "not-separated"}
"""Refusals with words of a parser of the standard library."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    made = tmp_path_factory.mktemp("pristine") / "pristine.db"
    refusals._fill(made)
    return made


@pytest.mark.parametrize("code", IN_PROCESS)
def test_a_refusal_is_told_in_swedish(code, pristine, tmp_path):
    scenario = refusals.scenarios()[code]
    with Terminal(tmp_path) as terminal:
        shutil.copy(pristine, "liggare.db")
        if scenario.journal:
            Path("bad.jsonl").write_text(scenario.journal.lstrip("\n"), encoding="utf-8")
        *before, last = scenario.commands()
        for command in before:
            terminal.run(command)
        told = terminal.run(last.replace("liggare ", "liggare --lang sv ", 1)).text

    assert re.search(r"^(Fel|Tips): ", told, re.MULTILINE), told
    assert not re.search(r"^(Error|Hint): ", told, re.MULTILINE), told
    left = [
        word
        for line in told.splitlines()
        if line.startswith(("Fel: ", "Tips: "))
        for word in ENGLISH.findall(_TYPED.sub("", line))
    ]
    assert left == [] or code in _SAID_BY_OTHERS, told
