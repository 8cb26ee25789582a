"""What is left in a unit from the day it closes: money of later months, positions, exemptions and assignments."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import attrs

from ledger.domain.follow_up.assignments import ENDINGS
from ledger.domain.organisation.units import UnitClosed
from ledger.domain.postings import split_staff_item
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.queries.at import At
from ledger.queries.contributions.workforce import STAFF_SIGNS
from ledger.queries.questions.follow_up.assignments import AssignmentRow, assignments
from ledger.queries.questions.staff.exemptions import ExemptionRow, exemptions
from ledger.queries.sums import Sums

OPEN_EXEMPTIONS = ("requested", "granted")


@attrs.frozen(kw_only=True)
class Left:
    """What a closed unit has left of its own."""

    unit: str
    closed: date
    successor: str | None
    money: Mapping[str, int]
    """The öre of the months from the closing on, by item (line and project), where they are not 0."""
    positions: Quantity
    exemptions: tuple[str, ...]

    @property
    def amount(self) -> Money:
        return Money(sum(self.money.values()))


def left_in_closed_units(at: At) -> list[Left]:
    """The closed units in which something is left, in the order of the tree."""
    closed = {place.unit: fact for place in at.places(None) if (fact := _closing(at, place.unit)) is not None}
    if not closed:
        return []
    money = dict(_money(at, closed))
    positions: Sums[str] = Sums()
    for (unit, _, _), count in own_positions(at, closed.keys()).items():
        positions[unit] += count
    open_in: dict[str, list[str]] = {}
    for row in open_exemptions(at):
        open_in.setdefault(row.unit, []).append(row.exemption)
    found = (
        Left(
            unit=unit,
            closed=fact.effective,
            successor=fact.successor,
            money=money.get(unit, {}),
            positions=Quantity(positions.get(unit, 0)),
            exemptions=tuple(open_in.get(unit, ())),
        )
        for unit, fact in closed.items()
    )
    return [each for each in found if each.money or each.positions or each.exemptions]


def _closing(at: At, unit: str) -> UnitClosed | None:
    fact = at.organisation.units[unit].closings.at(at.as_of)
    return fact if isinstance(fact, UnitClosed) else None


def _money(at: At, closed: Mapping[str, UnitClosed]) -> Iterator[tuple[str, Mapping[str, int]]]:
    """By unit, its own budget for months of the year it closed in, from the closing on."""
    by_month: dict[Month, set[str]] = {}
    for unit, fact in closed.items():
        by_month.setdefault(Month.containing(fact.effective), set()).add(unit)
    for month, units in by_month.items():
        before = [month.plus(-1)]  # of another year, nothing belongs to months up to it
        left: dict[str, Sums[str]] = {}
        for total in at.figures.totals("budget", year=month.year, through=before, units=units):
            left.setdefault(total.unit, Sums())[total.item] += total.amount - total.parts[0]
        for unit, sums in left.items():
            yield unit, {item: amount for item, amount in sums.items() if amount}


def own_positions(at: At, units: Collection[str]) -> Mapping[tuple[str, str, str], int]:
    """The positions of some units themselves, by unit, category and form of employment, where there are any."""
    signs = STAFF_SIGNS["positions"]
    sums: Sums[tuple[str, str, str]] = Sums()
    for total in at.figures.totals("positions", units=units):
        if total.kind in signs:
            category, employment = split_staff_item(total.item)
            sums[total.unit, category or "", employment] += signs[total.kind] * total.amount
    return {key: count for key, count in sums.items() if count}


def open_exemptions(at: At, unit: str | None = None) -> Sequence[ExemptionRow]:
    """Exemptions that have not been decided, or may still be used."""
    rows = [row for row in exemptions(at, unit=unit).rows if isinstance(row, ExemptionRow)]
    return [row for row in rows if row.state in OPEN_EXEMPTIONS and unit in (None, row.unit)]


def open_assignments(at: At, unit: str) -> Sequence[AssignmentRow]:
    """What a unit itself was given to do and has not ended."""
    rows = [row for row in assignments(at, unit=unit).rows if isinstance(row, AssignmentRow)]
    return [row for row in rows if row.status not in ENDINGS and row.unit == unit]
