"""Hours worked on projects: each month's once, however the reports of them overlap."""

from collections.abc import Collection, Iterable, Sequence

import attrs

from ledger.domain.postings import StaffItem, staff_parts
from ledger.domain.values.days import FIRST_DAY, Month
from ledger.queries.at import At


@attrs.frozen(kw_only=True)
class ProjectHours:
    """Hours of one unit and project in some months, in thousandths."""

    unit: str
    project: str
    of: StaffItem
    first: int
    last: int
    """The numbers of the months they cover."""
    amount: int

    def overlaps(self, other: "ProjectHours") -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: "ProjectHours") -> bool:
        return self.first <= other.first and other.last <= self.last

    def counts_the_same(self, other: "ProjectHours") -> bool:
        """Whether the hours of *other*, which is no broader, may be among these."""
        if (self.unit, self.project) != (other.unit, other.project) or not self.overlaps(other):
            return False
        if self.of.employment != other.of.employment:
            return other.of.employment == "all"
        return self.of.category in (None, other.of.category)

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """By employment before all together, without a category before by category, the last and longest first."""
        return self.of.employment == "all", self.of.category is not None, -self.last, self.first


def project_hours(at: At, through: Month) -> tuple[Sequence[ProjectHours], Collection[ProjectHours]]:
    """The hours that add up, and those left out because others cover some, but not all, of their months."""
    counted: dict[tuple[str, str], list[ProjectHours]] = {}
    left_out = []
    for each in sorted(_reported(at, through), key=lambda hours: hours.rank):
        before = counted.setdefault((each.unit, each.project), [])
        same = [other for other in before if other.counts_the_same(each)]
        if not same:
            before.append(each)
        elif not any(other.holds(each) for other in same):
            left_out.append(each)
    return [hours for found in counted.values() for hours in found], left_out


def _reported(at: At, through: Month) -> Iterable[ProjectHours]:
    for each in at.figures.stated("workforce", Month.containing(FIRST_DAY), through):
        if each.kind != "hours" or not each.amount:
            continue
        of = staff_parts(each.item)
        if of.project is not None:
            months = {"first": of.first, "last": each.month}
            yield ProjectHours(unit=each.unit, project=of.project, of=of, amount=each.amount, **months)
