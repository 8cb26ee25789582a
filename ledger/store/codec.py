"""Facts ⇄ bytes: one fact, one canonical JSON object, which is also its line in the journal.

Canonical means that a fact has one spelling only: keys in the order of declaration, tables sorted by
key, nothing written for what is not given. The spelling of a class is worked out once, from its attributes.

In between stands a msgspec struct with the keys of the JSON object, because msgspec is strict about the keys
and the type of a struct, while it passes by what it does not expect in an attrs class.
"""

import re
import types
import typing
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import Any

import attrs
import msgspec

from ledger.domain.fact import Fact, OneOrMore, References, attributes
from ledger.domain.nouns import fact_class
from ledger.domain.values.days import Month, instant_text
from ledger.domain.values.measured import Money, Quantity, money_text, quantity_text
from ledger.domain.values.phrases import phrase
from ledger.store.errors import DamagedFact, NewerFact
from ledger.store.spelled_fields import journal_names, required, tag_of
from ledger.store.upcasting import EARLIER, Spelling, remembering, spelled_earlier, todays

Convert = Callable[[Any], Any]


def encode(fact: Fact) -> bytes:
    """The fact as canonical JSON: its journal line without position and recorded_at."""
    return _to_json(_spelling[type(fact)].spell(fact))


def decode(topic: str, state: bytes, position: int | None = None) -> Fact:
    """The fact that *state* spells. Raises :class:`DamagedFact` with the *position* when it spells none."""
    try:
        spelling = _spelling_of_topic[topic]
    except KeyError:
        if state.startswith(b'{"type":"%b",' % topic.encode()):  # not a word that was changed by itself
            raise NewerFact(
                position, phrase("this version of liggare knows no type of fact called {topic!r}", topic=topic)
            ) from None
        raise DamagedFact(position, phrase("there is no type of fact called {topic!r}", topic=topic)) from None
    try:
        return spelling.build(spelling.parse(state))  # type: ignore[no-any-return]
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        earlier = _read_earlier(topic, state)
        if earlier is not None:
            return earlier
        if _FROM_LATER.search(str(error)):
            raise NewerFact(
                position,
                phrase("this version of liggare does not know such a {topic}: {error}", topic=topic, error=error),
            ) from error
        raise DamagedFact(position, str(error)) from error


_FROM_LATER = re.compile("unknown field|Invalid enum value")
"""What msgspec says of a field or a word that a later version may have added."""


def _read_earlier(topic: str, state: bytes) -> Fact | None:
    """The fact that *state* spells as an earlier version did."""
    if topic not in EARLIER:
        return None
    try:
        fields, version = todays(msgspec.json.decode(state, type=dict[str, Any]))
        return None if version is None else remembering(decode(topic, msgspec.json.encode(fields)), version)
    except (msgspec.MsgspecError, DamagedFact):
        return None


def is_canonical(fact: Fact, state: bytes) -> bool:
    """Whether *state* is, byte for byte, what would be written for the *fact* it was read as."""
    return encode(fact) == state


def journal_line(position: int, recorded_at: datetime, state: bytes) -> bytes:
    """The line of an exported journal, without its newline."""
    return b'{"position":%d,"recorded_at":"%s",%s' % (position, instant_text(recorded_at).encode(), state[1:])


class _Spelling:
    """How a fact class, or a part of one, is written and read."""

    def __init__(self, cls: type) -> None:
        fields = attributes(cls)
        self._cls = cls
        self.values = attrgetter(*(field.name for field in fields))
        self.writers = [(at, write) for at, field in enumerate(fields) if (write := _writer(required(field.type)))]
        self.parse = msgspec.json.Decoder(_read_struct(cls), dec_hook=_read_in_table).decode
        self.build = _builder(cls)

    @cached_property
    def written(self) -> type[msgspec.Struct]:
        """Made when it is first written: a question only reads."""
        return _written_struct(self._cls)

    def spell(self, subject: Any) -> msgspec.Struct:
        """What is written for *subject*, in values that JSON has."""
        values = list(self.values(subject))
        for at, write in self.writers:
            if values[at] is not None:
                values[at] = write(values[at])
        return self.written(*values)


class _EarlierSpelling(_Spelling):
    """How a fact is written that was read in an earlier spelling: the same way again."""

    def __init__(self, cls: type, earlier: Spelling) -> None:
        super().__init__(cls)
        self._earlier = earlier

    def spell(self, subject: Any) -> Any:
        return self._earlier.write(msgspec.to_builtins(super().spell(subject)))


class _ByClass(dict[type, _Spelling]):
    def __missing__(self, cls: type) -> _Spelling:
        earlier = spelled_earlier(cls)
        spelling = self[cls] = _EarlierSpelling(cls, earlier) if earlier else _Spelling(cls)
        return spelling


class _ByTopic(dict[str, _Spelling]):
    def __missing__(self, topic: str) -> _Spelling:
        cls = fact_class(topic)
        if cls is None:
            raise KeyError(topic)
        spelling = self[topic] = _spelling[cls]
        return spelling


