"""Read amounts of money, people and hours as Swedish controllers write them.

All arithmetic is on whole numbers, so that no rounding and no binary fraction changes an öre.
"""

import re
from decimal import Decimal

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.measured import MOST_BEFORE_POINT, MOST_DECIMALS, MOST_MONEY, MOST_QUANTITY, Money, Quantity
from ledger.domain.values.money_units import power_of
from ledger.domain.values.phrases import phrase
from ledger.interchange.values.messages import shown

Words = str | int | Decimal

_LONGEST = 60
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003", " "))
_SHAPE = re.compile(r"([-+−–]?) ?([0-9](?:[0-9 .,']*[0-9.,])?) ?([^\W\d_][^\d]*|%)?")
_WELL_FORMED = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_GROUPED_BY_POINTS = re.compile(r"[0-9]{1,3}(?:[.,'][0-9]{3})+(?:[.,][0-9]+)?")
_is_as_we_write_it = re.compile(r"-?[0-9]{1,13}\.[0-9]{2}").fullmatch


class NotANumber(Unreadable):
    code = "not-a-number"

    def __init__(self, words: object, wanted: str, why: str = "") -> None:
        super().__init__(
            phrase("{words} is not {wanted}", words=shown(words), wanted=wanted) + (f": {why}" if why else ""),
            hint=phrase("Write digits, with spaces between groups and a decimal comma or point: 1 250 000 or -63,5"),
        )


class GroupedByPoints(Unreadable):
    code = "grouped-by-points"

    def __init__(self, words: str) -> None:
        super().__init__(
            phrase("{words} has points or commas between its groups", words=shown(words)),
            hint=phrase("Separate groups with spaces: 1 250 000 or 1 250 000,50"),
        )


class AmbiguousAmount(Unreadable):
    code = "ambiguous-amount"

    def __init__(self, words: str, whole: str, decimals: str, unit: str) -> None:
        fraction = decimals.rstrip("0")
        if len(fraction) == len(decimals):
            fraction += "0"  # three decimals would be just as ambiguous with the other separator
        readings = [f"{number} {unit}".strip() for number in (whole + decimals, f"{whole},{fraction}".rstrip(","))]
        super().__init__(
            phrase(
                "{words} can be read as {readings} or as {readings_2}",
                words=shown(words),
                readings=readings[0],
                readings_2=readings[1],
            ),
            hint=phrase("Write {readings} or {readings_2}", readings=readings[0], readings_2=readings[1]),
        )


class UnknownUnit(Unreadable):
    code = "unknown-unit"

    def __init__(self, words: object, unit: str) -> None:
        super().__init__(
            phrase("{words} is in {unit!r}, which is no unit of money", words=shown(words), unit=unit),
            hint=phrase("Write kr, tkr, Mkr or mdkr after the number, or nothing for kronor"),
        )


class MoreThanOre(Unreadable):
    code = "more-than-ore"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase("{words} is finer than whole öre", words=shown(words)),
            hint=phrase("Round it to whole öre: at most two decimals of a krona"),
        )


class MoreThanThousandths(Unreadable):
    code = "more-than-thousandths"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase("{words} is finer than thousandths", words=shown(words)),
            hint=phrase("Round it to at most three decimals"),
        )


class AmountTooLarge(Unreadable):
    code = "amount-too-large"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase(
                "{words} is beyond {money}", words=shown(words), money=Money(MOST_MONEY.count // 10**8 * 10**8).text
            ),
            hint=phrase("Is it a typing error, or the wrong unit? Amounts without a unit are kronor"),
        )


class QuantityTooLarge(Unreadable):
    code = "quantity-too-large"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase("{words} is beyond {count}", words=shown(words), count=MOST_QUANTITY.count // 1000),
            hint=phrase("Is it a typing error?"),
        )


class NumberTooLong(Unreadable):
    code = "number-too-long"

    def __init__(self, words: object) -> None:
        super().__init__(
            phrase("{words} has too many digits", words=shown(words)),
            hint=phrase(
                "At most {most_before_point} digits before the point and {most_decimals} after it",
                most_before_point=MOST_BEFORE_POINT,
                most_decimals=MOST_DECIMALS,
            ),
        )


