"""Attestations: fact and rules."""

from ledger.domain.control.policies import Policies
from ledger.domain.control.reversals import DecisionReversed, found
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule


@fact
class DecisionAttested(Fact):
    """Another person than the one who recorded the named fact vouches for it."""

    TYPE = "decision.attested"
    EFFECTIVE = "named"

    attests: Reference = field("The fact that is vouched for (id or position)", "attesterar")


no_posting(DecisionAttested)

AboutFacts = DecisionReversed | DecisionAttested
"""Facts that speak of another fact, and are kept in the stream of that one."""


class NotAttestable(Refused):
    code = "not-attestable"

    def __init__(self, target: Recorded, why: str, way_out: str) -> None:
        super().__init__(f"#{target.position} ({target.fact.TYPE}) cannot be attested: {why}", hint=way_out)


@rule(DecisionAttested)
def _admit(world: World, fact: DecisionAttested) -> None:
    """Raise if the fact cannot be vouched for by this person, or not any more."""
    target = found(world, fact.attests)
    if isinstance(target.fact, DecisionAttested):
        raise NotAttestable(target, "it is an attestation", "Attest the fact it is about")
    if world.is_reversed(target):
        raise NotAttestable(target, "it is reversed", "Attest the fact that replaces it")
    if world.is_attested(target):
        raise NotAttestable(target, "it is attested already", "Nothing needs to be done")
    if fact.actor is None:
        raise NotAttestable(target, "it is not said by whom", "Say who attests it: --actor")
    if fact.actor == target.fact.actor:
        raise NotAttestable(target, f"{fact.actor} recorded it", "Another person must attest it: --actor")
    for policy in world.state(Policies).policies.values():
        attesters = policy.set.attesters
        if attesters and policy.concerns(target) and fact.actor not in attesters:
            raise NotAttestable(
                target, f"{fact.actor} may not attest under policy {policy.set.policy}", f"Ask {', '.join(attesters)}"
            )


def named(world: World, fact: AboutFacts) -> Recorded:
    """The fact that a reversal or an attestation is about. Raises :class:`UnknownFact`."""
    return found(world, fact.reverses if isinstance(fact, DecisionReversed) else fact.attests)
