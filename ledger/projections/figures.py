"""What questions ask of figures: sums of flows and the statements in force, at a moment.

Two witnesses answer: SQL over the read model (:mod:`ledger.projections.reading`) and a plain fold over the facts
(:mod:`ledger.projections.folds`). They must tell the same story.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import NamedTuple, Protocol

from ledger.domain.values.days import Month


class Total(NamedTuple):
    """The sum of all flows with the same measure, kind, unit and item."""

    kind: str
    unit: str
    item: str
    amount: int
    parts: tuple[int, ...] = ()
    """What of the amount belongs to months up to each month asked for."""
    position: int = 0
    """The fact behind it, where the sum was asked for fact by fact."""


class Stated(NamedTuple):
    """A statement in force."""

    kind: str
    unit: str
    item: str
    month: int
    amount: int
    position: int
    """The fact that states it."""


class Figures(Protocol):
    """Figures as of a day, as known through a position."""

    def totals(
        self,
        measure: str,
        *,
        year: int | None = None,
        through: Sequence[Month] = (),
        by_fact: bool = False,
        units: Collection[str] | None = None,
    ) -> Iterable[Total]:
        """Sums of flows, of one fiscal year if given, with what belongs to months up to each of *through*.

        With *by_fact*, every fact's own sum instead of all facts together. *units* leaves out all others.
        """

    def stated(self, measure: str, first: Month, last: Month) -> Iterable[Stated]:
        """The statements in force about the months *first* through *last*."""


class ReadOnce:
    """:class:`Figures` that read what is asked of others once, and keep it: for reports that ask again and again."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._totals: dict[Hashable, list[Total]] = {}
        self._stated: dict[Hashable, list[Stated]] = {}

    def totals(
        self,
        measure: str,
        *,
        year: int | None = None,
        through: Sequence[Month] = (),
        by_fact: bool = False,
        units: Collection[str] | None = None,
    ) -> Iterable[Total]:
        key = measure, year, tuple(through), by_fact, None if units is None else frozenset(units)
        if key not in self._totals:
            found = self._figures.totals(measure, year=year, through=through, by_fact=by_fact, units=units)
            self._totals[key] = list(found)
        return self._totals[key]

    def stated(self, measure: str, first: Month, last: Month) -> Iterable[Stated]:
        key = measure, first, last
        if key not in self._stated:
            self._stated[key] = list(self._figures.stated(measure, first, last))
        return self._stated[key]


def book_name(measure: str, year: int = 0) -> str:
    """What the flows of a measure are filed under: a book of their own for each year where months mean something."""
    return f"{measure}-{year}" if year else measure
