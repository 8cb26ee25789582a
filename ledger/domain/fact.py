"""What every fact has in common, and how a fact class tells what its fields mean.

The class is the single definition of a fact: the journal line, the columns of a spreadsheet, the
options of ``liggare record``, the vocabulary page and the help all read the metadata written here.
"""

import datetime as dt
from collections.abc import Callable
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
)

import attrs

type_registry: dict[str, type["Fact"]] = {}

NO_CODE = "none"
"""Written where a code may stand, says that nothing is meant: a transfer to no project."""

Reference = str | int
"""A fact named by its id (a word) or by its position (a number)."""

References = str | int | tuple[Reference, ...]
"""One fact named so, or a list of two or more."""

OneOrMore = str | tuple[str, ...]
"""One code, or a list of two or more."""

LAST_POSITION = 2**63 - 1
"""The largest number that a store can give a fact."""

WholeNumber = Annotated[int, "whole number"]
"""A number of things, or a place among them, from 0. A field declared as ``int`` is a year."""

Effective = Literal["given", "month-end", "month", "year", "named"]
"""Where the effective date comes from when it is left out.

``given``: it may not be left out. ``month-end``: the last day of ``month``, and no other day is right.
``month``: the last day of ``month``. ``year``: 1 January of ``year``. ``named``: that of the fact it names.
"""


@attrs.frozen(kw_only=True)
class Meaning:
    """What a field says, in the metadata of its attribute."""

    help: str
    swedish: str = ""
    refers: str | None = None
    """The kind of thing (unit, line, freeze, …) that must exist under this code."""
    defines: str | None = None
    """The kind of thing that comes into being under this code."""
    names: str | None = None
    """The kind of thing that this is a name of."""
    recalls: str | None = None
    """The kind of words these are: those used before are offered again, but any others may be used."""
    unless: str | None = None
    """The field that may be given instead of this one: one of the two has to be."""
    yearly: bool = False
    """Whether what it refers to has to be open on some day of the fact's fiscal year, not on its effective date."""
    leaving: bool = False
    """Whether something leaves what it refers to: that may close on the fact's effective date."""


def field(  # noqa: PLR0913 - each is a meaning of its own
    help: str,  # noqa: A002 - the word a reader expects
    swedish: str = "",
    *,
    refers: str | None = None,
    defines: str | None = None,
    names: str | None = None,
    recalls: str | None = None,
    yearly: bool = False,
    leaving: bool = False,
    unless: str | None = None,
    default: Any = attrs.NOTHING,
    factory: Callable[[], Any] | None = None,
) -> Any:
    """An attribute with its meaning. Without a default it must be given."""
    meaning = Meaning(
        help=help,
        swedish=swedish,
        refers=refers,
        defines=defines,
        names=names,
        recalls=recalls,
        yearly=yearly,
        leaving=leaving,
        unless=unless,
    )
    if factory is not None:
        return attrs.field(factory=factory, metadata={"meaning": meaning})
    return attrs.field(default=default, metadata={"meaning": meaning})


T = TypeVar("T", bound=type)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def part(cls: T) -> T:
    """Make *cls* a frozen value that facts are built from."""
    return attrs.frozen(kw_only=True)(cls)


def attributes(cls: type) -> tuple["attrs.Attribute[Any]", ...]:
    """The attributes of a fact or of a part of one, in the order they are declared."""
    found: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    return found


def meaning(attribute: "attrs.Attribute[Any]") -> Meaning:
    """The meaning an attribute of a fact (or of a part of one) was declared with."""
    found: Meaning = attribute.metadata["meaning"]
    return found


@part
class Decision:
    """Where the decision can be read: body, day, paragraph and case number of the minutes."""

    body: str | None = field("The board, committee or officer that decided", "organ", recalls="body", default=None)
    date: dt.date | None = field("The day it was decided", "beslutsdatum", default=None)
    paragraph: str | None = field("The paragraph of the minutes, such as '§ 112'", "paragraf", default=None)
    case: str | None = field("The case number in the register", "ärende", default=None)


@part
class Fact:
    """One decision or one report, as its source document states it."""

    TYPE: ClassVar[str]
    SWEDISH: ClassVar[str]
    """The type as a Swedish reader types it; journals have :attr:`TYPE` alone."""
    EFFECTIVE: ClassVar[Effective] = "given"
    BY_HAND: ClassVar[bool] = True
    """Whether people record it; else the ledger does so by itself."""

    id: str | None = field("Your own reference for the fact; unique in the ledger", "referens", default=None)
    effective: dt.date = field("From which day it changes the world", "gäller från")
    decision: Decision | None = field("Where the decision can be read", "beslut", default=None)
    actor: str | None = field("The user id of the officer who records", "handläggare", default=None)
    note: str | None = field("A short remark; never anything about a person", "anteckning", default=None)
    late_reason: str | None = field(
        "Why it takes effect in a month that is already closed", "skäl för sen post", default=None
    )
    corrects: References | None = field(
        "The reversed fact that this one replaces (id or position); or a list of several", "rättar", default=None
    )


