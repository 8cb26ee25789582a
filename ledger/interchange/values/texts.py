"""Short texts: trimmed, in Unicode's composed form (NFC), without characters that nobody can see."""

import re
import unicodedata
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.characters import LONGEST_TEXT, UNPRINTABLE, composed
from ledger.interchange.values.messages import WrongKind, is_number, shown


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


def read_text(value: Any, path: str) -> str:
    """A short text; it may have line breaks. Raises a subclass of :class:`Unreadable`."""
    return read_characters(value, path, LONGEST_TEXT, UNPRINTABLE)


def read_characters(value: Any, path: str, most: int, unfit: re.Pattern[str]) -> str:
    """A text of at most *most* characters, none of them *unfit*. Raises a subclass of :class:`Unreadable`."""
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
    text = composed(value)
    if not text:
        raise EmptyText(path, value)
    found = unfit.search(text)
    if found:
        raise UnprintableCharacter(path, value, found[0])
    if len(text) > most:
        raise TextTooLong(path, text, most)
    return text
