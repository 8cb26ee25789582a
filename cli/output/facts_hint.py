"""The last line of a table: how to see the facts behind one of its figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from ledger.domain.values.days import known_at_text
from ledger.queries.options import NARROWING
from ledger.queries.question import Explained
from ledger.queries.questions import names, question

if TYPE_CHECKING:
    from ledger.queries.answer import Answer
    from ledger.reports.numbers import Language


def way_to_the_facts(answer: "Answer", lang: "Language", *, moment_given: bool) -> Iterator[str]:
    """The command that explains a figure of this answer: the options it was asked with, and the keys of its rows.

    None where the figures cannot be explained. *moment_given*: the moment is told although it was not among the
    options, as it will be when a receipt is verified.
    """
    from ledger.reports.words import translated

    explained = question(answer.question).explained if answer.question in names() else None
    if explained is None:
        return
    given = dict(click.get_current_context().params)
    if moment_given:
        given |= {"as_of": answer.moment.as_of, "known_at": answer.moment.known_at}
    keys = _keys(answer, explained)
    words = ["liggare explain", answer.question]
    for name, usual in {**{each.name: each.default for each in NARROWING}, "as_of": None, "known_at": None}.items():
        value = given.get(name)
        if value not in (None, usual) and (name not in keys or name == "month"):
            words.append(f"--{name.replace('_', '-')} {_typed(value)}")
            keys.pop(name, None)
    facts = translated("The facts behind a figure", lang)
    yield f"{facts}: {' '.join([*words, *keys.values(), '--column NAME'])}"


def _keys(answer: "Answer", explained: Explained) -> dict[str, str]:
    """An option for each key of the rows, in brackets where some rows have none."""
    from ledger.queries.answer import headings

    metavars = {each.name: each.metavar for each in NARROWING if each.name in explained.narrowed_by}
    found = {}
    for name, heading in headings(answer.columns).items():
        values = {getattr(row, name) for row in answer.rows} if heading.key and name in metavars else {None}
        if values != {None}:
            option = f"--{name} {metavars[name]}"
            found[name] = f"[{option}]" if None in values else option
    return found


def _typed(value: Any) -> str:
    """A value of an option as a person would type it."""
    return known_at_text(value) if isinstance(value, datetime) else str(value)
