"""A table that somebody printed, matched with a question: what each figure says, and how exactly it says it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from ledger.queries.cell import Cell
from ledger.queries.contributions.budgets import BUDGET_DERIVED
from ledger.queries.contributions.contribution import Signs
from ledger.queries.contributions.reports import REPORT_DERIVED
from ledger.queries.contributions.workforce import STAFF_SIGNS

DERIVED: Mapping[str, Mapping[str, Signs]] = {
    "report": REPORT_DERIVED,
    "budget": BUDGET_DERIVED,
    "forecast": {"deviation": {"amount": 1, "budget": -1}},
    "staffing": {"positions": STAFF_SIGNS["positions"]},
}
"""The columns of each question that are sums or differences of others, which a printed table should bear out."""


@attrs.frozen
class Figure:
    """A printed figure: an exact one, rounded half away from zero to its last decimal."""

    count: int
    """In öre, or thousandths of people."""
    last: int
    """One of its last decimal, in the same."""

    @property
    def least(self) -> int:
        """The smallest exact figure that is printed so."""
        return self.count - (self.last // 2 if self.count > 0 else (self.last - 1) // 2)

    @property
    def most(self) -> int:
        """The largest exact figure that is printed so."""
        return self.count + (self.last // 2 if self.count < 0 else (self.last - 1) // 2)

    def admits(self, exact: int) -> bool:
        """Whether the exact figure is printed so."""
        return self.least <= exact <= self.most

    def slip(self, exact: int) -> str | None:
        """The slip of the pen that would explain a figure which differs, if there is one."""
        if Figure(-self.count, self.last).admits(exact):
            return "with the opposite sign it agrees"
        digits = str(abs(self.count) // self.last)
        for place in range(len(digits) - 1):
            swapped = int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]) * self.last
            if Figure(swapped if self.count > 0 else -swapped, self.last).admits(exact):
                return "with two digits the other way round it agrees"
        return None


@attrs.frozen
class PrintedRow:
    """A row by its label, and the part of the ledger it is about."""

    label: str
    narrowed: Mapping[str, Any]
    """The fields of :class:`~ledger.queries.explain.figures.Cell` that it sets."""


@attrs.frozen(kw_only=True)
class PrintedColumn:
    """A column by its label, the column of the answer behind it, and its figures by the label of their row."""

    label: str
    name: str
    cell: Cell
    """What every figure of the column is about, before its row narrows that down."""
    figures: Mapping[str, Figure]
    """Cells that were left empty are not here."""
    decimals: int = 0
    """Those it was printed with."""
    as_of: date | None = None
    known_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Published:
    """A whole table, with the sums it should bear out: by the label of the sum, the labels of its parts."""

    name: str
    question: str
    rows: Sequence[PrintedRow]
    columns: Sequence[PrintedColumn]
    rows_add_up: Mapping[str, Signs]
    columns_add_up: Mapping[str, Signs]

    def sums_across(self) -> Mapping[str, Signs]:
        """The sums over columns: the question's own, where the table has each part once, and those that are given."""
        return {**self._derived(), **self.columns_add_up}

    def _derived(self) -> Mapping[str, Signs]:
        derived = DERIVED.get(self.question, {})
        found = {}
        for column in self.columns:
            alike = [each for each in self.columns if each.cell == column.cell]
            parts = {
                each.label: sign
                for name, sign in derived.get(column.name, {}).items()
                for each in alike
                if each.name == name
            }
            if parts and len(parts) == len(derived[column.name]) == sum(
                each.name in derived[column.name] for each in alike
            ):
                found[column.label] = parts
        return found
