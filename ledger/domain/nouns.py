"""Where each kind of fact stands: the module that declares it and the stream that keeps it.

Known without importing any of them, so that a question loads only the nouns it speaks of.
"""

from importlib import import_module

import attrs

from ledger.domain.fact import Fact, type_registry


@attrs.frozen
class Noun:
    """What the first word of a type belongs to."""

    module: str
    """The module under ``ledger.domain``."""
    stream: str
    yearly: bool = False
    """Whether there is a stream for each year."""
    defines: str = ""
    """The kind of thing that facts of this noun bring into being."""


NOUNS = {
    "unit": Noun("organisation", "organisation", defines="unit"),
    "line": Noun("organisation", "organisation", defines="line"),
    "budget": Noun("budget", "budget", yearly=True),
    "grant": Noun("budget", "budget", yearly=True),
    "outcome": Noun("outcome", "outcome", yearly=True),
    "forecast": Noun("outcome", "forecast", yearly=True),
    "positions": Noun("positions", "positions"),
    "workforce": Noun("positions", "workforce", yearly=True),
    "freeze": Noun("freezes", "freezes", defines="freeze"),
    "exemption": Noun("freezes", "freezes", defines="exemption"),
    "savings-plan": Noun("savings", "savings", defines="plan"),
    "measure": Noun("savings", "savings", defines="measure"),
    "effect": Noun("savings", "savings"),
    "indicator": Noun("indicators", "indicators", defines="indicator"),
    "target": Noun("indicators", "indicators"),
    "assignment": Noun("assignments", "assignments", defines="assignment"),
    "decision": Noun("control", ""),
    "policy": Noun("control", "control", defines="policy"),
    "month": Noun("control", "control"),
}
"""By the first word of their types, in the order a reader meets them. Facts about facts are kept with those."""


def noun_of(type_: str) -> Noun | None:
    """The noun of a type of fact, by its first word."""
    return NOUNS.get(type_.partition(".")[0])


def fact_class(type_: str) -> type[Fact] | None:
    """The class of a type of fact, None if there is no such type. Imports its module."""
    found = type_registry.get(type_)
    if found is None:
        noun = noun_of(type_)
        if noun is not None:
            import_module(f"ledger.domain.{noun.module}")
            found = type_registry.get(type_)
    return found
