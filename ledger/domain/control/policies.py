"""Policies on which facts need an attestation: facts, state and rules."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args, get_origin

from ledger.domain.control.imports import ImportFinished
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field, own_fields
from ledger.domain.nouns import fact_class
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule
from ledger.domain.values.days import swedish_day
from ledger.domain.values.measured import Money
from ledger.domain.values.phrases import phrase


@fact
class PolicySet(Fact):
    """Facts of these types and amounts count only once they are attested."""

    TYPE = "policy.set"
    SWEDISH = "policy.satt"

    policy: str = field("The code of the policy", "policy", defines="policy")
    types: tuple[str, ...] = field("The types of fact it concerns", "typer")
    from_amount: Money | None = field("The smallest amount it concerns, whatever the sign", "från belopp", default=None)
    attesters: tuple[str, ...] | None = field(
        "The user ids that may attest; none: anyone else", "attestanter", default=None
    )


@fact
class PolicyLifted(Fact):
    """From now on the policy concerns no new facts."""

    TYPE = "policy.lifted"
    SWEDISH = "policy.hävd"

    policy: str = field("The policy", "policy", refers="policy")


no_posting(PolicySet, PolicyLifted)

NEVER_UNDER_POLICY = frozenset({"decision.attested", ImportFinished.TYPE})
"""Types no policy can concern: attesting attestations would have no end, and an import's own fact says nothing new."""


class Binding:
    """From which position on something counts, and no longer counts: the last word before a position is what holds."""

    def __init__(self) -> None:
        self._changes: list[tuple[int, bool]] = []

    def note(self, at: int, *, counts: bool) -> None:
        self._changes.append((at, counts))
        self._changes.sort()

    def forget(self, at: int) -> None:
        self._changes = [change for change in self._changes if change[0] != at]

    def before(self, position: int) -> bool:
        """Whether it counted for what was recorded at a position."""
        counts = False
        for at, then in self._changes:
            if at >= position:
                break
            counts = then
        return counts


class Policy:
    """One policy, from when to when it binds, and who lifted it."""

    def __init__(self, recorded: Recorded, fact: PolicySet) -> None:
        self.position = recorded.position
        self.set = fact
        self.binding = Binding()
        self.liftings: dict[int, tuple[date, Binding]] = {}
        """By position, from which day a lifting takes effect, and from when to when it counts."""

    def concerns(self, recorded: Recorded) -> bool:
        """Whether the fact was recorded while the policy was in force, and is of its types and amounts.

        Nothing that happens later changes that: a policy that is lifted or reversed releases nothing.
        """
        fact, position = recorded.fact, recorded.position
        if fact.TYPE not in self.set.types or not self.binding.before(position):
            return False
        day = swedish_day(recorded.recorded_at)
        lifted = any(effective <= day and binding.before(position) for effective, binding in self.liftings.values())
        return self.set.effective <= day and not lifted and self._is_large(fact)

    def _is_large(self, fact: Fact) -> bool:
        return self.set.from_amount is None or size(fact) >= abs(self.set.from_amount)


class Policies:
    """Every policy there was, by the position of the fact that set it."""

    def __init__(self) -> None:
        self.by_position: dict[int, Policy] = {}
        self._types: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.by_position)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self.by_position.values())

    def note(self, at: int, recorded: Recorded, *, counts: bool) -> None:
        """From a position on, a fact that sets or lifts a policy counts, or no longer counts."""
        binding = self._binding(recorded)
        if binding is not None:
            binding.note(at, counts=counts)

    def forget(self, at: int, recorded: Recorded) -> None:
        """Undo what was noted at a position about a fact."""
        binding = self._binding(recorded)
        if binding is not None:
            binding.forget(at)

    def meet(self, recorded: Recorded) -> None:
        """Learn that a policy was set or lifted, whether that counts or not."""
        fact = recorded.fact
        if isinstance(fact, PolicySet):
            self.by_position.setdefault(recorded.position, Policy(recorded, fact))
            self._types = self._types.union(fact.types)
        elif isinstance(fact, PolicyLifted):
            lifted = self.lifted_by(recorded)
            if lifted is not None:
                lifted.liftings.setdefault(recorded.position, (fact.effective, Binding()))

    def leave(self, recorded: Recorded) -> None:
        """Unlearn it."""
        self.by_position.pop(recorded.position, None)
        for policy in self:
            policy.liftings.pop(recorded.position, None)

    def _binding(self, recorded: Recorded) -> Binding | None:
        position = recorded.position
        if position in self.by_position:
            return self.by_position[position].binding
        return next((each.liftings[position][1] for each in self if position in each.liftings), None)

    def lifted_by(self, recorded: Recorded) -> Policy | None:
        """The policy that a fact lifts: the newest of its code that bound when it was recorded."""
        code, position = getattr(recorded.fact, "policy", None), recorded.position
        found = [each for each in self if each.set.policy == code and each.position < position]
        return next((each for each in reversed(found) if each.binding.before(position)), found[-1] if found else None)

    def asking(self, recorded: Recorded) -> Iterator[Policy]:
        """The policies that concern a fact."""
        if recorded.fact.TYPE not in self._types:  # nearly every fact is asked about, and most types by no policy
            return iter(())
        return (policy for policy in self.by_position.values() if policy.concerns(recorded))


