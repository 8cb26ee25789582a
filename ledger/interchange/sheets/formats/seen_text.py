"""What a number means beside the text that its cell shows, where the file has the text instead of a number format."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import attrs

from ledger.interchange.sheets.formats.number_formats import DASHES, Meaning, NumberFormat, Shown

_SEEN = re.compile(r"(?P<before>[^0-9]*)(?P<digits>[0-9](?:[0-9 .,'’\u00a0\u202f]*[0-9])?)(?P<after>[^0-9]*)")
_MINUS = "-−–"
_GROUPS = re.compile(r"[ '’\u00a0\u202f]")
_MOST_THOUSANDS = 3
_OTHER_NOTATION = re.compile(r"-?[0-9 ]*[0-9](?:[.,][0-9]+)?E[+-][0-9]+|-?[0-9 ]* ?[0-9]+/[0-9]+", re.IGNORECASE)


def is_plainly(number: Decimal, text: str) -> bool:
    """Whether the text shows the number itself, but for rounding and what separates its groups."""
    zeros = re.match(r"\D*0[0-9]", text)
    return not zeros and SeenText(number, text).meaning == Meaning(number)


@attrs.frozen
class SeenText(Shown):
    """A number in a cell, and the text that the cell shows."""

    number: Decimal
    text: str
    format: NumberFormat = attrs.field(factory=lambda: NumberFormat("General"))

    @property
    def meaning(self) -> Meaning | None:
        """What it means; None where the text contradicts the number or says something that is not known."""
        text = self.text.strip()
        if not text or text.partition(" ")[0] in DASHES:
            return Meaning(self.number) if self.number == 0 else None
        if _OTHER_NOTATION.fullmatch(text):
            return Meaning(self.number)
        seen = _SEEN.fullmatch(text)
        if seen is None:
            return None
        words, is_negative = _without_sign(seen["before"].strip(), seen["after"].strip())
        if words is None or (is_negative != (self.number < 0) and any(c in "123456789" for c in seen["digits"])):
            return None
        return self._scaled(seen["digits"], words)

    def _scaled(self, digits: str, words: str) -> Meaning | None:
        """The reading of the digits that is the number, rounded: as it is, in thousands, or in percent."""
        size = abs(self.number)
        percents = words.count("%")
        unit = words.replace("%", "").strip(" .:")
        if percents:
            for number, shown in ((self.number.scaleb(2), size.scaleb(2)), (self.number, size)):
                if not unit and percents == 1 and any(_rounds_to(shown, *each) for each in _readings(digits)):
                    return Meaning(number, is_percent=True)
            return None
        for thousands in range(_MOST_THOUSANDS + 1):
            if any(_rounds_to(size.scaleb(-3 * thousands), *each) for each in _readings(digits)):
                return Meaning(self.number, unit=unit, thousands=thousands)
        return None

    def __str__(self) -> str:
        return self.text


def _without_sign(before: str, after: str) -> tuple[str | None, bool]:
    """The words around the digits, and whether a sign among them says that the number is below zero."""
    if before.startswith("(") and after.endswith(")"):
        before, after, found = before[1:].strip(), after[:-1].strip(), 1
    else:
        found = 0
    if after in (":-", ",-", ".-"):
        after = "kr"
    found += sum(before.count(sign) + after.count(sign) for sign in _MINUS)
    before, after = (re.sub(f"[{_MINUS}]", "", words).removeprefix("+").strip() for words in (before, after))
    if found > 1 or (before and after) or re.search(r"[()+]", before + after):
        return None, False
    return before or after, found == 1


def _readings(digits: str) -> Iterator[tuple[Decimal, int]]:
    """The numbers that digits can be read as, with their decimals: a point or comma last may start them."""
    plain = _GROUPS.sub("", digits)
    last = max(plain.rfind("."), plain.rfind(","))
    choices = [(plain.replace(".", "").replace(",", ""), 0)]
    if last >= 0:
        whole = plain[:last].replace(".", "").replace(",", "")
        choices.insert(0, (f"{whole}.{plain[last + 1 :]}", len(plain) - last - 1))
    for words, decimals in choices:
        try:
            yield Decimal(words), decimals
        except InvalidOperation:
            continue


def _rounds_to(number: Decimal, shown: Decimal, decimals: int) -> bool:
    return abs(number - shown) <= Decimal(5).scaleb(-decimals - 1)
