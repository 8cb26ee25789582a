"""One question for every fact offered: is it admitted? And for every reversal: does the rest still hold?

What holds for facts of every type stands here; the rule of a type stands in the module of its fact.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from ledger.domain.control.attestations import AboutFacts, named
from ledger.domain.control.months import ClosedMonths, MonthClosed, MonthIsClosed, MonthReopened
from ledger.domain.control.policies import PolicyLifted, PolicySet
from ledger.domain.control.reversals import require_reversed
from ledger.domain.days import Month
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, definition, fiscal_year, meaning, mentions, own_fields
from ledger.domain.organisation.lines import Lines
from ledger.domain.organisation.projects import Projects
from ledger.domain.organisation.tree import DatedTree, require_open, require_open_in_year
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import Flow, postings
from ledger.domain.rules import World, admit_by_its_rule, check_rules_without
from ledger.domain.vocabulary import FACT_TYPES


class UnknownCode(Refused):
    code = "unknown-code"

    def __init__(self, kind: str, code: str, known: list[str]) -> None:
        near = get_close_matches(code, known, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        super().__init__(
            f"There is no {kind} {code!r}",
            hint=f"{meant}A new one comes into being with: liggare record {_opened_by(kind)} {code} …",
        )


class NotYet(Refused):
    code = "not-yet"

    def __init__(self, kind: str, code: str, day: date, first: date) -> None:
        super().__init__(
            f"There is no {kind} {code} on {day}: it begins on {first}",
            hint=f"Choose an effective date from {first} on",
        )


class CodeTaken(Refused):
    code = "code-taken"

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(
            f"There already is a {kind} {code}", hint="Choose another code; a code means the same thing for ever"
        )


class StillNamed(Refused):
    code = "still-named"

    def __init__(self, target: Recorded, kind: str, code: str, facts: int) -> None:
        super().__init__(
            f"#{target.position} cannot be reversed: {_facts_that_name(facts)} the {kind} {code}",
            hint="Reverse those facts first, or record what changed as a new decision",
        )


def _facts_that_name(facts: int) -> str:
    return "1 fact that counts names" if facts == 1 else f"{facts} facts that count name"


def _opened_by(kind: str) -> str:
    """The type and the option that bring a thing of a kind into being, as one types them."""
    for cls in FACT_TYPES.values():
        for attribute in own_fields(cls):
            if meaning(attribute).defines == kind:
                return f"{cls.TYPE} --{attribute.name.replace('_', '-')}"
    message = f"nothing of the kind {kind!r} can be named"
    raise ValueError(message)


def admit(world: World, fact: Fact) -> None:
    """Raise a refusal unless every rule lets the fact in, given everything recorded so far."""
    _require_named_things(world, fact)
    defined = definition(fact)
    if defined is not None and first_day(world, *defined) is not None:
        raise CodeTaken(*defined)
    if fact.corrects is not None:
        require_reversed(world, fact.corrects)
    _require_open_months(world, fact)
    admit_by_its_rule(world, fact)


def check_without(world: World, target: Recorded) -> None:
    """Raise a refusal if a fact that counts has lost what it names, or a rule is broken.

    To be asked when *target* has been folded out, and its replacement, if there is one, folded in.
    """
    defined = definition(target.fact)
    if defined is not None:
        _require_unnamed(world, target, *defined)
    check_rules_without(world, target.fact)


def _require_unnamed(world: World, target: Recorded, kind: str, code: str) -> None:
    """Nothing may name what the target defined, unless its replacement begins early enough."""
    named_on = world.mentions_of(kind, code)
    first, earliest = first_day(world, kind, code), named_on.needed_until.first_day()
    if earliest is not None and (first is None or earliest < first):
        raise StillNamed(target, kind, code, named_on.needed_until.total())


def first_day(world: World, kind: str, code: str) -> date | None:
    """From which day the thing exists, None if there is no such thing."""
    fact = world.things(kind).get(code)
    return fact.effective if fact else None


def codes(world: World, kind: str) -> Iterable[str]:
    """The codes of all things of a kind."""
    return world.things(kind)


_TREES: dict[str, type[DatedTree]] = {tree.KIND: tree for tree in (Organisation, Lines, Projects)}


def _require_named_things(world: World, fact: Fact) -> None:
    """Everything the fact names exists on its effective date, and what may close is open on it.

    For the money of a year it is enough that a unit, line or project is open on some day of the year.
    """
    for kind, code, yearly in mentions(fact):
        first = first_day(world, kind, code)
        if first is None:
            raise UnknownCode(kind, code, list(codes(world, kind)))
        tree = _TREES.get(kind)
        if tree is not None and yearly:
            require_open_in_year(world.state(tree), code, fiscal_year(fact))
        elif tree is not None:
            require_open(world.state(tree), code, fact.effective)
        elif fact.effective < first and kind != "policy":
            raise NotYet(kind, code, fact.effective, first)


def _require_open_months(world: World, fact: Fact) -> None:
    """A closed month takes only facts that say why they are late."""
    closed = world.state(ClosedMonths)
    if fact.late_reason or not closed.months:
        return
    subject = fact
    while isinstance(subject, AboutFacts):
        subject = named(world, subject).fact
    if isinstance(subject, MonthClosed | MonthReopened | PolicySet | PolicyLifted):
        return
    units = set(_units_touched(world, subject))
    for month in sorted(months_touched(subject), key=lambda month: month.number):
        closing = closed.closed_for(month, units)
        if closing is not None:
            raise MonthIsClosed(fact, closing)


def months_touched(fact: Fact) -> set[Month]:
    """The month the fact takes effect in, and the months its money belongs to."""
    months = {Month.containing(fact.effective)}
    for posted in postings(fact):
        if isinstance(posted, Flow) and posted.first:
            months.update(Month(posted.first).through(Month(posted.last)))
    return months


def _units_touched(world: World, fact: Fact) -> Iterator[str]:
    """The units a fact is about, through what it names too, and all units above them."""
    for kind, code, _ in mentions(fact):
        unit = code if kind == "unit" else getattr(world.things(kind).get(code), "unit", None)
        if unit is not None:
            yield from world.state(Organisation).ancestors(unit, fact.effective)
