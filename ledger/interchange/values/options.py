"""The options of questions, from whatever a command line, a web address or a program gives."""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.interchange.values.choices import read_choice, read_flag
from ledger.interchange.values.codes import read_code
from ledger.interchange.values.days import read_day
from ledger.interchange.values.messages import Reader
from ledger.interchange.values.moments import read_known_at, read_known_from
from ledger.interchange.values.months import read_month, read_year
from ledger.interchange.values.numbers import read_count, read_last
from ledger.interchange.values.texts import read_text
from ledger.queries.options import Kind, Option


def _read_type(value: Any, path: str) -> str:
    """A type of fact, by the journal's word or by the Swedish one."""
    from ledger.domain.vocabulary import type_named  # which loads every type

    return type_named(read_code(value, path))


READERS: Mapping[Kind, Reader] = {
    "unit": read_code,
    "line": read_code,
    "project": read_code,
    "plan": read_code,
    "phase": read_code,
    "measure": read_code,
    "indicator": read_code,
    "category": read_code,
    "employment": read_code,
    "version": read_code,
    "type": _read_type,
    "year": read_year,
    "month": read_month,
    "day": read_day,
    "instant": read_known_at,
    "instant-from": read_known_from,
    "count": read_last,
    "depth": read_count,
    "text": read_text,
    "grouping": read_text,
    "flag": read_flag,
}
"""What reads an option of each kind; a choice is read with its own choices."""


def read_option(option: Option, value: Any) -> Any:
    """The value as a question takes it; None says that it is left out. Raises :class:`Unreadable`."""
    if value is None:
        return None
    if option.kind == "choice":
        return read_choice(option.choices, value, option.name)
    if option.kind == "grouping" and isinstance(value, (list, tuple)):
        return ",".join(read_text(each, option.name) for each in value)
    if option.kind == "grouping" and value == option.default:
        return value
    return READERS[option.kind](value, option.name)


def read_options(options: Sequence[Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of *options* among *given*, read; the others as they are. Raises :class:`Unreadable`."""
    by_name = {option.name: option for option in options}
    return {name: read_option(by_name[name], value) if name in by_name else value for name, value in given.items()}
