"""Which figure of an answer is meant."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from ledger.domain.values.days import Month

if TYPE_CHECKING:
    from ledger.queries.at import At, TreeMode


@attrs.frozen(kw_only=True)
class Cell:
    """Which figure of an answer is meant; what is None is not narrowed down."""

    unit: str | None = None
    line: str | None = None
    project: str | None = None
    month: Month | None = None
    year: int | None = None
    version: str | None = None
    so_far: bool | None = None
    """Whether the outcome may be the version asked for before all of it is reported."""
    plan: str | None = None
    phase: str | None = None
    measure: str | None = None
    indicator: str | None = None
    category: str | None = None
    employment: str | None = None
    since: Month | None = None
    statement: str = "operating"
    tree: "TreeMode" = "moment"


@attrs.frozen
class Side:
    """One of two moments that are compared, and the cell meant there (another version, perhaps)."""

    at: "At"
    cell: Cell


Asked = Sequence[tuple["At", Cell]]
"""The moments that are asked about, each with the figure that is meant there."""
