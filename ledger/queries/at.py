"""A ledger at a moment: what every question is answered from."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Literal, Protocol, TypeVar

from ledger.domain.control.attestations import DecisionAttested
from ledger.domain.control.counting import policies_of
from ledger.domain.control.imports import Imports
from ledger.domain.control.months import ClosedMonths
from ledger.domain.control.policies import Policies
from ledger.domain.control.reversals import DecisionReversed
from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, Reference, definition
from ledger.domain.nouns import noun_defining
from ledger.domain.organisation.lines import LineOpened, Lines
from ledger.domain.organisation.projects import Projects
from ledger.domain.organisation.tree import Node
from ledger.domain.organisation.units import Organisation
from ledger.domain.stream import State, Stream
from ledger.domain.values.days import Moment, Month, swedish_day
from ledger.domain.values.phrases import phrase
from ledger.projections.counting import Standing
from ledger.projections.figures import Figures, ReadOnce
from ledger.projections.tree import Place, Tree
from ledger.queries.contributions.contribution import Contribution
from ledger.queries.imported import Brought
from ledger.store.sieves import Sieve

S = TypeVar("S", bound=State)

TreeMode = Literal["moment", "then", "today"]
"""Which tree sums are rolled up along: the moment's, each month's own, or the newest."""


class Log(Protocol):
    """What questions read of the log."""

    def stream(self, name: str, after_version: int = 0) -> Iterable[tuple[int, Recorded]]: ...
    def of_types(self, stream: str, types: Collection[str], after_version: int = 0) -> Iterable[Recorded]: ...
    def version(self, stream: str) -> int: ...
    def streams(self) -> list[str]: ...
    def until(self, position: int) -> "Log": ...
    def find(self, reference: Reference) -> tuple[Recorded, str] | None: ...
    def facts(self, after: int = 0, through: int | None = None, types: Collection[str] = ()) -> Iterable[Recorded]: ...
    def sifted(self, sieve: Sieve, after: int = 0, through: int | None = None) -> Iterable[Recorded]: ...
    def position_at(self, known_at: datetime) -> int: ...


class NoSuchUnit(Refused):
    code = "no-such-unit"

    def __init__(self, unit: str, as_of: date) -> None:
        super().__init__(
            phrase("There is no unit {unit!r} as of {as_of}", unit=unit, as_of=as_of),
            hint=phrase("See the units and when they open: liggare show units"),
        )


class At:
    """Facts and figures as of a day, as known at an instant. The same moment gives the same answers for ever."""

    def __init__(self, log: Log, figures: Callable[[date, int], Figures], moment: Moment, position: int) -> None:
        self.log = log
        self.moment = moment
        self.position = position
        """The last fact recorded at or before the instant."""
        self._figures = figures
        self._trees: dict[date, Tree] = {}
        self._known: dict[str, list[Recorded]] = {}
        """The facts of a stream that count, once they were asked for: they stay the same."""

    def known_through(self, position: int, moment: Moment) -> "At":
        """The same ledger at another moment."""
        return At(self.log, self._figures, moment, position)

    def reading_once(self) -> "At":
        """The same moment, whose figures are kept once they were read."""
        figures = self._figures
        return At(self.log, lambda day, through: ReadOnce(figures(day, through)), self.moment, self.position)

    @property
    def as_of(self) -> date:
        return self.moment.as_of

    @cached_property
    def figures(self) -> Figures:
        return self._figures(self.moment.as_of, self.position)

    def find(self, reference: Reference) -> Recorded | None:
        found = self.log.find(reference)
        return found[0] if found else None

    def find_known(self, reference: Reference) -> Recorded | None:
        """A fact that had been recorded by the moment."""
        found = self.find(reference)
        return found if found is not None and found.position <= self.position else None

    def _about(self, recorded: Recorded) -> Iterable[Recorded]:
        """The reversals and attestations of a fact, as known."""
        found = self.log.find(recorded.position)
        if found is None:
            return
        for each in self.log.of_types(found[1], (DecisionReversed.TYPE, DecisionAttested.TYPE)):
            fact = each.fact
            if isinstance(fact, DecisionReversed | DecisionAttested) and each.position <= self.position:
                target = self.find(fact.reverses if isinstance(fact, DecisionReversed) else fact.attests)
                if target is not None and target.position == recorded.position:
                    yield each

    # -- registers: facts that are looked up, not summed -------------------------------------------------

    def known(self, stream: str) -> Sequence[Recorded]:
        """The facts of a stream that count, of any effective date."""
        known = self._known.get(stream)
        if known is None:
            facts = self._recorded(stream)
            judge = self.judge(facts)
            known = self._known[stream] = [recorded for recorded in facts if judge.counts(recorded)]
        return known

    def register(self, stream: str) -> list[Recorded]:
        """The facts of a stream that count as of the day."""
        return [recorded for recorded in self.known(stream) if recorded.fact.effective <= self.as_of]

    def _recorded(self, stream: str) -> list[Recorded]:
        return [recorded for _, recorded in self.log.until(self.position).stream(stream)]

    def facts_of(self, types: Collection[str]) -> Iterable[Recorded]:
        """All facts of some types recorded by the moment, whether they count or not."""
        return self.log.facts(0, self.position, types)

    def standing(self, stream: str) -> Standing:
        """Tells which facts of a stream count, wait for attestation or are reversed."""
        return self.judge(self._recorded(stream))

    def judge(self, facts: Iterable[Recorded]) -> Standing:
        """Tells the same of *facts*, among which all facts about them have to be."""
        return Standing(facts, self.policies, self.find_known, self._about)

    @cached_property
    def policies(self) -> Policies:
        """Policies on which facts need an attestation, as known."""
        return policies_of(self._recorded(ClosedMonths.STREAM), self.find_known)

    @cached_property
    def closed_months(self) -> ClosedMonths:
        """Which months are closed, as known."""
        return _fold(ClosedMonths, self.known(ClosedMonths.STREAM))

    @cached_property
    def brought(self) -> Brought:
        """The imports there had been, as known."""
        return Brought(self._recorded(Imports.STREAM))

    def things(self, kind: str) -> Mapping[str, Fact]:
        """The things of a kind, from whatever day: by code, the fact that brought each into being."""
        return _folded_stream(self.known(noun_defining(kind).stream)).things(kind)

    def folded(self, kind: type[S]) -> S:
        """The state of a stream as of the day."""
        return _fold(kind, self.register(kind.STREAM))

    # -- the tree ----------------------------------------------------------------------------------------

    @cached_property
    def organisation(self) -> Organisation:
        return self.folded(Organisation)

    @cached_property
    def _lines(self) -> Lines:
        return self.folded(Lines)

    @property
    def lines(self) -> dict[str, LineOpened]:
        """The lines opened by the day, by code."""
        return self._lines.lines

    @property
    def line_nodes(self) -> Mapping[str, Node]:
        """The history of each line opened by the day."""
        return self._lines.nodes

    @cached_property
    def line_tree(self) -> Tree:
        """The lines as they are parts of each other on the day."""
        return Tree(self._lines, self.as_of)

    @cached_property
    def projects(self) -> Projects:
        """The projects opened by the day."""
        return self.folded(Projects)

    @cached_property
    def project_tree(self) -> Tree:
        """The projects as they are parts of each other on the day."""
        return Tree(self.projects, self.as_of)

    @cached_property
    def goal_tree(self) -> Tree:
        """The goals as they are parts of each other on the day."""
        from ledger.domain.follow_up.goals import Goals  # which few questions speak of

        return Tree(self.folded(Goals), self.as_of)

    @cached_property
    def tree(self) -> Tree:
        """The tree of the moment."""
        return Tree(self.organisation, self.as_of)

    @cached_property
    def newest_tree(self) -> Tree:
        """The tree of the day of *known_at*, with everything known then."""
        day = max(swedish_day(self.moment.known_at), self.as_of)
        facts = [recorded for recorded in self.known("organisation") if recorded.fact.effective <= day]
        return Tree(_fold(Organisation, facts), day)

    def tree_of(self, mode: TreeMode, month: Month | None = None) -> Tree:
        """The tree that figures of a month are rolled up along."""
        if mode == "today":
            return self.newest_tree
        if mode == "moment" or month is None:
            return self.tree
        day = min(month.last_day, self.as_of)
        tree = self._trees.get(day)
        if tree is None:
            tree = self._trees[day] = Tree(self.organisation, day)
        return tree

    def places(self, unit: str | None, mode: TreeMode = "moment") -> Iterator[Place]:
        """The units to be shown, in the order of the tree. Raises :class:`NoSuchUnit`."""
        tree = self.tree_of(mode)
        if unit is not None and unit not in tree:
            raise NoSuchUnit(unit, self.as_of)
        return tree.places(unit)

    def statement_of(self, line: str | None, statement: str) -> str:
        """The statement of a line that is asked for; without one, the statement that is asked for."""
        return statement if line is None or line not in self.lines else self.lines[line].statement

    def is_within(self, part: Contribution, line: str | None, project: str | None) -> bool:
        """Whether an amount belongs to a line and a project, or to what is below them; None takes all."""
        if line is not None and part.item != line and not self.line_tree.within(part.item, line):
            return False
        return self.belongs_to(part.project, project)

    def belongs_to(self, project: str | None, top: str | None) -> bool:
        """Whether a project is *top* or below it; everything, also what has no project, belongs to None."""
        return top is None or (project is not None and self.project_tree.within(project, top))

    def narrowed(self, parts: Iterable[Contribution], line: str | None, project: str | None) -> Iterable[Contribution]:
        """Those of the amounts that belong to a line and a project, or to what is below them."""
        if line is None and project is None:
            return parts
        return (each for each in parts if self.is_within(each, line, project))

    def lines_of(self, statement: str) -> dict[str, str]:
        """The lines of a statement: names by code, in the order of their tree."""
        lines = self.lines
        return {place.code: place.name for place in self.line_tree.places() if lines[place.code].statement == statement}


def _fold(kind: type[S], facts: Iterable[Recorded]) -> S:
    """The state that facts add up to. What they define comes first: it may be a correction, recorded later."""
    return _folded_stream(facts).state(kind)


def _folded_stream(facts: Iterable[Recorded]) -> Stream:
    stream = Stream()
    for recorded in sorted(facts, key=lambda each: definition(each.fact) is None):
        if not recorded.fact.TYPE.startswith("decision."):
            with contextlib.suppress(KeyError):  # it speaks of something whose own fact does not count (yet)
                stream.apply(recorded)
    return stream
