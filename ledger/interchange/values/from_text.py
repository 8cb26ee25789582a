"""Convert text from the command line or a spreadsheet cell to JSON values as the journal has them.

Lists are separated by commas, tables are ``NETTO=-100`` (with months ``NETTO:2024-07=-100``), parts are
``unit=HSN, line=NETTO, amount=-1,5 Mkr`` or JSON. An option given several times adds to its list or table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, get_args, get_origin

import attrs

from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, Reference, References
from ledger.domain.values.measured import Money, Quantity, quantity_text
from ledger.domain.values.phrases import phrase
from ledger.interchange.journal.lines import NotJson, read_line
from ledger.interchange.values.amounts import read_decimal, read_money, read_quantity
from ledger.interchange.values.fields import (
    MissingFields,
    RepeatedEntry,
    UnknownField,
    raise_all,
    spellings,
    without_none,
)
from ledger.interchange.values.messages import WrongKind, naming

Words = str | Sequence[str]

_YES_AND_NO = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nej": False}
_read_quantity = naming(read_quantity)
_read_decimal = naming(read_decimal)
_BETWEEN_ENTRIES = re.compile(r"[,;\n]\s*(?=[^,;=\n]+=)|[;\n]\s*\Z")
_POSITION = re.compile(r"#?([0-9]{1,18})")


def to_fields(cls: type[Fact], words: Mapping[str, Words], *, unit: str = "kr") -> dict[str, Any]:
    """Texts by field name as the fields of a journal line. A blank text leaves its field out.

    Parts may be given field by field: ``decision.body``, ``accrual.from``.
    Raises :class:`Unreadable` for all that is wrong.
    """
    known = spellings(cls)
    problems: list[LedgerError] = []
    fields: dict[str, Any] = {"type": cls.TYPE}
    for column, given in words.items():
        name, _, inner = column.partition(".")
        if name == "type" or _is_blank(given):
            continue
        try:
            annotation = _annotation(cls, column)
            value = as_json(annotation, given, column, unit=unit)
            if inner:
                _put_inside(fields, name, inner, value)
            elif name in fields:
                raise RepeatedEntry(cls.TYPE, name)
            else:
                fields[known[name].name] = value
        except LedgerError as error:
            problems.append(error)
    if problems:
        raise_all(problems)
    return fields


def as_json(annotation: Any, words: Words, path: str, *, unit: str = "kr") -> Any:
    """*words* as the JSON value that a field of this type has in the journal."""
    if annotation == References | None:
        return _references(_each(words), path)
    annotation, origin = without_none(annotation), get_origin(without_none(annotation))
    if origin is tuple and attrs.has(get_args(annotation)[0]):
        return [_unit_inside(each, unit, path) for each in _parts(get_args(annotation)[0], _each(words), path)]
    if origin is tuple:
        return [entry.strip() for given in _each(words) for entry in given.split(",") if entry.strip()]
    if origin is dict:
        return _table(annotation, _each(words), path, unit)
    only = _only(words, path)
    if attrs.has(annotation):
        found = _parts(annotation, [only], path)
        if len(found) != 1:
            raise WrongKind(path, only, phrase("one entry"), phrase("Name each of its fields once"))
        return _unit_inside(found[0], unit, path)
    return _single(annotation, only, unit, path)


def _references(words: Sequence[str], path: str) -> Any:
    """``12`` or ``RS-112``; several stand between semicolons."""
    found = [
        _single(Reference, each.strip(), "kr", path) for given in words for each in given.split(";") if each.strip()
    ]
    return found[0] if len(found) == 1 else found


def _single(annotation: Any, words: str, unit: str, path: str) -> Any:
    if annotation is bool:
        return _YES_AND_NO.get(words.strip().casefold(), words)
    if annotation == Reference:
        position = _POSITION.fullmatch(words.strip())
        return int(position[1]) if position else words
    if annotation is Money:
        return _in_kronor(words, unit, path)
    if annotation is Quantity:
        # People may mean 1250 or 1,25 by 1.250, which is refused. In the journal a point always starts the decimals.
        return quantity_text(_read_quantity(words, path).count)
    if annotation is Decimal:
        return format(_read_decimal(words, path), "f")
    return words


def _table(annotation: Any, words: Sequence[str], path: str, unit: str) -> dict[str, Any]:
    """``NETTO=-100`` as {NETTO: -100}, and ``NETTO:2024-07=-100`` as {NETTO: {2024-07: -100}}."""
    value_type = get_args(annotation)[1]
    by_month = get_origin(value_type) is dict
    table: dict[str, Any] = {}
    for entry in _entries(words):
        key, equals, amount = entry.partition("=")
        key, colon, month = key.rpartition(":") if by_month else (key, ":", "")
        if not (equals and colon and key.strip()):
            example = "NETTO:2024-07=-100" if by_month else "NETTO=-100"
            raise WrongKind(
                path,
                entry,
                phrase("written as {example}", example=example),
                phrase("Write {example}, and repeat it for each", example=example),
            )
        row, place = (table.setdefault(key.strip(), {}), month.strip()) if by_month else (table, key.strip())
        if place in row:
            raise RepeatedEntry(path, entry.partition("=")[0].strip())
        amount_type = get_args(value_type)[1] if by_month else value_type
        row[place] = _single(amount_type, amount.strip(), unit, f"{path}.{key.strip()}")
    return table


def _entries(words: Sequence[str]) -> Iterator[str]:
    """The entries of a table. A comma is a decimal comma unless another ``NAME=`` follows."""
    for given in words:
        yield from (entry for entry in _BETWEEN_ENTRIES.split(given) if entry.strip())


def _parts(cls: type, words: Sequence[str], path: str) -> list[dict[str, Any]]:
    """Each text as one part or several. A new part begins where a field is named again."""
    found: list[dict[str, Any]] = []
    for given in words:
        if given.lstrip()[:1] in ("{", "["):
            found += _from_json(given, path)
            continue
        current: dict[str, Any] = {}
        for entry in _between_fields(cls).split(given):
            name, equals, value = (piece.strip() for piece in entry.partition("="))
            if not equals or name not in spellings(cls):
                example = ",".join(f"{name}=…" for name in spellings(cls))
                raise WrongKind(
                    path,
                    entry,
                    phrase("written as {example}", example=example),
                    phrase("Write {example}, or JSON", example=example),
                )
            if name in current:
                found.append(current)
                current = {}
            current[name] = as_json(spellings(cls)[name].annotation, value, f"{path}.{name}")
        found.append(current)
    return found


def _from_json(words: str, path: str) -> list[dict[str, Any]]:
    try:
        entries: Any = read_line(f'{{"{path}": {words}}}').get(path)
    except NotJson:
        raise WrongKind(
            path, words, phrase("JSON"), phrase('Write it as {{"FIELD": "…", …}}, or as FIELD=…,…')
        ) from None
    listed = entries if isinstance(entries, list) else [entries]
    for entry in listed:
        if not isinstance(entry, dict):
            raise WrongKind(path, entry, phrase("an object"), phrase("Write it in braces, each field by its name"))
    return listed


def _between_fields(cls: type) -> re.Pattern[str]:
    names = "|".join(map(re.escape, spellings(cls)))
    return re.compile(rf"\s*[,;\n]\s*(?=(?:{names})\s*=)")


def _unit_inside(part: dict[str, Any], unit: str, path: str) -> dict[str, Any]:
    """A part with its amounts in kronor; those that name no unit are in *unit*."""
    money = ("amount", "low", "high")
    return {name: _in_kronor(value, unit, f"{path}.{name}") if name in money else value for name, value in part.items()}


def _in_kronor(amount: Any, unit: str, path: str) -> Any:
    """An amount in *unit* as the journal writes it. One that names its own unit is left as it is."""
    if unit == "kr" or not isinstance(amount, str) or any(letter.isalpha() for letter in amount):
        return amount
    return str(naming(partial(read_money, unit=unit))(amount, path))


def _annotation(cls: type[Fact], column: str) -> Any:
    """The declared type of a field, or of a field of a part named as ``decision.body``."""
    owner, fields = cls.TYPE, spellings(cls)
    name, _, inner = column.partition(".")
    if inner and name in fields and attrs.has(without_none(fields[name].annotation)):
        owner, fields, name = name, spellings(without_none(fields[name].annotation)), inner
    if name not in fields or (inner and name != inner):
        raise UnknownField(column, owner, tuple(fields))
    return fields[name].annotation


def _put_inside(fields: dict[str, Any], name: str, inner: str, value: Any) -> None:
    part = fields.setdefault(name, {})
    if inner in part:
        raise RepeatedEntry(name, inner)
    part[inner] = value


def _each(words: Words) -> Sequence[str]:
    return (words,) if isinstance(words, str) else words


def _only(words: Words, path: str) -> str:
    given = _each(words)
    if not given:
        raise MissingFields(path, ["a value"])
    if len(given) > 1:
        raise RepeatedEntry(phrase("The command"), path)
    return given[0]


def _is_blank(words: Words) -> bool:
    return not any(given.strip() for given in _each(words))
