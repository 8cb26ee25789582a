"""The sentence of a fact: each noun's module adds those of its own types."""

from collections.abc import Iterable, Mapping
from functools import singledispatch

from ledger.domain.fact import Fact
from ledger.domain.values.measured import Money, Quantity
from ledger.reports.monthly.speech import Speech


@singledispatch
def told(fact: Fact, speech: Speech) -> str:
    """What *fact* says, in one sentence without a full stop."""
    del speech
    message = f"nobody has said how {fact.TYPE} is told"
    raise NotImplementedError(message)


def lines_told(lines: Mapping[str, Money], speech: Speech) -> str:
    """``Nettokostnad −240 Mkr, Statsbidrag 60 Mkr``."""
    return ", ".join(f"{speech.line(line)} {speech.exact(amount)}" for line, amount in lines.items())


def positions_told(positions: Quantity, speech: Speech) -> str:
    """``1 position``, ``2.5 positions``."""
    one = positions.count == 1000  # noqa: PLR2004 - thousandths
    number = speech.number(positions)
    return speech.say("1 position") if one else speech.say("{number} positions", number=number)


def because(sentence: str, reason: str | None) -> str:
    """The sentence, and after a colon the reason the source gives, on one line."""
    return f"{sentence}: {' '.join(reason.split())}" if reason else sentence


def with_details(sentence: str, details: Iterable[str | None]) -> str:
    """The sentence, and after it whatever else the source says."""
    return ", ".join([sentence, *filter(None, details)])
