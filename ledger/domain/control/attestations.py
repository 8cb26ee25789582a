"""Attestations: fact and rules."""

from ledger.domain.actors import is_same_actor
from ledger.domain.control.imports import ImportFinished
from ledger.domain.control.reversals import DecisionReversed, found
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.values.phrases import phrase


@fact
class DecisionAttested(Fact):
    """Another person than the one who recorded the named fact vouches for it."""

    TYPE = "decision.attested"
    SWEDISH = "beslut.attesterat"
    EFFECTIVE = "named"

    attests: Reference = field("The fact that is vouched for (id or position)", "attesterar")


no_posting(DecisionAttested)

AboutFacts = DecisionReversed | DecisionAttested
"""Facts that speak of another fact, and are kept in the stream of that one."""


class NotAttestable(Refused):
    code = "not-attestable"

    def __init__(self, target: Recorded, why: str, way_out: str) -> None:
        super().__init__(
            phrase(
                "#{position} ({type}) cannot be attested: {why}",
                position=target.position,
                type=target.fact.TYPE,
                why=why,
            ),
            hint=way_out,
        )


@rule(DecisionAttested)
def _admit(world: World, fact: DecisionAttested) -> None:
    """A fact is attested once, by another actor than whoever recorded it, and by one that its policies name."""
    target = found(world, fact.attests)
    _require_open_to_attestation(world, target)
    if fact.actor is None:
        raise NotAttestable(target, phrase("it is not said by whom"), phrase("Say who attests it: --actor"))
    for each in (target, *world.reversals_with(target)):
        if is_same_actor(fact.actor, each.fact.actor):
            raise NotAttestable(
                target,
                phrase("{actor} recorded it", actor=each.fact.actor),
                phrase("Another person must attest it: --actor"),
            )
        if each.fact.actor is None and world.waits(target):
            raise NotAttestable(
                target, phrase("it is not said who recorded it"), phrase("Reverse it, and record it again with --actor")
            )
    for policy, attesters in world.demands(target):
        if attesters and not any(is_same_actor(fact.actor, each) for each in attesters):
            way_out = phrase("Ask {attesters}", attesters=", ".join(attesters))
            raise NotAttestable(
                target, phrase("{actor} may not attest under policy {policy}", actor=fact.actor, policy=policy), way_out
            )


def _require_open_to_attestation(world: World, target: Recorded) -> None:
    """It is no attestation, and neither reversed nor attested already."""
    if isinstance(target.fact, DecisionAttested):
        raise NotAttestable(target, phrase("it is an attestation"), phrase("Attest the fact it is about"))
    if isinstance(target.fact, ImportFinished):
        raise NotAttestable(target, phrase("it decides nothing"), phrase("Attest the facts that the import brought"))
    together = world.replacement_with(target)
    if together is not None:
        why = phrase("it goes with #{position}, which replaces what it reverses", position=together.position)
        raise NotAttestable(target, why, phrase("Attest #{position}, which attests both", position=together.position))
    if world.is_reversed(target):
        raise NotAttestable(target, phrase("it is reversed"), phrase("Attest the fact that replaces it"))
    if world.attestation_of(target) is not None:
        raise NotAttestable(target, phrase("it is attested already"), phrase("Nothing needs to be done"))


def named(world: World, fact: AboutFacts) -> Recorded:
    """The fact that a reversal or an attestation is about. Raises :class:`UnknownFact`."""
    return found(world, fact.reverses if isinstance(fact, DecisionReversed) else fact.attests)
