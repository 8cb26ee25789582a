"""Ask a question of the ledger and print the answer."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from cli.output.render import answer_text, print_answer, print_text
from cli.settings import Settings, language, now
from ledger.domain.days import known_at_text, swedish_day

if TYPE_CHECKING:
    from ledger.queries.answer import Answer
    from ledger.queries.at import At
    from ledger.queries.reader import LedgerReader
    from ledger.reports.numbers import Language


def ask(
    settings: Settings,
    answered: "Callable[[At], Answer]",
    *,
    as_of: date | None,
    known_at: datetime | None,
    year: int | None = None,
    **how: Any,
) -> None:
    """Print the answer to a question at a moment. With a receipt, at an instant at which nothing more can come."""
    instant = known_at or now()
    day = as_of or usual_day(year)
    with settings.reading() as reader:
        if how["receipt"] is not None:
            instant = reader.final_instant(instant)
        tell_answer(answered(reader.at(day, instant)), settings, reader, **how)


EXPLAINABLE = ("budget", "report", "result", "outcome", "forecast", "staffing", "savings")
"""The questions whose figures ``liggare explain`` takes apart."""


def way_to_the_facts(answer: "Answer", lang: "Language", *, moment_given: bool) -> str:
    """The command that explains a figure of this answer: the options it was asked with, and the keys of its rows.

    *moment_given*: the moment is told although it was not among them, as it will be when a receipt is verified.
    """
    from ledger.reports.words import translated

    words = ["liggare explain", answer.question]
    given = dict(click.get_current_context().params)
    if moment_given:
        given |= {"as_of": answer.moment.as_of, "known_at": answer.moment.known_at}
    keys = _keys(answer)
    for name in ("unit", "year", "month", "since", "statement", "tree", "as_of", "known_at"):
        value = given.get(name)
        if value not in (None, "operating", "moment") and (name not in keys or name == "month"):
            words.append(f"--{name.replace('_', '-')} {_typed(value)}")
            keys.pop(name, None)
    facts = translated("The facts behind a figure", lang)
    return f"{facts}: {' '.join([*words, *keys.values(), '--column NAME'])}"


_KEYS = {
    "unit": "CODE",
    "line": "CODE",
    "month": "YYYY-MM",
    "version": "LABEL",
    "plan": "CODE",
    "phase": "CODE",
    "category": "NAME",
    "employment": "FORM",
}
"""The keys of rows that are options of ``liggare explain`` too, and what stands for a value of each."""


def _keys(answer: "Answer") -> dict[str, str]:
    """An option for each key of the rows, in brackets where some rows have none."""
    from ledger.queries.answer import headings

    found = {}
    for name, heading in headings(answer.columns).items():
        values = {getattr(row, name) for row in answer.rows} if heading.key and name in _KEYS else {None}
        if values != {None}:
            option = f"--{name} {_KEYS[name]}"
            found[name] = f"[{option}]" if None in values else option
    return found


def _typed(value: Any) -> str:
    """A value of an option as a person would type it."""
    return known_at_text(value) if isinstance(value, datetime) else str(value)


def usual_day(year: int | None) -> date:
    """Today, or 1 January of a year that is yet to come."""
    return max(swedish_day(now()), date(year, 1, 1) if year else date.min)


def tell_answer(
    answer: "Answer",
    settings: Settings,
    reader: "LedgerReader",
    *,
    form: Any,
    unit_of_amounts: Any,
    decimals: int,
    lang: str | None,
    receipt: Path | None,
) -> None:
    """Print an answer, and keep its receipt if one is asked for: then it looks the same on every terminal."""
    chosen = language(lang)
    if form == "table" and answer.rows and answer.question in EXPLAINABLE:
        answer = attrs.evolve(
            answer, notes=[*answer.notes, way_to_the_facts(answer, chosen, moment_given=receipt is not None)]
        )
    if receipt is None:
        print_answer(answer, form=form, unit=unit_of_amounts, decimals=decimals, lang=chosen)
        return
    from cli.output.asked_again import lasting_arguments
    from cli.output.receipts import write_receipt

    text = answer_text(answer, form=form, unit=unit_of_amounts, decimals=decimals, lang=chosen)
    arguments = lasting_arguments(click.get_current_context(), answer.moment, chosen)
    write_receipt(settings, receipt, arguments, answer, text, reader.log.metadata()["identity"])
    print_text(text)
