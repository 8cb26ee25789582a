"""Refuse a fact that holds a value of the wrong type or out of bounds, before anything else looks at it.

The checks are made from the annotations of the fact classes. What passes can be written and read again: by the store,
and from an exported journal by the readers of :mod:`ledger.interchange.values`, which keep the same bounds. Replay does
not check again.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from unicodedata import is_normalized

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.fact import (
    LAST_POSITION,
    Fact,
    OneOrMore,
    Reference,
    References,
    WholeNumber,
    attributes,
    holds_codes,
    journal_name,
    type_registry,
)
from ledger.domain.messages import shown
from ledger.domain.values.characters import LONGEST_CODE, LONGEST_TEXT, is_code, is_text
from ledger.domain.values.days import FIRST_DAY, LAST_DAY, Month
from ledger.domain.values.measured import MOST_BEFORE_POINT, MOST_DECIMALS, MOST_MONEY, MOST_QUANTITY, Money, Quantity
from ledger.domain.values.phrases import phrase

Test = Callable[[Any], bool]
Found = Iterator[tuple[str, Any, str]]
"""Path, value and what was wanted, of what is wrong inside a value."""


class WrongValue(Unreadable):
    """A value in a fact that no reader would have given it."""

    code = "wrong-value"

    def __init__(self, path: str, value: object, wanted: str) -> None:
        super().__init__(
            phrase("{path} is {shown}, not {wanted}", path=path, shown=_shown(value), wanted=wanted),
            hint=phrase("Give {path} {wanted}", path=path, wanted=wanted),
        )


class NotAFact(Unreadable):
    code = "not-a-fact"

    def __init__(self, value: object) -> None:
        super().__init__(
            phrase("{value} is no fact that can be recorded", value=shown(value)),
            hint=phrase("Make one of a class in ledger.facts, such as BudgetAdopted"),
        )


@attrs.frozen
class Check:
    """Whether a value may stand in a field."""

    expression: str
    """The same as *holds*, of a variable ``v`` that is not None, with the names in ``_KNOWN``; empty: there is none."""
    holds: Test
    wanted: str
    inside: Callable[[Any, str], Found] = lambda _value, _path: iter(())
    """What is wrong with the parts of a value, if it has the right type itself."""


def require_right_values(fact: object) -> None:
    """Raise :class:`WrongValue` for the first field with a value of the wrong type or out of bounds."""
    test = _tests.get(type(fact))
    if test is None:
        if not isinstance(fact, Fact) or type_registry.get(getattr(fact, "TYPE", "")) is not type(fact):
            raise NotAFact(fact)
        test = _tests[type(fact)] = _test_of(type(fact))
    if not test(fact):
        raise WrongValue(*next(_wrong_in(fact, "")))


def _shown(value: object) -> str:
    """A value with its type where the value alone does not tell: a text that reads as a number, say."""
    if isinstance(value, (str, bool, NoneType, list, tuple, dict)):
        return shown(value)
    if isinstance(value, (Month, Money, Quantity)):
        return type(value).__name__
    return f"{shown(value)} ({type(value).__name__})"


_tests: dict[type, Test] = {}
_FIRST, _LAST = Month.containing(FIRST_DAY).number, Month.containing(LAST_DAY).number
_YEARS = f"{FIRST_DAY.year} to {LAST_DAY.year}"
_NAMED = (date, Decimal, Month, Money, Quantity, is_code, is_text, is_normalized)
_KNOWN: dict[str, Any] = {each.__name__: each for each in _NAMED} | {"FIRST_DAY": FIRST_DAY, "LAST_DAY": LAST_DAY}


def _is_plain_number(value: Any) -> bool:
    """Whether a number is written without exponent, within bounds, and reads as the same digits again."""
    if type(value) is not Decimal or not value.is_finite() or (not value and value.is_signed()):
        return False
    exponent = value.as_tuple().exponent
    return -MOST_DECIMALS <= int(exponent) <= 0 and abs(value) < 10**MOST_BEFORE_POINT


_KNOWN["is_plain_number"] = _is_plain_number


def _leaf(expression: str, wanted: str) -> Check:
    return Check(expression, eval(f"lambda v: {expression}", _KNOWN), wanted)  # noqa: S307 - of the expressions here


def _characters(longest: int, slowly: str, wanted: str) -> Check:
    """A text of printable characters is told quickly; *slowly* names what looks at all others."""
    plain = "v.isprintable() and v[0] != ' ' != v[-1] and (v.isascii() or is_normalized('NFC', v))"
    return _leaf(
        f"(type(v) is str and 0 < len(v) <= {longest} and {plain}) or {slowly}(v)",
        f"{wanted} of at most {longest} printable characters in composed form (NFC), without space around it",
    )


_CODE = _characters(LONGEST_CODE, "is_code", "a code")
_TEXT = _characters(LONGEST_TEXT, "is_text", "a text")
_LEAVES = {
    bool: _leaf("type(v) is bool", "True or False"),
    int: _leaf(f"type(v) is int and {FIRST_DAY.year} <= v <= {LAST_DAY.year}", f"a year from {_YEARS}, as an int"),
    WholeNumber: _leaf(f"type(v) is int and 0 <= v <= {LAST_POSITION}", "a whole number from 0, as an int"),
    date: _leaf("type(v) is date and FIRST_DAY <= v <= LAST_DAY", f"a datetime.date from {_YEARS}"),
    Month: _leaf(
        f"type(v) is Month and type(v.number) is int and {_FIRST} <= v.number <= {_LAST}",
        f"a ledger.Month from {_YEARS}",
    ),
    Money: _leaf(
        f"type(v) is Money and type(v.count) is int and {-MOST_MONEY.count} <= v.count <= {MOST_MONEY.count}",
        f"a ledger.Money of at most {MOST_MONEY.text}",
    ),
    Quantity: _leaf(
        f"type(v) is Quantity and type(v.count) is int and {-MOST_QUANTITY.count} <= v.count <= {MOST_QUANTITY.count}",
        f"a ledger.Quantity of at most {MOST_QUANTITY}",
    ),
    Decimal: _leaf(
        "is_plain_number(v)",
        f"a decimal.Decimal with at most {MOST_BEFORE_POINT} digits before the point and {MOST_DECIMALS} after it",
    ),
    Reference: _leaf(
        f"(type(v) is int and 0 < v <= {LAST_POSITION}) or is_code(v)", "a position from 1, as an int, or an id"
    ),
}


@cache
def _check(annotation: Any, *, code: bool, required: bool) -> Check:
    """What a field declared as *annotation* may hold. *required*: a list must not be empty."""
    if annotation is str:
        return _CODE if code else _TEXT
    if annotation in _LEAVES:
        return _LEAVES[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        listed = frozenset(arguments)
        return Check("", lambda v: type(v) is str and v in listed, f"one of {', '.join(arguments)}")
    if origin is tuple:
        return _list(_check(arguments[0], code=True, required=False), required=required)
    if origin is dict:
        return _table(_check(arguments[0], code=True, required=True), _check(arguments[1], code=False, required=True))
    for one_or_more, one in ((OneOrMore, _CODE), (References, _LEAVES[Reference])):
        if annotation == one_or_more | None:
            return _one_or_more(one)
    if origin in (Union, UnionType) and NoneType in arguments:
        rest = [each for each in arguments if each is not NoneType]
        given = _check(rest[0] if len(rest) == 1 else Reference, code=code, required=False)
        return attrs.evolve(given, holds=lambda v: v is None or given.holds(v))
    if attrs.has(annotation):
        test = _test_of(annotation)
        return Check(
            "",
            lambda v: type(v) is annotation and test(v),
            f"a {annotation.__name__}",
            lambda v, path: _wrong_in(v, path) if type(v) is annotation else iter(()),
        )
    message = f"no check for fields declared as {annotation}"
    raise TypeError(message)


def _one_or_more(one: Check) -> Check:
    several = _list(one, required=True)
    return Check("", lambda v: v is None or one.holds(v) or several.holds(v), f"{one.wanted}, or {several.wanted}")


def _list(entry: Check, *, required: bool) -> Check:
    def holds(value: Any) -> bool:
        if type(value) is not tuple or (required and not value) or not all(map(entry.holds, value)):
            return False
        return not value or type(value[0]) not in (str, int) or len(set(value)) == len(value)

    def inside(value: Any, path: str) -> Found:
        for place, each in enumerate(value if type(value) is tuple else (), 1):
            yield from _wrong(entry, each, f"{path}[{place}]")

    return Check("", holds, f"a tuple{' of at least one' if required else ''}, each once: {entry.wanted}", inside)


def _table(key: Check, entry: Check) -> Check:
    def holds(value: Any) -> bool:
        if type(value) is not dict or not value:
            return False
        return all(map(key.holds, value)) and all(map(entry.holds, value.values()))

    def inside(value: Any, path: str) -> Found:
        for name, each in value.items() if type(value) is dict else ():
            yield from _wrong(key, name, f"a name in {path}")
            yield from _wrong(entry, each, f"{path}.{name}")

    return Check("", holds, f"a dict with {entry.wanted} by {key.wanted}", inside)


@cache
def _checks(cls: Any) -> dict[str, Check]:
    """What each attribute of a fact class, or of a part, may hold."""
    hints = get_type_hints(cls, include_extras=True)
    return {
        each.name: _check(hints[each.name], code=holds_codes(each), required=each.default is attrs.NOTHING)
        for each in attributes(cls)
    }


def _test_of(cls: type) -> Test:
    """Whether all fields of an instance hold what they may: straight-line code, as every recorded fact passes here."""
    known, lines = dict(_KNOWN), ["def holds(fact):"]
    for name, check in _checks(cls).items():
        known[f"holds_{name}"] = check.holds
        optional = check.holds(None)
        expression = check.expression or f"holds_{name}(v)"
        lines += [f" v = fact.{name}", f" if {'v is not None and ' * optional}not ({expression}): return False"]
    exec("\n".join([*lines, " return True"]), known)  # noqa: S102 - made of the names of attributes alone
    test: Test = known["holds"]
    return test


def _wrong_in(subject: Any, path: str) -> Found:
    """What is wrong in the fields of a fact, or of a part of one."""
    cls: Any = type(subject)
    for name, check in _checks(cls).items():
        inner = journal_name(name)
        yield from _wrong(check, getattr(subject, name), f"{path}.{inner}" if path else inner)


def _wrong(check: Check, value: Any, path: str) -> Found:
    if not check.holds(value):
        yield from check.inside(value, path)
        yield path, value, check.wanted
