"""What pages show is what happens."""

import difflib

import pytest
from generating.blocks import Step, steps
from generating.terminal import ROOT, Terminal

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WITH_BLOCKS = [page for page in PAGES if any(steps(page.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_in_a_page_prints_what_the_page_says(page, tmp_path):
    """The blocks of a page are one session, in a folder that sees the examples."""
    for shown in ("examples", "docs"):
        (tmp_path / shown).symlink_to(ROOT / shown)
    with Terminal(tmp_path) as terminal:
        for step in steps(page.read_text(encoding="utf-8")):
            done = terminal.run(step.command)

            assert step.prints(done.text), _difference(page, step, done.text)


def test_the_readme_shows_a_session():
    assert PAGES[0] in WITH_BLOCKS


@pytest.mark.parametrize(
    ("expected", "printed", "alike"),
    [
        ("As of …", "As of 2024-07-31\n", True),
        ("As of …", "Known at 2024-07-31\n", False),
        ("#1 unit.opened", "#1 unit.opened: REG\n", False),
        ("#1 unit.opened: REG", "#1 unit.opened: REG\n", True),
        ("#1 unit.opened: REG", "#1 unit.opened: REG\n#2\n", False),
    ],
)
def test_only_what_the_page_leaves_open_may_differ(expected, printed, alike):
    assert Step(1, "liggare", (expected,)).prints(printed) is alike


def test_a_command_may_go_on_over_several_lines():
    """Lines after > belong to the command, and an empty line of output to the output."""
    page = "Text\n\n```console\n$ cat <<END\n> a\n> END\na\n\n$ true\n```\n"

    assert list(steps(page)) == [Step(4, "cat <<END\na\nEND", ("a", "")), Step(9, "true", ())]


def _difference(page, step, text):
    lines = difflib.unified_diff(step.expected, text.splitlines(), "in the page", "printed", lineterm="")
    return "\n".join([f"{page}:{step.line}: {step.command}", *lines])
