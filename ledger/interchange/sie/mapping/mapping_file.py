"""Which line an account belongs to, and which unit an object: a TOML file kept next to the ledger."""

import tomllib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from ledger.domain.errors import Refused, Unreadable
from ledger.domain.values.characters import LONGEST_CODE
from ledger.domain.values.phrases import phrase
from ledger.interchange.bounded import open_ordinary
from ledger.interchange.values.messages import nearest, shown

IGNORED = "\0"
"""The place of accounts whose figures are not wanted: no line can have this code."""
KINDS = ("outcomes", "budgets")
_KEYS = ("dimension", "default_unit", "rest_to_default", "take", "years", "ignore", "accounts", "units")
_LONGEST_FILE = 16 * 1024 * 1024
_WIDEST = 12
"""Codes are compared as if they had so many characters."""


class MappingUnreadable(Unreadable):
    code = "sie-mapping-unreadable"

    def __init__(self, name: str, why: str, hint: str = "") -> None:
        super().__init__(
            phrase("{name} is no mapping of accounts and objects: {why}", name=name, why=why),
            hint=hint or phrase("Make one from a file of yours: liggare sie-map FILE; its form is told in docs/sie.md"),
        )


class MappedTwice(Refused):
    code = "sie-mapped-twice"

    def __init__(self, code: str, first: str, second: str, targets: Sequence[str]) -> None:
        super().__init__(
            phrase(
                "The mapping gives {code} to {targets} (by {first}) and just as well to {targets_2} (by {second})",
                code=code,
                targets=targets[0],
                first=shown(first),
                targets_2=targets[1],
                second=shown(second),
            ),
            hint=phrase("Give {code} a line of its own in the mapping: what is more exact wins", code=shown(code)),
        )


@attrs.frozen
class Selector:
    """``3010`` is one code, ``30*`` all that begin so, ``3000-3999`` all whose beginning lies between."""

    text: str
    low: str
    high: str

    @classmethod
    def read(cls, text: str) -> "Selector":
        """Raises ValueError for what is no selector."""
        text = text.strip()
        low, dash, high = text.partition("-")
        if len(text) > LONGEST_CODE:
            message = f"{shown(text)} is too long for a code"
            raise ValueError(message)
        if dash and (low + high).isascii() and low.isdigit() and high.isdigit() and len(low) == len(high):
            if low > high:
                message = f"{shown(text)} ends before it begins"
                raise ValueError(message)
            return cls(text, low, high)
        if text.endswith("*") and text.count("*") == 1:
            return cls(text, text[:-1], text[:-1])
        if not text or "*" in text:
            message = f"{shown(text)} is no code, range or beginning"
            raise ValueError(message)
        return cls(text, text, text)

    @property
    def is_single(self) -> bool:
        return self.text == self.low

    def matches(self, code: str) -> bool:
        if self.is_single:
            return code == self.low
        return self.low <= code[: len(self.low)] <= self.high and len(code) >= len(self.low)

    @property
    def width(self) -> tuple[int, int]:
        """How many codes it could match, and with how few characters; what has less of both is more exact."""
        span = int(self.high) - int(self.low) + 1 if self.low != self.high else 1
        return span * int(10 ** max(_WIDEST - len(self.low), 0)), -len(self.low)


class Places:
    """Where codes go, by single codes, ranges and beginnings; what is more exact wins."""

    def __init__(self, targets: Table[str, str]) -> None:
        """Raises ValueError for what is no selector."""
        read = [(Selector.read(text), target) for text, target in targets.items()]
        self._singles = {each.low: target for each, target in read if each.is_single}
        self._wider = sorted(((each, to) for each, to in read if not each.is_single), key=lambda pair: pair[0].width)

    def of(self, code: str) -> str | None:
        """Where the code goes; None: nothing is said of it. Raises :class:`MappedTwice`."""
        if code in self._singles:
            return self._singles[code] or None
        found = [(each, target) for each, target in self._wider if each.matches(code)]
        if not found:
            return None
        (best, target), *others = found
        for other, elsewhere in others:
            if other.width == best.width and elsewhere != target:
                raise MappedTwice(code, best.text, other.text, [target, elsewhere])
        return target or None

    @property
    def targets(self) -> set[str]:
        """All places that are told."""
        told = [*self._singles.values(), *(to for _, to in self._wider)]
        return set(told) - {"", IGNORED}

    def codes_for(self, target: str) -> list[str]:
        """Codes that go there, the most exact first: what an export may call it."""
        singles = [code for code, to in self._singles.items() if to == target]
        return singles + [each.low for each, to in self._wider if to == target and each.low]


