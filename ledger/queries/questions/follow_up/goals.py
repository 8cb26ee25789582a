"""Goals, how far each has been reached, and how many of the goals below it have."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ledger.domain.follow_up.goals import GoalJudged
from ledger.domain.values.days import Month
from ledger.projections.tree import Tree
from ledger.queries.answer import Answer, Note, answer_at, column, counted_note, row
from ledger.queries.at import At
from ledger.queries.options import UNIT, YEAR
from ledger.queries.question import Question
from ledger.queries.questions.follow_up.assignments import assignments
from ledger.queries.questions.follow_up.indicators import indicators

STATUSES = ("not-met", "partly", "met", "unknown")
"""A goal is what the first of these is that any of its parts is."""

_OF_ASSIGNMENTS: Mapping[str, str] = {"done": "met", "done-with-deviation": "partly", "not-done": "not-met"}
"""What an assignment that has ended says of its goal; one that goes on says nothing."""


@row
class GoalRow:
    """A goal, and the goals below it."""

    goal: str = column("Goal", "The code of the goal.", key=True)
    name: str = column("Name", "What is to be reached.")
    parent: str | None = column("Part of", "The goal it is part of.", hidden=True)
    level: int = column("Level", "How far below the top it stands; 0 is the top.", hidden=True)
    status: str = column(
        "Status", "As it was judged; else not-met, partly or met as its indicators, assignments and goals are; unknown."
    )
    met: int = column("Met", "How many of the goals that have none below them are met, of those below it or itself.")
    partly: int = column("Partly", "How many of them are met in part.")
    not_met: int = column("Not met", "How many of them are not met.")
    unknown: int = column("Unknown", "How many of them nothing is known of.")
    judged_by: str | None = column(
        "Judged by", "judgement, or parts where it follows from these; none if unknown.", hidden=True
    )
    month: Month | None = column("Month", "The month of its own judgement.", hidden=True)
    comment: str | None = column("Comment", "What its own judgement says.", hidden=True)


def goals(at: At, *, unit: str | None = None, year: int | None = None) -> Answer:
    """Every goal set by the day, judged by itself or by its parts; with *unit*, as far as this unit is concerned."""
    year = at.as_of.year if year is None else year
    at.places(unit)
    judged = _Judged(at, unit, year)
    rows = [_row(judged, place.code, place.name, place.parent, place.level) for place in judged.tree.places()]
    return answer_at(
        at,
        "goals",
        GoalRow,
        rows,
        {"unit": unit, "year": year},
        total=_total(judged) if rows else None,
        notes=list(_notes(judged, rows)),
    )


class _Judged:
    """The status of each goal."""

    def __init__(self, at: At, unit: str | None, year: int) -> None:
        self._at, self._unit = at, unit
        self.tree: Tree = at.goal_tree
        self.judgements = _newest_judgements(at, unit)
        self._parts: dict[str, list[str]] = {}
        for of in indicators(at, year=year, unit=unit).rows:
            if of.goal is not None:
                self._parts.setdefault(of.goal, []).append(of.status)
        for given in assignments(at, unit=unit).rows:
            if given.goal is not None:
                self._parts.setdefault(given.goal, []).append(_OF_ASSIGNMENTS.get(given.status, "unknown"))
        self.status: dict[str, str] = {}
        """By goal, as it was judged, else what its parts are."""
        for place in reversed(list(self.tree.places())):  # what is below a goal stands behind it
            own = self.judgements.get(place.code)
            found = (each.status for each in own) if own else self.parts(place.code)
            self.status[place.code] = worst(found)

    def parts(self, goal: str) -> Iterator[str]:
        """The status of each of its indicators, assignments and goals."""
        yield from self._parts.get(goal, ())
        yield from (self.status[below] for below in self.tree.below(goal))

    @cached_property
    def counts(self) -> Mapping[str | None, Counter[str]]:
        """By goal, how many of the goals without others below them, at or below it, are of each status; None: all."""
        counts: dict[str | None, Counter[str]] = {}
        for place in self.tree.places():
            if not self.tree.below(place.code):
                for above in (None, *self.tree.above(place.code)):
                    counts.setdefault(above, Counter())[self.status[place.code]] += 1
        return counts


def worst(statuses: Iterable[str]) -> str:
    """What several parts say together: the first of :data:`STATUSES` that any of them is."""
    return min(statuses, key=STATUSES.index, default="unknown")


def _newest_judgements(at: At, unit: str | None) -> dict[str, list[GoalJudged]]:
    """By goal, its judgement of the latest month; where only units were judged, that of each of them.

    A judgement of the whole goes before those of units, but says nothing of a unit that is asked about.
    """
    newest: dict[tuple[str, str | None], GoalJudged] = {}
    last = Month.containing(at.as_of)
    facts = sorted(at.register("goals"), key=lambda each: (each.fact.effective, each.position))
    for fact in (each.fact for each in facts):
        if isinstance(fact, GoalJudged) and fact.month <= last:
            key = fact.goal, fact.unit
            if key not in newest or newest[key].month <= fact.month:
                newest[key] = fact
    judged: dict[str, list[GoalJudged]] = {}
    for (goal, holder), fact in newest.items():
        if holder is None and unit is None:
            judged[goal] = [fact]
        elif holder is not None and at.tree.within(holder, unit) and not (unit is None and (goal, None) in newest):
            judged.setdefault(goal, []).append(fact)
    return judged


def _row(judged: _Judged, goal: str, name: str, parent: str | None, level: int) -> GoalRow:
    own, status, counts = judged.judgements.get(goal, []), judged.status[goal], judged.counts[goal]
    said = max(own, key=lambda each: each.month.number, default=None)
    return GoalRow(
        goal=goal,
        name=name,
        parent=parent,
        level=level,
        status=status,
        met=counts["met"],
        partly=counts["partly"],
        not_met=counts["not-met"],
        unknown=counts["unknown"],
        judged_by="judgement" if own else None if status == "unknown" else "parts",
        month=said.month if said else None,
        comment=said.comment if said and len(own) == 1 else None,
    )


def _total(judged: _Judged) -> GoalRow:
    """How many goals without others below them there are of each status."""
    counts = judged.counts[None]
    tops = worst(judged.status[place.code] for place in judged.tree.places() if place.parent is None)
    return GoalRow(
        goal="",
        name="",
        parent=None,
        level=0,
        status=tops,
        met=counts["met"],
        partly=counts["partly"],
        not_met=counts["not-met"],
        unknown=counts["unknown"],
        judged_by=None,
        month=None,
        comment=None,
    )


def _notes(judged: _Judged, rows: Iterable[GoalRow]) -> Iterator[Note]:
    """Names the goals that are met or partly met as far as is known, while nothing is known of some of their parts."""
    open_ = [row.goal for row in rows if row.judged_by == "parts" and "unknown" in judged.parts(row.goal)]
    if open_:
        yield counted_note(
            "{number} goal is judged by those of its parts that something is known of: {goals}.",
            "{number} goals are judged by those of their parts that something is known of: {goals}.",
            len(open_),
            goals=", ".join(open_),
        )


QUESTION = Question(
    name="goals",
    title="Goals",
    sentence="Goals, how far each has been reached, and how many of the goals below it have.",
    topic="follow-up",
    rows=GoalRow,
    answer=goals,
    options=(UNIT, YEAR),
    example="--year 2024",
)
