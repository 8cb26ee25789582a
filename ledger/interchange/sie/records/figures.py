"""Amounts, periods and days as SIE writes them."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import takewhile

from ledger.domain.errors import Unreadable
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.amounts import AmountTooLarge, MoreThanOre, NotANumber
from ledger.interchange.values.days import read_day
from ledger.interchange.values.messages import shown
from ledger.interchange.values.months import read_month

_is_plain = re.compile(r"-?[0-9]{1,13}\.[0-9]{2}").fullmatch
_AMOUNT = re.compile(r"([-+−]?)([0-9]*)(?:[.,]([0-9]*))?")
_is_whole = re.compile(r"[-+−]?[0-9]+").fullmatch
_is_group = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,2})?").fullmatch
_IN_GROUP = 3
"""Digits between two spaces of an amount."""
_MOST_DIGITS = 15
_PERIOD = re.compile(r"([0-9]{4})-?([0-9]{2})")
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")


class NotAPeriod(Unreadable):
    code = "not-a-period"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase("{words} is not a period", words=shown(words)), hint=phrase("SIE writes year and month: 202407")
        )


class NotASieDay(Unreadable):
    code = "not-a-sie-day"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase("{words} is not a day", words=shown(words)), hint=phrase("SIE writes year, month and day: 20240731")
        )


class AmountWithSpaces(Unreadable):
    code = "sie-amount-with-spaces"

    def __init__(self, words: str) -> None:
        super().__init__(
            phrase(
                "The amount {words} has spaces in it, and SIE would read its first digits alone", words=shown(words)
            ),
            hint=phrase(
                "Export the file again with amounts without spaces (1250000.50); where what follows "
                "is a quantity, with amounts that have decimals (1.00 250)"
            ),
        )


def refuse_spaces(fields: Sequence[object], place: int) -> None:
    """Refuse an amount whose thousands are set apart: the fields from *place* on would be an amount and more.

    ``1 250 000.50`` is such an amount; ``1.00 250`` is one with a quantity after it.
    """
    first, *more = (field for field in fields[place:] if type(field) is str)
    if not more or not _is_whole(first):
        return
    groups = list(takewhile(_is_group, more))
    if groups and (len(first.lstrip("-+−")) <= _IN_GROUP or groups[0].startswith("0")):
        raise AmountWithSpaces(" ".join([first, *groups]))


def ore(words: object) -> int:
    """An amount in whole öre, as signed in the file. Raises a subclass of :class:`Unreadable`."""
    if type(words) is not str:
        raise NotANumber(words, phrase("an amount"))
    if _is_plain(words):
        return int(words.replace(".", ""))
    if any(map(str.isspace, words.strip())):
        raise AmountWithSpaces(words)
    found = _AMOUNT.fullmatch(words)
    if not found or not (found[2] or found[3]):
        raise NotANumber(words, phrase("an amount"))
    whole, decimals = found[2].lstrip("0"), (found[3] or "").rstrip("0")
    if len(decimals) > 2:  # noqa: PLR2004 - öre
        raise MoreThanOre(words)
    if len(whole) > _MOST_DIGITS:
        raise AmountTooLarge(words)
    count = int((whole or "0") + decimals.ljust(2, "0"))
    return count if found[1] in ("", "+") else -count


@lru_cache(maxsize=4096)
def period(words: object) -> Month:
    """``202407`` as a month. Raises :class:`Unreadable`."""
    found = _PERIOD.fullmatch(words) if type(words) is str else None
    if not found:
        raise NotAPeriod(words)
    return read_month(f"{found[1]}-{found[2]}")


@lru_cache(maxsize=4096)
def day(words: object) -> date:
    """``20240731`` as a day. Raises :class:`Unreadable`."""
    found = _DAY.fullmatch(words) if type(words) is str else None
    if not found:
        raise NotASieDay(words)
    return read_day(f"{found[1]}-{found[2]}-{found[3]}")


def amount_text(count: int) -> str:
    """Öre as SIE writes them: a point, two decimals, a minus in front."""
    kronor, rest = divmod(abs(count), 100)
    return f"{'-' if count < 0 else ''}{kronor}.{rest:02d}"
