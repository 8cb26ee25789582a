"""How the fields of facts are spelled in what is stored."""

import functools
import operator
import types
from typing import Any

from ledger.domain.fact import Fact, attributes, journal_name


def required(hint: Any) -> Any:
    """The hint of a value that is there: without ``None``."""
    if isinstance(hint, types.UnionType):
        left = [member for member in hint.__args__ if member is not types.NoneType]
        return left[0] if len(left) == 1 else functools.reduce(operator.or_, left)
    return hint


def journal_names(cls: type) -> dict[str, str]:
    return {field.name: journal_name(field.name) for field in attributes(cls)}


def tag_of(cls: type) -> str | None:
    return cls.TYPE if issubclass(cls, Fact) else None