def money_in(cls: type[Fact]) -> tuple[str, ...]:
    """The fields of a type of fact that hold amounts of its own."""
    found = _known_money.get(cls.TYPE)
    if found is None:
        found = _known_money[cls.TYPE] = tuple(_money_in(cls))
    return found


_known_money: dict[str, tuple[str, ...]] = {}


def _money_in(cls: type[Fact]) -> Iterator[str]:
    if cls is PolicySet:  # its amount is a limit
        return iter(())
    return (each.name for each in own_fields(cls) if _is_money(each.type))


def _is_money(hint: object) -> bool:
    if get_origin(hint) is dict:
        return _is_money(get_args(hint)[1])
    return hint is Money or any(each is Money or _is_money_table(each) for each in get_args(hint))


def _is_money_table(hint: object) -> bool:
    return get_origin(hint) is dict and _is_money(hint)


def size(fact: Fact) -> Money:
    """How much money a fact is about: the largest of its total, each line and each month, whatever the sign."""
    sizes = [0]
    for name in money_in(type(fact)):
        value = getattr(fact, name)
        if isinstance(value, Money):
            sizes.append(abs(value.count))
        elif value:
            sizes += _sizes(value)
    return Money(max(sizes))


def _sizes(table: dict[Any, Any]) -> Iterator[int]:
    """The sizes in a table of amounts by line, or by line and month: of each, of their sum, and of each month's."""
    if all(isinstance(value, Money) for value in table.values()):
        yield abs(sum(amount.count for amount in table.values()))
        yield from (abs(amount.count) for amount in table.values())
        return
    by_month: dict[Any, int] = {}
    for months in table.values():
        for month, amount in months.items():
            by_month[month] = by_month.get(month, 0) + amount.count
            yield abs(amount.count)
    yield from map(abs, by_month.values())


class PolicyOverControl(Refused):
    code = "policy-over-control"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("A policy cannot concern facts of type {name}: they always count at once", name=name),
            hint=phrase("Policies are for decisions and reports, and for decision.reversed"),
        )


class PolicyTypesUnknown(Refused):
    code = "policy-types-unknown"

    def __init__(self, unknown: str) -> None:
        super().__init__(
            phrase("A policy cannot concern facts of type {unknown!r}: there are none", unknown=unknown),
            hint=phrase("Use the types that liggare record --help lists"),
        )


class PolicyWithoutMoney(Refused):
    code = "policy-without-money"

    def __init__(self, name: str, amount: Money) -> None:
        super().__init__(
            phrase(
                "Facts of type {name} carry no money, so that none of them comes to {amount}",
                name=name,
                amount=abs(amount).text,
            ),
            hint=phrase("Set a policy of its own for them, without --from-amount"),
        )


no_rule(PolicyLifted)


@rule(PolicySet)
def _admit(world: World, fact: PolicySet) -> None:  # noqa: ARG001 - all rules are asked alike
    """The types it names are there, and can wait."""
    for name in fact.types:
        if name in NEVER_UNDER_POLICY:
            raise PolicyOverControl(name)
        if fact_class(name) is None:
            raise PolicyTypesUnknown(name)
        if fact.from_amount is not None and not money_in(fact_class(name) or PolicySet):
            raise PolicyWithoutMoney(name, fact.from_amount)
