"""Whatever is typed or read, the answer is an answer or an error, never a traceback, and facts are never lost."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from story import STORY, command, text
from terminal import UNEXPECTED, Terminal

from cli.commands.recording.record import command_for
from ledger.domain.vocabulary import RECORDABLE
from ledger.interchange.journal.reading import read_exported, read_line

COMMANDS = ["init", "record", "import", "export", "restore", "show", "journal", "rebuild", "correct", "explain",
            "compare"]  # fmt: skip
QUESTIONS = ["budget", "outcome", "forecast", "staffing", "freezes", "exemptions", "savings", "indicators",
             "assignments", "units", "report", "result"]  # fmt: skip
OPTIONS = ["--unit", "--year", "--as-of", "--known-at", "--by", "--in", "--format", "--lang", "--decimals", "--month",
           "--since", "--statement", "--tree", "--last", "--type", "--text", "--recorded-by", "--decided-from",
           "--dry-run", "--read-only", "--help", "--version", "--", "-", "-x"]  # fmt: skip
VALUES = ["HSN", "R", "EKO", "QQ", "NETTO", "unit,line", "month", "2024", "2024-07", "2024-07-31", "2023-02-29", "0",
          "2025-01-05T10:00:00Z", "kr", "Mkr", "json", "csv", "sv", "b-1", "#12", "999", "NETTO=-5", "STOPP", "D-1",
          "OMST", "Å-3", "-1,5 Mkr", "1.250", "true", "*", "§ 112", "", " ", "from=2024-06,to=2024-12",
          "unit=HSN,line=NETTO,amount=-5", "{", "[]", "=", ",", "permanent", "fte", "1e400", "NaN",
          "9999-12-31", "NETTO:2024-07=5", '{"unit":{}}', "story.jsonl", "😀", "\u202e", "\udcff"]  # fmt: skip
SOME_TEXT = st.text(st.characters(blacklist_characters="/\0", blacklist_categories=[]), max_size=12)
WORDS = st.lists(
    st.one_of(*map(st.sampled_from, (COMMANDS, QUESTIONS, sorted(RECORDABLE), OPTIONS, VALUES)), SOME_TEXT), max_size=8
)


@pytest.fixture(scope="module")
def offered(tmp_path_factory):
    """A terminal on a ledger with the story, to which anything is offered."""
    terminal = Terminal(tmp_path_factory.mktemp("offered") / "liggare.db")
    terminal.done("init")
    terminal.done("import", "-", typed=text().encode())
    return terminal


@st.composite
def records(draw):
    """A command of the story, some of its values replaced and some options added with values that suit others."""
    line = {name: value for name, value in draw(st.sampled_from(STORY)).items() if name != "id"}
    words = command(line)
    values = st.one_of(st.sampled_from(VALUES), SOME_TEXT)
    for at in draw(st.lists(st.sampled_from(range(3, len(words), 2)), max_size=2)):
        words[at] = draw(values)
    known = sorted(parameter.opts[0] for parameter in command_for(RECORDABLE[line["type"]]).params)
    added = draw(st.lists(st.sampled_from(known), max_size=2))
    return [*words, *(word for option in added for word in (option, draw(values)))]


@st.composite
def questions(draw):
    """A question with options that some question has."""
    options = draw(st.lists(st.tuples(st.sampled_from(OPTIONS[:13]), st.sampled_from(VALUES)), max_size=5))
    return ["show", draw(st.sampled_from(QUESTIONS)), *(word for option in options for word in option)]


def assert_answered(terminal, words, before, typed=b""):
    """An exit status that has a meaning, an error where it is not 0, and every fact still there."""
    ran = terminal(*words, typed=typed)

    assert ran.status in (0, 1, 2, 3)
    assert not any(unexpected in ran.out + ran.err for unexpected in UNEXPECTED)
    assert ran.status == 0 or ran.err.startswith("Error: ")
    after = terminal.journal
    assert after.startswith(before)
    assert after == before or ran.status == 0
    return ran


@given(words=WORDS)
@example(words=["show", "budget", "--by", "unit,line", "--unit", "\udcff"])
def test_any_words_are_answered(offered, words):
    """Commands, options, values and noise in any order."""
    assert_answered(offered, words, offered.journal)


@given(words=questions())
def test_any_question_is_answered(offered, words):
    """Options that do not belong to the question, or say what it cannot answer."""
    assert_answered(offered, words, offered.journal)


@given(words=records())
@example(words=["record", "unit.opened", "--unit", "\udcff", "--name", "\udcff", "--effective", "2024-01-01"])
def test_any_fact_is_recorded_or_refused(offered, words):
    """Whatever is recorded can be read back from the journal, or the ledger could not be restored."""
    before = offered.journal
    assert_answered(offered, words, before)

    for line in offered.journal.removeprefix(before).splitlines():
        read_exported(read_line(line))


@given(content=st.binary(max_size=300))
@example(content=b"\xff\xfe")
@example(content=b"\xef\xbb\xbf")
@example(content=b"\x00")
@example(content=b"{}")
@example(content=b'{"type":"unit.opened","unit":"\\ud800","name":"X","effective":"2024-01-01"}')
def test_any_bytes_are_no_journal(offered, content):
    """Nothing is recorded of them, and restoring them makes no ledger."""
    before = offered.journal
    imported = assert_answered(offered, ["import", "-"], before, typed=content)
    restored = offered.alone("--ledger", "new.db", "restore", "-", typed=content)
    blank = not content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").strip()

    assert (imported.status, restored.status) == ((0, 0) if blank else (2, 2))
    assert offered.journal == before
    if blank:
        Path("new.db").unlink()


@given(
    at=st.integers(0, len(text().encode())),
    cut=st.integers(0, 40),
    put=st.one_of(st.binary(max_size=8), st.text(max_size=8).map(lambda words: words.encode("utf-8", "replace"))),
)
def test_a_journal_with_a_flaw_is_imported_or_refused(offered, at, cut, put):
    """A few bytes of a good journal are replaced by others."""
    good = text().encode()
    flawed = good[:at] + put + good[at + cut :]
    ran = assert_answered(offered, ["import", "--dry-run", "-"], offered.journal, typed=flawed)

    for line in ran.err.splitlines():
        assert line.startswith(("Error: -:", "Hint: ", "… and ")) or line.endswith("; nothing was recorded.")


@given(
    line=st.dictionaries(
        st.sampled_from(sorted({name for line in STORY for name in line})),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(VALUES) | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(VALUES), inner, max_size=3),
            max_leaves=5,
        ),
    ),
    type_=st.sampled_from(sorted(RECORDABLE)),
)
def test_any_values_in_the_fields_are_imported_or_refused(offered, line, type_):
    """JSON of any kind where a field expects another."""
    typed = json.dumps({"type": type_, **{name: value for name, value in line.items() if name != "type"}}).encode()

    assert_answered(offered, ["import", "--dry-run", "-"], offered.journal, typed=typed)
