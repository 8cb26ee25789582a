"""Which stream a fact belongs to, and which streams there are."""

from collections.abc import Iterator
from functools import cache

from ledger.domain.fact import Fact
from ledger.domain.nouns import NOUNS, noun_of
from ledger.domain.values.days import FIRST_DAY, LAST_DAY


def stream_of(fact: Fact) -> str:
    """The stream of a fact that is not about another fact.

    A reversal or an attestation belongs to the stream of the fact it names.
    """
    stream, yearly = _stream_of_type(fact.TYPE)
    return f"{stream}-{getattr(fact, 'year', fact.effective.year)}" if yearly else stream


def stream_of_type(cls: type[Fact]) -> str:
    """The stream of a type of fact that has one stream for all years."""
    stream, yearly = _stream_of_type(cls.TYPE)
    assert not yearly  # noqa: S101 - whoever asks means one stream
    return stream


@cache
def _stream_of_type(type_: str) -> tuple[str, bool]:
    """The stream of a type of fact, and whether there is one for each year."""
    noun = noun_of(type_)
    if noun is None or not noun.stream:
        message = f"{type_} has no stream of its own"
        raise ValueError(message)
    return noun.stream, noun.yearly


def every_stream() -> Iterator[str]:
    """The names of all streams there can be, also of those no fact has been recorded in."""
    yield from {noun.stream for noun in NOUNS.values() if noun.stream and not noun.yearly}
    for stream in {noun.stream for noun in NOUNS.values() if noun.yearly}:
        yield from (f"{stream}-{year}" for year in range(FIRST_DAY.year, LAST_DAY.year + 1))