def corrected(fact: Fact) -> tuple[Reference, ...]:
    """The facts that this one replaces, by id or position."""
    named = fact.corrects
    return named if isinstance(named, tuple) else () if named is None else (named,)


@attrs.frozen
class Recorded:
    """A fact with what the ledger added when it was recorded."""

    position: int
    recorded_at: dt.datetime
    fact: Fact


F = TypeVar("F", bound=type[Fact])


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def fact(cls: F) -> F:
    """Make *cls* a frozen fact and enter it in the closed registry of types."""
    frozen = attrs.frozen(kw_only=True)(cls)
    if frozen.TYPE in type_registry:
        message = f"two fact classes for {frozen.TYPE}"
        raise TypeError(message)
    type_registry[frozen.TYPE] = frozen
    return frozen


SHARED = tuple(attribute.name for attribute in attributes(Fact))


def own_fields(cls: type[Fact]) -> tuple["attrs.Attribute[Any]", ...]:
    """The attributes that belong to this type of fact alone, in the order they are declared."""
    return tuple(attribute for attribute in attributes(cls) if attribute.name not in SHARED)


Naming = Literal["code", "codes", "parts"]
"""How a field names things: one code, many (a list, or the keys of a table), or through the parts it holds."""


When = Literal["day", "year", "leaving"]


class Mention(NamedTuple):
    """Something that a fact refers to and that therefore has to exist."""

    kind: str
    code: str
    when: When = "day"
    """When it has to be open: on the effective date, on some day of the fiscal year, or, where something leaves it, on
    the effective date or the day before."""


_known_namings: dict[type, tuple[tuple[str, str, When, Naming], ...]] = {}
_known_defining: dict[type, tuple[str, str] | None] = {}


def _namings(cls: type) -> tuple[tuple[str, str, When, Naming], ...]:
    """Which attributes of a class name things, of what kind, when and how: worked out once for each class."""
    found: list[tuple[str, str, When, Naming]] = []
    for attribute in attributes(cls):
        meant, hint = meaning(attribute), str(attribute.type)
        if meant.refers:
            how: Naming = "codes" if "tuple[" in hint or "dict[" in hint else "code"
            when: When = "year" if meant.yearly else "leaving" if meant.leaving else "day"
            found.append((attribute.name, meant.refers, when, how))
        elif get_origin(attribute.type) is tuple and attrs.has(get_args(attribute.type)[0]):
            found.append((attribute.name, "", "day", "parts"))
    return tuple(found)


def mentions(subject: Any) -> list[Mention]:
    """Everything that a fact refers to and that therefore has to exist."""
    named: list[Mention] = []
    cls = type(subject)
    namings = _known_namings.get(cls)
    if namings is None:
        namings = _known_namings[cls] = _namings(cls)
    for name, kind, when, how in namings:
        value = getattr(subject, name)
        if value is None:
            continue
        if how == "parts":
            for each in value:
                named += mentions(each)
        elif how == "codes" and not isinstance(value, str):
            named += [Mention(kind, code, when) for code in value]
        elif kind != "project" or value != NO_CODE:
            named.append(Mention(kind, value, when))
    return named


def fiscal_year(subject: Any) -> int:
    """The year that the money of a fact belongs to; of a carry-over the year it comes from."""
    for name in ("year", "from_year"):
        year: int | None = getattr(subject, name, None)
        if year is not None:
            return year
    month = getattr(subject, "month", None)
    return (month.first_day if month is not None else subject.effective).year  # type: ignore[no-any-return]


def _defining(cls: type[Fact]) -> tuple[str, str] | None:
    """Which attribute brings something into being, and of what kind."""
    for attribute in own_fields(cls):
        kind = meaning(attribute).defines
        if kind:
            return kind, attribute.name
    return None


def definition(subject: Fact) -> tuple[str, str] | None:
    """The (kind, code) that a fact brings into being, if it does."""
    cls = type(subject)
    if cls not in _known_defining:
        _known_defining[cls] = _defining(cls)
    defining = _known_defining[cls]
    return None if defining is None else (defining[0], getattr(subject, defining[1]))


_CODES = frozenset({"id", "actor", "category", "grant", "version", "phase", "because_of"})


def holds_codes(attribute: "attrs.Attribute[Any]") -> bool:
    """Whether the texts in a field are codes: it refers to something or defines it, or is one of a few by name."""
    told = meaning(attribute)
    return bool(told.refers or told.defines) or journal_name(attribute.name) in _CODES


def journal_name(attribute: str) -> str:
    """The name of a field in the journal: Python's keywords lose the underscore that spares them."""
    return attribute.removesuffix("_")
