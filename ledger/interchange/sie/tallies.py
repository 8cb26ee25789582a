"""Figures by period: those of objects are added up, those of whole accounts are checked against them."""

from collections.abc import Iterator

from ledger.domain.days import Month
from ledger.domain.errors import LedgerError, Refused
from ledger.domain.measured import Money
from ledger.interchange.sie.destinations import Destinations

Cell = tuple[str, int]
"""A unit and the number of a month."""


class ObjectsDoNotAddUp(Refused):
    code = "sie-objects-do-not-add-up"

    def __init__(self, label: str, account: str, month: Month, *, whole: int, parts: int, dimension: str) -> None:
        super().__init__(
            f"{label} of account {account} in {month} is {Money(whole).text} as a whole ({{}}), but its objects of "
            f"dimension {dimension} come to {Money(parts).text}",
            hint="Export the file again; if some of it truly belongs to no object, say in the mapping "
            "that it is the default unit's: rest_to_default = true",
        )


class Sums:
    """What units' lines come to by month, signs turned, with the row that named them first."""

    def __init__(self) -> None:
        self.cells: dict[Cell, dict[str, int]] = {}
        self.rows: dict[Cell, int] = {}

    def add(self, unit: str, month: int, line: str, amount: int, row: int) -> None:
        """Add what SIE has with the opposite sign: there, costs are positive."""
        key = (unit, month)
        cell = self.cells.get(key)
        if cell is None:
            cell = self.cells[key] = {}
            self.rows[key] = row
        cell[line] = cell.get(line, 0) - amount


class Tallies:
    """The rows with one label, #PSALDO or #PBUDGET."""

    def __init__(self, label: str, destinations: Destinations, dimension: str, *, rest_to_default: bool) -> None:
        self.sums = Sums()
        self._label = label
        self._destinations = destinations
        self._dimension = dimension
        self._rest_to_default = rest_to_default
        self._wholes: dict[tuple[str, int], tuple[int, int]] = {}
        self._parts: dict[tuple[str, int], int] = {}

    def add_object(self, account: str, line: str | None, number: str, month: Month, amount: int, row: int) -> None:
        """A figure of an account and an object. Without a line it is only looked at."""
        key = (account, month.number)
        self._parts[key] = self._parts.get(key, 0) + amount
        unit = self._destinations.unit(number, row)
        if unit is not None and line is not None:
            self.sums.add(unit, month.number, line, amount, row)

    def add_whole(self, account: str, month: Month, amount: int, row: int) -> None:
        """A figure of an account as a whole."""
        key = (account, month.number)
        before, first = self._wholes.get(key, (0, row))
        self._wholes[key] = before + amount, first

    def settle(self) -> Iterator[tuple[int, LedgerError]]:
        """Place what belongs to no object, and check the rest; what is wrong, with its row."""
        for (account, month), (whole, row) in self._wholes.items():
            parts = self._parts.get((account, month))
            if parts is not None and parts != whole and not self._rest_to_default:
                yield (
                    row,
                    ObjectsDoNotAddUp(
                        self._label, account, Month(month), whole=whole, parts=parts, dimension=self._dimension
                    ),
                )
                continue
            rest = whole - (parts or 0)
            line = self._destinations.line(account, row)
            if rest or parts is None:
                unit = self._destinations.rest(account, rest, row)
                if unit is not None and line is not None:
                    self.sums.add(unit, month, line, rest, row)

    def results(self, first: int, last: int) -> dict[str, int]:
        """What whole accounts come to over some months, by account."""
        found: dict[str, int] = {}
        for (account, month), (whole, _) in self._wholes.items():
            if first <= month <= last:
                found[account] = found.get(account, 0) + whole
        return found
