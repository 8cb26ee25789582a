"""The registry of questions: each module in a folder here is a question and holds it as ``QUESTION``.

They load one by one.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.queries.question import TOPICS, Explained, Question


class NotExplained(Unreadable):
    code = "not-explained"

    def __init__(self, question: str, column_name: str, known: Iterable[str]) -> None:
        super().__init__(
            phrase("{column_name!r} of {question} is not a sum of facts", column_name=column_name, question=question),
            hint=phrase("Explain one of {known}", known=", ".join(known)),
        )


class NoSuchQuestion(Unreadable):
    code = "no-such-question"

    def __init__(self, name: str) -> None:
        from difflib import get_close_matches

        near = get_close_matches(name, names(), n=1)
        meant = phrase("Did you mean {near}? ", near=near[0]) if near else ""
        super().__init__(
            phrase("There is no question {name!r}", name=name),
            hint=phrase("{meant}There are {names}", meant=meant, names=", ".join(names())),
        )


@cache
def names() -> tuple[str, ...]:
    """What the questions are called, in alphabetical order. Nothing is loaded."""
    return tuple(sorted(_modules()))


@cache
def _modules() -> dict[str, str]:
    """By the name of a question, its module."""
    files = (file for file in Path(__file__).parent.glob("*/*.py") if file.stem != "__init__")
    return {file.stem: f"{__name__}.{file.parent.name}.{file.stem}" for file in files}


def question(name: str) -> Question:
    """The question of that name; only its own module is loaded. Raises :class:`NoSuchQuestion`."""
    if name not in names():
        raise NoSuchQuestion(name)
    found: Question = import_module(_modules()[name]).QUESTION
    return found


def questions() -> list[Question]:
    """All of them by topic, and in alphabetical order within one."""
    return sorted(map(question, names()), key=lambda each: (list(TOPICS).index(each.topic), each.name))


def explainable() -> dict[str, Explained]:
    """Those whose figures can be taken apart into facts, by name."""
    return {each.name: each.explained for each in questions() if each.explained is not None}


def explained_of(name: str) -> Explained:
    """How the figures of a question are taken apart. Raises :class:`NotExplained` where they are not."""
    found = question(name).explained
    if found is None:
        raise NotExplained(name, name, explainable())
    return found
