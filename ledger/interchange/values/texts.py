"""Short texts: trimmed, in Unicode's composed form (NFC), without characters that nobody can see."""

import re
import unicodedata
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.characters import LONGEST_TEXT, UNPRINTABLE, composed
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import WrongKind, is_number, shown


class EmptyText(Unreadable):
    code = "empty-text"

    def __init__(self, path: str, value: str) -> None:
        super().__init__(
            phrase("{path} is {value}, which says nothing", path=path, value=shown(value)),
            hint=phrase("Write something in {path}", path=path),
        )


class TextTooLong(Unreadable):
    code = "text-too-long"

    def __init__(self, path: str, value: str, most: int) -> None:
        super().__init__(
            phrase(
                "{path} has {number} characters, and at most {most} are kept: {value}",
                path=path,
                number=len(value),
                most=most,
                value=shown(value),
            ),
            hint=phrase("Shorten it, and refer to the source document by its case number"),
        )


class UnprintableCharacter(Unreadable):
    code = "unprintable-character"

    def __init__(self, path: str, value: str, character: str) -> None:
        super().__init__(
            phrase(
                "{path} is {value}, with the unprintable character U+{ord:04X}",
                path=path,
                value=shown(value),
                ord=ord(character),
            ),
            hint=phrase("Take the character out of {path}; it often comes along when text is pasted", path=path),
        )


def read_text(value: Any, path: str) -> str:
    """A short text; it may have line breaks. Raises a subclass of :class:`Unreadable`."""
    return read_characters(value, path, LONGEST_TEXT, UNPRINTABLE)


def read_characters(value: Any, path: str, most: int, unfit: re.Pattern[str]) -> str:
    """A text of at most *most* characters, none of them *unfit*. Raises a subclass of :class:`Unreadable`."""
    if type(value) is not str:
        raise WrongKind(
            path,
            value,
            phrase("text"),
            phrase('Put it in quotes: "{value}"', value=shown(value)) if is_number(value) else phrase("Write text"),
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
