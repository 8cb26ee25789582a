"""What rules may look at, and the registry of rules: one for each type of fact.

The rule of a fact is declared in the module of the fact, with :func:`rule`. What has to hold when a fact no longer
counts is declared with :func:`rule_without`. Rules are pure: a world, a fact, and either nothing or a refusal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from ledger.domain.fact import Fact, Recorded, Reference
from ledger.domain.stream import Mentions, State

S = TypeVar("S", bound=State)
F = TypeVar("F", bound=Fact)


class World(Protocol):
    """Everything recorded so far. What a rule reads here is version-checked when the fact is appended."""

    def state(self, kind: type[S], year: int | None = None) -> S:
        """A state of everything recorded; of one year where there is a stream for each year."""

    def things(self, kind: str) -> Mapping[str, Fact]:
        """The things of a kind (unit, line, freeze, …): by code, the fact that brought each into being."""

    def find(self, reference: Reference) -> Recorded | None:
        """The fact with this id or position."""

    def mentions_of(self, kind: str, code: str) -> Mentions:
        """When facts that count need what has the code, over all streams. Reads the whole ledger."""

    def counting(self, cls: type[F], since: date) -> Iterator[F]:
        """The facts of a type that count and take effect on or after a day. Reads the stream."""

    today: date
    """The day, in Sweden, on which the fact is recorded that is being judged."""

    def is_reversed(self, target: Recorded) -> bool:
        """Whether a reversal that counts has taken the fact away."""

    def reversal_of(self, target: Recorded) -> Recorded | None:
        """The reversal of a fact that counts, or that waits and may still come to."""

    def waits(self, target: Recorded) -> bool:
        """Whether an attestation is asked for that is not there."""

    def attestation_of(self, target: Recorded) -> Recorded | None: ...

    def replacement_with(self, target: Recorded) -> Recorded | None:
        """The correction that a reversal waits with."""

    def reversals_with(self, target: Recorded) -> Sequence[Recorded]:
        """The reversals that wait with a correction."""

    def demands(self, target: Recorded) -> Sequence[tuple[str, tuple[str, ...]]]:
        """The policies that ask for an attestation of the fact, and who may give it (none: anyone else)."""


Rule = Callable[[Any, Any], None]
"""Takes a :class:`World` and a fact. Raises a refusal, or lets the fact in."""

R = TypeVar("R", bound=Rule)

_admitting: dict[str, Rule] = {}
_without: dict[str, list[Rule]] = {}


def rule(*types: type[Fact]) -> Callable[[R], R]:
    """Declare what decides over facts of these types, besides what holds for all facts."""

    def declare(decide: R) -> R:
        for each in types:
            _declare(each, decide)
        return decide

    return declare


def no_rule(*types: type[Fact]) -> None:
    """Declare that what holds for all facts is all that holds for these."""
    for each in types:
        _declare(each, _no_rule)


def _no_rule(world: World, fact: Fact) -> None:
    pass


def _declare(cls: type[Fact], decide: Rule) -> None:
    if cls.TYPE in _admitting:
        message = f"two rules for {cls.TYPE}"
        raise TypeError(message)
    _admitting[cls.TYPE] = decide


def rule_without(*types: type[Fact]) -> Callable[[R], R]:
    """Declare what must still hold when a fact of these types no longer counts. Several may be declared."""

    def declare(check: R) -> R:
        for each in types:
            _without.setdefault(each.TYPE, []).append(check)
        return check

    return declare


def has_rule(type_: str) -> bool:
    return type_ in _admitting


def admit_by_its_rule(world: World, fact: Fact) -> None:
    """Apply the rule that was declared for the type of the fact. Raises a refusal."""
    _admitting[fact.TYPE](world, fact)


def check_rules_without(world: World, fact: Fact) -> None:
    """Apply the rules about a fact that no longer counts. Raises a refusal."""
    for check in _without.get(fact.TYPE, ()):
        check(world, fact)
