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
    "unit": Noun("organisation.units", "organisation", defines="unit"),
    "line": Noun("organisation.lines", "organisation", defines="line"),
    "project": Noun("organisation.projects", "projects", defines="project"),
    "budget": Noun("money.budgets", "budget", yearly=True),
    "budget.transferred": Noun("money.transfers", "budget", yearly=True),
    "grant": Noun("money.grants", "budget", yearly=True),
    "budget.carried-over": Noun("money.carry_overs", "carry-over"),  # of two years, so in the stream of neither
    "outcome": Noun("money.outcomes", "outcome", yearly=True),
    "forecast": Noun("money.forecasts", "forecast", yearly=True),
    "positions": Noun("staff.positions", "positions"),
    "workforce": Noun("staff.workforce", "workforce", yearly=True),
    "freeze": Noun("staff.freezes", "freezes", defines="freeze"),
    "exemption": Noun("staff.exemptions", "freezes", defines="exemption"),
    "savings-plan": Noun("follow_up.savings", "savings", defines="plan"),
    "measure": Noun("follow_up.measures", "savings", defines="measure"),
    "effect": Noun("follow_up.measures", "savings"),
    "goal": Noun("follow_up.goals", "goals", defines="goal"),
    "indicator": Noun("follow_up.indicators", "indicators", defines="indicator"),
    "target": Noun("follow_up.indicators", "indicators"),
    "assignment": Noun("follow_up.assignments", "assignments", defines="assignment"),
    "decision": Noun("control.reversals", ""),
    "decision.attested": Noun("control.attestations", ""),
    "policy": Noun("control.policies", "control", defines="policy"),
    "month": Noun("control.months", "control"),
    "import": Noun("control.imports", "imports"),
}
"""By the first word of their types, or by the whole type where it stands apart, in the order a reader meets them.

Facts about facts are kept with those, and so have no stream of their own.
"""


def noun_of(type_: str) -> Noun | None:
    """The noun of a type of fact: its own, or that of its first word."""
    return NOUNS.get(type_) or NOUNS.get(type_.partition(".")[0])


def noun_defining(kind: str) -> Noun:
    """The noun whose facts bring things of a kind into being."""
    return next(noun for noun in NOUNS.values() if noun.defines == kind)


def fact_class(type_: str) -> type[Fact] | None:
    """The class of a type of fact, None if there is no such type. Imports its module."""
    found = type_registry.get(type_)
    if found is None:
        noun = noun_of(type_)
        if noun is not None:
            import_module(f"ledger.domain.{noun.module}")
            found = type_registry.get(type_)
    return found
