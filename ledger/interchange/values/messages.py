"""What the readers of values say when they refuse one, and how they repeat it."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from ledger.domain.errors import Unreadable

Reader = Callable[[Any, str], Any]
"""From any value, and the name that messages call it by (empty: none), to a value that keeps its kind's bounds.

Raises a subclass of :class:`Unreadable` for everything else.
"""

_SHOWN = 60


class WrongKind(Unreadable):
    code = "wrong-kind"

    def __init__(self, path: str, value: object, wanted: str, hint: str) -> None:
        super().__init__(
            f"{path} is {shown(value)}, not {wanted}" if path else f"{shown(value)} is not {wanted}", hint=hint
        )


def named(error: Unreadable, path: str) -> Unreadable:
    """*error*, with the name of the value before its sentence."""
    if path:
        error.sentence = f"{path}: {error.sentence}"
    return error


def naming(read: Callable[[Any], Any]) -> Reader:
    """A reader that puts the name of the value before what *read* complains of."""

    def named_reader(value: Any, path: str) -> Any:
        try:
            return read(value)
        except Unreadable as error:
            raise named(error, path) from None

    return named_reader


def shown(value: object) -> str:
    """*value* as a message repeats it: short, on one line, nothing in it that could disturb a terminal."""
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**_SHOWN else "a number of very many digits"
    text = str(value) if isinstance(value, (Decimal, float)) else type(value).__name__
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def nearest(value: object, known: Iterable[str]) -> str:
    """``Did you mean …?``, or nothing when no known word is near."""
    from difflib import get_close_matches

    if not isinstance(value, str):
        return ""
    by_folded = {word.casefold(): word for word in known}
    close = get_close_matches(value[:_SHOWN].casefold(), by_folded, n=1)
    return f"Did you mean {by_folded[close[0]]}?" if close else ""


def is_number(value: object) -> bool:
    """Whether a value is an exact number; true and false are none."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
