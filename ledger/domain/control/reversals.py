"""Reversals: fact and rules."""

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule


@fact
class DecisionReversed(Fact):
    """The named fact should never have counted. A repeal from a later day is a decision of its own."""

    TYPE = "decision.reversed"
    EFFECTIVE = "named"

    reverses: Reference = field("The fact that should not have counted (id or position)", "återtar")
    reason: str = field("Why", "skäl")


no_posting(DecisionReversed)


class UnknownFact(Refused):
    code = "unknown-fact"

    def __init__(self, reference: Reference) -> None:
        super().__init__(
            f"There is no fact {reference if isinstance(reference, str) else f'#{reference}'} in the ledger",
            hint="Name a fact by its id or its position: liggare journal",
        )


class AlreadyReversed(Refused):
    code = "already-reversed"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            f"#{target.position} ({target.fact.TYPE}) is already reversed",
            hint="A fact is reversed at most once; record what should count as a new fact",
        )


class ReversalIsFinal(Refused):
    code = "reversal-is-final"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            f"#{target.position} is itself a reversal and cannot be reversed",
            hint="Record the decision again as a new fact",
        )


class CorrectsStanding(Refused):
    code = "corrects-standing-fact"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            f"#{target.position} ({target.fact.TYPE}) still counts, so nothing can take its place",
            hint=f"Reverse it in the same import, or first: liggare record decision.reversed "
            f"--reverses {target.position} --reason …",
        )


@rule(DecisionReversed)
def _admit(world: World, fact: DecisionReversed) -> None:
    """A fact is reversed at most once, and a reversal not at all."""
    target = found(world, fact.reverses)
    if isinstance(target.fact, DecisionReversed):
        raise ReversalIsFinal(target)
    if world.is_reversed(target):
        raise AlreadyReversed(target)


def found(world: World, reference: Reference) -> Recorded:
    """The fact with this id or position. Raises :class:`UnknownFact`."""
    target = world.find(reference)
    if target is None:
        raise UnknownFact(reference)
    return target


def require_reversed(world: World, reference: Reference) -> None:
    """What a fact corrects has been reversed."""
    corrected = found(world, reference)
    if not world.is_reversed(corrected):
        raise CorrectsStanding(corrected)
