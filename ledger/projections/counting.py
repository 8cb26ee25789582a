"""Which facts count: those not reversed, and attested where a policy asks for it."""

from collections.abc import Callable, Iterable, Iterator

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import Policies, PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.stream import Stream

Find = Callable[[Reference], Recorded | None]
"""Finds a recorded fact by id or position."""


class Standing:
    """Tells of each fact whether it counts, given all facts recorded through some position.

    The facts given must hold every reversal and attestation of the facts that are asked about: a whole log,
    or a whole stream.
    """

    def __init__(self, facts: Iterable[Recorded], policies: Policies, find: Find) -> None:
        self._policies = list(policies.policies.values())
        self._find = find
        self._reversals: dict[int, Recorded] = {}
        self._attestations: dict[int, list[Recorded]] = {}
        for recorded in facts:
            fact = recorded.fact
            if isinstance(fact, DecisionReversed):
                self._reversals[_position(find, fact.reverses)] = recorded
            elif isinstance(fact, DecisionAttested):
                self._attestations.setdefault(_position(find, fact.attests), []).append(recorded)

    def counts(self, recorded: Recorded) -> bool:
        """Whether the fact has an effect (its effective date aside)."""
        return not self.is_reversed(recorded.position) and not self.is_pending(recorded)

    def is_reversed(self, position: int) -> bool:
        reversal = self._reversals.get(position)
        return reversal is not None and not self.is_pending(reversal)

    def is_pending(self, recorded: Recorded) -> bool:
        """Whether a policy asks for an attestation that is not there."""
        if not self._policies or not any(policy.concerns(recorded) for policy in self._policies):
            return False
        return not self.attestation(recorded.position) and can_wait(recorded.fact, self._find)

    def attestation(self, position: int) -> Recorded | None:
        """The attestation of a fact that has not itself been reversed."""
        for attested in self._attestations.get(position, ()):
            if not self.is_reversed(attested.position):
                return attested
        return None


def can_wait(fact: Fact, find: Find) -> bool:
    """Whether a policy can make a fact of its types wait.

    Policies bind, and are taken back, at once, and attestations speak at once: what counts would otherwise depend
    on itself, as when a policy's own reversal waits for what the policy asks.
    """
    if isinstance(fact, DecisionReversed):
        target = find(fact.reverses)
        return target is None or not isinstance(target.fact, PolicySet | PolicyLifted)
    return not isinstance(fact, DecisionAttested | PolicySet | PolicyLifted)


def _position(find: Find, reference: Reference) -> int:
    target = find(reference)
    if target is None:
        message = f"the log names a fact {reference!r} that it does not hold"
        raise LookupError(message)
    return target.position


def standing(facts: Iterable[Recorded], policies: Policies, find: Find) -> Iterator[Recorded]:
    """The facts that count, in order."""
    facts = list(facts)
    judge = Standing(facts, policies, find)
    return (recorded for recorded in facts if judge.counts(recorded))


def policies_state(facts: Iterable[Recorded], find: Find) -> Policies:
    """The policies that the facts of their stream add up to. Policies bind at once."""
    state = Stream()
    applied: dict[int, Recorded] = {}
    for recorded in facts:
        fact = recorded.fact
        if isinstance(fact, DecisionReversed):
            target = applied.get(_position(find, fact.reverses))
            if target is not None:
                state.reverse(target)
        elif not isinstance(fact, DecisionAttested):
            state.apply(recorded)
            applied[recorded.position] = recorded
    return state.state(Policies)
