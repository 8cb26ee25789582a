"""The codes a cell may hold, taken from the ledger: its units, lines, freezes, plans and whatever else is defined."""

from collections.abc import Mapping, Sequence

from ledger.domain.fact import meaning, own_fields
from ledger.domain.vocabulary import RECORDABLE
from ledger.queries.at import At
from ledger.queries.codes import closed_units, codes

Choices = Mapping[str, Sequence[str]]
"""Codes in order, by the kind of thing they are of."""

KINDS = sorted({kind for cls in RECORDABLE.values() for each in own_fields(cls) if (kind := meaning(each).defines)})


def choices(at: At) -> Choices:
    """Every code that is defined, from whatever day. Units that have closed are left out."""
    found = {kind: list(codes(at, kind)) for kind in KINDS}
    closed = closed_units(at)
    return {
        kind: [code for code in listed if kind != "unit" or code not in closed]
        for kind, listed in found.items()
        if listed
    }
