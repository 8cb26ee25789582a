"""Every question on a real terminal, narrow and wide: nothing goes beyond its edge, and trends and shares are drawn."""

import json

import pytest
from paths import ROOT
from person import started_script

EXAMPLES = ROOT / "examples"
QUESTIONS = [
    "status",
    *("show budget --by month --unit RS", "show budget --by unit,line", "show report --month 2024-07"),
    *("show result --month 2024-07", "show outcome", "show forecast", "show forecast --by unit,line"),
    *(
        "show staffing --since 2024-01",
        "show staffing --by unit,category,employment",
        "show freezes",
        "show exemptions",
        "show savings",
        "show savings --by unit",
    ),
    *("show indicators", "show assignments", "show pending", "show units", "journal"),
    *("explain budget --unit HSN", "compare budget --unit RS --from 2024-01-01 --to 2024-12-31"),
]
SOME_OF_REAL_FIGURES = ["show budget --as-of 2024-08", "show outcome --as-of 2024-07-31", "show forecast --year 2024"]
RUN = """
import json
from cli.main import run
for line in open("questions.jsonl"):
    print("=" * 9, line.strip())
    assert run(json.loads(line)) == 0, line
"""


def screens(folder, ledger, questions, width, **environment):
    """What each question shows on a terminal of *width* columns, by its words; one process asks them all."""
    commands = [["--ledger", str(ledger), *words.split()] for words in questions]
    (folder / "questions.jsonl").write_text("".join(json.dumps(each) + "\n" for each in commands), encoding="utf-8")
    with started_script(RUN, folder=folder, environment=environment, size=(24, width)) as person:
        assert person.leaves() == 0, person.screen
    shown = person.screen.split("=========")[1:]
    return {words: screen.partition("\n")[2] for words, screen in zip(questions, shown, strict=True)}


@pytest.mark.parametrize("width", [80, 200])
def test_no_table_goes_beyond_the_edge(asked, tmp_path, width):
    """Of all questions about the story, and of those with the most rows about real figures."""
    asking = [
        words if words.split()[0] in ("status", "compare") else f"{words} --as-of 2024-12-31" for words in QUESTIONS
    ]
    asked.alone("--ledger", str(tmp_path / "vb.db"), "restore", str(EXAMPLES / "vasterbotten-2024.jsonl"))
    for ledger in (asked.ledger, tmp_path / "vb.db"):
        asked.alone("--ledger", str(ledger), "rebuild")  # so that no bar stands where a table is measured
    found = screens(tmp_path, asked.ledger, asking, width)
    found |= screens(tmp_path, tmp_path / "vb.db", SOME_OF_REAL_FIGURES, width)

    for words, screen in found.items():
        assert max(map(len, screen.splitlines())) <= width, words
        assert screen.count("──") or "No rows" in screen or words == "status", words
    wide = [screen for words, screen in found.items() if "Left out to fit" in screen and width == 200]
    assert wide == []


def test_shares_and_trends_are_drawn_as_the_terminal_can(asked, tmp_path):
    """Blocks in UTF-8, plain characters in Latin-1, and in a pipe only figures."""
    questions = ["show indicators --as-of 2024-12-31", "show forecast --as-of 2024-12-31"]
    blocks = screens(tmp_path, asked.ledger, questions, 120)
    plain = screens(tmp_path, asked.ledger, questions, 120, PYTHONIOENCODING="latin-1")

    assert "58.3%  █████▊  not-met" in blocks[questions[0]]
    assert "58.3%  #####  not-met" in plain[questions[0]]
    assert "█▁" in blocks[questions[1]]
    assert "@." in plain[questions[1]]
    assert "█" not in asked.done(*questions[0].split()).out


KEYS = {
    "show staffing --since 2024-01 --as-of 2024-12-31 --by unit,category,employment": [
        "Unit",
        "Code",
        "Category",
        "Employment",
    ],
    "show savings --by unit --as-of 2024-12-31": ["Plan", "Phase", "Unit"],
    "show forecast --by unit,line --as-of 2024-12-31": ["Unit", "Line", "Version"],
    "show budget --by unit,line --as-of 2024-12-31": ["Unit", "Code", "Line"],
    "show indicators --as-of 2024-12-31": ["Indicator", "Unit", "Year", "Month"],
}
"""The columns that tell the rows of a table apart."""


def test_every_part_of_a_broken_table_tells_its_rows_apart(asked, tmp_path):
    """With all keys, so that nobody has to count rows to know what a figure is about."""
    found = screens(tmp_path, asked.ledger, list(KEYS), 72)

    broken = 0
    for words, keys in KEYS.items():
        lines = found[words].splitlines()
        headings = [lines[at - 1] for at, line in enumerate(lines) if line.startswith("───")]
        assert all(set(keys) <= set(heading.split()) for heading in headings), (words, headings)
        broken += len(headings) > 1
    assert broken >= 3
