"""Which facts of a finished list count, as questions about a moment need it. What counting means: see the domain."""

from collections.abc import Callable, Iterable, Iterator

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.counting import Counting, Find
from ledger.domain.control.demands import Demand
from ledger.domain.control.policies import Policies
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Recorded

About = Callable[[Recorded], Iterable[Recorded]]
"""The reversals and attestations of a fact, from whatever stream it lies in."""


class Standing:
    """Tells which facts count, given all facts recorded through some position.

    The facts given must hold every reversal and attestation of the facts that are asked about: a whole log, or a
    whole stream.
    """

    def __init__(self, facts: Iterable[Recorded], policies: Policies, find: Find, about: "About | None" = None) -> None:
        """*about*: the reversals and attestations of a fact of another stream that corrects a fact of this one."""
        self._counting = Counting(find, policies)
        self._find = find
        for recorded in facts:
            if policies or isinstance(recorded.fact, DecisionReversed | DecisionAttested):
                self._counting.know(recorded)
            if policies and about is not None and isinstance(recorded.fact, DecisionReversed):
                self._know_replacement(recorded, about)

    def _know_replacement(self, reversal: Recorded, about: "About") -> None:
        """A correction may lie in another stream than what it corrects."""
        position = reversal.position + 1
        following = self._find(position)
        while following is not None and (isinstance(following.fact, DecisionReversed) or following.fact.corrects):
            if not isinstance(following.fact, DecisionReversed):
                self._counting.know(following)
                if position in self._counting.asked:
                    for each in about(following):
                        self._counting.know(each)
            position += 1
            following = self._find(position)

    def counts(self, recorded: Recorded) -> bool:
        """Whether the fact has an effect (its effective date aside)."""
        self._counting.know(recorded)
        return self._counting.counts(recorded.position)

    def is_reversed(self, position: int) -> bool:
        return self._counting.is_reversed(position)

    def is_pending(self, recorded: Recorded) -> bool:
        """Whether an attestation is asked for that is not there."""
        self._counting.know(recorded)
        return self._counting.waits(recorded.position)

    def attested_with(self, recorded: Recorded) -> Recorded:
        """The correction whose attestation lets a reversal count; any other fact itself."""
        found = self._find(self._counting.replaced_by.get(recorded.position, recorded.position))
        return found or recorded

    def demands(self, recorded: Recorded) -> list[Demand]:
        """The attestations that the fact waits for, or waited for."""
        return self._counting.demands(recorded)

    def attestation(self, position: int) -> Recorded | None:
        """The attestation of a fact that has not itself been reversed."""
        found = self._counting.attestation(position)
        return None if found is None else self._find(found)


def standing(facts: Iterable[Recorded], policies: Policies, find: Find) -> Iterator[Recorded]:
    """The facts that count, in order."""
    facts = list(facts)
    judge = Standing(facts, policies, find)
    return (recorded for recorded in facts if judge.counts(recorded))
