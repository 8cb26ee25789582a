"""When each fact begins and ceases to count, told one fact at a time as the log is read.

The incremental twin of :mod:`ledger.projections.counting`, which judges a finished list of facts.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import attrs

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import Policies, Policy, PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded
from ledger.domain.stream import Stream
from ledger.projections.counting import Find, can_wait

_OF_OTHERS = frozenset({DecisionReversed.TYPE, DecisionAttested.TYPE, PolicySet.TYPE})


class Change(NamedTuple):
    """From position *at* on, the fact counts (or no longer counts)."""

    at: int
    recorded: Recorded
    counts: bool


@attrs.define
class Activations:
    """What must be remembered between facts to tell which of them count."""

    find: Find
    facts_before: Callable[[int, Iterable[str]], Iterable[Recorded]]
    """The facts of some types recorded before a position; asked only when a policy is taken back."""
    control: Stream = attrs.field(factory=Stream)
    """The facts about policies so far."""
    pending: set[int] = attrs.field(factory=set)
    """Positions of facts that wait for an attestation."""
    reversals: dict[int, int] = attrs.field(factory=dict)
    """By position, the reversal that was recorded of a fact; it may be waiting itself."""
    attestations: dict[int, set[int]] = attrs.field(factory=dict)
    """By position, the attestations that were recorded of a fact; they may be reversed."""
    _before: dict[int, tuple[Recorded, bool]] = attrs.field(factory=dict)
    """Whether the facts that are touched by what is being learnt counted before."""

    @property
    def policies(self) -> dict[str, Policy]:
        return self.control.state(Policies).policies

    def is_plain(self, fact: Fact) -> bool:
        """Whether the fact simply begins to count: it speaks of no other, and no policy can make it wait."""
        return not self.policies and fact.TYPE not in _OF_OTHERS

    def changes(self, recorded: Recorded) -> Iterable[Change]:
        """What comes to count, and what ceases to, when *recorded* is learnt."""
        if self.is_plain(recorded.fact):
            return (Change(recorded.position, recorded, counts=True),)
        self._before = {recorded.position: (recorded, False)}
        self._learn(recorded)
        now = ((each, counted, self._counts(position)) for position, (each, counted) in self._before.items())
        return [Change(recorded.position, each, counts) for each, counted, counts in now if counts != counted]

    def _learn(self, recorded: Recorded) -> None:
        fact, position = recorded.fact, recorded.position
        if self._waits(recorded):
            self.pending.add(position)
        match fact:
            case PolicySet() | PolicyLifted():
                self.control.apply(recorded)
            case DecisionAttested():
                target = self._named(fact.attests)
                self.attestations.setdefault(target.position, set()).add(position)
                self._judge(target)
            case DecisionReversed():
                target = self._named(fact.reverses)
                self._remember(target)
                self.reversals[target.position] = position
                if position not in self.pending:
                    self._follow(target, position)

    def _named(self, reference: str | int) -> Recorded:
        target = self.find(reference)
        if target is None:
            message = f"the log names a fact {reference!r} that it does not hold"
            raise LookupError(message)
        return target

    def _counts(self, position: int) -> bool:
        return position not in self.pending and not self._is_reversed(position)

    def _is_reversed(self, position: int) -> bool:
        reversal = self.reversals.get(position)
        return reversal is not None and reversal not in self.pending

    def _waits(self, recorded: Recorded) -> bool:
        """Whether a policy asks for an attestation that is not there."""
        policies = self.policies
        if not policies or not any(policy.concerns(recorded) for policy in policies.values()):
            return False
        attested = any(not self._is_reversed(each) for each in self.attestations.get(recorded.position, ()))
        return not attested and can_wait(recorded.fact, self.find)

    def _remember(self, recorded: Recorded) -> None:
        self._before.setdefault(recorded.position, (recorded, self._counts(recorded.position)))

    def _judge(self, recorded: Recorded) -> None:
        """Let the fact wait, or wait no longer, as policies and attestations now have it."""
        waits = self._waits(recorded)
        if waits == (recorded.position in self.pending):
            return
        target = self._named(recorded.fact.reverses) if isinstance(recorded.fact, DecisionReversed) else None
        for touched in (recorded, target) if target else (recorded,):
            self._remember(touched)
        (self.pending.add if waits else self.pending.discard)(recorded.position)
        if target is not None:
            self._follow(target, recorded.position)

    def _follow(self, target: Recorded, at: int) -> None:
        """What else changes when a fact begins or ceases to be reversed."""
        match target.fact:
            case DecisionAttested() as attestation:
                self._judge(self._named(attestation.attests))
            case PolicySet() | PolicyLifted() as fact:
                types = self.policies[fact.policy].set.types
                self.control.reverse(target)
                for recorded in self.facts_before(at, types):
                    self._judge(recorded)
