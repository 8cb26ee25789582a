"""What the readers of values say when they refuse one, and how they repeat it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.messages import nearest, shown
from ledger.domain.values.phrases import joined, phrase

__all__ = ["Reader", "WrongKind", "is_number", "named", "naming", "nearest", "shown"]

Reader = Callable[[Any, str], Any]
"""From any value, and the name that messages call it by (empty: none), to a value that keeps its kind's bounds.

Raises a subclass of :class:`Unreadable` for everything else.
"""


class WrongKind(Unreadable):
    code = "wrong-kind"

    def __init__(self, path: str, value: object, wanted: str, hint: str) -> None:
        super().__init__(
            phrase("{path} is {value}, not {wanted}", path=path, value=shown(value), wanted=wanted)
            if path
            else phrase("{value} is not {wanted}", value=shown(value), wanted=wanted),
            hint=hint,
        )


def named(error: Unreadable, path: str) -> Unreadable:
    """*error*, with the name of the value before its sentence."""
    if path:
        error.sentence = joined(": ", (path, error.sentence))
    return error


def naming(read: Callable[[Any], Any]) -> Reader:
    """A reader that puts the name of the value before what *read* complains of."""

    def named_reader(value: Any, path: str) -> Any:
        try:
            return read(value)
        except Unreadable as error:
            raise named(error, path) from None

    return named_reader


def is_number(value: object) -> bool:
    """Whether a value is an exact number; true and false are none."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
