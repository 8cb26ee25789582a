"""Type stubs of names that are found when they are first used, so that editors and type checkers know them too."""

import subprocess
import sys
from collections.abc import Iterable

from generating.refusals import all_kinds
from ledger import facts
from ledger.domain.errors import LedgerError
from ledger.queries.options import YEAR, Kind, Option
from ledger.queries.question import Question
from ledger.queries.questions import questions

_ANNOTATIONS: dict[Kind, str] = {
    "year": "int | str",
    "month": "Month | str",
    "day": "date | str",
    "instant": "datetime | date | Month | str",
    "instant-from": "datetime | date | Month | str",
    "count": "int",
    "flag": "bool",
    "grouping": "str | Sequence[str]",
}
"""What an option of each kind may be given as; any other is text."""


def errors() -> str:
    """The stub of :mod:`ledger.errors`."""
    kinds = [LedgerError, *(kind for kind in all_kinds() if kind.__module__.startswith("ledger."))]
    return _formatted(_reexports(kinds), "ledger/errors.pyi")


def fact_classes() -> str:
    """The stub of :mod:`ledger.facts`."""
    return _formatted(_reexports(getattr(facts, name) for name in dir(facts)), "ledger/facts.pyi")


def question_methods() -> str:
    """The stub of the methods that :class:`~ledger.python.questions.Questions` makes."""
    methods = "\n".join(_method(each) for each in questions())
    return _formatted(
        f"""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from ledger.domain.values.days import Month
from ledger.python.answers import Answer

class Questions:
    def ask(self, name: str, **options: Any) -> Answer: ...
{methods}
""",
        "ledger/python/questions.pyi",
    )


def _reexports(classes: Iterable[type]) -> str:
    return "".join(sorted(f"from {cls.__module__} import {cls.__name__} as {cls.__name__}\n" for cls in classes))


def _method(asked: Question) -> str:
    heeded = [*asked.options, *([] if YEAR in asked.options else [YEAR])]
    parameters = "".join(f"        {each.name}: {_annotation(each)} = {each.default!r},\n" for each in heeded)
    head = f"    def {asked.name}(\n        self,\n        *,\n{parameters}    ) -> Answer:\n"
    return f'{head}        """{asked.sentence}"""\n'


def _annotation(option: Option) -> str:
    annotation = _ANNOTATIONS.get(option.kind, "str")
    if option.kind == "choice":
        annotation = f"Literal[{', '.join(map(repr, option.choices))}]"
    return annotation if option.default is not None else f"{annotation} | None"


def _formatted(stub: str, name: str) -> str:
    for command in (("check", "--quiet", "--fix", "--select", "I,F401"), ("format", "--quiet")):
        ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", name, "-"]
        stub = subprocess.run(ruff, input=stub, capture_output=True, text=True, check=True).stdout  # noqa: S603 - ruff
    return stub
