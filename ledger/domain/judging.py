"""One question for every fact offered: is it admitted? And for every reversal: does the rest still hold?

What holds for facts of every type stands here; the rule of a type stands in the module of its fact.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches

from ledger.domain.control.attestations import AboutFacts
from ledger.domain.control.imports import ImportFinished
from ledger.domain.control.months import ClosedMonths, MonthClosed, MonthIsClosed
from ledger.domain.control.reversals import DecisionReversed, found_by, require_reversed
from ledger.domain.errors import Refused
from ledger.domain.fact import (
    Fact,
    Recorded,
    Reference,
    corrected,
    definition,
    fiscal_year,
    meaning,
    mentions,
    own_fields,
)
from ledger.domain.money.phasing import CARRIED_OVER
from ledger.domain.organisation.lines import Lines
from ledger.domain.organisation.projects import Projects
from ledger.domain.organisation.tree import DatedTree, require_open, require_open_in_year
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import Flow, postings
from ledger.domain.rules import World, admit_by_its_rule, check_rules_without
from ledger.domain.values.characters import reads_as_number
from ledger.domain.values.days import Month
from ledger.domain.values.phrases import counted_phrase, phrase, word
from ledger.domain.vocabulary import FACT_TYPES


class UnknownCode(Refused):
    code = "unknown-code"

    def __init__(self, kind: str, code: str, known: list[str]) -> None:
        near = get_close_matches(code, known, n=1)
        meant = phrase("Did you mean {near}? ", near=near[0]) if near else ""
        super().__init__(
            phrase("There is no {kind} {code!r}", kind=word(kind), code=code),
            hint=phrase(
                "{meant}A new one comes into being with: liggare record {opened_by} {code} …",
                meant=meant,
                opened_by=_opened_by(kind),
                code=code,
            ),
        )


class NotYet(Refused):
    code = "not-yet"

    def __init__(self, kind: str, code: str, day: date, first: date) -> None:
        super().__init__(
            phrase(
                "There is no {kind} {code} on {day}: it begins on {first}",
                kind=word(kind),
                code=code,
                day=day,
                first=first,
            ),
            hint=phrase("Choose an effective date from {first} on", first=first),
        )


class CodeTaken(Refused):
    code = "code-taken"

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(
            phrase("There already is a {kind} {code}", kind=word(kind), code=code),
            hint=phrase("Choose another code; a code means the same thing for ever"),
        )


class StillNamed(Refused):
    code = "still-named"

    def __init__(self, target: Recorded, kind: str, code: str, facts: int) -> None:
        super().__init__(
            phrase(
                "#{position} cannot be reversed: {facts_that_name} the {kind} {code}",
                position=target.position,
                facts_that_name=_facts_that_name(facts),
                kind=word(kind),
                code=code,
            ),
            hint=phrase("Reverse those facts first, or record what changed as a new decision"),
        )


def _facts_that_name(facts: int) -> str:
    return counted_phrase("{number} fact that counts names", "{number} facts that count name", facts)


def _opened_by(kind: str) -> str:
    """The type and the option that bring a thing of a kind into being, as one types them."""
    for cls in FACT_TYPES.values():
        for attribute in own_fields(cls):
            if meaning(attribute).defines == kind:
                return f"{cls.TYPE} --{attribute.name.replace('_', '-')}"
    message = f"nothing of the kind {kind!r} can be named"
    raise ValueError(message)


class IdIsNumber(Refused):
    code = "id-is-number"

    def __init__(self, fact_id: str) -> None:
        super().__init__(
            phrase("The id {fact_id} reads as a number, and numbers name facts by their position", fact_id=fact_id),
            hint=phrase(
                "Put letters before it, such as the register it comes from: RS {lstrip}", lstrip=fact_id.lstrip("#")
            ),
        )


def admit(world: World, fact: Fact) -> None:
    """Raise a refusal unless every rule lets the fact in, given everything recorded so far."""
    if fact.id is not None and reads_as_number(fact.id):
        raise IdIsNumber(fact.id)
    _require_named_things(world, fact)
    defined = definition(fact)
    if defined is not None and first_day(world, *defined) is not None:
        raise CodeTaken(*defined)
    require_reversed(world, fact)
    if isinstance(fact, AboutFacts):  # whether it can be reversed or attested at all comes first
        admit_by_its_rule(world, fact)
        _require_open_months(world, fact)
    else:
        _require_open_months(world, fact)
        admit_by_its_rule(world, fact)


def admit_again(world: World, fact: Fact) -> None:
    """Raise a refusal unless a fact that comes to count later than it was recorded is let in by then.

    Whether its months are open is asked of the attestation or the reversal that lets it in.
    """
    if isinstance(fact, AboutFacts):
        return
    _require_named_things(world, fact)
    defined = definition(fact)
    if defined is not None and first_day(world, *defined) is not None:
        raise CodeTaken(*defined)
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

    For the money of a year it is enough that a unit, line or project is open on some day of the year; what something
    leaves may close on that day.
    """
    for kind, code, when in mentions(fact):
        first = first_day(world, kind, code)
        if first is None:
            raise UnknownCode(kind, code, list(codes(world, kind)))
        tree = _TREES.get(kind)
        if tree is not None and when == "year":
            require_open_in_year(world.state(tree), code, fiscal_year(fact))
        elif tree is not None:
            require_open(world.state(tree), code, fact.effective, leaving=when == "leaving")
        elif fact.effective < first and kind != "policy":
            raise NotYet(kind, code, fact.effective, first)


