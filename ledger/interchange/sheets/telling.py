"""What a person should know of the reading of a sheet: what was passed over, and what was read not as it looks."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import attrs

from ledger.interchange.notices import information, placed
from ledger.interchange.values.messages import shown

MOST_QUOTED = 3
"""So many of a kind are quoted; of the rest, only the number is told."""

Kind = str


@attrs.define
class _Counted:
    """How many there are, and the first of them."""

    number: int = 0
    first: list[str] = attrs.field(factory=list)

    def add(self, quoted: str) -> None:
        self.number += 1
        if len(self.first) < MOST_QUOTED and quoted not in self.first:
            self.first.append(quoted)

    @property
    def text(self) -> str:
        more = ", …" if self.number > len(self.first) else ""
        return ", ".join(self.first) + more


class Told:
    """What there is to tell of one sheet, gathered while it is read."""

    def __init__(self) -> None:
        self._passed: dict[str, _Counted] = {}
        self._read_so: dict[str, _Counted] = {}
        self._rounded = 0
        self._difference = Decimal(0)

    def pass_over(self, what: str, text: object) -> None:
        """Take note of something that was not recorded: *what* it is, and how it looks."""
        quoted = shown(text) if isinstance(text, str) else str(text)
        self._passed.setdefault(what, _Counted()).add(quoted)

    def read_so(self, what: str, example: str) -> None:
        """Take note of a cell that was read otherwise than it looks, and how."""
        self._read_so.setdefault(what, _Counted()).add(example)

    def rounded(self, difference: Decimal) -> None:
        """Take note of the result of a formula that was rounded, and by how much: rounded less exact."""
        self._rounded += 1
        self._difference += difference

    def sentences(self) -> Iterator[str]:
        """Everything, in sentences that a place can stand before."""
        if self._passed:
            listed = "; ".join(f"{what} ({each.number}): {each.text}" for what, each in self._passed.items())
            yield information(f"passed over: {listed}")
        for what, each in self._read_so.items():
            yield f"{what} ({each.number}): {each.text}"
        if self._rounded:
            off = self._difference.quantize(Decimal("0.0001")).normalize() + 0
            yield f"results of formulas rounded to what is kept ({self._rounded}), which changes their total by {off:f}"

    def tell(self, where: object, notice: Callable[[str], None]) -> None:
        for sentence in self.sentences():
            notice(placed(where, sentence))
