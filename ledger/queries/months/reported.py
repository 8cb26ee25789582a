"""Which months units have reported an outcome for, so that what is missing is not taken for nothing."""

from collections.abc import Callable
from functools import cache

from ledger.domain.money.outcomes import REPORTED
from ledger.domain.values.days import Month
from ledger.queries.at import At, TreeMode
from ledger.queries.sums import YEAR

RECENT = 2 * YEAR
"""A unit is expected to report a month when it has reported any of so many months before."""


class Reported:
    """Whether the outcome of a month is there, for a unit with all below it.

    A month is reported for a unit when a report covers it on any line. A unit with units below it has reported it when
    each of those that was open in the month, and has reported anything within two years before, has.
    """

    def __init__(self, at: At, first: Month, last: Month, tree: TreeMode = "moment") -> None:
        """*first* through *last*: the months that will be asked about."""
        self._at, self._tree = at, tree
        self._covered: dict[str, set[int]] = {}
        self._spans: dict[str, set[tuple[int, int]]] = {}
        """By unit, the first and last months of reports that are of several."""
        for each in at.figures.stated(REPORTED, first.plus(-RECENT), last.plus(YEAR - 1)):
            first_month = int(each.item)
            self._covered.setdefault(each.unit, set()).update(range(first_month, each.month + 1))
            if first_month < each.month:
                self._spans.setdefault(each.unit, set()).add((first_month, each.month))
        self._below = cache(self._lacking_below)
        self.twelve = cache(self._twelve)
        self._within = cache(self._reported_within)

    def lacking(self, unit: str, month: Month) -> tuple[str, ...]:
        """The units that keep a month from being reported; none if it is. The unit itself where it has none below."""
        below = self._below(month).get(unit)
        if below is not None:
            return tuple(below)
        return () if month.number in self._covered.get(unit, ()) else (unit,)

    def posted_later(self, unit: str, first: Month, last: Month) -> tuple[str, ...]:
        """The units, at or below one, that report some of the months together with later ones."""
        return self._reported_across(unit, lambda begin, end: begin <= last.number < end and first.number <= end)

    def posted_with_earlier(self, unit: str, first: Month, last: Month) -> tuple[str, ...]:
        """The units, at or below one, that report some of the months together with earlier ones."""
        return self._reported_across(unit, lambda begin, end: begin < first.number <= end <= last.number)

    def _reported_across(self, unit: str, is_across: Callable[[int, int], bool]) -> tuple[str, ...]:
        tree = self._at.tree_of(self._tree)
        within = ((code, spans) for code, spans in self._spans.items() if tree.within(code, unit))
        return tuple(code for code, spans in within if any(is_across(*span) for span in spans))

    def months(self, unit: str, through: Month) -> list[Month]:
        """The months, in order, that anything is reported of in the unit or below it."""
        return [Month(number) for number in sorted(self._within().get(unit, ())) if number <= through.number]

    def _reported_within(self) -> dict[str, set[int]]:
        """By unit, the months that it or any unit below it has reported, along the tree of the moment."""
        tree, found = self._at.tree_of(self._tree), dict[str, set[int]]()
        for code, covered in self._covered.items():
            for above in tree.above(code):
                found.setdefault(above, set()).update(covered)
        return found

    def _twelve(self, unit: str, last: Month) -> tuple[str, ...]:
        """The units that keep the twelve months ending with *last* from being reported; none if all are there."""
        months = last.plus(1 - YEAR).through(last)
        return tuple(dict.fromkeys(code for month in months for code in self.lacking(unit, month)))

    def _lacking_below(self, month: Month) -> dict[str, list[str]]:
        """By unit with units below it that are expected to report the month: those of them that have not."""
        tree, lacking = self._at.tree_of(self._tree, month), dict[str, list[str]]()
        for code, covered in self._covered.items():
            node = self._at.organisation.units.get(code)
            is_open = node is not None and node.was_open_in(month.first_day, month.last_day)
            if is_open and any(month.number - RECENT <= each <= month.number for each in covered):
                for above in tree.above(code)[1:]:
                    found = lacking.setdefault(above, [])
                    if month.number not in covered:
                        found.append(code)
        return lacking


def last_reported(at: At, through: Month) -> Month | None:
    """The last month, no later than *through*, that anybody has reported an outcome for."""
    streams = (each.rpartition("-") for each in at.log.streams())
    for year in sorted({int(year) for noun, _, year in streams if noun == "outcome" and year.isdigit()}, reverse=True):
        months = [Month(each.month) for each in at.figures.stated(REPORTED, Month.of(year, 1), Month.of(year, 12))]
        found = [each for each in months if each <= through]
        if found:
            return max(found)
    return None
