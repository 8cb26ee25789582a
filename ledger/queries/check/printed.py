"""A table that somebody printed, matched with a question: what each figure says, and how exactly it says it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import attrs

from ledger.domain.values.measured import Measured, Money, Quantity
from ledger.queries.cell import Cell
from ledger.queries.contributions.budgets import BUDGET_DERIVED
from ledger.queries.contributions.contribution import Signs
from ledger.queries.contributions.forecast_columns import DERIVED as FORECAST_DERIVED
from ledger.queries.contributions.reports import REPORT_DERIVED
from ledger.queries.contributions.workforce import STAFF_SIGNS

DERIVED: Mapping[str, Mapping[str, Signs]] = {
    "report": REPORT_DERIVED,
    "budget": BUDGET_DERIVED,
    "forecast": FORECAST_DERIVED,
    "staffing": {"positions": STAFF_SIGNS["positions"], "vacancies": {"positions": 1, "fte": -1}},
}
"""The columns of each question that are sums or differences of others, which a printed table should bear out."""

Kind = Literal["money", "quantity", "number", "share", "text"]
"""What stands in a column: kronor; people or hours; a plain number; a share, printed in percent; words."""
SCALES: Mapping[Kind, int] = {"money": 100, "quantity": 1000, "number": 10**6, "share": 10**6}
"""How figures of each kind are counted: in öre, thousandths, millionths."""
Value = Measured | Decimal


@attrs.frozen
class Figure:
    """A printed figure: an exact one, rounded to its last decimal.

    Exactly half may have gone either way: some programs round it away from zero, others to the even digit.
    """

    count: int
    """In öre, thousandths or millionths, with the sign of the ledger."""
    last: int
    """One of its last decimal, in the same."""

    @property
    def least(self) -> int:
        """The smallest exact figure that is printed so."""
        return self.count - self.last // 2

    @property
    def most(self) -> int:
        """The largest exact figure that is printed so."""
        return self.count + self.last // 2

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
    narrowed: Mapping[str, Any] | None
    """What says which row of the answer it is; None for a row that is printed only."""


@attrs.frozen(kw_only=True)
class PrintedColumn:
    """A column by its label, the column of the answer behind it, and its figures by the label of their row."""

    label: str
    name: str | None
    """None for a column that is printed only."""
    kind: Kind
    narrowed: Mapping[str, Any]
    """What every figure of the column is about, before its row narrows that down."""
    figures: Mapping[str, Figure]
    words: Mapping[str, str] = attrs.field(factory=dict)
    """The cells of a column of words, and what is no figure in one that is printed only."""
    blanks: Mapping[str, str] = attrs.field(factory=dict)
    """Cells that were left empty, or have a dash."""
    sign: int = 1
    """-1 where it is printed with the opposite sign of the ledger."""
    decimals: int = 0
    """The most that any of its figures was printed with."""
    as_of: date | None = None
    known_at: datetime | None = None

    @property
    def cell(self) -> Cell:
        return Cell(**self.narrowed)

    def value(self, count: int) -> Value:
        return value_of(self.kind, count)


def value_of(kind: Kind, count: int) -> Value:
    """What is counted, as people read it."""
    if kind == "money":
        return Money(count)
    return Quantity(count) if kind == "quantity" else Decimal(count) / SCALES[kind]


@attrs.frozen(kw_only=True)
class PrintedTable:
    """A whole table, with the sums it should bear out: by the label of the sum, the labels of its parts."""

    name: str
    question: str
    rows: Sequence[PrintedRow]
    columns: Sequence[PrintedColumn]
    rows_add_up: Mapping[str, Signs]
    columns_add_up: Mapping[str, Signs]
    columns_in_percent: Mapping[str, Sequence[tuple[int, str]]] = attrs.field(factory=dict)

    @property
    def compared_columns(self) -> Sequence[PrintedColumn]:
        """Those that the ledger is asked for."""
        return [column for column in self.columns if column.name is not None]

    def derived(self) -> Mapping[str, Signs]:
        """The question's own sums over columns, where the table has each part once. They have the ledger's signs."""
        derived = DERIVED.get(self.question, {})
        found = {}
        for column in self.compared_columns:
            alike = [each for each in self.compared_columns if each.narrowed == column.narrowed]
            wanted = derived.get(column.name or "", {})
            parts = {each.label: sign for name, sign in wanted.items() for each in alike if each.name == name}
            if parts and len(parts) == len(wanted) == sum(each.name in wanted for each in alike):
                found[column.label] = parts
        return {label: parts for label, parts in found.items() if label not in self.columns_add_up}
