"""Codes, labels and user ids, and references to facts: an id or a position."""

import unicodedata
from typing import Any

from ledger.domain.fact import LAST_POSITION, Reference
from ledger.domain.values.characters import LONGEST_CODE, UNFIT_FOR_CODES
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import WrongKind, is_number
from ledger.interchange.values.texts import read_characters


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
    return read_characters(value, path, LONGEST_CODE, UNFIT_FOR_CODES)


def read_reference(value: Any, path: str) -> Reference:
    """A number is a position and text is an id. Raises a subclass of :class:`Unreadable`."""
    if type(value) is int:
        if not 1 <= value <= LAST_POSITION:
            raise WrongKind(path, value, phrase("a position"), phrase("Positions count from 1; an id stands in quotes"))
        return value
    if is_number(value) or isinstance(value, (bool, list, dict)):
        raise WrongKind(
            path,
            value,
            phrase("an id or a position"),
            phrase('Write an id in quotes, "RS-2024-112", or a position, 123'),
        )
    return read_code(value, path)


def read_lookup(value: Any, path: str) -> Reference:
    """A reference that is only looked up, as people type it: ``#123``, ``123`` or an id, in NFC.

    What no fact can be called is left to the looking up to refuse. Raises :class:`WrongKind` for other types.
    """
    return unicodedata.normalize("NFC", value.strip()) if type(value) is str else read_reference(value, path)
