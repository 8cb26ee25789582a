"""Whole numbers behind a type of their own, so that kronor and people never meet in one sum."""

from decimal import Decimal
from typing import ClassVar, Self


class Measured:
    """An exact count of the smallest unit; can be added and negated, never multiplied.

    Not an attrs class: msgspec would then expect a JSON object where the journal has a string.
    """

    __slots__ = ("count",)
    DECIMALS: ClassVar[int]
    """How many decimals one whole unit has: 2 for kronor in öre, 3 for people in thousandths."""

    def __init__(self, count: int) -> None:
        self.count = count

    @classmethod
    def of(cls, number: Decimal | int | str) -> Self:
        """Exactly *number* whole units. Raises ValueError if it has more decimals than we keep."""
        scaled = Decimal(number).scaleb(cls.DECIMALS)
        if scaled != scaled.to_integral_value():
            msg = f"{number} has more than {cls.DECIMALS} decimals"
            raise ValueError(msg)
        return cls(int(scaled))

    @property
    def decimal(self) -> Decimal:
        """The number of whole units, exact."""
        return Decimal(self.count).scaleb(-self.DECIMALS)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.count + other.count) if type(other) is type(self) else NotImplemented

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.count - other.count) if type(other) is type(self) else NotImplemented

    def __neg__(self) -> Self:
        return type(self)(-self.count)

    def __abs__(self) -> Self:
        return type(self)(abs(self.count))

    def __bool__(self) -> bool:
        return self.count != 0

    def __eq__(self, other: object) -> bool:
        return self.count == other.count if type(other) is type(self) else NotImplemented

    def __lt__(self, other: Self) -> bool:
        return self.count < other.count if type(other) is type(self) else NotImplemented

    def __le__(self, other: Self) -> bool:
        return self.count <= other.count if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.count))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.count})"


class Money(Measured):
    """Whole öre. Income is positive and cost negative; savings are positive."""

    __slots__ = ()
    DECIMALS = 2

    def __str__(self) -> str:
        return money_text(self.count)

    @property
    def text(self) -> str:
        """As sentences say it, in any language: ``-24 000 000 kr``, with öre where there are any.

        The spaces within the number do not break, and what is told can be typed back.
        """
        kronor, rest = divmod(abs(self.count), 100)
        grouped = f"{kronor:,}".replace(",", "\N{NO-BREAK SPACE}")
        return f"{'-' if self.count < 0 else ''}{grouped}{f'.{rest:02d}' if rest else ''} kr"


class Quantity(Measured):
    """Thousandths of a position, an FTE, an annual worker, a person or an hour."""

    __slots__ = ()
    DECIMALS = 3

    def __str__(self) -> str:
        return quantity_text(self.count)


class Number(Measured):
    """The value of an indicator in its own unit, or a part of one, counted in units of the last decimal we keep."""

    __slots__ = ()
    DECIMALS = 12

    @property
    def decimal(self) -> Decimal:
        """Exact, however many digits it has, and without zeros at the end."""
        return Decimal(str(self))

    def __str__(self) -> str:
        text = f"{Decimal(f'{self.count}E-{self.DECIMALS}'):f}".rstrip("0").rstrip(".")
        return text or "0"


def money_text(ore: int) -> str:
    """Öre as the journal writes kronor: ``-12500000.00``."""
    if not ore:
        return "0.00"
    digits = f"{abs(ore):03d}"
    return f"{'-' if ore < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def quantity_text(milli: int) -> str:
    """Thousandths as the journal writes them: ``750``, ``-173.8``."""
    whole, rest = divmod(abs(milli), 1000)
    decimals = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{'-' if milli < 0 else ''}{whole}{decimals}"


NO_MONEY = Money(0)
NOBODY = Quantity(0)
MOST_MONEY = Money(10**15)
"""Beyond this an amount is taken for a typing error."""
MOST_QUANTITY = Quantity(10**12)

MOST_DECIMALS = 12
MOST_BEFORE_POINT = 15
"""Limits for plain numbers (indicators), which have no smallest unit of their own."""
