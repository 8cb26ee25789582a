"""Outcomes of a month: fact and rules."""

from collections.abc import Iterator

from ledger.domain.days import Month
from ledger.domain.fact import Fact, fact, field
from ledger.domain.measured import Money
from ledger.domain.postings import Posting, Statement, posting
from ledger.domain.rules import no_rule


@fact
class OutcomeReported(Fact):
    """What a unit's lines came to in one month. A restated line replaces what was reported before."""

    TYPE = "outcome.reported"
    EFFECTIVE = "month-end"

    unit: str = field("The unit", "enhet", refers="unit")
    month: Month = field("The month", "månad")
    lines: dict[str, Money] = field("Amount per line", "konton", refers="line")


no_rule(OutcomeReported)


@posting(OutcomeReported)
def _post(fact: OutcomeReported) -> Iterator[Posting]:
    for line, amount in fact.lines.items():
        yield Statement("outcome", "amount", fact.unit, line, fact.month.number, amount.count)
