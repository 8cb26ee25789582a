"""The journal: the facts themselves, as they were recorded."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, TypeVar

import attrs

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.policies import Policy, size
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.days import instant_text
from ledger.domain.errors import Unreadable
from ledger.domain.fact import Fact, Recorded, Reference, attributes, journal_name, meaning, mentions, own_fields
from ledger.domain.measured import Money, Quantity
from ledger.domain.nouns import NOUNS, fact_class
from ledger.projections.counting import Standing
from ledger.queries.answer import Answer, column, noted, row
from ledger.queries.at import At

MOST_SHOWN = 3

When = TypeVar("When", date, datetime)


@row
class JournalRow:
    """One fact."""

    position: int = column("Fact", key=True)
    recorded_at: str = column("Recorded (UTC)")
    type: str = column("Type")
    id: str | None = column("Id")
    effective: date = column("Effective")
    decision: dict[str, str] | None = column("Decision")
    actor: str | None = column("Actor")
    summary: str = column("Summary")
    chain: str | None = column("Chain")
    """What became of the fact: what reversed it, what took its place, and what it reversed or replaced."""


@row
class PendingRow:
    """A fact that does not count until somebody vouches for it."""

    position: int = column("Fact", key=True)
    type: str = column("Type")
    id: str | None = column("Id")
    effective: date = column("Effective")
    actor: str | None = column("Recorded by")
    policies: tuple[str, ...] = column("Policy")
    attesters: tuple[str, ...] = column("May attest")
    amount: Money | None = column("Amount")
    summary: str = column("Summary")


@attrs.frozen(kw_only=True)
class Filter:
    """Which facts to list; what is None lets every fact through."""

    unit: str | None = None
    type: str | None = None
    """A type, or its beginning: ``budget`` for all facts about budgets."""
    actor: str | None = None
    text: str | None = None
    """Words to be found in the decision, the id or the note."""
    decided_from: date | None = None
    decided_to: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None

    def admits(self, recorded: Recorded, below: Callable[[str], bool]) -> bool:
        fact = recorded.fact
        decided = fact.decision.date if fact.decision else None
        return (
            (self.type is None or self.type == fact.TYPE or fact.TYPE.startswith(f"{self.type}."))
            and (self.actor is None or fact.actor == self.actor)
            and (self.text is None or self.text.casefold() in _words(fact))
            and _between(decided, self.decided_from, self.decided_to)
            and _between(fact.effective, self.effective_from, self.effective_to)
            and _between(recorded.recorded_at, self.recorded_from, self.recorded_to)
            and (self.unit is None or any(below(unit) for unit in units_named(fact)))
        )


def _between(when: When | None, first: When | None, last: When | None) -> bool:
    if first is None and last is None:
        return True
    return when is not None and (first is None or first <= when) and (last is None or when <= last)


def _words(fact: Fact) -> str:
    decision = fact.decision
    parts = (fact.id, fact.note, *((decision.body, decision.paragraph, decision.case) if decision else ()))
    return " ".join(part for part in parts if part).casefold()


def units_named(fact: Fact) -> Iterator[str]:
    """The units a fact is about: those it names and the one it opens."""
    yield from (code for kind, code in mentions(fact) if kind == "unit")
    opened = getattr(fact, "unit", None)
    if isinstance(opened, str):
        yield opened


class NoSuchType(Unreadable):
    code = "no-such-type"

    def __init__(self, word: str) -> None:
        near = get_close_matches(word, NOUNS, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        super().__init__(
            f"There are no facts of type {word!r}",
            hint=f"{meant}Give a type such as budget.adopted, or its first word for all of them",
        )


def journal(at: At, wanted: Filter, *, last: int | None = None, after: int = 0) -> Answer:
    """The facts recorded by the moment, of any effective date, oldest first.

    *last*: only the last so many of them. *after*: only those after a position.
    """

    def below(unit: str) -> bool:
        return at.tree.within(unit, wanted.unit)

    at.places(wanted.unit)
    if wanted.type is not None and wanted.type not in NOUNS and fact_class(wanted.type) is None:
        raise NoSuchType(wanted.type)
    found: list[Recorded] = []
    links = _Links(at)
    for recorded in at.log.facts(after, at.position):
        links.note(recorded)
        if wanted.admits(recorded, below):
            found.append(recorded)
    shown = found[-last:] if last is not None else found
    options = {name: value for name, value in attrs.asdict(wanted).items() if value is not None}
    return Answer(
        question="journal",
        moment=at.moment,
        position=at.position,
        options=options,
        columns=JournalRow,
        rows=[_row(recorded, links.told(recorded)) for recorded in shown],
        notes=[noted("The last {shown} of {found} facts.", shown=len(shown), found=len(found))]
        if len(shown) < len(found)
        else [],
    )


class _Links:
    """How facts speak of each other, followed both ways."""

    def __init__(self, at: At) -> None:
        self._at = at
        self._later: dict[int, list[str]] = {}
        self._own: dict[int, list[str]] = {}

    def note(self, recorded: Recorded) -> None:
        fact = recorded.fact
        if isinstance(fact, DecisionReversed):
            self._link(recorded, fact.reverses, "reverses", "reversed by")
        elif isinstance(fact, DecisionAttested):
            self._link(recorded, fact.attests, "attests", "attested by")
        if fact.corrects is not None:
            self._link(recorded, fact.corrects, "corrects", "corrected by")

    def _link(self, recorded: Recorded, reference: Reference, does: str, is_done: str) -> None:
        target = self._at.find(reference)
        if target is not None:
            self._own.setdefault(recorded.position, []).append(f"{does} #{target.position}")
            self._later.setdefault(target.position, []).append(f"{is_done} #{recorded.position}")

    def told(self, recorded: Recorded) -> str | None:
        links = (*self._own.get(recorded.position, ()), *self._later.get(recorded.position, ()))
        return ", ".join(links) or None


def _row(recorded: Recorded, chain: str | None) -> JournalRow:
    fact = recorded.fact
    return JournalRow(
        position=recorded.position,
        recorded_at=instant_text(recorded.recorded_at),
        type=fact.TYPE,
        id=fact.id,
        effective=fact.effective,
        decision=decision_cells(fact),
        actor=fact.actor,
        summary=summary(fact),
        chain=chain,
    )


def pending(at: At, *, unit: str | None = None) -> Answer:
    """The facts that wait for an attestation, as known at the moment."""
    at.places(unit)
    policies = list(at.policies.policies.values())
    types = {name for policy in policies for name in policy.set.types}
    facts = list(at.facts_of({*types, DecisionReversed.TYPE, DecisionAttested.TYPE})) if types else []
    judge = Standing(facts, at.policies, at.find)
    waiting = [each for each in facts if judge.is_pending(each) and not judge.is_reversed(each.position)]
    return Answer(
        question="pending",
        moment=at.moment,
        position=at.position,
        options={"unit": unit},
        columns=PendingRow,
        rows=[
            _pending_row(each, [policy for policy in policies if policy.concerns(each)])
            for each in waiting
            if unit is None or any(at.tree.within(code, unit) for code in units_named(each.fact))
        ],
    )


def _pending_row(recorded: Recorded, policies: list[Policy]) -> PendingRow:
    fact = recorded.fact
    allowed = [set(policy.set.attesters) for policy in policies if policy.set.attesters]
    return PendingRow(
        position=recorded.position,
        type=fact.TYPE,
        id=fact.id,
        effective=fact.effective,
        actor=fact.actor,
        policies=tuple(policy.set.policy for policy in policies),
        attesters=tuple(sorted(set.intersection(*allowed) - {fact.actor or ""})) if allowed else (),
        amount=size(fact) or None,
        summary=summary(fact),
    )


def decision_cells(fact: Fact) -> dict[str, str] | None:
    """Body, date, paragraph and case number, as far as they are given."""
    if fact.decision is None:
        return None
    cells = {a.name: getattr(fact.decision, a.name) for a in attributes(type(fact.decision))}
    return {name: str(value) for name, value in cells.items() if value is not None}


def summary(fact: Fact) -> str:
    """What the fact says, in one line: its own fields in order, tables and lists cut short."""
    parts = []
    for attribute in own_fields(type(fact)):
        value = getattr(fact, attribute.name)
        if value is None or value == ():
            continue
        told = _told(value)
        kind = meaning(attribute).refers or meaning(attribute).defines
        speaks_for_itself = kind == attribute.name or (kind == "line" and attribute.name == "lines")
        parts.append(told if speaks_for_itself else f"{journal_name(attribute.name).replace('_', ' ')} {told}")
    return ", ".join(parts)


def _told(value: Any) -> str:
    match value:
        case Money():
            return value.text
        case Quantity():
            return str(value)
        case dict():
            return _cut([f"{key} {_told(each)}" for key, each in value.items()])
        case tuple():
            return _cut([_told(each) for each in value])
        case bool():
            return "yes" if value else "no"
        case _ if attrs.has(type(value)):
            return " ".join(_told(getattr(value, a.name)) for a in attributes(type(value)))
        case _:
            return str(value)


def _cut(parts: list[str]) -> str:
    more = f" (+{len(parts) - MOST_SHOWN} more)" if len(parts) > MOST_SHOWN else ""
    return " ".join(parts[:MOST_SHOWN]) + more
