"""The unit of amounts where a heading names it, ``belopp (tkr)``, or a line above the headings, *Belopp i tkr*."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from ledger.domain.errors import Unreadable
from ledger.domain.values.money_units import POWERS
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import shown

_OTHER_WORDS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("tusental", "tusental kr", "tusental kronor", "tusentals kronor", "ksek", "tsek", "1000 kr"), "tkr")
    | dict.fromkeys(("1 000 kr", "1000-tal kr", "1000-tal kronor", "1 000-tal kronor", "tusen"), "tkr")
    | dict.fromkeys(("tusentals kr", "thousands of kronor", "sek thousand", "sek thousands"), "tkr")
    | dict.fromkeys(("sek million", "sek millions", "miljontals kr", "millions of kronor"), "Mkr")
    | dict.fromkeys(("miljontal kronor", "miljontals kronor", "milj kr", "milj. kr", "msek"), "Mkr")
)
"""Words for a unit that stand in headings and titles, and never after an amount."""
_NAMES: Mapping[int, str] = MappingProxyType({0: "kr", 3: "tkr", 6: "Mkr", 9: "mdkr"})
_WORDS = "|".join(sorted(map(re.escape, (*POWERS, *_OTHER_WORDS)), key=len, reverse=True)).replace(r"\ ", r"\s+")
_AT_THE_END = re.compile(
    rf"(?P<base>.*?\S)\s*(?:[(\[]\s*(?:i\s+|in\s+)?(?P<inside>{_WORDS})\s*[)\]]"
    rf"|[,;:\s]\s*(?:i\s+|in\s+)?(?P<last>{_WORDS}))\s*",
    re.IGNORECASE,
)
_IN_A_TITLE = re.compile(rf"(?:^|(?<=[\s(\[,;:/]))(?P<unit>{_WORDS})(?=$|[\s)\],;:./])", re.IGNORECASE)
_NAMED_SO = re.compile(r"(?:^|\b(?:i|in|unit|enhet|valuta|belopp|sorts?)[\s:]*|[(\[:,;]\s*)$", re.IGNORECASE)
_A_PERIOD = re.compile(r"(?:^|[^0-9])(?:19|20)[0-9]{2}(?:[-–/. ]?[0-9]{2}){0,2}\s*$")
_SHORT = frozenset({"tkr", "kkr", "mkr", "mnkr", "mdkr", "ksek", "tsek", "msek"})
"""Words that are nothing but units of money, wherever they stand."""


class UnitsContradict(Unreadable):
    code = "units-contradict"

    def __init__(self, where: str, unit: str, other: str, other_unit: str) -> None:
        super().__init__(
            phrase(
                "{where} says that amounts are in {unit}, and {other} that they are in {other_unit}",
                where=where,
                unit=unit,
                other=other,
                other_unit=other_unit,
            ),
            hint=phrase("Mend the one that is wrong; or leave --in out, and what the file says is used"),
        )


def unit_called(word: str) -> str | None:
    """The unit by one of its names: kr, tkr, Mkr or mdkr."""
    plain = " ".join(word.casefold().split())
    power = POWERS.get(plain)
    return _NAMES[power] if power is not None else _OTHER_WORDS.get(plain)


def power_of(unit: str) -> int:
    """By which power of ten the unit exceeds one krona."""
    return POWERS[unit.casefold()]


def heading_with_unit(heading: str) -> tuple[str, str] | None:
    """A heading without the unit at its end, and the unit; None where it ends in none."""
    found = _AT_THE_END.fullmatch(heading)
    unit = unit_called(found["inside"] or found["last"]) if found else None
    return (found["base"], unit) if found and unit else None


def unit_in_title(text: str) -> str | None:
    """The unit that a line above the headings says amounts are in: *Belopp i tkr*, *Budget 2024 (Mkr)*, *tkr*.

    An amount with its unit, *justerad med 5 Mkr*, says nothing of others.
    """
    for found in _IN_A_TITLE.finditer(text):
        before = text[: found.start()].rstrip()
        stands_after_number = before[-1:].isdigit() and not _A_PERIOD.search(before)
        is_named = found["unit"].casefold() in _SHORT or _NAMED_SO.search(text[: found.start()])
        if not stands_after_number and is_named:
            return unit_called(found["unit"])
    return None


def quoted_unit(text: str) -> str:
    """A line above the headings as messages repeat it."""
    return shown(text)
