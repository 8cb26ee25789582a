"""One cell of a printed table: what it says, and how exactly."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs

from ledger.domain.errors import Unreadable
from ledger.domain.values.money_units import POWERS
from ledger.domain.values.phrases import phrase
from ledger.interchange.sheets.cells import Broken, Cell
from ledger.interchange.values.amounts import read_decimal, read_money, read_quantity
from ledger.interchange.values.messages import shown
from ledger.queries.check.printed import SCALES, Figure, Kind

NOTHING = frozenset({"", "-", "−", "–", "—", "..", "…"})
"""What stands in a cell that has no figure."""
_DECIMALS = re.compile(r"[.,]([0-9]+)[^0-9]*$")
_UNIT = re.compile(r"[0-9]\s*([^\W\d_][^\d]*?)\s*$")
_PERCENT = 100


class FigureNotRead(Unreadable):
    code = "figure-not-read"

    def __init__(self, where: str, sentence: str, hint: str) -> None:
        super().__init__(f"{where}: {sentence}", hint=hint)


class FinerThanSaid(Unreadable):
    code = "finer-than-said"

    def __init__(self, where: str, words: str, decimals: int) -> None:
        super().__init__(
            phrase(
                "{where}: {words} has more decimals than the {decimals} that the mapping says the table has",
                where=where,
                words=shown(words),
                decimals=decimals,
            ),
            hint=phrase("Give the decimals the table was printed with: decimals = 1"),
        )


@attrs.frozen(kw_only=True)
class Reader:
    """Reads the figures of one column."""

    kind: Kind
    unit: str
    """What amounts are in where a cell does not say."""
    decimals: int | None = None
    """Those that the mapping gives; None: those of each cell."""
    sign: int = 1

    def figure(self, words: str, where: str) -> Figure:
        """Raises :class:`FigureNotRead` and :class:`FinerThanSaid`."""
        try:
            count: int = _READERS[self.kind](words, self.unit)
        except Unreadable as error:
            raise FigureNotRead(where, error.sentence, error.hint) from None
        size = self._size(self.unit)
        if self.decimals is None:
            last = self._last(words)
        elif count * 10**self.decimals % size:
            raise FinerThanSaid(where, words, self.decimals)
        else:
            last = max(size // 10**self.decimals, 1)
        return Figure(self.sign * count, last)

    def _last(self, words: str) -> int:
        """One of the last decimal that the cell was printed with."""
        found, unit = _DECIMALS.search(words), _UNIT.search(words)
        named = unit[1] if unit and self.kind == "money" else self.unit
        decimals = len(found[1]) if found else 0
        return max(self._size(named) // int(10**decimals), 1)

    def _size(self, unit: str) -> int:
        """One whole of what is printed, in what figures are counted in."""
        scale = SCALES[self.kind]
        if self.kind == "money":
            power = POWERS[" ".join(unit.casefold().split())]
            scale *= int(10**power)
        return scale // _PERCENT if self.kind == "share" else scale


def words_of(cell: Cell, where: str) -> str:
    """What a cell shows, as text. Raises :class:`FigureNotRead` for errors of a spreadsheet."""
    if isinstance(cell, Broken):
        raise FigureNotRead(where, phrase("it is {why}", why=cell.why), cell.hint)
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return str(getattr(cell, "plain", cell)).strip()  # raised marks of footnotes are no part of a figure


def _money(words: str, unit: str) -> int:
    return read_money(words, unit).count


def _quantity(words: str, _: str) -> int:
    return read_quantity(words).count


def _number(words: str, _: str) -> int:
    return int(read_decimal(words) * SCALES["number"])


def _share(words: str, _: str) -> int:
    return int(read_decimal(words.removesuffix("%").rstrip()) * SCALES["share"] / _PERCENT)


_READERS: dict[Kind, Callable[[str, str], Any]] = {
    "money": _money,
    "quantity": _quantity,
    "number": _number,
    "share": _share,
}
