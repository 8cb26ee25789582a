"""What facts that are offered would change: figures before and after."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded
from ledger.domain.money.balances import item_text
from ledger.domain.money.outcomes import REPORTED
from ledger.domain.postings import Flow, Statement, postings, split_staff_item, staff_parts
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.projections.figures import Figures
from ledger.projections.folds import Fold
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At


@row
class MoneyEffectRow:
    """An amount that would change. A unit's own part, without the units below it."""

    unit: str = column("Unit")
    figure: str = column("Figure")
    before: Money = column("Before")
    change: Money = column("Change")
    after: Money = column("After")


@row
class PeopleEffectRow:
    """A number of people or hours that would change."""

    unit: str = column("Unit")
    figure: str = column("Figure")
    before: Quantity = column("Before")
    change: Quantity = column("Change")
    after: Quantity = column("After")


Key = tuple[bool, str, str]
"""Whether it is money, the unit, and the figure in words."""


def effect(at: At, facts: Iterable[Fact]) -> list[Answer]:
    """The figures that recording *facts* would change, in kronor and in people. Reversals give back what was posted."""
    changes: dict[Key, int] = {}
    before: dict[Key, int] = {}
    for fact in facts:
        sign, subject, without = 1, fact, at.figures
        if isinstance(fact, DecisionReversed):
            target = at.find(fact.reverses)
            if target is None:
                continue
            sign, subject = -1, target.fact
            without = _without(at, target)
        for posting in postings(subject):
            if posting.measure == REPORTED:  # says which months are known, and is no figure
                continue
            key = _key(posting)
            if key not in before:
                before[key] = _standing(at, posting)
            if isinstance(posting, Flow):
                changes[key] = changes.get(key, 0) + sign * _shown(posting)
            else:
                stated = posting.amount if sign > 0 else _stated(without, posting)
                changes[key] = stated - before[key]
    return [
        _answer(at, columns, value, [key for key in changes if key[0] is is_money], before, changes)
        for is_money, columns, value in ((True, MoneyEffectRow, Money), (False, PeopleEffectRow, Quantity))
        if any(key[0] is is_money for key in changes)
    ]


def _answer(
    at: At, columns: type, value: type, keys: list[Key], before: dict[Key, int], changes: dict[Key, int]
) -> Answer:
    rows = [
        columns(
            unit=unit,
            figure=figure,
            before=value(before[key]),
            change=value(changes[key]),
            after=value(before[key] + changes[key]),
        )
        for key in keys
        for _, unit, figure in [key]
    ]
    return Answer(question="effect", moment=at.moment, position=at.position, options={}, columns=columns, rows=rows)


def _shown(flow: Flow) -> int:
    """A reduction is posted as the number taken out, and shown as less."""
    return -flow.amount if flow.kind == "reduced" else flow.amount


def _key(posting: Flow | Statement) -> Key:
    return posting.measure in MONEY or posting.kind == "amount", posting.unit, LABELS[posting.measure](posting)


def _workforce(posting: Any) -> str:
    months, item = Month(posting.month), staff_parts(posting.item)
    covered = f"{Month(item.first)}–{months}" if 0 < item.first < posting.month else str(months)
    project = f", project {item.project}" if item.project else ""
    return f"{posting.kind} {covered}, {item.category or 'all categories'} ({item.employment}){project}"


def _causes(posting: Any) -> str:
    return f"{_workforce(posting)}: {staff_parts(posting.item).cause}"


def _positions(posting: Any) -> str:
    category, employment = split_staff_item(posting.item)
    return f"positions, {category} ({employment})"


MONEY = ("budget",)
LABELS: Mapping[str, Callable[[Any], str]] = {
    "budget": lambda flow: f"budget {flow.first // 12} {item_text(flow.item)}",
    "positions": _positions,
    "exempted": lambda flow: f"positions used of exemption {flow.item}",
    "carried-out": lambda flow: f"positions taken out for {flow.item}",
    "outcome": lambda statement: f"outcome {Month(statement.month)} {item_text(statement.item)}",
    "workforce": _workforce,
    "causes": _causes,
    "effect": lambda statement: f"effect {Month(statement.month)} of {statement.item} ({statement.kind})",
}
"""What a figure is called beside its unit, by what a posting measures."""


def _standing(at: At, posting: Flow | Statement) -> int:
    """The figure as it is before, as of the day."""
    if isinstance(posting, Flow):
        year = posting.first // 12 if posting.measure == "budget" else None
        totals = at.figures.totals(posting.measure, year=year)
        return sum(
            -each.amount if each.kind == "reduced" else each.amount
            for each in totals
            if (each.unit, each.item) == (posting.unit, posting.item)
        )
    return _stated(at.figures, posting)


def _stated(figures: Figures, posting: Statement) -> int:
    """What is stated for the posting's key; 0 for nothing."""
    month = Month(posting.month)
    return sum(
        each.amount
        for each in figures.stated(posting.measure, month, month)
        if (each.kind, each.unit, each.item) == (posting.kind, posting.unit, posting.item)
    )


def _without(at: At, target: Recorded) -> Figures:
    """The figures of the target's own stream, as they would be if it did not count."""
    found = at.log.find(target.position)
    others = at.known(found[1]) if found else []
    return Fold([each for each in others if each.position != target.position], at.as_of)
