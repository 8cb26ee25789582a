"""What each fact posts: the only place where a fact becomes figures.

Two forms. A *flow* adds to what was there: budgets, positions. A *statement* says what a figure is and replaces
what was stated before for the same key: outcomes, the workforce, effects. Both are named tuples, because they are
made by the million and kept by none.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ledger.domain.budget import BudgetAdjusted, BudgetAdopted, BudgetCarriedOver, BudgetTransferred, GrantReceived
from ledger.domain.fact import Fact, type_registry
from ledger.domain.outcome import OutcomeReported
from ledger.domain.phasing import shares
from ledger.domain.positions import PositionsEstablished, PositionsReduced, PositionsTransferred, WorkforceReported
from ledger.domain.savings import EffectReported

NO_MONTH = 0


class Flow(NamedTuple):
    """An amount that adds to a figure from the fact's effective date on."""

    measure: str
    """What is counted: ``budget`` in öre; in thousandths ``positions``, ``exempted`` (established under an exemption)
    and ``carried-out`` (taken out in the name of a measure)."""
    kind: str
    """Why it changes: the column it belongs to."""
    unit: str
    item: str
    """The line, or the category and form of employment."""
    first: int
    last: int
    """The months the amount is spread over evenly (their numbers); 0 where months mean nothing."""
    amount: int


class Statement(NamedTuple):
    """A figure that replaces what was stated for the same measure, kind, unit, item and month."""

    measure: str
    """``outcome`` in öre, ``workforce`` in thousandths, ``effect`` in öre or thousandths by kind."""
    kind: str
    unit: str
    item: str
    month: int
    amount: int


Posting = Flow | Statement
PostingRule = Callable[[Any], Iterator[Posting]]


def staff_item(category: str | None, employment: str) -> str:
    """The item that positions and people are posted under; a report for all categories has an empty one."""
    return f"{category or ''}\x1f{employment}"


def split_staff_item(item: str) -> tuple[str | None, str]:
    """The category and the form of employment of an item."""
    category, _, employment = item.partition("\x1f")
    return category or None, employment


def _budget(
    fact: BudgetAdopted | BudgetAdjusted | BudgetTransferred | GrantReceived | BudgetCarriedOver,
) -> Iterator[Posting]:
    for unit, line, kind, first, last, amount in shares(fact):
        yield Flow("budget", kind, unit, line, first.number, last.number, amount.count)


def _outcome(fact: OutcomeReported) -> Iterator[Posting]:
    for line, amount in fact.lines.items():
        yield Statement("outcome", "amount", fact.unit, line, fact.month.number, amount.count)


def _positions(kind: str, unit: str, fact: Any, sign: int = 1) -> Flow:
    item = staff_item(fact.category, fact.employment)
    return Flow("positions", kind, unit, item, NO_MONTH, NO_MONTH, sign * fact.positions.count)


def _established(fact: PositionsEstablished) -> Iterator[Posting]:
    yield _positions("established", fact.unit, fact)
    if fact.exemption is not None:
        yield Flow("exempted", "positions", fact.unit, fact.exemption, NO_MONTH, NO_MONTH, fact.positions.count)


def _reduced(fact: PositionsReduced) -> Iterator[Posting]:
    yield _positions("reduced", fact.unit, fact)
    if fact.measure is not None:
        yield Flow("carried-out", "positions", fact.unit, fact.measure, NO_MONTH, NO_MONTH, fact.positions.count)


def _transferred(fact: PositionsTransferred) -> Iterator[Posting]:
    yield _positions("transferred", fact.from_unit, fact, -1)
    yield _positions("transferred", fact.to_unit, fact)


def _workforce(fact: WorkforceReported) -> Iterator[Posting]:
    item = staff_item(fact.category, fact.employment)
    yield Statement("workforce", fact.measure, fact.unit, item, fact.month.number, fact.value.count)
    if fact.measure == "annual-workers":
        hours = fact.hours.count if fact.hours else 0  # left out says none, and replaces hours stated before
        yield Statement("workforce", "hours", fact.unit, item, fact.month.number, hours)


def _effect(fact: EffectReported) -> Iterator[Posting]:
    """All three columns are stated, so that leaving one out says zero: a report states the whole value."""
    for kind, value in (("amount", fact.amount), ("positions", fact.positions), ("hours", fact.hours)):
        yield Statement("effect", kind, "", fact.measure, fact.month.number, value.count if value else 0)


_RULES: Mapping[type[Fact], PostingRule] = {
    BudgetAdopted: _budget,
    BudgetAdjusted: _budget,
    BudgetTransferred: _budget,
    GrantReceived: _budget,
    BudgetCarriedOver: _budget,
    OutcomeReported: _outcome,
    PositionsEstablished: _established,
    PositionsReduced: _reduced,
    PositionsTransferred: _transferred,
    WorkforceReported: _workforce,
    EffectReported: _effect,
}
"""Facts that are not here change no sum: they are registers (units, freezes, plans) or speak of other facts."""


def postings(fact: Fact) -> Iterator[Posting]:
    """What the fact adds to figures or states them to be. Facts without figures post nothing."""
    rule = _RULES.get(type_registry[fact.TYPE])
    return rule(fact) if rule else iter(())
