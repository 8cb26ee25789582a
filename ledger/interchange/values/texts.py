"""Text, codes and choices at the door: trimmed, in one spelling, free of what nobody can see."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from ledger.domain.errors import Unreadable

LONGEST_TEXT = 500
LONGEST_CODE = 64

_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_UNFIT_FOR_CODES = re.compile("[\n\u00ad\u200c\u200d]|" + _UNPRINTABLE.pattern)
_SHOWN = 60


class WrongKind(Unreadable):
    code = "wrong-kind"

    def __init__(self, path: str, value: object, wanted: str, hint: str) -> None:
        super().__init__(f"{path} is {shown(value)}, not {wanted}", hint=hint)


class EmptyText(Unreadable):
    code = "empty-text"

    def __init__(self, path: str, value: str) -> None:
        super().__init__(f"{path} is {shown(value)}, which says nothing", hint=f"Write something in {path}")


class TextTooLong(Unreadable):
    code = "text-too-long"

    def __init__(self, path: str, value: str, most: int) -> None:
        super().__init__(
            f"{path} has {len(value)} characters, and at most {most} are kept: {shown(value)}",
            hint="Shorten it, and refer to the source document by its case number",
        )


class UnprintableCharacter(Unreadable):
    code = "unprintable-character"

    def __init__(self, path: str, value: str, character: str) -> None:
        super().__init__(
            f"{path} is {shown(value)}, with the unprintable character U+{ord(character):04X}",
            hint=f"Take the character out of {path}; it often comes along when text is pasted",
        )


class NotAChoice(Unreadable):
    code = "not-a-choice"

    def __init__(self, path: str, value: object, choices: Collection[str]) -> None:
        listed = ", ".join(choices)
        super().__init__(
            f"{path} is {shown(value)}, which is none of {listed}",
            hint=nearest(value, choices) or f"Choose one of {listed}",
        )


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


def read_text(value: Any, path: str) -> str:
    """A short text. Line breaks may stand in it. Raises a subclass of :class:`Unreadable`."""
    return _read(value, path, LONGEST_TEXT, _UNPRINTABLE)


def read_code(value: Any, path: str) -> str:
    """A code, label or user id. Raises a subclass of :class:`Unreadable`."""
    if (
        type(value) is str
        and 0 < len(value) <= LONGEST_CODE
        and value.isascii()
        and value.isprintable()
        and value[0] != " " != value[-1]
    ):
        return value  # as nearly every code: it needs no closer look
    return _read(value, path, LONGEST_CODE, _UNFIT_FOR_CODES)


def _read(value: Any, path: str, most: int, unfit: re.Pattern[str]) -> str:
    if type(value) is not str:
        raise WrongKind(
            path, value, "text", f'Put it in quotes: "{shown(value)}"' if is_number(value) else "Write text"
        )
    if (
        value.isprintable()
        and 0 < len(value) <= most
        and value[0] != " " != value[-1]
        and (value.isascii() or unicodedata.is_normalized("NFC", value))
    ):
        return value
    # One spelling: ä as one character, not as a and two dots, which look alike and would be two codes.
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())
    if not text:
        raise EmptyText(path, value)
    found = unfit.search(text)
    if found:
        raise UnprintableCharacter(path, value, found[0])
    if len(text) > most:
        raise TextTooLong(path, text, most)
    return text


def is_number(value: object) -> bool:
    """Whether a JSON value is a number; true and false are none."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
