"""Which facts count: the one place where reversals, attestations, corrections and policies meet.

A fact counts when it does not wait and is not reversed. It waits when a policy asks for an attestation that is not
there; a reversal and the fact that replaces what it reversed wait together, and count together. Whether a fact is asked
for an attestation is decided by the policies that bind at its position, and so never changes afterwards.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.domain.actors import actor_key, is_same_actor
from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.demands import Demand
from ledger.domain.control.imports import ImportFinished
from ledger.domain.control.policies import Policies, Policy, PolicyLifted, PolicySet
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.fact import Fact, Recorded, Reference, corrected

Find = Callable[[Reference], Recorded | None]
"""Finds a recorded fact by id or position."""

_SPECIAL = frozenset({DecisionReversed.TYPE, DecisionAttested.TYPE, PolicySet.TYPE, PolicyLifted.TYPE})
_NEVER_ASKED = frozenset({DecisionAttested.TYPE, ImportFinished.TYPE})
"""Attesting attestations would have no end, and an import's own note says nothing that its facts do not."""


class Change(NamedTuple):
    """From position *at* on, the fact counts (or no longer counts)."""

    at: int
    recorded: Recorded
    counts: bool


class Counting:
    """Learns facts one after another, and tells of each whether it counts.

    What it learns must come in the order of the log, or in that of one stream after another; it must hold every
    reversal and attestation of the facts that are asked about.
    """

    def __init__(self, find: Find, policies: Policies | None = None) -> None:
        """*policies*: those of the whole ledger; without them they are learnt as they come."""
        self._find = find
        self._learns_policies = policies is None
        self.policies = Policies() if policies is None else policies
        self.asked: set[int] = set()
        """The positions of facts that a policy asks an attestation for, whether it is there or not."""
        self.targets: dict[int, int] = {}
        """By the position of each reversal and attestation, that of the fact it is about."""
        self.reversals: dict[int, list[int]] = {}
        """By position, the reversals that were recorded of a fact; they may be waiting, or be withdrawn."""
        self.attestations: dict[int, list[int]] = {}
        """By position, the attestations that were recorded of a fact; they may be reversed."""
        self.replaced_by: dict[int, int] = {}
        """By the position of a reversal, the fact that replaces what it reversed, where both wait together."""
        self.corrections: dict[int, list[int]] = {}
        """The same the other way round."""

    # -- learning ----------------------------------------------------------------------------------------

    def is_plain(self, fact: Fact) -> bool:
        """Whether a fact simply begins to count: it speaks of no other, and no policy can make it wait."""
        return not self.policies and fact.TYPE not in _SPECIAL

    def learn(self, recorded: Recorded) -> Sequence[Change]:
        """What comes to count, and what ceases to, when *recorded* is learnt."""
        if self._counts_at_once(recorded):
            return (Change(recorded.position, recorded, counts=True),)
        if self._learns_policies:
            self.policies.meet(recorded)
        self._meet(recorded)
        changes = self._changes(recorded, self._take_in, before=False)
        if self._learns_policies:
            for change in changes:
                self.policies.note(change.at, change.recorded, counts=change.counts)
        return changes

    def unlearn(self, recorded: Recorded) -> Sequence[Change]:
        """What learning the fact last learnt had changed, the other way."""
        if self._counts_at_once(recorded):
            return (Change(recorded.position, recorded, counts=False),)
        changes = self._changes(recorded, self._take_out, before=True)
        if self._learns_policies:
            for change in changes:
                self.policies.forget(change.at, change.recorded)
            self.policies.leave(recorded)
        return changes

    def know(self, recorded: Recorded) -> None:
        """Learn a fact that is asked about, unless that has been done."""
        known = recorded.position in self.targets or recorded.position in self.asked
        if not known and not self._counts_at_once(recorded):
            self._meet(recorded)
            self._take_in(recorded)

    def _counts_at_once(self, recorded: Recorded) -> bool:
        """Whether nothing has to be remembered of the fact."""
        fact = recorded.fact
        if fact.TYPE in _SPECIAL:
            return False
        return not self.policies or (fact.corrects is None and not self._asks(recorded))

    def _changes(self, recorded: Recorded, act: Callable[[Recorded], None], *, before: bool) -> Sequence[Change]:
        """What an act changes; *before*: whether the fact itself was known before it, as it then is not after."""
        touched = {each.position: each for each in self._touched(recorded)}
        was = {position: self.counts(position) for position in touched}
        act(recorded)
        now = {position: self.counts(position) for position in touched}
        (now if before else was)[recorded.position] = False
        return [
            Change(recorded.position, each, now[position])
            for position, each in touched.items()
            if now[position] != was[position]
        ]

    def _meet(self, recorded: Recorded) -> None:
        """Know what the fact speaks of before it is learnt itself."""
        for each in self._about(recorded):
            self.know(each)

    def _about(self, recorded: Recorded) -> Iterator[Recorded]:
        """The facts that a reversal or an attestation is about; the reversals that a correction goes with."""
        fact = recorded.fact
        if isinstance(fact, DecisionReversed | DecisionAttested):
            yield self._named(fact.reverses if isinstance(fact, DecisionReversed) else fact.attests)
        elif fact.corrects is not None and self.policies:
            yield from self.reversals_before(recorded)

    def _touched(self, recorded: Recorded) -> Iterator[Recorded]:
        """The facts whose counting can change with this one."""
        yield recorded
        for each in self._about(recorded):
            yield from self._touched(each)

    def _named(self, reference: Reference) -> Recorded:
        target = self._find(reference)
        if target is None:
            message = f"the log names a fact {reference!r} that it does not hold"
            raise LookupError(message)
        return target

    def reversals_before(self, recorded: Recorded) -> list[Recorded]:
        """The last reversal of each fact that a correction replaces, directly before it, among such facts alone.

        An earlier reversal of the same fact was withdrawn, or the fact could not have been reversed again.
        """
        wanted = {self._named(each).position for each in corrected(recorded.fact)}
        found: list[Recorded] = []
        for position in range(recorded.position - 1, 0, -1):
            earlier = self._find(position) if wanted else None
            if earlier is None:
                break
            if isinstance(earlier.fact, DecisionReversed):
                target = self._named(earlier.fact.reverses).position
                if target in wanted:
                    wanted.remove(target)
                    found.append(earlier)
            elif earlier.fact.corrects is None:
                break
        return found[::-1]

    def _take_in(self, recorded: Recorded) -> None:
        fact, position = recorded.fact, recorded.position
        asked = self._asks(recorded)
        if isinstance(fact, DecisionReversed | DecisionAttested):
            (target,) = self._about(recorded)
            self.targets[position] = target.position
            about = self.reversals if isinstance(fact, DecisionReversed) else self.attestations
            about.setdefault(target.position, []).append(position)
        elif fact.corrects is not None and self.policies:
            before = (each.position for each in self.reversals_before(recorded))
            together = [each for each in before if each not in self.replaced_by]
            if asked or any(each in self.asked for each in together):
                asked = True
                self.corrections[position] = together
                self.replaced_by.update(dict.fromkeys(together, position))
        if asked:
            self.asked.add(position)

    def _take_out(self, recorded: Recorded) -> None:
        position = recorded.position
        self.asked.discard(position)
        target = self.targets.pop(position, None)
        if target is not None:
            about = self.reversals if isinstance(recorded.fact, DecisionReversed) else self.attestations
            about[target].remove(position)
        for each in self.corrections.pop(position, ()):
            del self.replaced_by[each]

    # -- who asks for an attestation ---------------------------------------------------------------------

    def _asks(self, recorded: Recorded) -> bool:
        """Whether the fact needs an attestation before it counts."""
        return not self._is_free(recorded) and any(True for _ in self._own_demands(recorded))

    def _is_free(self, recorded: Recorded) -> bool:
        """Whether no policy can ask anything: an attestation, or the withdrawal of a fact of one's own that waits."""
        fact = recorded.fact
        if isinstance(fact, DecisionReversed):
            (target,) = self._about(recorded)
            return self.waits(target.position) and is_same_actor(fact.actor, target.fact.actor)
        return fact.TYPE in _NEVER_ASKED

    def _own_demands(self, recorded: Recorded) -> Iterator[Demand]:
        changed = self._policy_changed(recorded)
        if changed is not None:
            few = len({actor_key(each) for each in changed.set.attesters or ()}) < 2  # noqa: PLR2004 - one could not do it
            yield Demand(changed.set.policy, () if few else changed.set.attesters or ())
        for policy in self.policies.asking(recorded):
            yield Demand(policy.set.policy, policy.set.attesters or ())

    def _policy_changed(self, recorded: Recorded) -> Policy | None:
        """The policy that a fact lifts, or that a reversal takes back, be it through what was said about it."""
        fact = recorded.fact
        if isinstance(fact, PolicyLifted):
            return self.policies.lifted_by(recorded)
        if not isinstance(fact, DecisionReversed):
            return None
        (subject,) = self._about(recorded)
        while isinstance(subject.fact, DecisionReversed | DecisionAttested):
            (subject,) = self._about(subject)
        if isinstance(subject.fact, PolicySet):
            return self.policies.by_position.get(subject.position)
        return self.policies.lifted_by(subject) if isinstance(subject.fact, PolicyLifted) else None

    def demands(self, recorded: Recorded) -> list[Demand]:
        """The attestations that a fact waits for, or waited for, with those of the reversals it goes with."""
        self.know(recorded)
        if recorded.position not in self.asked:
            return []
        together = [self._named(each) for each in self.corrections.get(recorded.position, ())]
        asking = [each for each in (recorded, *together) if not self._is_free(each)]
        return list(dict.fromkeys(demand for each in asking for demand in self._own_demands(each)))

    def marks(self) -> set[tuple[int, str, int]]:
        """What has to be remembered to go on learning later: a position, what is to be said of it, and a second one."""
        return {
            *((position, "asked", 0) for position in self.asked),
            *((by, "reverses", position) for position, each in self.reversals.items() for by in each),
            *((by, "attests", position) for position, each in self.attestations.items() for by in each),
            *((position, "replaced", by) for position, by in self.replaced_by.items()),
        }

    def recall(self, marks: Iterable[tuple[int, str, int]]) -> None:
        """Remember what :meth:`marks` told."""
        for position, mark, value in sorted(marks):
            if mark == "asked":
                self.asked.add(position)
            elif mark == "replaced":
                self.replaced_by[position] = value
                self.corrections.setdefault(value, []).append(position)
            else:
                about = self.reversals if mark == "reverses" else self.attestations
                about.setdefault(value, []).append(position)
                self.targets[position] = value

    # -- what counts -------------------------------------------------------------------------------------

    def counts(self, position: int) -> bool:
        """Whether the fact has an effect (its effective date aside)."""
        return not self.waits(position) and not self.is_reversed(position)

    def waits(self, position: int) -> bool:
        """Whether an attestation is asked for that is not there. A reversal waits with the fact that replaces."""
        decides = self.replaced_by.get(position, position)
        return decides in self.asked and self.attestation(decides) is None

    def attestation(self, position: int) -> int | None:
        """The attestation of a fact that has not itself been reversed."""
        return next((each for each in self.attestations.get(position, ()) if not self.is_reversed(each)), None)

    def is_reversed(self, position: int) -> bool:
        return any(self.counts(each) for each in self.reversals.get(position, ()))

    def reversal(self, position: int) -> int | None:
        """The reversal of a fact that counts, or waits and may still come to."""
        return next((each for each in self.reversals.get(position, ()) if not self._is_withdrawn(each)), None)

    def _is_withdrawn(self, reversal: int) -> bool:
        replacement = self.replaced_by.get(reversal)
        return self.is_reversed(reversal) or (
            replacement is not None and self.waits(replacement) and self.is_reversed(replacement)
        )


def policies_of(facts: Iterable[Recorded], find: Find) -> Policies:
    """The policies that the facts of their stream add up to, and from which position to which each of them binds."""
    counting = Counting(find)
    for recorded in facts:
        counting.learn(recorded)
    return counting.policies
