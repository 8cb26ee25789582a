"""What the ledger was told of outcomes before this import, and what follows from it."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import attrs

from ledger.domain.values.days import Month
from ledger.domain.values.measured import money_text
from ledger.interchange.journal.reading import content_id
from ledger.interchange.sie.incoming.balances import Cell, Sums
from ledger.interchange.sie.mapping.holdings import Holdings

_MOST_NAMED = 5


@attrs.define
class Before:
    """How the outcomes in force differ from those of a file.

    An outcome replaces what was reported for its lines alone, and an accounting system leaves out what is 0. So a
    line that a unit once reported for a month, and that the file has no more, has to be stated as 0.
    """

    held: Holdings
    gone: dict[Cell, dict[str, int]] = attrs.field(factory=dict)
    """Lines that stand in the ledger and not in the file, with what they stand at."""
    differing: set[Cell] = attrs.field(factory=set)
    """Where the ledger says otherwise than the file."""
    _zeroed: list[str] = attrs.field(factory=list)
    _restated: list[str] = attrs.field(factory=list)

    @classmethod
    def of(cls, sums: Sums, held: Holdings, wanted: set[str]) -> "Before":
        """Compare the file's *sums* with the outcomes in force; *wanted* are the lines it would name."""
        before = cls(held)
        months = sorted({month for _, month in sums.cells})  # one by one: a year of all units at once is large
        for stated in chain.from_iterable(held.stated(Month(month), Month(month)) for month in months):
            key = (stated.unit, stated.month)
            cell = sums.cells.get(key)
            if cell is None:
                continue
            if stated.item in cell:
                if cell[stated.item] != stated.amount:
                    before.differing.add(key)
            elif stated.item in wanted:
                before.gone.setdefault(key, {})[stated.item] = stated.amount
        return before

    def is_silent(self, cell: Cell) -> bool:
        """Whether the ledger says nothing else than 0 of it, so that a 0 in the file would add nothing."""
        return cell not in self.differing and not any(self.gone.get(cell, {}).values())

    def settled(self, fields: dict[str, Any], cell: Cell) -> dict[str, Any]:
        """The fact to be recorded; as it was recorded before, if the same was."""
        gone = self.gone.get(cell, {})
        if not gone and cell not in self.differing:
            return fields
        whole = fields if not gone else fields | {"lines": fields["lines"] | money(dict.fromkeys(gone, 0))}
        for offered in (fields, whole):
            if self.held.is_recorded(content_id(offered, 0)):
                if cell in self.differing or (offered is fields and any(gone.values())):
                    self._restated.append(f"{cell[0]} in {Month(cell[1])}")
                return offered
        self._zeroed += (f"{line} of {cell[0]} in {Month(cell[1])}" for line, stood in gone.items() if stood)
        return whole

    def notes(self) -> Iterator[str]:
        """What a person should know, in sentences."""
        if self._zeroed:
            yield f"reported before and no longer in the file, so now 0: {some(self._zeroed)}."
        if self._restated:
            yield (
                f"recorded from a file like this and restated since, so left as restated: {some(self._restated)}. "
                "To state it again, record it by hand: liggare record outcome.reported."
            )


def money(lines: dict[str, int]) -> dict[str, str]:
    """Amounts by line as the journal writes them."""
    return {line: money_text(amount) for line, amount in sorted(lines.items())}


def some(named: list[str]) -> str:
    """The first few of many."""
    rest = len(named) - _MOST_NAMED
    return ", ".join(named[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
