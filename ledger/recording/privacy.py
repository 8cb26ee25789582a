"""Personal identity numbers are kept out: a register like this is a public record."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, attributes, journal_name
from ledger.domain.values.phrases import phrase

_DAY = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_CANDIDATE = re.compile(
    rf"(?<!\d)((?:1[89]|20)?[0-9]{{2}}(?:0[1-9]|1[0-2]){_DAY})[ \u00a0]?([-+‐‑–−]?)[ \u00a0]?([0-9]{{4}})(?!\d)"
)
"""Digits whose first part can be a birthday, or one with 60 added to the day (a coordination number)."""

_BETWEEN = "-+‐‑–− \u00a0"
_ANYTHING_LIKE_IT = re.compile(rf"[0-9]{{6}}[{_BETWEEN}]{{0,3}}[0-9]{{4}}")
"""What a candidate cannot do without; starting with a plain digit, it is found many times faster."""

_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_TEN_DIGITS = b"0" * 10

_MADE_BY_MACHINES = re.compile(
    r"auto-[0-9a-f]{20}(?![0-9a-f])|\b[0-9a-f]{64}\b|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE
)
"""Our own ids, SHA-256 and UUIDs: sooner or later one of them has ten digits in a row that would pass."""

_ADDED_TO_DAY = 60

_names: dict[type, tuple[str, ...]] = {}


class PersonalNumber(Refused):
    code = "personal-number"

    def __init__(self, path: str, number: str) -> None:
        super().__init__(
            phrase(
                "{path} holds what reads as a personal identity number: {number}****", path=path, number=number[:-4]
            ),
            hint=phrase("The ledger is a public record: write a case number, a role or a user id instead"),
        )


def personal_number_in(text: str) -> str | None:
    """The first valid Swedish personal identity or coordination number in *text*, as it stands there."""
    if not _ANYTHING_LIKE_IT.search(text):
        return None
    for found in _CANDIDATE.finditer(_MADE_BY_MACHINES.sub(" ", text)):
        if _is_valid(found[1], found[2], found[3]):
            return found[0]
    return None


def refuse_personal_text(path: str, text: str) -> None:
    """Raise :class:`PersonalNumber` if the text, which stands at *path*, holds one."""
    number = personal_number_in(text)
    if number:
        raise PersonalNumber(path, number)


def refuse_personal(fact: Fact, spelled: bytes) -> None:
    """Raise :class:`PersonalNumber` if any text of the fact, codes and names in tables included, holds one.

    *spelled*: the fact as it is written down. Nearly every fact is cleared by its having no ten digits in a row there,
    when what may stand between them is passed over.
    """
    if _TEN_DIGITS in spelled.translate(_DIGITS_ALIKE, _BETWEEN.encode()):
        for path, text in _texts_by_path(fact, ""):
            refuse_personal_text(path, text)


def _is_valid(birthday: str, separator: str, last_four: str) -> bool:
    from stdnum import luhn
    from stdnum.exceptions import ValidationError
    from stdnum.se import personnummer

    day = int(birthday[-2:])
    if day > _ADDED_TO_DAY:
        day -= _ADDED_TO_DAY
    sign = "+" if separator == "+" else "-"
    try:
        personnummer.get_birth_date(f"{birthday[:-2]}{day:02d}{sign}{last_four}")
    except ValidationError:
        return False
    return bool(luhn.is_valid(birthday[-6:] + last_four))


def _fields(cls: type) -> tuple[str, ...]:
    names = _names.get(cls)
    if names is None:
        names = _names[cls] = tuple(attribute.name for attribute in attributes(cls))
    return names


def _texts_by_path(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts_by_path(key, f"a name in {path}")
            yield from _texts_by_path(entry, path)
    elif isinstance(value, tuple):
        for place, entry in enumerate(value, 1):
            yield from _texts_by_path(entry, f"{path}[{place}]")
    elif attrs.has(type(value)):
        for name in _fields(type(value)):
            here = journal_name(name)
            yield from _texts_by_path(getattr(value, name), f"{path}.{here}" if path else here)


class WrongOrgnr(Refused):
    code = "wrong-orgnr"

    def __init__(self, number: str) -> None:
        super().__init__(
            phrase("{number!r} is no organisation number: its digits do not add up", number=number),
            hint=phrase("Ten digits such as 232100-0222; the last one is a check digit"),
        )


def refuse_wrong_orgnr(number: str) -> str:
    """The organisation number in its usual form. Raises :class:`WrongOrgnr`."""
    from stdnum.exceptions import ValidationError
    from stdnum.se import orgnr

    try:
        digits: str = orgnr.validate(number)
    except ValidationError:
        raise WrongOrgnr(number) from None
    return f"{digits[:6]}-{digits[6:]}"
