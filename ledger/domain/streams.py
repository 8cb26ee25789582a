"""Which stream a fact belongs to, and the blank state each stream starts from."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from ledger.domain.days import FIRST_DAY, LAST_DAY
from ledger.domain.fact import Fact
from ledger.domain.nouns import NOUNS, noun_of
from ledger.domain.stream import Stream

CARRIED_OVER, CARRY_OVERS = "budget.carried-over", "carry-over"
"""A carry-over belongs to two years, and so to the stream of neither."""

_STATES = {
    "organisation": "organisation:Organisation",
    "positions": "positions:Positions",
    "freezes": "scopes:Freezes",
    "savings": "savings:Savings",
    "indicators": "indicators:Indicators",
    "assignments": "assignments:Assignments",
    "control": "control:Control",
    "carry-over": "budget:CarryOvers",
    "budget": "budget:Budget",
    "forecast": "outcome:Forecasts",
}
"""Where the state of a stream is declared; streams without rules of their own have none."""


def stream_of(fact: Fact) -> str:
    """The stream of a fact that is not about another fact.

    A reversal or an attestation belongs to the stream of the fact it names.
    """
    stream, yearly = _stream_of_type(fact.TYPE)
    return f"{stream}-{getattr(fact, 'year', fact.effective.year)}" if yearly else stream


@cache
def _stream_of_type(type_: str) -> tuple[str, bool]:
    """The stream of a type of fact, and whether there is one for each year."""
    if type_ == CARRIED_OVER:
        return CARRY_OVERS, False
    noun = noun_of(type_)
    if noun is None or not noun.stream:
        message = f"{type_} has no stream of its own"
        raise ValueError(message)
    return noun.stream, noun.yearly


def every_stream() -> Iterator[str]:
    """The names of all streams there can be, also of those no fact has been recorded in."""
    yield CARRY_OVERS
    yield from {noun.stream for noun in NOUNS.values() if noun.stream and not noun.yearly}
    for stream in {noun.stream for noun in NOUNS.values() if noun.yearly}:
        yield from (f"{stream}-{year}" for year in range(FIRST_DAY.year, LAST_DAY.year + 1))


def blank(stream: str) -> Stream:
    """The state of a stream before its first fact."""
    noun = stream if stream in _STATES else stream.rpartition("-")[0]
    if noun not in _STATES:
        return Stream()
    module, _, name = _STATES[noun].partition(":")
    state: Stream = getattr(import_module(f"ledger.domain.{module}"), name)()
    return state
