"""How a figure became what it is: every position at which it changed, with the fact that changed it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from ledger.domain.control.attestations import AboutFacts
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Refused, Unreadable
from ledger.domain.fact import Fact, Recorded
from ledger.domain.organisation.units import UnitMoved, UnitOpened
from ledger.domain.postings import Statement, postings
from ledger.domain.values.days import instant_text
from ledger.domain.values.measured import Measured, Money, Number, Quantity
from ledger.domain.vocabulary import FACT_TYPES
from ledger.queries.answer import Answer, column, row
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import explain, explained, parts_by_fact, units_within
from ledger.queries.question import Explained
from ledger.queries.summary import decision_cells, summary, units_named

Parts = Mapping[int, int]
"""What each fact adds to a figure, by position."""

_OF_FORM = ("unit", "line", "project", "policy", "decision")
"""The nouns whose facts may change any figure: how things are added up, and what counts."""


@row
class HistoryRow:
    """A position at which a figure in kronor changed."""

    position: int = column("Fact", "The fact that changed it.", key=True)
    recorded_at: str = column("Recorded (UTC)", "The instant it was recorded, in UTC.")
    type: str = column("Type", "The type of the fact.")
    id: str | None = column("Id", "Its id.")
    effective: date = column("Effective", "The day it takes effect.")
    decision: dict[str, str] | None = column("Decision", "The body, day, paragraph and case number of the decision.")
    actor: str | None = column("Actor", "The officer who recorded it.")
    summary: str = column("Summary", "What it says, in short.", hidden=True)
    change: Money = column("Change", "How much the figure became more or less.")
    value: Money = column("From then on", "What the figure was from then on.")


@row
class HistoryPeopleRow(HistoryRow):
    """A position at which a number of people or hours changed."""

    change: Quantity = column("Change", "How much it became more or less.")  # type: ignore[assignment]  # another measure
    value: Quantity = column("From then on", "What it was from then on.")  # type: ignore[assignment]  # as above


@row
class HistoryNumberRow(HistoryRow):
    """A position at which the value of an indicator changed."""

    change: Number = column("Change", "How much the value became more or less.")  # type: ignore[assignment]  # as above
    value: Number = column("From then on", "What it was from then on.")  # type: ignore[assignment]  # as above


_ROWS: Mapping[type[Measured], type] = {Money: HistoryRow, Quantity: HistoryPeopleRow, Number: HistoryNumberRow}


def history(at: At, question: str, cell: Cell, column_name: str | None = None) -> Answer:
    """A figure as of the day, step by step as the ledger learnt it; the last step is the figure itself.

    Each step is what :func:`explain` sums to as known at its position. Before the unit was there, and where the
    question had no answer yet, the figure is 0. Raises what :func:`explain` does.
    """
    found, name = explained(question, column_name, [(at, cell)])
    whole = explain(at, question, cell, column_name)
    meant = found.meant(at, cell)
    value = found.value(name)
    columns = _ROWS[value]
    rows = []
    reached = 0
    for position, amount in _Steps(at, found, name, meant).all():
        rows.append(_row(at, columns, position, value(amount - reached), value(amount)))
        reached = amount
    return Answer(
        question="history",
        moment=at.moment,
        position=at.position,
        options=whole.options,
        columns=columns,
        rows=rows,
        notes=whole.notes,
    )


def _row(at: At, columns: type, position: int, change: Any, value: Any) -> Any:
    recorded = at.find(position)
    if recorded is None:
        message = f"a figure changed at #{position}, which the log does not hold"
        raise LookupError(message)
    fact = recorded.fact
    return columns(
        position=position,
        id=fact.id,
        type=fact.TYPE,
        effective=fact.effective,
        recorded_at=instant_text(recorded.recorded_at),
        decision=decision_cells(fact),
        actor=fact.actor,
        summary=summary(fact),
        change=change,
        value=value,
    )


class _Steps:
    """Finds the positions at which a figure changed, without asking for it at each of them.

    Between two positions nothing but additions has happened if every part there was is there still, and every fact
    that could have changed the figure has a part of its own: then these are the steps. Otherwise the facts between
    are halved, and each half is looked at by itself.
    """

    def __init__(self, at: At, found: Explained, name: str, cell: Cell) -> None:
        self._at, self._found, self._name, self._cell = at, found, name, cell
        self._parts: dict[int, Parts] = {0: {}}

    def all(self) -> Iterator[tuple[int, int]]:
        """The positions in order, each with the figure from then on."""
        reached = 0
        for position, amount in self._between(0, self._candidates):
            if amount != reached:
                yield position, amount
                reached = amount

    def _between(self, after: int, candidates: Sequence[Recorded]) -> Iterator[tuple[int, int]]:
        """The figure at the candidates behind a position, where it may have changed."""
        if not candidates:
            return
        last = candidates[-1].position
        before, behind = self._at_position(after), self._at_position(last)
        able = [each for each in candidates if each.position in behind or not self._is_inert(each)]
        additions = [each.position for each in able]
        is_there_still = all(behind.get(key) == part for key, part in before.items())
        if self._found.adds_up(self._name) and is_there_still and all(each in behind for each in additions):
            so_far = sum(before.values())
            for position in additions:
                so_far += behind[position]
                yield position, so_far
        elif len(able) == 1:
            (only,) = able
            yield only.position, sum(self._at_position(only.position).values())
        else:
            middle = len(able) // 2
            yield from self._between(after, able[:middle])
            yield from self._between(able[middle - 1].position, able[middle:])

    def _at_position(self, position: int) -> Parts:
        """The parts of the figure as the ledger stood at a position."""
        known = self._parts.get(position)
        if known is None:
            then = self._at.known_through(position, self._at.moment)
            known = self._parts[position] = self._asked(then)
        return known

    def _asked(self, then: At) -> Parts:
        cell = self._cell
        if cell.unit is not None and cell.unit not in then.tree_of(cell.tree):
            return {}
        try:
            self._found.require([(then, cell)], self._name)
            return parts_by_fact(then, self._found.behind(then, cell, self._name, units_within([then], cell)), cell)
        except (Refused, Unreadable):  # no such version, plan or category yet, or nothing that could be added up
            return {}

    @cached_property
    def _candidates(self) -> list[Recorded]:
        """Every fact that may have changed the figure when it was recorded, in their order."""
        found = []
        for recorded in self._at.log.facts(0, self._at.position, self._types):
            fact = recorded.fact
            if isinstance(fact, AboutFacts):
                self._touched.add(self._target(fact))
                if self._at.policies or self._is_about(self._subject(fact)):
                    found.append(recorded)
            elif self._is_of_form(fact) or (fact.effective <= self._at.as_of and self._is_about(fact)):
                found.append(recorded)
                self._newest.update((each[:-1], recorded.position) for each in _statements(fact))
        return found

    @cached_property
    def _touched(self) -> set[int]:
        """The facts that reversals and attestations speak of."""
        return set()

    @cached_property
    def _newest(self) -> dict[tuple[Any, ...], int]:
        """By what is stated, the last fact that states it."""
        return {}

    @cached_property
    def _types(self) -> list[str]:
        """The types of facts that may change the figure; empty for any."""
        nouns = self._found.made_of
        if not nouns:
            return []
        return [each for each in FACT_TYPES if each in nouns or each.partition(".")[0] in (*nouns, *_OF_FORM)]

    def _is_of_form(self, fact: Fact) -> bool:
        return fact.TYPE.partition(".")[0] in _OF_FORM

    def _is_about(self, fact: Fact | None) -> bool:
        """Whether a fact names none but other units. One that cannot be found may be about anything."""
        if fact is None or self._units is None or self._is_of_form(fact):
            return True
        named = set(units_named(fact))
        return not named or not named.isdisjoint(self._units)

    @cached_property
    def _units(self) -> set[str] | None:
        """The units that ever belonged to the one asked about, on whatever day."""
        top = self._cell.unit
        if top is None:
            return None
        below: dict[str, set[str]] = {}
        for recorded in self._at.facts_of((UnitOpened.TYPE, UnitMoved.TYPE)):
            fact = recorded.fact
            if isinstance(fact, UnitOpened | UnitMoved) and fact.parent is not None:
                below.setdefault(fact.parent, set()).add(fact.unit)
        found, waiting = {top}, [top]
        while waiting:
            new = below.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    def _target(self, fact: Fact) -> int:
        target = self._at.find_known(fact.reverses if isinstance(fact, DecisionReversed) else fact.attests)  # type: ignore[attr-defined]  # an attestation
        return target.position if target else 0

    def _subject(self, fact: Fact) -> Fact | None:
        """What a reversal or an attestation is about in the end: an attestation may be of a reversal."""
        seen: set[int] = set()
        subject: Fact | None = fact
        while isinstance(subject, AboutFacts):
            position = self._target(subject)
            target = self._at.find_known(position) if position and position not in seen else None
            seen.add(position)
            subject = target.fact if target else None
        return subject

    def _is_inert(self, recorded: Recorded) -> bool:
        """Whether a fact without a part at the end had none before either.

        True of one that only posts, counts from its own position on, and whose statements nothing has replaced.
        """
        if self._found.explained_by is not None:  # what a value is divided by has no part of it
            return False
        if not self._found.is_alike(self._cell, self._name):  # a later month takes the place of an earlier one
            return False
        if self._at.policies or recorded.position in self._touched or self._is_of_form(recorded.fact):
            return False
        posted = list(postings(recorded.fact))
        stated = [each[:-1] for each in posted if isinstance(each, Statement)]
        return bool(posted) and all(self._newest.get(each) == recorded.position for each in stated)


def _statements(fact: Fact) -> Iterable[Statement]:
    return (each for each in postings(fact) if isinstance(each, Statement))
