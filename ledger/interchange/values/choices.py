"""Words of which only a few are known, and yes or no."""

from collections.abc import Collection
from typing import Any

from ledger.domain.errors import Unreadable
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import WrongKind, nearest, shown


class NotAChoice(Unreadable):
    code = "not-a-choice"

    def __init__(self, path: str, value: object, choices: Collection[str]) -> None:
        listed = ", ".join(choices)
        super().__init__(
            phrase("{path} is {value}, which is none of {listed}", path=path, value=shown(value), listed=listed),
            hint=nearest(value, choices) or phrase("Choose one of {listed}", listed=listed),
        )


def read_choice(choices: Collection[str], value: Any, path: str) -> str:
    """One of *choices*. Raises :class:`NotAChoice`."""
    if isinstance(value, str):
        word = value.strip()
        if word in choices:
            return word
    raise NotAChoice(path, value, tuple(choices))


def read_flag(value: Any, path: str) -> bool:
    """An option that is given or not; in an address 1 or 0. Raises :class:`NotAChoice`."""
    return value if type(value) is bool else read_choice(("0", "1"), value, path) == "1"


def read_bool(value: Any, path: str) -> bool:
    """True or false, and nothing that merely counts as one. Raises :class:`WrongKind`."""
    if type(value) is not bool:
        raise WrongKind(path, value, phrase("true or false"), phrase("Write true or false, without quotes"))
    return value
