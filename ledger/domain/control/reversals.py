"""Reversals: fact and rules."""

from collections.abc import Callable, Iterator

from ledger.domain.control.imports import ImportFinished
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, corrected, fact, field
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.values.phrases import phrase


@fact
class DecisionReversed(Fact):
    """The named fact should never have counted. A repeal from a later day is a decision of its own."""

    TYPE = "decision.reversed"
    SWEDISH = "beslut.återtaget"
    EFFECTIVE = "named"

    reverses: Reference = field("The fact that should not have counted (id or position)", "återtar")
    reason: str = field("Why", "skäl")


no_posting(DecisionReversed)


class UnknownFact(Refused):
    code = "unknown-fact"

    def __init__(self, reference: Reference) -> None:
        super().__init__(
            phrase(
                "There is no fact {reference} in the ledger",
                reference=(reference if isinstance(reference, str) else f"#{reference}"),
            ),
            hint=phrase("Name a fact by its id or its position: liggare journal"),
        )


class AlreadyReversed(Refused):
    code = "already-reversed"

    def __init__(self, target: Recorded, waiting: Recorded | None = None) -> None:
        what = f"#{target.position} ({target.fact.TYPE})"
        if waiting is None:
            super().__init__(
                phrase("{what} is already reversed", what=what),
                hint=phrase("A fact is reversed at most once; record what should count as a new fact"),
            )
            return
        super().__init__(
            phrase(
                "{what} has a reversal that waits for an attestation (#{position})",
                what=what,
                position=waiting.position,
            ),
            hint=phrase(
                "Attest that one, or withdraw it: liggare record decision.reversed --reverses {position} --reason …",
                position=waiting.position,
            ),
        )


class ReversalIsFinal(Refused):
    code = "reversal-is-final"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            phrase("#{position} is itself a reversal and cannot be reversed", position=target.position),
            hint=phrase("Record the decision again as a new fact"),
        )


class ImportIsNoDecision(Refused):
    code = "import-is-no-decision"

    def __init__(self, target: Recorded) -> None:
        number = getattr(target.fact, "import_", 0)
        super().__init__(
            phrase(
                "#{position} says that import {number} has been, which stays true",
                position=target.position,
                number=number,
            ),
            hint=phrase("Take back the facts it brought: liggare undo {number} --reason …", number=number),
        )


class CorrectsStanding(Refused):
    code = "corrects-standing-fact"

    def __init__(self, target: Recorded) -> None:
        super().__init__(
            phrase(
                "#{position} ({type}) still counts, so nothing can take its place",
                position=target.position,
                type=target.fact.TYPE,
            ),
            hint=phrase(
                "Reverse it in the same import, or first: liggare record decision.reversed "
                "--reverses {position} --reason …",
                position=target.position,
            ),
        )


@rule(DecisionReversed)
def _admit(world: World, fact: DecisionReversed) -> None:
    """A fact is reversed at most once; a reversal, and what an import says of itself, not at all.

    A reversal that waits may be withdrawn.
    """
    target = found(world, fact.reverses)
    if isinstance(target.fact, ImportFinished):
        raise ImportIsNoDecision(target)
    if isinstance(target.fact, DecisionReversed) and not world.waits(target):
        raise ReversalIsFinal(target)
    together = world.replacement_with(target)
    if together is not None and world.waits(target):
        raise WaitsWithCorrection(target, together)
    reversal = world.reversal_of(target)
    if reversal is not None:
        raise AlreadyReversed(target, reversal if world.waits(reversal) else None)


class WaitsWithCorrection(Refused):
    code = "waits-with-correction"

    def __init__(self, target: Recorded, together: Recorded) -> None:
        super().__init__(
            phrase(
                "#{position} ({type}) waits together with #{position_2}, which replaces what it reverses",
                position=target.position,
                type=target.fact.TYPE,
                position_2=together.position,
            ),
            hint=phrase("Name that one: #{position}", position=together.position),
        )


def found(world: World, reference: Reference) -> Recorded:
    """The fact with this id or position. Raises :class:`UnknownFact`."""
    return found_by(world.find, reference)


def found_by(find: Callable[[Reference], Recorded | None], reference: Reference) -> Recorded:
    """The same, from whatever finds facts."""
    target = find(reference)
    if target is None:
        raise UnknownFact(reference)
    return target


def require_reversed(world: World, fact: Fact) -> None:
    """What a fact corrects has been reversed, if only by a reversal that waits."""
    for reference in corrected(fact):
        target = found(world, reference)
        if world.reversal_of(target) is None:
            raise CorrectsStanding(target)


def replacements_beside_reversal(world: World, target: Recorded) -> Iterator[int]:
    """The positions of the facts that replace a reversed one, among those recorded together with its reversal.

    They may have been reversed themselves since.
    """
    reversal = world.reversal_of(target)
    position = 0 if reversal is None else reversal.position + 1
    while position:
        following = world.find(position)
        if following is None:
            return
        if any((named := world.find(each)) and named.position == target.position for each in corrected(following.fact)):
            yield position
        elif not (isinstance(following.fact, DecisionReversed) or following.fact.corrects):
            return
        position += 1
