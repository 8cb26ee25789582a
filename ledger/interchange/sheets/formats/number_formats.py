"""What a number format makes of a number in the eyes of whoever looks at the cell.

A format can add meaning: percent, a unit of money, zeros in front of a code. It can change the display alone: rounding,
separators, scaling by thousands. And it can hide or contradict the number, such as one below zero without its minus.
Where what is shown and what is stored can be read as different values, there is no meaning, only a contradiction.

No library was used: of those that render such formats in Python (ssf, q2numfmt, xlfmt), none is both kept up and typed,
and what is asked for here is the meaning of a format rather than its picture.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType

import attrs

from ledger.interchange.sheets.formats.sections import Section, sections

DASHES = frozenset({"-", "−", "–", "—", "..", "…"})
"""What people write alone in a cell where there is nothing to state."""

_MINUS = frozenset("-−–")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003", " "))
_KRONOR_ENDINGS = (":-", ",-", ".-", ":–")
"""How a whole number of kronor is written by hand: 512:-"""
_BETWEEN_GROUPS = frozenset(" '’\u00a0\u202f\u2009")
_CONDITIONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
)
_POSITIVE_NEGATIVE_ZERO = 3


@attrs.frozen
class Meaning:
    """A number as its format shows it, with all the digits that are stored."""

    number: Decimal
    """Multiplied by a hundred where the format shows percent; not divided where it shows thousands."""
    unit: str = ""
    """The word beside the digits."""
    is_percent: bool = False
    thousands: int = 0
    """By how many thousands what is shown is smaller than what is stored."""


@attrs.frozen
class NumberFormat:
    """A number format as it stands in the file."""

    code: str

    @property
    def is_day(self) -> bool:
        """Whether numbers are shown as days or times."""
        return any(section.kind == "day" for section in sections(self.code))

    @property
    def is_plain(self) -> bool:
        """Whether every number is shown as itself, but for rounding and what separates its groups."""
        return all(
            not (section.condition or section.is_other_notation or section.least_digits > 1)
            and self.meaning_of(number) == Meaning(number)
            and (number == 0 or not section.shows_no_zero)
            for number in (Decimal("12345.6"), Decimal("-12345.6"), Decimal(0))
            for section in (self._section(number),)
        )

    @property
    def is_code(self) -> bool:
        """Whether whole numbers are shown with all their digits, one after another, so that they can be codes."""
        return not any(each.is_other_notation or each.is_strange or each.thousands for each in sections(self.code))

    def text_shown(self, text: str) -> str:
        """What a cell with this text shows."""
        found = sections(self.code)
        last = found[-1]
        if last.kind == "text":
            return "".join(text if piece.kind == "general" else piece.text for piece in last.pieces).strip()
        return last.literal.strip() if len(found) > _POSITIVE_NEGATIVE_ZERO else text

    def shown(self, number: Decimal) -> str:
        """The number about as the cell shows it, in Swedish: for messages, and for codes made of digits."""
        section = self._section(number)
        if section.kind == "day":
            return self.code
        text = _filled(section, abs(number))
        return f"-{text}" if number < 0 and self._adds_minus(number) else text

    def meaning_of(self, number: Decimal) -> Meaning | None:
        """What the number means as it is shown; None where that contradicts what is stored, or cannot be told."""
        section = self._section(number)
        if section.is_strange or section.kind == "day" or (number < 0 and "+" in section.literal):
            return None
        if section.kind == "nothing" or (section.shows_no_zero and _rounded(section, number) == 0):
            return _of_nothing_shown(section, number)
        if not section.is_other_notation and not set(section.inside) <= _BETWEEN_GROUPS:
            return None
        before, after = (text.translate(_SPACES).strip() for text in (section.before, section.after))
        ending = next((each for each in _KRONOR_ENDINGS if after.endswith(each)), "")
        if ending:
            after = f"{after.removesuffix(ending)} kr".strip()
        signs, before, after = _signs_taken(before, after)
        if signs is None or signs != (number < 0 and not self._adds_minus(number)):
            return None
        return _with_words(section, number, before, after)

    def _section(self, number: Decimal) -> Section:
        """Which section shows the number."""
        found = sections(self.code)
        numeric = [each for each in found if each.kind != "text"] or list(found)
        if not any(each.condition for each in numeric):
            if number < 0 and len(numeric) > 1:
                return numeric[1]
            return numeric[2] if number == 0 and len(numeric) >= _POSITIVE_NEGATIVE_ZERO else numeric[0]
        for each in numeric:
            if each.condition is None or _CONDITIONS[each.condition[0]](number, each.condition[1]):
                return each
        return numeric[-1]

    def _adds_minus(self, number: Decimal) -> bool:
        """Whether a number below zero is shown with a minus that is not in the format."""
        numeric = [each for each in sections(self.code) if each.kind != "text"]
        return number < 0 and (len(numeric) <= 1 or any(each.condition for each in numeric))


def _of_nothing_shown(section: Section, number: Decimal) -> Meaning | None:
    """A number of which no digit is shown: 0 may be a dash, with or without its unit, or nothing at all."""
    text = section.literal.translate(_SPACES).strip()
    first = text.partition(" ")[0]
    return Meaning(number) if number == 0 and (not text or first in DASHES or text == "0") else None


def _signs_taken(before: str, after: str) -> tuple[bool | None, str, str]:
    """Whether the text around the digits says that they are below zero (None: in two ways), and the rest of it."""
    found = 0
    if before.startswith("(") and after.endswith(")"):
        found, before, after = 1, before[1:].strip(), after[:-1].strip()
    for sign in _MINUS:
        found += before.count(sign) + after.count(sign)
        before, after = before.replace(sign, "").strip(), after.replace(sign, "").strip()
    return (None if found > 1 else found == 1), before.removeprefix("+").strip(), after


def _with_words(section: Section, number: Decimal, before: str, after: str) -> Meaning | None:
    if before and after:
        return None
    words = before or after
    percents = words.count("%")
    words = words.replace("%", "").strip()
    if percents > 1 or any(character.isdigit() or character in "()+" for character in words):
        return None
    if percents:
        if words or section.thousands:
            return None
        return Meaning(number.scaleb(2) if section.percents else number, is_percent=True)
    return Meaning(number, unit=words.strip(" .:"), thousands=section.thousands)


def _filled(section: Section, number: Decimal) -> str:
    """The pieces of the section with the digits in their places."""
    scaled = number.scaleb(2 * section.percents - 3 * section.thousands)
    if section.kind == "nothing":
        return section.literal
    if any(piece.kind == "general" for piece in section.pieces) or section.is_other_notation:
        return section.before + format(scaled.normalize() + 0, "f").replace(".", ",") + section.after
    rounded = _rounded(section, number)
    whole, _, rest = format(rounded, "f").partition(".")
    return _whole_filled(section, whole) + (f",{rest}" if rest else "") + section.after


def _rounded(section: Section, number: Decimal) -> Decimal:
    """The number at the scale and with the decimals that the section shows."""
    scaled = number.scaleb(2 * section.percents - 3 * section.thousands)
    return scaled.quantize(Decimal(1).scaleb(-(section.decimals or 0)), ROUND_HALF_UP)


def _whole_filled(section: Section, whole: str) -> str:
    """The digits before the decimal point, put from the right into their places, with the text between them."""
    pieces = []
    for piece in section.pieces:
        if piece.kind == "point":
            break
        pieces.append(piece)
    last = max((place for place, piece in enumerate(pieces) if piece.kind == "digit"), default=-1)
    digits = list(whole.lstrip("0"))
    places = sum(piece.kind == "digit" for piece in pieces)
    text = ""
    for place in range(last, -1, -1):
        piece = pieces[place]
        if piece.kind == "text":
            text = piece.text + text
            continue
        places -= 1
        text = (digits.pop() if digits else "0" if piece.text == "0" else "") + text
        if not places:
            text = "".join(digits) + text
            digits = []
    return text


@attrs.frozen
class Shown:
    """A number in a cell whose format shows it as something else than itself."""

    number: Decimal
    format: NumberFormat

    @property
    def meaning(self) -> Meaning | None:
        """What it means; None where what is shown contradicts what is stored."""
        return self.format.meaning_of(self.number)

    def __str__(self) -> str:
        return self.format.shown(self.number)
