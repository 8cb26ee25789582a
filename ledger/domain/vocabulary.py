"""Every kind of fact there is. Importing this module fills the registry of types."""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.domain import (
    assignments,
    budget,
    control,
    freezes,
    indicators,
    organisation,
    outcome,
    positions,
    savings,
)
from ledger.domain.fact import Fact, type_registry

NOUNS = (organisation, budget, outcome, positions, freezes, savings, indicators, assignments, control)
"""The modules that declare facts, in the order a reader meets them."""

_BY_NOUN = sorted(type_registry.items(), key=lambda each: [noun.__name__ for noun in NOUNS].index(each[1].__module__))

FACT_TYPES: Mapping[str, type[Fact]] = MappingProxyType(dict(_BY_NOUN))
"""The class of each type of fact, under the word the journal has for it."""
