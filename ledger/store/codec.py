"""Facts ⇄ bytes: one fact, one canonical JSON object, which is also its line in the journal.

Canonical means that a fact has one spelling only: keys in the order of declaration, tables sorted by
key, nothing written for what is not given. The spelling of a class is worked out once, from its attributes.
"""

import re
import types
import typing
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

import attrs
import msgspec

from ledger.domain.days import Month, instant_text
from ledger.domain.fact import Fact, attributes, journal_name
from ledger.domain.measured import Money, Quantity, money_text, quantity_text
from ledger.domain.vocabulary import FACT_TYPES
from ledger.store.errors import DamagedFact

Convert = Callable[[Any], Any]


def encode(fact: Fact) -> bytes:
    """The fact as canonical JSON: its journal line without position and recorded_at."""
    return _to_json(_spelling[type(fact)].spell(fact))


def decode(topic: str, state: bytes, position: int | None = None) -> Fact:
    """The fact that *state* spells. Raises :class:`DamagedFact` with the *position* when it spells none."""
    try:
        spelling = _spelling_of_topic[topic]
    except KeyError:
        raise DamagedFact(position, f"there is no type of fact called {topic!r}") from None
    try:
        return spelling.read(state)  # type: ignore[no-any-return]
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise DamagedFact(position, str(error)) from error


def is_canonical(fact: Fact, state: bytes) -> bool:
    """Whether *state* is, byte for byte, what would be written for the *fact* it was read as."""
    return encode(fact) == state


def journal_line(position: int, recorded_at: datetime, state: bytes) -> bytes:
    """The line of an exported journal, without its newline."""
    return b'{"position":%d,"recorded_at":"%s",%s' % (position, instant_text(recorded_at).encode(), state[1:])


class _Spelling:
    """How a fact class, or a part of one, is written and read.

    In between stands a struct with the keys of the JSON object in their order, because msgspec is strict about
    the keys and the type of a struct, while it passes by what it does not expect in an attrs class.
    """

    def __init__(self, cls: type) -> None:
        fields = attributes(cls)
        self.cls = cls
        self.struct = _struct(cls)
        self.values = attrgetter(*(field.name for field in fields))
        self.writers = [(at, write) for at, field in enumerate(fields) if (write := _writer(_given(field.type)))]
        self.parse = msgspec.json.Decoder(self.struct, dec_hook=_read_value).decode

    def spell(self, subject: Any) -> msgspec.Struct:
        """What is written for *subject*, in values that JSON has."""
        values = list(self.values(subject))
        for at, write in self.writers:
            if values[at] is not None:
                values[at] = write(values[at])
        return self.struct(*values)

    def read(self, state: bytes) -> Any:
        """The instance that *state* spells. Raises what msgspec raises."""
        return msgspec.convert(self.parse(state), self.cls, from_attributes=True, dec_hook=_read_value)


class _ByClass(dict[type, _Spelling]):
    def __missing__(self, cls: type) -> _Spelling:
        spelling = self[cls] = _Spelling(cls)
        return spelling


class _ByTopic(dict[str, _Spelling]):
    def __missing__(self, topic: str) -> _Spelling:
        spelling = self[topic] = _spelling[FACT_TYPES[topic]]
        return spelling


_spelling = _ByClass()  # both are filled as classes are met, so that a start costs no more than it needs
_spelling_of_topic = _ByTopic()
_to_json = msgspec.json.Encoder().encode


@cache
def _struct(cls: type) -> type[msgspec.Struct]:
    """A struct with the keys of a class in their order; whatever is left at its default is not written."""
    fields = [
        (field.name, _json_type(_given(field.type)), () if field.default == () else None) for field in attributes(cls)
    ]
    return msgspec.defstruct(
        cls.__name__,
        fields,
        rename={field.name: journal_name(field.name) for field in attributes(cls)},
        tag=cls.TYPE if issubclass(cls, Fact) else None,
        tag_field="type" if issubclass(cls, Fact) else None,
        forbid_unknown_fields=True,
        omit_defaults=True,
        gc=False,
    )


def _json_type(hint: Any) -> Any:
    """The type of what JSON has in place of a value of this type."""
    if attrs.has(hint):
        return _struct(hint)
    if hint in {Money, Quantity, Month}:
        return str
    if typing.get_origin(hint) is tuple:
        return types.GenericAlias(tuple, (_json_type(hint.__args__[0]), ...))
    return hint  # also tables: what converts a struct leaves words as keys, what reads JSON makes them months


def _given(hint: Any) -> Any:
    """The hint of a value that is there: without ``None``."""
    if isinstance(hint, types.UnionType):
        left = [member for member in hint.__args__ if member is not types.NoneType]
        return left[0] if len(left) == 1 else str | int
    return hint


def _writer(hint: Any) -> Convert | None:
    """How a value of this type becomes one that JSON has; None when it already is."""
    if attrs.has(hint):
        return _spelling[hint].spell
    if typing.get_origin(hint) is tuple and attrs.has(hint.__args__[0]):
        spell = _writer(hint.__args__[0]) or str
        return lambda parts: tuple(map(spell, parts))
    if typing.get_origin(hint) is dict:
        return _table_writer(*(_writer(argument) for argument in hint.__args__))
    return _WRITERS.get(hint)


def _table_writer(write_key: Convert | None, write: Convert | None) -> Convert:
    if write is None or write_key not in {None, str}:
        message = "a table in a fact has words or months as keys, and amounts or tables as values"
        raise TypeError(message)
    return lambda table: {str(key): write(table[key]) for key in sorted(table)}


_WRITERS: dict[Any, Convert] = {
    Money: lambda amount: money_text(amount.count),
    Quantity: lambda quantity: quantity_text(quantity.count),
    Month: str,
    Decimal: lambda number: format(number, "f"),
}

_is_money = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{2}").fullmatch
_is_quantity = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]{0,2}[1-9])?").fullmatch
_is_month = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])").fullmatch


def _read_value(kind: type, words: Any) -> Any:
    """An amount or a month from its one spelling; msgspec adds the field to our complaint."""
    if type(words) is kind:  # in a table, where it has been read already
        return words
    if kind is Money:
        if _is_money(words):
            return Money(int(words.replace(".", "")))
        raise ValueError(f"{words!r} is not an amount")
    if kind is Quantity:
        if _is_quantity(words):
            whole, _, decimals = words.partition(".")
            return Quantity(int(whole + decimals.ljust(Quantity.DECIMALS, "0")))
        raise ValueError(f"{words!r} is not a number of people or hours")
    return _read_month(words)


@lru_cache(maxsize=4096)
def _read_month(words: Any) -> Month:
    match = _is_month(words)
    if not match:
        raise ValueError(f"{words!r} is not a month")
    return Month.of(int(match[1]), int(match[2]))
