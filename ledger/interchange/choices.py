"""The codes a cell may hold, taken from the ledger: its units, lines, freezes, plans and whatever else is defined."""

from collections.abc import Mapping, Sequence

from ledger.domain.days import swedish_day
from ledger.domain.fact import definition, meaning, own_fields
from ledger.domain.streams import stream_of
from ledger.domain.vocabulary import FACT_TYPES
from ledger.projections.standing import Standing
from ledger.queries.books import Books

Choices = Mapping[str, Sequence[str]]
"""Codes in order, by the kind of thing they are of."""

_DEFINING = [name for name, cls in FACT_TYPES.items() if any(meaning(each).defines for each in own_fields(cls))]


def choices(books: Books) -> Choices:
    """Every code that is defined, from whatever day. Units that have closed are left out."""
    judges: dict[str, Standing] = {}
    found: dict[str, set[str]] = {}
    for recorded in books.facts_of(_DEFINING):
        defined = definition(recorded.fact)
        stream = stream_of(recorded.fact)
        if stream not in judges:
            judges[stream] = books.standing(stream)
        if defined and judges[stream].counts(recorded):
            found.setdefault(defined[0], set()).add(defined[1])
    today = swedish_day(books.moment.known_at)
    closed = {code for code, unit in books.organisation.units.items() if unit.closings.at(today)}
    return {kind: sorted(codes - closed if kind == "unit" else codes) for kind, codes in found.items()}
