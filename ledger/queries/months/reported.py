"""Which months units have reported an outcome for, so that what is missing is not taken for nothing."""

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
        for each in at.figures.stated(REPORTED, first.plus(-RECENT), last.plus(YEAR - 1)):
            self._covered.setdefault(each.unit, set()).update(range(int(each.item), each.month + 1))
        self._below = cache(self._lacking_below)
        self.twelve = cache(self._twelve)

    def lacking(self, unit: str, month: Month) -> tuple[str, ...]:
        """The units that keep a month from being reported; none if it is. The unit itself where it has none below."""
        below = self._below(month).get(unit)
        if below is not None:
            return tuple(below)
        return () if month.number in self._covered.get(unit, ()) else (unit,)

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