def _require_open_months(world: World, fact: Fact) -> None:
    """What touches a closed month says why it is late, or is about a fact that did."""
    closed = world.state(ClosedMonths)
    if closed.last is None or late_reason(world.find, fact):
        return
    subject = subject_of(world.find, fact)
    late = lateness(closed, world.state(Organisation), units_touched(world.things, subject), subject)
    if late is not None:
        raise MonthIsClosed(fact, *late)


Find = Callable[[Reference], Recorded | None]


def subject_of(find: Find, fact: Fact) -> Fact:
    """The fact itself; for a reversal or an attestation, the fact it is about in the end. Raises UnknownFact."""
    while isinstance(fact, AboutFacts):
        fact = _named_by(find, fact)
    return fact


def late_reason(find: Find, fact: Fact) -> str | None:
    """Why a fact is late: as it says, or as the fact does that it is about or replaces. Raises UnknownFact."""
    if fact.late_reason:
        return fact.late_reason
    if isinstance(fact, AboutFacts):
        return late_reason(find, _named_by(find, fact))
    return next(filter(None, (found_by(find, each).fact.late_reason for each in corrected(fact))), None)


def _named_by(find: Find, fact: AboutFacts) -> Fact:
    return found_by(find, fact.reverses if isinstance(fact, DecisionReversed) else fact.attests).fact


NEVER_LATE = ("month.closed", "month.reopened", ImportFinished.TYPE)
"""They say something of months and imports, and nothing in a month."""


def lateness(
    closed: ClosedMonths, organisation: Organisation, units: Collection[str], fact: Fact
) -> tuple[Month, MonthClosed] | None:
    """The first month that a fact about some units touches and that is closed for one of them, with what closed it."""
    last = closed.last if fact.TYPE not in NEVER_LATE else None
    for month in sorted(months_touched(fact), key=lambda month: month.number):
        if last is None or month > last:
            break
        above = [frozenset(organisation.ancestors(unit, month.last_day)) for unit in sorted(units)]
        closing = next(filter(None, (closed.closing(month, each) for each in above or [frozenset()])), None)
        if closing is not None:
            return month, closing[1]
    return None


def months_touched(fact: Fact) -> set[Month]:
    """The month the fact takes effect in, and the months its money belongs to.

    What is carried over is decided for the new year: it touches no month of the old one.
    """
    months = {Month.containing(fact.effective)}
    for posted in postings(fact):
        if isinstance(posted, Flow) and posted.first:
            first, last = Month(posted.first), Month(posted.last)
            if posted.kind != CARRIED_OVER or first.year == fact.effective.year:
                months.update(first.through(last))
    return months


def units_touched(things: Callable[[str], Mapping[str, Fact]], fact: Fact) -> set[str]:
    """The units a fact is about: those it names or opens; else those of the measure, exemption or freeze it names."""
    defined = definition(fact)
    named_things = [*((kind, code) for kind, code, _ in mentions(fact)), *([defined] if defined else [])]
    units = {code for kind, code in named_things if kind == "unit"}
    if units:
        return units
    found = (things(kind).get(code) for kind, code in named_things if (kind, code) != defined)
    return {code for thing in found if thing for kind, code, _ in mentions(thing) if kind == "unit"}
