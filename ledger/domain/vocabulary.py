"""Every kind of fact there is. Importing this module imports every noun."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from ledger.domain import nouns
from ledger.domain.fact import Fact, type_registry

NOUNS = tuple(
    import_module(f"ledger.domain.{module}") for module in dict.fromkeys(each.module for each in nouns.NOUNS.values())
)
"""The modules that declare facts, in the order a reader meets them."""

_BY_NOUN = sorted(type_registry.items(), key=lambda each: [noun.__name__ for noun in NOUNS].index(each[1].__module__))

FACT_TYPES: Mapping[str, type[Fact]] = MappingProxyType(dict(_BY_NOUN))
"""The class of each type of fact, under the word the journal has for it."""
