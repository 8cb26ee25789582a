"""Finding the positions at which a figure changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from ledger.domain.control.attestations import AboutFacts
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Refused, Unreadable
from ledger.domain.fact import Fact, Recorded, corrected
from ledger.domain.organisation.units import UnitMoved, UnitOpened
from ledger.domain.postings import Statement, postings
from ledger.domain.vocabulary import FACT_TYPES
from ledger.queries.at import At
from ledger.queries.cell import Cell
from ledger.queries.explain.figures import parts_by_fact, units_within
from ledger.queries.question import Explained
from ledger.queries.summary import units_named

Parts = Mapping[int, int]
"""What each fact adds to a figure, by position."""

_OF_FORM = ("unit", "line", "project", "policy", "decision")
"""The nouns whose facts may change any figure: how things are added up, and what counts."""
_NEW = (".opened", ".renamed")
"""How the types of those end that change none: nothing belongs to what was just opened."""


class Steps:
    """Finds the positions at which a figure changed, without asking for it at each of them.

    Facts that change trees, or which facts count, part the history into segments. Within one, nothing but additions
    has happened if every part there was is there still, and every fact that could have changed the figure has a part
    of its own: then these are the steps. Otherwise the facts are looked at in smaller parts.
    """

    def __init__(self, at: At, found: Explained, name: str, cell: Cell) -> None:
        self._at, self._found, self._name, self._cell = at, found, name, cell
        self._parts: dict[int, Parts] = {0: {}}

    def all(self) -> Iterator[tuple[int, int]]:
        """The positions in order, each with the figure from then on."""
        reached = after = 0
        for segment in self._segments():
            for position, amount in self._between(after, self._able(segment)):
                if amount != reached:
                    yield position, amount
                    reached = amount
            after = segment[-1].position

    def _segments(self) -> Iterator[list[Recorded]]:
        """The candidates in parts: each that may change what others add up to stands by itself."""
        segment: list[Recorded] = []
        for recorded in self._candidates:
            if recorded.position in self._of_form:
                if segment:
                    yield segment
                yield [recorded]
                segment = []
            else:
                segment.append(recorded)
        if segment:
            yield segment

    def _able(self, segment: Sequence[Recorded]) -> list[Recorded]:
        """Those of a segment that may have changed the figure.

        What only posts cannot have if it has no part at the segment's end, no other fact has changed its standing,
        and nothing has replaced what it states, but for what has no part either.
        """
        if self._found.explained_by is not None:  # what the value of an indicator is divided by has no part of it
            return list(segment)
        if not self._found.is_alike(self._cell, self._name):  # a later month takes the place of an earlier one
            return list(segment)
        behind = self._at_position(segment[-1].position)
        newest = {each[:-1]: one.position for one in segment for each in _statements(one.fact)}

        def is_quiet(position: int) -> bool:
            return position not in behind and position not in self._touched

        def is_inert(one: Recorded) -> bool:
            if isinstance(one.fact, AboutFacts) or not is_quiet(one.position):
                return False
            posted = list(postings(one.fact))
            stated = (newest[each[:-1]] for each in posted if isinstance(each, Statement))
            return bool(posted) and all(each == one.position or is_quiet(each) for each in stated)

        return [one for one in segment if one.position in self._of_form or not is_inert(one)]

    def _between(self, after: int, able: Sequence[Recorded]) -> Iterator[tuple[int, int]]:
        """The figure at the facts behind a position that may have changed it."""
        if not able:
            return
        before, behind = self._at_position(after), self._at_position(able[-1].position)
        doubtful = [at for at, each in enumerate(able) if self._is_doubtful(each.position, behind)]
        is_there_still = all(behind.get(position) == part for position, part in before.items())
        if self._found.adds_up(self._name) and is_there_still and not doubtful:
            so_far = sum(before.values())
            for each in able:
                so_far += behind[each.position]
                yield each.position, so_far
        elif len(able) == 1:
            yield able[0].position, sum(behind.values())
        else:
            yield from self._apart(after, able, doubtful)

    def _apart(self, after: int, able: Sequence[Recorded], doubtful: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The same in parts: on both sides of a fact that may have done anything, or in two halves."""
        middle = doubtful[len(doubtful) // 2] if doubtful else len(able) // 2
        cuts = [0, middle, middle + bool(doubtful), len(able)]
        for start, end in pairwise(sorted(set(cuts))):
            yield from self._between(able[start - 1].position if start else after, able[start:end])

    def _is_doubtful(self, position: int, behind: Parts) -> bool:
        """Whether a fact may have done something else than to add its part at its own position."""
        return position not in behind or position in self._touched

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
                subjects = [*self._subjects(fact)]
                if any(map(self._is_about, subjects)):
                    self._touched.add(self._target(fact))
                    if any(each is None or _is_of_trees(each) for each in subjects):
                        self._of_form.add(recorded.position)
                    found.append(recorded)
            elif self._is_about(fact):
                found.append(recorded)
                if _is_of_form(fact):
                    self._of_form.add(recorded.position)
        return found

    @cached_property
    def _touched(self) -> set[int]:
        """The facts that reversals and attestations speak of."""
        return set()

    @cached_property
    def _of_form(self) -> set[int]:
        """The candidates that may change what others add up to."""
        return set()

    @cached_property
    def _types(self) -> list[str]:
        """The types of facts that may change the figure; empty for any."""
        nouns = self._found.made_of
        if not nouns:
            return []
        return [each for each in FACT_TYPES if each in nouns or each.partition(".")[0] in (*nouns, *_OF_FORM)]

    def _is_about(self, fact: Fact | None) -> bool:
        """Whether a fact may matter: of the right type, day and year, and naming none but other units.

        One that cannot be found may be about anything.
        """
        if fact is None:
            return True
        if _is_of_form(fact):
            return fact.TYPE.startswith("policy.") or self._names_units(fact)
        if self._types and fact.TYPE not in self._types:
            return False
        year = getattr(fact, "year", None)
        is_of_year = year is None or self._year is None or year == self._year
        return fact.effective <= self._at.as_of and is_of_year and not _only_names(fact) and self._names_units(fact)

    def _names_units(self, fact: Fact) -> bool:
        """Whether a fact names no units, or one that matters."""
        named = set(units_named(fact)) if self._units is not None else set()
        return not named or self._units is None or not named.isdisjoint(self._units)

    @property
    def _year(self) -> int | None:
        """The year whose money is asked about, where a question is about one."""
        if "year" not in self._found.narrowed_by:
            return None
        return self._at.as_of.year if self._cell.year is None else self._cell.year

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

    def _subjects(self, fact: Fact) -> Iterator[Fact | None]:
        """What a reversal or an attestation is about in the end, and what that took the place of.

        An attestation may be of a reversal, and what is corrected counts as long as its replacement does not.
        """
        seen: set[int] = set()
        subject: Fact | None = fact
        while isinstance(subject, AboutFacts):
            position = self._target(subject)
            target = self._at.find_known(position) if position and position not in seen else None
            seen.add(position)
            subject = target.fact if target else None
        yield subject
        for reference in corrected(subject) if subject is not None else ():
            replaced = self._at.find_known(reference)
            yield replaced.fact if replaced else None


def _is_of_form(fact: Fact) -> bool:
    """Whether a fact may change what others add up to: the trees, or which facts count."""
    if not _is_of_trees(fact):
        return False
    return fact.corrects is not None or not fact.TYPE.endswith(_NEW)


def _is_of_trees(fact: Fact) -> bool:
    return fact.TYPE.partition(".")[0] in _OF_FORM


def _only_names(fact: Fact) -> bool:
    """Whether a fact only brings something into being or names it, which nothing belongs to yet."""
    return _is_of_trees(fact)


def _statements(fact: Fact) -> Iterable[Statement]:
    return (each for each in postings(fact) if isinstance(each, Statement))
