"""Whatever options and values are put together, the answer is an answer or an error, and nothing is half done."""

from hypothesis import given
from typing_at_random import COMMANDS, anything, lines

OF_FACTS = [(path, command) for path, command in COMMANDS if path[0] == "record"]
OF_QUESTIONS = [
    (path, command) for path, command in COMMANDS if path[0] in ("show", "journal", "explain", "compare", "status")
]
OF_FILES = [(path, command) for path, command in COMMANDS if (path, command) not in OF_FACTS + OF_QUESTIONS]


@given(words=lines(OF_FACTS))
def test_any_decision(desk, words):
    desk.tidy()
    desk.answered(*words)


@given(words=lines(OF_QUESTIONS))
def test_any_question(desk, words):
    desk.tidy()
    desk.answered(*words)


@given(words=lines(OF_FILES), typed=anything)
def test_any_file_command(desk, words, typed):
    desk.tidy()
    desk.answered(*words, typed=typed.encode("utf-8", "replace"))
