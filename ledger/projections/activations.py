"""When each fact begins and ceases to count, told one fact at a time as the log is read.

The incremental twin of :mod:`ledger.projections.standing`, which judges a finished list of facts.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import attrs

from ledger.domain.control import (
    Control,
    DecisionAttested,
    DecisionReversed,
    PolicyLifted,
    PolicySet,
)
from ledger.domain.fact import Recorded
from ledger.projections.standing import Find


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
    control: Control = attrs.field(factory=Control)
    pending: set[int] = attrs.field(factory=set)
    """Positions of facts that wait for an attestation."""
    reversed: set[int] = attrs.field(factory=set)
    attested: dict[int, int] = attrs.field(factory=dict)
    """By position, the attestation that lets a fact count."""

    def changes(self, recorded: Recorded) -> Iterator[Change]:
        """What comes to count, and what ceases to, when *recorded* is learnt."""
        fact = recorded.fact
        if isinstance(fact, DecisionAttested):
            yield from self._attested(recorded.position, self._named(fact.attests), recorded.position)
        elif self._concerned(recorded):
            self.pending.add(recorded.position)
        elif isinstance(fact, DecisionReversed):
            yield from self._reversed(recorded.position, self._named(fact.reverses))
        else:
            if isinstance(fact, PolicySet | PolicyLifted):
                self.control.apply(recorded)
            yield Change(recorded.position, recorded, counts=True)

    def _named(self, reference: str | int) -> Recorded:
        target = self.find(reference)
        if target is None:
            message = f"the log names a fact {reference!r} that it does not hold"
            raise LookupError(message)
        return target

    def _concerned(self, recorded: Recorded) -> bool:
        policies = self.control.policies
        return bool(policies) and any(policy.concerns(recorded) for policy in policies.values())

    def _attested(self, at: int, target: Recorded, attestation: int) -> Iterator[Change]:
        self.attested[target.position] = attestation
        if target.position in self.pending:
            self.pending.discard(target.position)
            yield from self._begins(at, target)

    def _begins(self, at: int, recorded: Recorded) -> Iterator[Change]:
        if isinstance(recorded.fact, DecisionReversed):
            yield from self._reversed(at, self._named(recorded.fact.reverses))
        elif recorded.position not in self.reversed:
            yield Change(at, recorded, counts=True)

    def _reversed(self, at: int, target: Recorded) -> Iterator[Change]:
        fact = target.fact
        self.reversed.add(target.position)
        if target.position in self.pending:
            return
        if isinstance(fact, DecisionAttested):
            yield from self._attestation_reversed(at, target.position, self._named(fact.attests))
            return
        if isinstance(fact, PolicySet | PolicyLifted):
            yield from self._policy_reversed(at, target, fact.policy)
        yield Change(at, target, counts=False)

    def _attestation_reversed(self, at: int, attestation: int, target: Recorded) -> Iterator[Change]:
        if self.attested.get(target.position) == attestation:
            del self.attested[target.position]
            if self._concerned(target):
                self.pending.add(target.position)
                if target.position not in self.reversed:
                    yield Change(at, target, counts=False)

    def _policy_reversed(self, at: int, target: Recorded, code: str) -> Iterator[Change]:
        """Every fact the policy could concern is judged again, without the fact that is taken back."""
        policy = self.control.policies.get(code)
        self.control.apply(target, -1)
        for recorded in self.facts_before(at, policy.set.types if policy else ()):
            position = recorded.position
            if position in self.reversed or position in self.attested:
                continue
            concerned = self._concerned(recorded)
            if concerned and position not in self.pending:
                self.pending.add(position)
                yield Change(at, recorded, counts=False)
            elif not concerned and position in self.pending:
                self.pending.discard(position)
                yield from self._begins(at, recorded)
