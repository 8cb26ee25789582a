"""Every kind of fact there is. Importing this module imports every noun, and refuses a fact that lacks a part."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from unicodedata import normalize

from ledger.domain import nouns
from ledger.domain.fact import Fact, type_registry
from ledger.domain.postings import has_posting
from ledger.domain.rules import has_rule

NOUNS = tuple(
    import_module(f"ledger.domain.{module}") for module in dict.fromkeys(each.module for each in nouns.NOUNS.values())
)
"""The modules that declare facts, in the order a reader meets them."""

import_module("ledger.domain.staff.hiring")  # it declares rules, and no facts

_BY_NOUN = sorted(type_registry.items(), key=lambda each: [noun.__name__ for noun in NOUNS].index(each[1].__module__))

FACT_TYPES: Mapping[str, type[Fact]] = MappingProxyType(dict(_BY_NOUN))
"""The class of each type of fact, under the word the journal has for it."""

RECORDABLE: Mapping[str, type[Fact]] = MappingProxyType({name: cls for name, cls in FACT_TYPES.items() if cls.BY_HAND})
"""Those that people record, and import."""


_SWEDISH = {cls.SWEDISH: name for name, cls in FACT_TYPES.items() if hasattr(cls, "SWEDISH")}


def type_named(words: str) -> str:
    """The type of fact that is called so, in Swedish or as the journal has it; other words as they are."""
    return _SWEDISH.get(normalize("NFC", words).casefold(), words)


def _require_whole() -> None:
    lacking = [
        *(f"{each} has no rule: declare it with @rule or no_rule" for each in FACT_TYPES if not has_rule(each)),
        *(f"{each} has no name in Swedish: give its class one" for each in FACT_TYPES.keys() - _SWEDISH.values()),
        *(f"{each} posts nothing: declare @posting or no_posting" for each in FACT_TYPES if not has_posting(each)),
    ]
    if lacking:
        raise TypeError("; ".join(lacking))


_require_whole()
