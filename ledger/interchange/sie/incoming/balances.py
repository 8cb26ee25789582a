"""Figures by period: those of objects are added up, those of whole accounts are checked against them."""

from collections.abc import Iterator

from ledger.domain.errors import LedgerError, Refused
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase
from ledger.interchange.sie.mapping.destinations import Destinations
from ledger.interchange.sie.records.survey import Survey

Cell = tuple[str, int]
"""A unit and the number of a month."""
Of = tuple[str, int]
"""An account and the number of a month."""


class ObjectsDoNotAddUp(Refused):
    code = "sie-objects-do-not-add-up"

    def __init__(self, label: str, account: str, month: Month, *, whole: int, parts: int, dimension: str) -> None:
        super().__init__(
            phrase(
                "{label} of account {account} in {month} is {money} as a whole ({{}}), but its "
                "objects of dimension {dimension} come to {money_2}",
                label=label,
                account=account,
                month=month,
                money=Money(whole).text,
                dimension=dimension,
                money_2=Money(parts).text,
            ),
            hint=phrase(
                "Export the file again; if some of it truly belongs to no object, say in the mapping "
                "that it is the default unit's: rest_to_default = true"
            ),
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


class Balances:
    """The rows with one label, #PSALDO or #PBUDGET.

    A row with several objects says something of its own only where the account has no row with the object of the
    chosen dimension alone: it is a part of such a row otherwise.
    """

    def __init__(
        self, label: str, destinations: Destinations, survey: Survey, dimension: str, *, rest_to_default: bool
    ) -> None:
        self.label = label
        self.sums = Sums()
        self.repeating_several = 0
        """How many rows with several objects are left out, as they are parts of others."""
        self._destinations = destinations
        self._dimension = dimension
        self._rest_to_default = rest_to_default
        single = {key for key in survey.single if key[0] == label}
        self._single = frozenset(single)
        self._mixed = frozenset(single & survey.several)
        self._wholes: dict[Of, tuple[int, int]] = {}
        self._parts: dict[Of, int] = {}
        self._alone: set[tuple[str, int, str]] = set()
        """Where accounts have both kinds of rows: account, month and object of those with one object."""
        self._together: dict[tuple[str, int, str], tuple[int, int, int]] = {}
        """… and of those with several: their sum, the first row, and how many there are."""

    def add_object(
        self, key: tuple[str, str, str, str], line: str | None, number: str, month: int, amount: int, row: int,
        *, is_alone: bool,
    ) -> None:  # fmt: skip
        """Add a figure of an account and an object. Without a line it is only looked at."""
        account = key[3]
        if key in self._mixed:
            if is_alone:
                self._alone.add((account, month, number))
            else:
                before, first, rows = self._together.get((account, month, number), (0, row, 0))
                self._together[account, month, number] = before + amount, first, rows + 1
                return
        self._add(account, line, number, month, amount, row)

    def _add(self, account: str, line: str | None, number: str, month: int, amount: int, row: int) -> None:
        of = (account, month)
        self._parts[of] = self._parts.get(of, 0) + amount
        unit = self._destinations.unit(number, row)
        if unit is not None and line is not None:
            self.sums.add(unit, month, line, amount, row)

    def add_whole(self, account: str, month: int, amount: int, row: int) -> None:
        """Add a figure of an account as a whole."""
        before, first = self._wholes.get((account, month), (0, row))
        self._wholes[account, month] = before + amount, first

    def finish(self) -> Iterator[tuple[int, LedgerError]]:
        """Place what was left waiting and what belongs to no object; what is wrong, with its row."""
        for (account, month, number), (amount, row, rows) in self._together.items():
            if (account, month, number) in self._alone:
                self.repeating_several += rows
            else:
                self._add(account, self._destinations.line(account, row), number, month, amount, row)
        for (account, month), (whole, row) in self._wholes.items():
            parts = self._parts.get((account, month))
            if parts is not None and parts != whole and not self._rest_to_default:
                yield (
                    row,
                    ObjectsDoNotAddUp(
                        self.label, account, Month(month), whole=whole, parts=parts, dimension=self._dimension
                    ),
                )
                continue
            rest = whole - (parts or 0)
            line = self._destinations.line(account, row)
            if rest or parts is None:
                unit = self._destinations.rest(account, rest, row)
                if unit is not None and line is not None:
                    self.sums.add(unit, month, line, rest, row)

    def by_account(self) -> Iterator[tuple[str, int, int]]:
        """Account, month and amount: of the account as a whole, or else of its objects together."""
        for (account, month), (whole, _) in self._wholes.items():
            yield account, month, whole
        for (account, month), parts in self._parts.items():
            if (account, month) not in self._wholes:
                yield account, month, parts
