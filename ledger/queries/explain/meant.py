"""Which figure is meant by a cell of an answer: the options by which ``explain`` takes it apart."""

from typing import Any

from ledger.queries.answer import Answer, headings
from ledger.queries.cell import Cell
from ledger.queries.question import Explained

_USUAL = {"statement": "operating", "tree": "moment"}


def given_options(answer: Answer, explained: Explained) -> dict[str, Any]:
    """The options that *answer* was asked with, as far as they say which of its figures is meant."""
    known = {name for name in (*explained.narrowed_by, "year") if name in Cell.__annotations__}
    return {
        name: value
        for name, value in answer.options.items()
        if name in known and value is not None and _USUAL.get(name) != value
    }


def narrowing_keys(answer: Answer, explained: Explained) -> list[str]:
    """The columns whose values say which figure is meant."""
    return [
        name
        for name, heading in headings(answer.columns).items()
        if heading.key and name in explained.narrowed_by and name in Cell.__annotations__
    ]