@attrs.frozen
class Mapping:
    """What is told of accounts and objects, and what is to be taken from a file."""

    name: str
    accounts: Places
    units: Places
    dimension: str = "1"
    default_unit: str | None = None
    rest_to_default: bool = False
    take: tuple[str, ...] = KINDS
    years: tuple[str, ...] = ()
    """The numbers of the years to be taken, 0 the file's own; empty: all."""


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file. Raises :class:`MappingUnreadable` and :class:`OSError`."""
    with open_ordinary(path) as stream:
        written = stream.read(_LONGEST_FILE + 1)
    name = path.name
    if len(written) > _LONGEST_FILE:
        raise MappingUnreadable(name, phrase("it is too large"))
    try:
        return _mapping(name, tomllib.loads(written.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise MappingUnreadable(
            name, phrase("byte {start} is not UTF-8", start=error.start), phrase("Save it as UTF-8")
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingUnreadable(name, phrase("it is not TOML ({error})", error=error)) from None
    except ValueError as error:
        raise MappingUnreadable(name, str(error)) from None


def no_mapping(name: str) -> Mapping:
    """The mapping where there is no file: codes mean themselves."""
    return Mapping(name, Places({}), Places({}))


def _mapping(name: str, table: dict[str, Any]) -> Mapping:
    for key in table:
        if key not in _KEYS:
            raise MappingUnreadable(
                name, phrase("{key} is none of {keys}", key=shown(key), keys=", ".join(_KEYS)), nearest(key, _KEYS)
            )
    take = _list(table, "take", str) or list(KINDS)
    if not set(take) <= set(KINDS):
        message = f"take names {shown(take[0])}, and there are {' and '.join(KINDS)}"
        raise ValueError(message)
    return Mapping(
        name,
        accounts=Places(_with_ignored(_targets(table, "accounts"), _list(table, "ignore", (str, int)))),
        units=Places(_targets(table, "units")),
        dimension=str(_typed(table, "dimension", (int, str), 1)).strip(),
        default_unit=_typed(table, "default_unit", str, "") or None,
        rest_to_default=_typed(table, "rest_to_default", bool, default=False),
        take=tuple(take),
        years=tuple(str(year) for year in _list(table, "years", int)),
    )


def _targets(table: dict[str, Any], key: str) -> dict[str, str]:
    written = _typed(table, key, dict, {})
    for code, target in written.items():
        if type(target) is not str:
            message = f"{key}.{shown(code)} is {shown(target)}, not a code in quotes"
            raise ValueError(message)
    return {code: target.strip() for code, target in written.items()}


def _with_ignored(targets: dict[str, str], ignored: list[Any]) -> dict[str, str]:
    for each in map(str, ignored):
        if targets.get(each):
            message = f"{shown(each)} has a line and is ignored"
            raise ValueError(message)
    return targets | dict.fromkeys(map(str, ignored), IGNORED)


def _list(table: dict[str, Any], key: str, kind: Any) -> list[Any]:
    written: list[Any] = _typed(table, key, list, [])
    for each in written:
        if not isinstance(each, kind) or isinstance(each, bool):
            message = f"{key} lists {shown(each)}"
            raise ValueError(message)  # noqa: TRY004 - words of a user, no bug of a caller
    return written


def _typed(table: dict[str, Any], key: str, kind: Any, default: Any) -> Any:
    value = table.get(key, default)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        message = f"{key} is {shown(value)}"
        raise ValueError(message)
    return value