@attrs.frozen
class Numeral:
    """What was written: all the digits as one signed whole number, how many of them are decimals, and the unit."""

    digits: int
    decimals: int
    unit: str = ""

    def counted(self, power: int) -> int | None:
        """The number times ten to *power*; None unless that is whole."""
        count, rest = divmod(self.digits * 10**power, 10**self.decimals)
        return None if rest else count


def read_money(words: Words, unit: str = "kr") -> Money:
    """An amount in kronor, or in the unit it names; *unit* is that of an amount which names none.

    Raises a subclass of :class:`Unreadable`.
    """
    if type(words) is str and unit == "kr" and _is_as_we_write_it(words):
        return Money(int(words.replace(".", "")))
    numeral = _numeral(words, phrase("an amount"), unit=unit)
    named = numeral.unit or unit
    power = power_of(named)
    if power is None:
        raise UnknownUnit(words, named)
    count = numeral.counted(power + Money.DECIMALS)
    if count is None:
        raise MoreThanOre(words)
    if abs(count) > MOST_MONEY.count:
        raise AmountTooLarge(words)
    return Money(count)


def read_quantity(words: Words, *, exact: bool = False) -> Quantity:
    """A number of positions, people or hours. Raises a subclass of :class:`Unreadable`.

    *exact* is for the journal, where a point always starts the decimals.
    """
    numeral = _numeral(words, phrase("a number"), exact=exact)
    count = numeral.counted(Quantity.DECIMALS)
    if numeral.unit:
        raise NotANumber(words, phrase("a number"), phrase("{unit!r} does not belong to it", unit=numeral.unit))
    if count is None:
        raise MoreThanThousandths(words)
    if abs(count) > MOST_QUANTITY.count:
        raise QuantityTooLarge(words)
    return Quantity(count)


def read_decimal(words: Words, *, exact: bool = False) -> Decimal:
    """A plain number, with the decimals it was written with. Raises a subclass of :class:`Unreadable`."""
    numeral = _numeral(words, phrase("a number"), exact=exact)
    if numeral.unit:
        raise NotANumber(words, phrase("a number"), phrase("{unit!r} does not belong to it", unit=numeral.unit))
    if numeral.decimals > MOST_DECIMALS or abs(numeral.digits) >= 10 ** (MOST_BEFORE_POINT + numeral.decimals):
        raise NumberTooLong(words)
    return Decimal(numeral.digits).scaleb(-numeral.decimals)


def _numeral(words: Words, wanted: str, *, unit: str = "", exact: bool = False) -> Numeral:
    if isinstance(words, str):
        return _spelled_out(words, wanted, unit, exact=exact)
    if isinstance(words, Decimal):
        return _of_decimal(words, wanted)
    if isinstance(words, int) and not isinstance(words, bool):
        return Numeral(words, 0)
    raise NotANumber(words, wanted)


def _of_decimal(number: Decimal, wanted: str) -> Numeral:
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise NotANumber(number, wanted)
    if exponent > 0:
        raise NotANumber(number, wanted, phrase("write it out without an exponent"))
    if len(digits) > _LONGEST or -exponent > _LONGEST:
        raise NumberTooLong(number)
    size = int("".join(map(str, digits)))
    return Numeral(-size if sign else size, -exponent)


def _spelled_out(words: str, wanted: str, unit: str, *, exact: bool) -> Numeral:
    shape = _SHAPE.fullmatch(words.translate(_SPACES).strip()) if len(words) <= _LONGEST else None
    if shape is None:
        raise NotANumber(words, wanted)
    sign, number, own_unit = shape[1], shape[2], (shape[3] or "").rstrip()
    found = _WELL_FORMED.fullmatch(number)
    if found is None:
        if _GROUPED_BY_POINTS.fullmatch(number):
            raise GroupedByPoints(words)
        why = phrase("groups have three digits each") if " " in number else ""
        raise NotANumber(words, wanted, why)
    whole, decimals = found[1], found[2] or ""
    by_point = exact and "." in number
    if not by_point and len(decimals) == 3 and len(whole) <= 3 and whole[0] != "0":  # noqa: PLR2004 - a group of thousands
        raise AmbiguousAmount(words, sign + whole, decimals, own_unit or ("" if unit == "kr" else unit))
    size = int(whole.replace(" ", "") + decimals)
    return Numeral(-size if sign in ("-", "−", "–") else size, len(decimals), own_unit)