_spelling = _ByClass()  # both are filled as classes are met, so that a start costs no more than it needs
_spelling_of_topic = _ByTopic()
_to_json = msgspec.json.Encoder().encode


# Writing


def _written_struct(cls: type) -> type[msgspec.Struct]:
    """A struct filled in by place; what is left at its default is not written."""
    fields = [(field.name, Any, () if field.default == () else None) for field in attributes(cls)]
    return msgspec.defstruct(
        cls.__name__,
        fields,
        rename=journal_names(cls),
        tag=tag_of(cls),
        tag_field=tag_of(cls) and "type",
        omit_defaults=True,
    )


def _writer(hint: Any) -> Convert | None:
    """How a value of this type becomes one that JSON has; None when it already is."""
    if attrs.has(hint):
        return _spelling[hint].spell
    if typing.get_origin(hint) is tuple and attrs.has(hint.__args__[0]):
        spell = _spelling[hint.__args__[0]].spell
        return lambda parts: tuple(map(spell, parts))
    if typing.get_origin(hint) is dict:
        return _table_writer(*(_writer(argument) for argument in hint.__args__))
    return _WRITERS.get(hint)


def _one_or_more(codes: OneOrMore | References) -> OneOrMore | References:
    """A list of one is that one: a fact has one spelling only."""
    return codes[0] if isinstance(codes, tuple) and len(codes) == 1 else codes


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
    OneOrMore: _one_or_more,
    References: _one_or_more,
}


# Reading


@cache
def _read_struct(cls: type) -> type[msgspec.Struct]:
    """A struct that has every key the class needs, and takes none it does not know."""
    fields = [
        (field.name, _json_type(required(field.type)), *(() if field.default is attrs.NOTHING else (field.default,)))
        for field in attributes(cls)
    ]
    return msgspec.defstruct(
        cls.__name__,
        fields,
        rename=journal_names(cls),
        tag=tag_of(cls),
        tag_field=tag_of(cls) and "type",
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,
    )


def _json_type(hint: Any) -> Any:
    """The type of what JSON has in place of a value of this type."""
    if attrs.has(hint):
        return _read_struct(hint)
    if hint in _READERS:
        return str
    if typing.get_origin(hint) is tuple:
        return types.GenericAlias(tuple, (_json_type(hint.__args__[0]), ...))
    return hint  # also tables, which are read as they are parsed


def _builder(cls: type) -> Convert:
    """What makes a struct an instance: straight-line code, as attrs writes for ``__init__``, but twice as fast.

    It sets the attributes past the frozen class's own refusal, so a class must not check its own values.
    """
    if hasattr(cls, "__attrs_post_init__") or any(field.validator or field.converter for field in attributes(cls)):
        message = f"{cls.__name__} checks its own values, which reading would pass by"
        raise TypeError(message)
    known: dict[str, Any] = {"new": object.__new__, "cls": cls}
    lines = ["def build(struct):", " built = new(cls)"]
    for name, hint in ((field.name, required(field.type)) for field in attributes(cls)):
        known[f"set_{name}"] = getattr(cls, name).__set__
        known[f"read_{name}"] = read = _reader(hint)
        value = f"None if struct.{name} is None else read_{name}(struct.{name})" if read else f"struct.{name}"
        lines.append(f" set_{name}(built, {value})")
    exec("\n".join([*lines, " return built"]), known)  # noqa: S102 - made of the names of attributes alone
    build: Convert = known["build"]
    return build


def _reader(hint: Any) -> Convert | None:
    """How what JSON has becomes a value of this type; None when it already is."""
    if attrs.has(hint):
        return _spelling[hint].build
    if typing.get_origin(hint) is tuple and attrs.has(hint.__args__[0]):
        build = _spelling[hint.__args__[0]].build
        return lambda structs: tuple(map(build, structs))
    return _READERS.get(hint)


_is_money = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{2}").fullmatch
_is_quantity = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]{0,2}[1-9])?").fullmatch
_is_month = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])").fullmatch


def _read_money(words: str) -> Money:
    if _is_money(words):
        return Money(int(words[:-3] + words[-2:]))
    raise ValueError(f"{words!r} is not an amount")


def _read_quantity(words: str) -> Quantity:
    if _is_quantity(words):
        whole, _, decimals = words.partition(".")
        return Quantity(int(whole + decimals.ljust(Quantity.DECIMALS, "0")))
    raise ValueError(f"{words!r} is not a number of people or hours")


@lru_cache(maxsize=4096)
def _read_month(words: str) -> Month:
    match = _is_month(words)
    if match:
        return Month.of(int(match[1]), int(match[2]))
    raise ValueError(f"{words!r} is not a month")


_READERS: dict[Any, Convert] = {Money: _read_money, Quantity: _read_quantity, Month: _read_month}


def _read_in_table(kind: type, words: Any) -> Any:
    """A key or value of a table."""
    if type(words) is not str:
        raise TypeError(f"{words!r} is no text")
    return _READERS[kind](words)
