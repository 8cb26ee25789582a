"""An answer as one JSON object whose figures are exact."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import msgspec

from ledger.domain.fact import journal_name
from ledger.domain.values.days import instant_text
from ledger.domain.values.measured import Measured
from ledger.domain.values.visible import visible_json
from ledger.queries.answer import Answer
from ledger.reports.exact import decimal_text, field_names, is_share, share_text, trimmed


def json_text(answer: Answer) -> str:
    """The question, the moment, the options given, the rows and, where it has a meaning, the total."""
    names = field_names(answer.columns)
    contents: dict[str, Any] = {
        "question": answer.question,
        "as_of": answer.moment.as_of.isoformat(),
        "known_at": instant_text(answer.moment.known_at),
        "position": answer.position,
    }
    for option, given in answer.options.items():
        if given is not None:
            contents.setdefault(journal_name(option), plain(given))
    contents["rows"] = [_row(names, row) for row in answer.rows]
    if answer.total is not None:
        contents["total"] = plain(answer.total) if isinstance(answer.total, Measured) else _row(names, answer.total)
    if answer.beside is not None:
        inner = field_names(answer.beside.columns)
        contents[answer.beside.question] = [_row(inner, row) for row in answer.beside.rows]
    return visible_json(msgspec.json.format(msgspec.json.encode(contents), indent=2).decode()) + "\n"


def _row(names: Mapping[str, str], row: Any) -> dict[str, Any]:
    return {outside: plain(getattr(row, name), name) for name, outside in names.items()}


def plain(value: Any, name: str = "") -> Any:  # noqa: PLR0911 - one return per kind of value
    """*value* in the terms of JSON. Figures become finished digits: a float would lose some of them."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)  # nothing but a plain text
        case Measured():
            return _number(trimmed(str(value)))
        case Decimal():
            return _number(trimmed(share_text(value)) if is_share(name) else decimal_text(value))
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [plain(part) for part in value]
        case Mapping():
            return {str(key): plain(part, str(key)) for key, part in value.items()}
        case _ if attrs.has(type(value)):
            return {outside: plain(getattr(value, inside), inside) for inside, outside in _parts(value)}
        case _:
            return str(value)


def _number(figure: str) -> msgspec.Raw:
    return msgspec.Raw(figure.encode())


def _parts(value: Any) -> list[tuple[str, str]]:
    return list(field_names(type(value)).items())
