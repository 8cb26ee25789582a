"""What closing a unit into another takes, as the facts that would be recorded together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import add, sub
from typing import Any

import attrs

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact
from ledger.domain.money.transfers import BudgetTransferred
from ledger.domain.organisation.units import UnitClosed
from ledger.domain.postings import split_money_item
from ledger.domain.staff.positions import PositionsTransferred
from ledger.domain.values.days import Moment, Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.phrases import phrase
from ledger.queries.at import At
from ledger.queries.closing.left import open_assignments, open_exemptions, own_positions
from ledger.queries.questions.follow_up.assignments import AssignmentRow
from ledger.queries.questions.staff.exemptions import ExemptionRow
from ledger.queries.sums import Sums, months_of_year

Item = tuple[str, str | None]
"""A line, and the project or none."""
Months = list[int]
"""The öre of the months from the closing's through December."""


class ClosesIntoItself(Refused):
    code = "closes-into-itself"

    def __init__(self, unit: str) -> None:
        super().__init__(
            phrase("{unit} cannot close into itself", unit=unit),
            hint=phrase("Give the unit that takes over with --into"),
        )


@attrs.frozen(kw_only=True)
class Proposal:
    """What is recorded together, and what has to be seen to besides."""

    facts: Sequence[Fact]
    exemptions: Sequence[ExemptionRow]
    """Those that are open: they stay with the unit."""
    assignments: Sequence[AssignmentRow]


def proposal(at: At, close: str, into: str, effective: date, **shared: Any) -> Proposal:
    """What closes *close* on a day, with *into* taking over; *shared* are the fields that every fact gets.

    The budget of months before the closing stays where it was, with what they deviated by; that of the months from
    then on moves line by line and project by project, as far as decided by now, also where it takes effect later.
    Raises :class:`NoSuchUnit`, and :class:`ClosesIntoItself`.
    """
    if close == into:
        raise ClosesIntoItself(close)
    on_day = at.known_through(at.position, Moment(effective, at.moment.known_at))
    for unit in (close, into):
        on_day.places(unit)
    facts: list[Fact] = [
        *_transfers(at, close, into, effective, shared),
        *(
            PositionsTransferred(
                effective=effective,
                from_unit=close,
                to_unit=into,
                category=category,
                employment=employment,  # type: ignore[arg-type]  # positions are of no other
                positions=Quantity(count),
                **shared,
            )
            for (_, category, employment), count in sorted(own_positions(on_day, {close}).items())
            if count > 0
        ),
        UnitClosed(effective=effective, unit=close, successor=into, **shared),
    ]
    return Proposal(facts=facts, exemptions=open_exemptions(on_day, close), assignments=open_assignments(on_day, close))


def _transfers(at: At, close: str, into: str, effective: date, shared: Mapping[str, Any]) -> Iterator[Fact]:
    """By the day they take effect (what is decided to change later moves then), project and first month."""
    giver = _Giver(at, close, effective)
    for day, items in sorted(giver.months.items()):
        for project in sorted({project for _, project in items}, key=lambda code: code or ""):
            lines = {line: months for (line, of), months in items.items() if of == project}
            for month, amounts in _in_even_parts(lines, Month.containing(effective)):
                covered = [giver.moves((line, project), day, amount) for line, amount in amounts.items()]
                yield BudgetTransferred(
                    effective=day,
                    year=effective.year,
                    from_unit=close,
                    to_unit=into,
                    lines={line: Money(amount) for line, amount in amounts.items()},
                    from_month=month,
                    project=project,
                    overdraft_reason=None if all(covered) else f"{close} uppgår i {into}",
                    **shared,
                )


class _Giver:
    """The year's own budget of a unit: what of it belongs to months from a day on, and what it comes to each day."""

    def __init__(self, at: At, unit: str, effective: date) -> None:
        year, first = effective.year, Month.containing(effective)
        end = at.known_through(at.position, Moment(date(year, 12, 31), at.moment.known_at))
        through = months_of_year(year)
        self.months: dict[date, dict[Item, Months]] = {}
        """By the day they are to move."""
        self._levels: dict[Item, Sums[date]] = {}
        for total in end.figures.totals("budget", year=year, through=through, by_fact=True, units={unit}):
            recorded = at.find(total.position)
            assert recorded is not None  # noqa: S101 - it has just been read
            day, item = recorded.fact.effective, split_money_item(total.item)
            self._levels.setdefault(item, Sums())[day] += total.amount
            amounts = [now - before for before, now in pairwise((0, *total.parts))][first.month - 1 :]
            known = self.months.setdefault(max(day, effective), {}).setdefault(item, [0] * len(amounts))
            known[:] = map(add, known, amounts)

    def moves(self, item: Item, day: date, amount: int) -> bool:
        """Take an amount away from a day on; whether the budget had it then and on every later day."""
        changes, sign = self._levels[item], -1 if amount < 0 else 1
        days = sorted({day, *(each for each in changes if each > day)})
        levels = [sum(change for of, change in changes.items() if of <= each) for each in days]
        changes[day] -= amount
        return all(level * sign >= abs(amount) for level in levels)


def _in_even_parts(lines: Mapping[str, Months], first: Month) -> Iterator[tuple[Month, dict[str, int]]]:
    """Amounts by line which, spread evenly from their month through December, together give the months of the lines."""
    rest = {line: list(months) for line, months in lines.items()}
    for place in range(len(next(iter(rest.values()), ()))):
        amounts: dict[str, int] = {}
        for line, months in rest.items():
            left = months[place:]
            if _spread(sum(left), len(left)) == left:
                amount, parts = sum(left), left
            else:
                amount, parts = left[0] * len(left), [left[0]] * len(left)
            months[place:] = map(sub, left, parts)
            if amount:
                amounts[line] = amount
        if amounts:
            yield first.plus(place), amounts


def _spread(amount: int, months: int) -> Months:
    """Evenly, each month cut toward zero to whole öre, the rest in the last."""
    even = abs(amount) // months * (-1 if amount < 0 else 1)
    return [*[even] * (months - 1), amount - even * (months - 1)]
