"""One fact whole: what it says, what became of it, and which figures it changed."""

from collections.abc import Iterator, Sequence
from typing import Literal

import attrs

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.demands import Demand, may_attest
from ledger.domain.control.reversals import DecisionReversed, UnknownFact
from ledger.domain.errors import LedgerError
from ledger.domain.fact import Fact, Recorded, Reference, corrected
from ledger.domain.nouns import fact_class
from ledger.domain.values.days import Moment
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.facts.effect import effect

State = Literal["counts", "waits", "reversed"]
Link = Literal["reversed by", "attested by", "corrected by", "reverses", "attests", "corrects"]

_MOST_REPLACING = 1000
"""So many facts after a reversal are looked at for what took the place of the reversed one."""


@attrs.frozen
class Linked:
    """A fact that speaks of another, or is spoken of."""

    link: Link
    recorded: Recorded


@attrs.frozen(kw_only=True)
class WholeFact:
    """A fact as known at the moment."""

    recorded: Recorded
    state: State
    attesters: Sequence[str]
    """Who may attest it, where it waits and only some may."""
    links: Sequence[Linked]
    brought_by: Recorded | None
    """The last fact of the import it came with."""
    effects: Sequence[Answer]
    """The figures it changed when it was recorded, or would change once attested, each before and after."""
    last: int
    """The last position known."""


def whole_fact(at: At, reference: Reference) -> WholeFact:
    """Raises :class:`UnknownFact`, also for one that was recorded later than is known."""
    found = at.log.find(reference)
    if found is None or found[0].position > at.position:
        raise UnknownFact(reference)
    recorded, stream = found
    judge = at.standing(stream)
    waits = judge.is_pending(recorded)
    demands: Sequence[Demand] = judge.demands(recorded) if waits else ()
    state: State = "reversed" if judge.is_reversed(recorded.position) else "waits" if waits else "counts"
    return WholeFact(
        recorded=recorded,
        state=state,
        attesters=may_attest(recorded.fact, demands) if demands else (),
        links=list(_links(at, recorded, stream)),
        brought_by=_import_of(at, recorded.position),
        effects=_effects(at, recorded),
        last=at.position,
    )


def _links(at: At, recorded: Recorded, stream: str) -> Iterator[Linked]:
    fact = recorded.fact
    if isinstance(fact, DecisionReversed):
        yield from _linked(at, "reverses", fact.reverses)
    if isinstance(fact, DecisionAttested):
        yield from _linked(at, "attests", fact.attests)
    for reference in corrected(fact):
        yield from _linked(at, "corrects", reference)
    for each in at.log.of_types(stream, (DecisionReversed.TYPE, DecisionAttested.TYPE)):
        if each.position <= at.position and _speaks_of(at, each.fact, recorded):
            is_reversal = isinstance(each.fact, DecisionReversed)
            yield Linked("reversed by" if is_reversal else "attested by", each)
            if is_reversal:
                yield from _replacements(at, recorded, each)


def _linked(at: At, link: Link, reference: Reference) -> Iterator[Linked]:
    found = at.find_known(reference)
    if found is not None:
        yield Linked(link, found)


def _speaks_of(at: At, fact: Fact, recorded: Recorded) -> bool:
    reference = fact.reverses if isinstance(fact, DecisionReversed) else getattr(fact, "attests", None)
    target = None if reference is None else at.find_known(reference)
    return target is not None and target.position == recorded.position


def _replacements(at: At, recorded: Recorded, reversal: Recorded) -> Iterator[Linked]:
    """What took the place of a reversed fact was recorded together with its reversal."""
    through = min(reversal.position + _MOST_REPLACING, at.position)
    for each in at.log.facts(reversal.position, through):
        targets = [at.find_known(reference) for reference in corrected(each.fact)]
        if any(target is not None and target.position == recorded.position for target in targets):
            yield Linked("corrected by", each)
        elif not targets and not isinstance(each.fact, DecisionReversed):
            return


def _import_of(at: At, position: int) -> Recorded | None:
    """The fact that ended the import which brought the fact at *position*, if one did."""
    if fact_class("import.finished") is None:
        return None
    for each in at.facts_of(("import.finished",)):
        if getattr(each.fact, "first", 0) <= position <= getattr(each.fact, "last", 0):
            return each
    return None


def _effects(at: At, recorded: Recorded) -> list[Answer]:
    """What the fact changed, as the ledger stood just before it was recorded."""
    position = recorded.position - 1
    earlier = at.find(position) if position else None
    known_at = earlier.recorded_at if earlier else recorded.recorded_at
    day = max(at.as_of, recorded.fact.effective)
    before = at.known_through(position, Moment(day, known_at))
    try:
        return [each for each in effect(before, [recorded.fact]) if any(row.change for row in each.rows)]
    except LedgerError:  # a damaged fact among those before it: it is told elsewhere, and this fact is whole
        return []
