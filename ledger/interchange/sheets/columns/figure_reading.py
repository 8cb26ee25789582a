"""Numbers in cells into figures: with the unit, percent and scale that their formats show, rounded where computed."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Computed, Unseen
from ledger.interchange.sheets.columns.amount_units import power_of, unit_called
from ledger.interchange.sheets.columns.spelling import plain
from ledger.interchange.sheets.formats.number_formats import Meaning, Shown
from ledger.interchange.sheets.telling import Told
from ledger.interchange.values.amounts import UnknownUnit
from ledger.interchange.values.messages import shown

PEOPLE = frozenset(
    {
        "st", "stycken", "tjänst", "tjänster", "person", "personer", "pers", "anställd", "anställda", "årsarbetare",
        "årsarbete", "åa", "heltid", "heltider", "fte", "timme", "timmar", "tim", "h", "posts", "positions", "hours",
    }
)  # fmt: skip
"""Words that say what people or posts are counted in, and change no number."""

_NO_PERCENT = 10
"""A larger number is hardly stored as a percentage: 1 000 % and more."""
_SCALED = "read as stored, and shown in thousands"


class ShownOtherwise(Unreadable):
    code = "shown-otherwise"

    def __init__(self, heading: str, cell: Shown, why: str = "") -> None:
        super().__init__(
            phrase(
                "{heading} is shown as {cell}, and {number:f} is stored",
                heading=heading,
                cell=shown(str(cell)),
                number=cell.number,
            )
            + (f": {why}" if why else ""),
            hint=phrase("Give the cell a number format that shows the number itself, or write as text what is right"),
        )


class FormatUnread(Unreadable):
    code = "format-unread"

    def __init__(self, heading: str, number: Decimal) -> None:
        super().__init__(
            phrase(
                "{heading} is {number:f}, and its number format, which is not read, may show a unit or percent",
                heading=heading,
                number=number,
            ),
            hint=phrase(
                "Say the unit of amounts (--in kr, or in the heading); or save the file as an Excel workbook (.xlsx)"
            ),
        )


class TwoUnits(Unreadable):
    code = "two-units"

    def __init__(self, heading: str, cell: Shown, own: str, given: str) -> None:
        super().__init__(
            phrase(
                "{heading} is shown as {cell}, in {own}, where amounts are said to be in {given}",
                heading=heading,
                cell=shown(str(cell)),
                own=own,
                given=given,
            ),
            hint=phrase(
                "Mend the one that is wrong: the cell's number format, or what the heading, the title or --in says"
            ),
        )


class ScaledInAUnit(Unreadable):
    code = "scaled-in-a-unit"

    def __init__(self, heading: str, cell: Shown, unit: str) -> None:
        super().__init__(
            phrase(
                "{heading} can be read as {cell} {unit}, as it is shown, or as {number:f} {unit}, as it is stored",
                heading=heading,
                cell=cell,
                unit=unit,
                number=cell.number,
            ),
            hint=phrase(
                "Leave the unit out if the amounts are stored in kronor, or take the commas out of the number format"
            ),
        )


class PercentOfMoney(Unreadable):
    code = "percent-of-money"

    def __init__(self, heading: str, text: object) -> None:
        super().__init__(
            phrase("{heading} is {text}, and an amount is never in percent", heading=heading, text=text),
            hint=phrase("Write the amount itself, in a cell that is not formatted as percent"),
        )


@attrs.define
class Carry:
    """What rounding has left over in a row, so that the total of the row stays what it is."""

    rest: Decimal = Decimal(0)
    was_used: bool = False


@attrs.define(eq=False)
class FigureReader:
    """Reads the numbers of one column of figures."""

    kind: Any
    heading: str
    unit: str
    """That of amounts which name none."""
    unit_is_said: bool
    """Whether somebody said so, on the command line or in the file."""
    told: Told
    off: Decimal | None = None
    """By how much the last figure was rounded, in the smallest unit; None if it was not."""
    was_percent: bool = False
    """Whether the last figure was in percent."""

    def of_number(self, number: Decimal, carry: Carry | None = None) -> Decimal:
        """A number without a format of its own, as the journal writes it."""
        if isinstance(number, Unseen) and not self._is_decided(number):
            raise FormatUnread(self.heading, number)
        power = power_of(self.unit) if self.kind is Money else 0
        return self._whole(number, power, carry)

    def _is_decided(self, number: Decimal) -> bool:
        """Whether a number means the same whatever its format: money in a unit that is said, people in any case."""
        if self.kind is Money:
            return self.unit_is_said or number == 0
        return self.kind is Quantity or abs(number) > _NO_PERCENT

    def of_shown(self, cell: Shown, carry: Carry | None = None) -> Decimal:
        """A number as its format shows it. Raises :class:`Unreadable` where that contradicts what is stored."""
        meaning = cell.meaning
        if meaning is None:
            raise ShownOtherwise(self.heading, cell)
        if meaning.is_percent:
            return self.of_percent(meaning.number, str(cell), is_computed=isinstance(cell.number, Computed))
        if self.kind is Money:
            return self._money(cell, meaning, carry)
        if meaning.unit and not (self.kind is Quantity and meaning.unit.casefold() in PEOPLE):
            raise ShownOtherwise(
                self.heading, cell, phrase("nobody can say here what {unit!r} means", unit=meaning.unit)
            )
        if meaning.thousands:
            self.told.read_so(_SCALED, self._example(cell, cell.number))
        return self.of_number(cell.number, carry)

    def of_percent(self, percent: Decimal, text: str, *, is_computed: bool = False) -> Decimal:
        """A number of percent: 75 where a field is in percent, 0.75 of people and posts."""
        if self.kind is Money:
            raise PercentOfMoney(self.heading, text)
        if self.kind is Quantity:
            exact = percent.scaleb(-2)
            return self._whole(Computed(exact) if is_computed else exact, 0, None)
        self.was_percent = True
        return plain(percent)

    def _money(self, cell: Shown, meaning: Meaning, carry: Carry | None) -> Decimal:
        own = unit_called(meaning.unit) if meaning.unit else None
        if meaning.unit and own is None:
            raise UnknownUnit(str(cell), meaning.unit)
        given = power_of(self.unit)
        if own is None:
            if meaning.thousands and given:
                raise ScaledInAUnit(self.heading, cell, self.unit)
            read = self._whole(cell.number, given, carry)
            if meaning.thousands:
                self.told.read_so(_SCALED, self._example(cell, read))
            return read
        power = power_of(own)
        if self.unit_is_said and power != given:
            raise TwoUnits(self.heading, cell, own, self.unit)
        read = self._whole(cell.number, power - 3 * meaning.thousands, carry)
        if power:
            self.told.read_so(f"read in {own}, as shown", self._example(cell, read))
        return read

    def _whole(self, number: Decimal, power: int, carry: Carry | None) -> Decimal:
        """The number times ten to *power*; the result of a formula rounded to the smallest unit that is kept."""
        if not isinstance(number, Computed) or not issubclass(self.kind, Measured):
            return plain(number.scaleb(power))
        exact = number.scaleb(power + self.kind.DECIMALS)
        if exact == exact.to_integral_value():
            return plain(number.scaleb(power))
        wanted = exact + carry.rest if carry else exact
        count = wanted.to_integral_value(ROUND_HALF_UP)
        if carry:
            carry.rest, carry.was_used = wanted - count, True
        self.off = count - exact
        self.told.rounded(self.off.scaleb(-self.kind.DECIMALS))
        return plain(count.scaleb(-self.kind.DECIMALS))

    def _example(self, cell: Shown, read: Decimal) -> str:
        unit = " kr" if self.kind is Money else ""
        return f"{shown(str(cell).strip())} is {read:f}{unit}"
