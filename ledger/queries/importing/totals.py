"""What facts that were imported come to in all: by type, with kronor by side, and how many units, lines and months."""

from collections.abc import Callable, Iterator, Sequence

import attrs

from ledger.domain.fact import Fact, definition, mentions
from ledger.domain.money.grants import GrantReceived
from ledger.domain.values.measured import Money
from ledger.queries.answer import column, row

SIDES = ("income", "cost", "net")


@row
class ControlRow:
    """All facts of one type."""

    type: str = column("Type", "The type of fact.", key=True)
    facts: int = column("Facts", "How many facts there are.")
    units: int = column("Units", "How many units they name.")
    lines: int = column("Lines", "How many lines they name.")
    months: int = column("Months", "How many months they name.")
    income: Money | None = column("Income", "Kronor on lines of income.", default=None)
    cost: Money | None = column("Cost", "Kronor on lines of cost.", default=None)
    net: Money | None = column("Net cost", "Kronor on lines that hold net cost.", default=None)
    amount: Money | None = column("In all", "Kronor in all.", default=None)


@attrs.define
class _Of:
    """What there is so far of one type."""

    facts: int = 0
    named: dict[str, set[object]] = attrs.field(factory=lambda: {"unit": set(), "line": set(), "month": set()})
    sums: dict[str, int] = attrs.field(factory=dict)
    has_money: bool = False


class ControlTotals:
    """Takes facts one after another and adds them up."""

    def __init__(self, side_of: Callable[[str], str]) -> None:
        """*side_of*: income, cost or net, of a line that the ledger knows by then; empty for any other."""
        self._side_of = side_of
        self._by_type: dict[str, _Of] = {}

    def add(self, fact: Fact) -> None:
        of = self._by_type.get(fact.TYPE)
        if of is None:
            of = self._by_type[fact.TYPE] = _Of()
        of.facts += 1
        for kind, code, _ in mentions(fact):
            if kind in of.named:
                of.named[kind].add(code)
        defined = definition(fact)
        if defined is not None and defined[0] in of.named:
            of.named[defined[0]].add(defined[1])
        months = of.named["month"]
        if (month := getattr(fact, "month", None)) is not None:
            months.add(month)
        for by_month in (getattr(fact, "phasing", None) or {}).values():
            months.update(by_month)
        for line, amount in amounts(fact):
            of.has_money = True
            side = self._side_of(line) if line is not None else ""
            of.sums[side] = of.sums.get(side, 0) + amount.count

    def rows(self) -> Sequence[ControlRow]:
        """A row for each type, in the order the types were met."""
        return [
            ControlRow(
                type=type_,
                facts=of.facts,
                units=len(of.named["unit"]),
                lines=len(of.named["line"]),
                months=len(of.named["month"]),
                **{side: Money(of.sums[side]) for side in SIDES if side in of.sums},
                amount=Money(sum(of.sums.values())) if of.has_money else None,
            )
            for type_, of in self._by_type.items()
        ]


def amounts(fact: Fact) -> Iterator[tuple[str | None, Money]]:
    """The amounts a fact is about, each with its line, where it has one. Of a transfer, what is moved."""
    table = getattr(fact, "lines", None)
    if isinstance(table, dict):
        yield from table.items()
    amount = getattr(fact, "amount", None)
    if isinstance(amount, Money):
        yield getattr(fact, "line", None), amount
    if isinstance(fact, GrantReceived):
        yield from ((each.line, each.amount) for each in fact.passed_on or ())
