"""Spellings that types of facts once had, and how they are read as today's.

What is stored never changes: a fact that was spelled the old way keeps its bytes, in the log, in every export and in
every proof. It is read as today's fact, of a class of its own that remembers how it was spelled, so that a ledger
restored from its journal holds the same bytes again. New facts are spelled today's way alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ledger.domain.fact import Fact, attributes

Fields = Mapping[str, Any]
"""The JSON object of a fact, in its order."""


@attrs.frozen
class Spelling:
    """One earlier spelling of a type of fact."""

    version: int
    fits: Callable[[Fields], bool]
    """Whether the fields are spelled this way, and no other."""
    read: Callable[[Fields], dict[str, Any]]
    """The same fact with today's fields."""
    write: Callable[[Fields], dict[str, Any]]
    """The way back: what *read* gives becomes what was written, byte for byte."""


def _renamed(fields: Fields, old: str, new: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """The fields with one under another name, and its value changed, where it stood."""
    return {new if name == old else name: change(value) if name == old else value for name, value in fields.items()}


EARLIER: Mapping[str, tuple[Spelling, ...]] = {
    "assignment.given": (
        Spelling(  # an assignment went to one unit, until boards were found to give the same one to several at once
            version=1,
            fits=lambda fields: "unit" in fields and "units" not in fields,
            read=lambda fields: _renamed(fields, "unit", "units", lambda unit: [unit]),
            write=lambda fields: _renamed(fields, "units", "unit", lambda units: units[0]),
        ),
    ),
}
"""By type of fact: its earlier spellings. What stands here stays here for ever."""


def todays(fields: Fields) -> tuple[Fields, int | None]:
    """The fields as they are spelled today, and the version of the earlier spelling, if they had one."""
    type_ = fields.get("type")
    for spelling in EARLIER.get(type_, ()) if isinstance(type_, str) else ():
        if spelling.fits(fields):
            return spelling.read(fields), spelling.version
    return fields, None


def remembering(fact: Fact, version: int) -> Fact:
    """The same fact, which knows that it was spelled in an earlier version."""
    remembered: Fact = object.__new__(_class(type(fact), version))
    for attribute in attributes(type(fact)):
        object.__setattr__(remembered, attribute.name, getattr(fact, attribute.name))
    return remembered


def spelled_earlier(cls: type) -> Spelling | None:
    """How facts of this class were spelled, if not as today."""
    version = vars(cls).get("SPELLED")
    return next((each for each in EARLIER.get(getattr(cls, "TYPE", ""), ()) if each.version == version), None)


def _class(cls: type[Fact], version: int) -> type[Fact]:
    """A class beside today's, whose facts are equal in everything but the bytes they were read from."""
    made = _classes.get((cls.TYPE, version))
    if made is None:
        own = {
            "__slots__": (),
            "__module__": __name__,
            "__eq__": _says_the_same,
            "__hash__": cls.__hash__,
            "SPELLED": version,
        }
        made = _classes[cls.TYPE, version] = type(f"{cls.__name__}V{version}", (cls,), own)
    return made


def _says_the_same(one: Fact, other: object) -> bool:
    """Equality across spellings, which attrs leaves to facts of the very same class."""
    return (
        isinstance(other, Fact)
        and one.TYPE == other.TYPE
        and all(getattr(one, each.name) == getattr(other, each.name) for each in attributes(type(one)))
    )


_classes: dict[tuple[str, int], type[Fact]] = {}
