"""What a policy asks of a fact before it counts, and who may give it."""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.domain.actors import actor_key
from ledger.domain.fact import Fact


class Demand(NamedTuple):
    """An attestation that is asked for."""

    policy: str
    attesters: tuple[str, ...]
    """Who may attest; any other actor than whoever recorded, where none is named."""


def may_attest(fact: Fact, demands: Sequence[Demand]) -> tuple[str, ...]:
    """Who may give all the attestations that are asked for; empty where anyone else may."""
    named = [{actor_key(each): each for each in demand.attesters} for demand in demands if demand.attesters]
    if not named:
        return ()
    own = None if fact.actor is None else actor_key(fact.actor)
    return tuple(sorted(each for key, each in named[0].items() if key != own and all(key in other for other in named)))
