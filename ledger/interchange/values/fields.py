"""Read the value of a field from JSON, by the type that the field is declared with."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

import attrs

from ledger.domain.errors import LedgerError, Unreadable
from ledger.domain.fact import OneOrMore, Reference, References, WholeNumber, attributes, holds_codes, journal_name
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.phrases import joined, phrase
from ledger.interchange.values.amounts import read_decimal, read_money, read_quantity
from ledger.interchange.values.choices import read_bool, read_choice
from ledger.interchange.values.codes import read_code, read_reference
from ledger.interchange.values.days import read_day
from ledger.interchange.values.messages import Reader, WrongKind, naming, nearest, shown
from ledger.interchange.values.months import read_month, read_year
from ledger.interchange.values.numbers import read_count
from ledger.interchange.values.texts import read_text


class RepeatedEntry(Unreadable):
    code = "repeated-entry"

    def __init__(self, path: str, entry: object) -> None:
        super().__init__(phrase("{path} names {entry} twice", path=path, entry=entry), hint=phrase("Name it once"))


class NothingListed(Unreadable):
    code = "nothing-listed"

    def __init__(self, path: str) -> None:
        super().__init__(
            phrase("{path} is empty", path=path),
            hint=phrase("List at least one in {path}, or leave the field out if it may be", path=path),
        )


class UnknownField(Unreadable):
    code = "unknown-field"

    def __init__(self, path: str, owner: str, known: Sequence[str]) -> None:
        listed = ", ".join(known)
        super().__init__(
            phrase("{path} is no field of {owner}, which has {listed}", path=shown(path), owner=owner, listed=listed),
            hint=nearest(path.rpartition(".")[2], known)
            or phrase("Take it out, or use one of {listed}", listed=listed),
        )


class MissingFields(Unreadable):
    code = "missing-fields"

    def __init__(self, owner: str, missing: Sequence[str]) -> None:
        super().__init__(
            phrase("{owner} lacks {missing}", owner=owner, missing=", ".join(missing)),
            hint=phrase("Give {missing}", missing=", ".join(missing)),
        )


class SeveralProblems(Unreadable):
    """Everything that is wrong with one line."""

    code = "several-problems"

    def __init__(self, errors: Sequence[LedgerError]) -> None:
        super().__init__(
            joined("; ", (error.sentence for error in errors)),
            hint=joined("; ", dict.fromkeys(error.hint for error in errors if error.hint)),
        )
        self.errors = tuple(errors)


_READERS: Mapping[Any, Reader] = {
    bool: read_bool,
    int: read_year,
    WholeNumber: read_count,
    date: read_day,
    Month: read_month,
    Money: naming(read_money),
    Quantity: naming(partial(read_quantity, exact=True)),
    Decimal: naming(partial(read_decimal, exact=True)),
}
"""By the types of single values. A whole number is a year, unless it is declared otherwise."""

_spellings: dict[type, dict[str, "Spelling"]] = {}


@attrs.frozen
class Spelling:
    """How one field of a fact (or of a part of one) is written and read."""

    name: str
    attribute: str
    annotation: Any
    required: bool
    read: Reader


def spellings(cls: type) -> dict[str, Spelling]:
    """The fields of a fact class or a part by their names in the journal, in the order they are declared."""
    known = _spellings.get(cls)
    if known is None:
        hints = get_type_hints(cls, include_extras=True)
        known = {journal_name(each.name): _spelling(each, hints[each.name]) for each in attributes(cls)}
        _spellings[cls] = known
    return known


def _spelling(attribute: "attrs.Attribute[Any]", annotation: Any) -> Spelling:
    name, code = journal_name(attribute.name), holds_codes(attribute)
    required = attribute.default is attrs.NOTHING
    read = _ONE_OR_MORE.get(annotation) or reader(annotation, code=code)
    if required and get_origin(annotation) is tuple:
        read = partial(_read_some, read)
    elif not required and NoneType not in get_args(annotation):
        read = partial(_read_or_leave, read, attribute.default)
    return Spelling(name, attribute.name, annotation, required, read)


@cache
def reader(annotation: Any, *, code: bool = False) -> Reader:
    """What reads JSON values of the declared type."""
    if annotation is str:
        return read_code if code else read_text
    if annotation == Reference:
        return read_reference
    if get_origin(annotation) is Literal:
        return partial(read_choice, dict.fromkeys(get_args(annotation)))
    found = _READERS.get(annotation)
    return found or _compound_reader(annotation, code=code)


def _compound_reader(annotation: Any, *, code: bool) -> Reader:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return partial(_read_list, reader(arguments[0], code=True))
    if origin is dict:
        return partial(_read_table, reader(arguments[0], code=True), reader(arguments[1]))
    if NoneType in arguments:
        return optional(reader(without_none(annotation), code=code))
    if attrs.has(annotation):
        return partial(_read_part, annotation, spellings(annotation))
    message = f"no reader for fields declared as {annotation}"
    raise TypeError(message)


def without_none(annotation: Any) -> Any:
    """The declared type without None; a list where one code alone may stand for it."""
    if annotation == OneOrMore | None:
        return tuple[str, ...]
    if annotation == References | None:  # most often one
        return Reference
    rest = [argument for argument in get_args(annotation) if argument is not NoneType]
    is_union = get_origin(annotation) in (Union, UnionType)
    return reduce(or_, rest) if is_union else annotation


def optional(read: Reader) -> Reader:
    """A reader that returns None for null and for empty text, and otherwise does what *read* does."""

    def read_if_there(value: Any, path: str) -> Any:
        return None if value is None or value == "" else read(value, path)

    return read_if_there


def _read_or_leave(read: Reader, default: Any, value: Any, path: str) -> Any:
    return default if value is None else read(value, path)


def _read_one_or_more(value: Any, path: str) -> OneOrMore:
    """A code, or a list of codes; a list of one is that one."""
    if isinstance(value, str):
        return str(read_code(value, path))
    found: tuple[str, ...] = _read_some(reader(tuple[str, ...]), value, path)
    return found[0] if len(found) == 1 else found


def _read_references(value: Any, path: str) -> References:
    """A fact by id or position, or a list of them; a list of one is that one."""
    if not isinstance(value, (list, tuple)):
        return read_reference(value, path)
    found: tuple[Reference, ...] = _read_some(partial(_read_list, read_reference), value, path)
    if len(set(found)) != len(found):
        raise RepeatedEntry(path, next(each for each in found if found.count(each) > 1))
    return found[0] if len(found) == 1 else found


def _read_some(read: Reader, value: Any, path: str) -> Any:
    found = read(value, path)
    if not found:
        raise NothingListed(path)
    return found


def _read_list(read: Reader, value: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise WrongKind(
            path,
            value,
            phrase("a list"),
            phrase("Put it in brackets: [{replace}]", replace=shown(value).replace(chr(39), chr(34))),
        )
    found, problems = [], []
    for place, entry in enumerate(value, 1):
        try:
            found.append(read(entry, f"{path}[{place}]"))
        except LedgerError as error:
            problems.append(error)
    if found and type(found[0]) is str and len(set(found)) != len(found):
        problems.append(RepeatedEntry(path, next(entry for entry in found if found.count(entry) > 1)))
    if problems:
        raise_all(problems)
    return tuple(found)


def _read_table(read_key: Reader, read: Reader, value: Any, path: str) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise WrongKind(
            path, value, phrase("a table"), phrase('Write names with their values in braces: {{"NETTO": "-100.00"}}')
        )
    if not value:
        raise NothingListed(path)
    found: dict[Any, Any] = {}
    problems: list[LedgerError] = []
    for written, entry in value.items():
        try:
            key = read_key(written, f"a name in {path}")
            if key in found:
                raise RepeatedEntry(path, key)
            found[key] = read(entry, f"{path}.{key}")
        except LedgerError as error:
            problems.append(error)
    if problems:
        raise_all(problems)
    return found


def _read_part(cls: type, fields: dict[str, Spelling], value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise WrongKind(
            path,
            value,
            phrase("an object with {fields}", fields=", ".join(fields)),
            phrase("Write it in braces, each field by its name"),
        )
    problems: list[LedgerError] = []
    found = {}
    for name, entry in value.items():
        field = fields.get(name)
        try:
            if field is None:
                raise UnknownField(f"{path}.{name}", path, tuple(fields))
            found[field.attribute] = field.read(entry, f"{path}.{name}")
        except LedgerError as error:
            problems.append(error)
    if len(found) < len(fields):
        missing = [f"{path}.{name}" for name, field in fields.items() if field.required and name not in value]
        if missing:
            problems.append(MissingFields(path, missing))
    if problems:
        raise_all(problems)
    return cls(**found)


def raise_all(problems: Sequence[LedgerError]) -> NoReturn:
    """Raise the problem, or all of them as one."""
    flat = [each for problem in problems for each in problems_in(problem)]
    raise flat[0] if len(flat) == 1 else SeveralProblems(flat)


def problems_in(error: LedgerError) -> tuple[LedgerError, ...]:
    """The single messages of an error, to be printed one by one."""
    return error.errors if isinstance(error, SeveralProblems) else (error,)


_ONE_OR_MORE: Mapping[Any, Reader] = {
    OneOrMore | None: optional(_read_one_or_more),
    References | None: optional(_read_references),
}
"""By the types that stand for one thing or a list of them."""
