"""Which stream a fact belongs to, and the blank state each stream starts from."""

from collections.abc import Iterator

from ledger.domain.assignments import Assignments
from ledger.domain.budget import Budget, BudgetCarriedOver, CarryOvers
from ledger.domain.control import Control
from ledger.domain.days import FIRST_DAY, LAST_DAY
from ledger.domain.fact import Fact
from ledger.domain.indicators import Indicators
from ledger.domain.organisation import Organisation
from ledger.domain.outcome import Forecasts
from ledger.domain.positions import Positions
from ledger.domain.savings import Savings
from ledger.domain.scopes import Freezes
from ledger.domain.stream import Stream

_BY_NOUN = {
    "unit": "organisation",
    "line": "organisation",
    "positions": "positions",
    "freeze": "freezes",
    "exemption": "freezes",
    "savings-plan": "savings",
    "measure": "savings",
    "effect": "savings",
    "indicator": "indicators",
    "target": "indicators",
    "assignment": "assignments",
    "policy": "control",
    "month": "control",
}
_YEARLY = {
    "budget": "budget",
    "grant": "budget",
    "outcome": "outcome",
    "forecast": "forecast",
    "workforce": "workforce",
}

_STATES: dict[str, type[Stream]] = {
    "organisation": Organisation,
    "positions": Positions,
    "freezes": Freezes,
    "savings": Savings,
    "indicators": Indicators,
    "assignments": Assignments,
    "control": Control,
    "carry-over": CarryOvers,
    "budget": Budget,
    "forecast": Forecasts,
}


def stream_of(fact: Fact) -> str:
    """The stream of a fact that is not about another fact.

    A reversal or an attestation belongs to the stream of the fact it names.
    """
    if isinstance(fact, BudgetCarriedOver):
        return "carry-over"
    noun = fact.TYPE.partition(".")[0]
    if noun in _YEARLY:
        year = fact.year if hasattr(fact, "year") else fact.effective.year
        return f"{_YEARLY[noun]}-{year}"
    return _BY_NOUN[noun]


def every_stream() -> Iterator[str]:
    """The names of all streams there can be, also of those no fact has been recorded in."""
    yield from {"carry-over", *_BY_NOUN.values()}
    for noun in set(_YEARLY.values()):
        yield from (f"{noun}-{year}" for year in range(FIRST_DAY.year, LAST_DAY.year + 1))


def blank(stream: str) -> Stream:
    """The state of a stream before its first fact."""
    noun = stream if stream in _STATES else stream.rpartition("-")[0]
    return _STATES.get(noun, Stream)()
