"""Assignments from a body to units: facts, state and rules."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule
from ledger.domain.stream import State, folds
from ledger.domain.values.phrases import phrase

FollowUp = Literal["tertial", "month", "year"]
Progress = Literal["on-track", "partly", "off-track"]
Ending = Literal["done", "done-with-deviation", "not-done"]
ENDINGS: tuple[str, ...] = get_args(Ending)


@fact
class AssignmentGiven(Fact):
    """A body asks units to do something by a day."""

    TYPE = "assignment.given"
    SWEDISH = "uppdrag.givet"

    assignment: str = field("The code of the assignment", "uppdrag", defines="assignment")
    title: str = field("What is to be done", "titel", names="assignment")
    from_body: str = field("The body that gives it", "från organ", recalls="body")
    units: tuple[str, ...] = field("The units that get it", "enheter", refers="unit")
    due: date = field("The day it is to be done", "klart senast")
    follow_up: FollowUp | None = field("How often it is followed up", "uppföljning", default=None)
    from_: date | None = field("The day it starts", "från", default=None)
    parent: str | None = field("The assignment it is part of", "överordnat uppdrag", refers="assignment", default=None)
    goal: str | None = field("The goal it serves", "mål", refers="goal", default=None)
    indicator: str | None = field("The indicator it is followed by", "indikator", refers="indicator", default=None)


@fact
class AssignmentReported(Fact):
    """A unit tells how its assignment goes."""

    TYPE = "assignment.reported"
    SWEDISH = "uppdrag.rapporterat"

    assignment: str = field("The assignment", "uppdrag", refers="assignment")
    unit: str = field("The unit that reports", "enhet", refers="unit")
    status: Progress = field("How it goes", "status")
    comment: str = field("In short", "kommentar")


@fact
class AssignmentClosed(Fact):
    """The assignment ends, for one of the units that got it or for all."""

    TYPE = "assignment.closed"
    SWEDISH = "uppdrag.avslutat"

    assignment: str = field("The assignment", "uppdrag", refers="assignment")
    status: Ending = field("How it ended", "status")
    comment: str | None = field("In short", "kommentar", default=None)
    unit: str | None = field("The unit it ends for; all of them without it", "enhet", refers="unit", default=None)


no_posting(AssignmentGiven, AssignmentReported, AssignmentClosed)


class Assignments(State):
    """All assignments, and for which units they have ended."""

    STREAM = "assignments"

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, AssignmentGiven] = {}
        self.closed: dict[str, dict[str | None, AssignmentClosed]] = {}
        """By assignment, what ended it: for one unit, or under None for all."""

    def ending(self, assignment: str, unit: str) -> AssignmentClosed | None:
        """What ended an assignment for one of its units: its own ending, or that of all."""
        closed = self.closed.get(assignment, {})
        return closed.get(unit) or closed.get(None)

    def above(self, assignment: str) -> Iterator[str]:
        """The assignment itself, that which it is part of, and so on."""
        seen: set[str] = set()
        code: str | None = assignment
        while code is not None and code not in seen:
            seen.add(code)
            yield code
            code = self.given[code].parent if code in self.given else None


@folds(Assignments, AssignmentGiven)
def _give(state: Assignments, _: Recorded, fact: AssignmentGiven, times: int) -> None:
    if times > 0:
        state.given[fact.assignment] = fact
    else:
        del state.given[fact.assignment]


@folds(Assignments, AssignmentClosed)
def _close(state: Assignments, _: Recorded, fact: AssignmentClosed, times: int) -> None:
    closed = state.closed.setdefault(fact.assignment, {})
    if times > 0:
        closed[fact.unit] = fact
    else:
        del closed[fact.unit]
        if not closed:
            del state.closed[fact.assignment]


class AssignmentEnded(Refused):
    code = "assignment-ended"

    def __init__(self, closed: AssignmentClosed) -> None:
        where = phrase(" for {unit}", unit=closed.unit) if closed.unit else ""
        super().__init__(
            phrase(
                "Assignment {assignment} was closed{where} as {status} on {effective}",
                assignment=closed.assignment,
                where=where,
                status=closed.status,
                effective=closed.effective,
            ),
            hint=phrase("Give a new assignment, or reverse the closing"),
        )


class NotTheirAssignment(Refused):
    code = "not-their-assignment"

    def __init__(self, fact: AssignmentReported | AssignmentClosed, units: tuple[str, ...], hint: str) -> None:
        super().__init__(
            phrase(
                "Assignment {assignment} was given to {units}, not to {unit}",
                assignment=fact.assignment,
                units=", ".join(units),
                unit=fact.unit,
            ),
            hint=hint,
        )


class AssignmentStartsTooLate(Refused):
    code = "assignment-starts-too-late"

    def __init__(self, fact: AssignmentGiven) -> None:
        super().__init__(
            phrase(
                "Assignment {assignment} starts on {from_}, after {due} when it is to be done",
                assignment=fact.assignment,
                from_=fact.from_,
                due=fact.due,
            ),
            hint=phrase("Give --from a day that is not after --due"),
        )


class PartOfItself(Refused):
    code = "part-of-itself"

    def __init__(self, assignment: str, parent: str) -> None:
        super().__init__(
            phrase(
                "Assignment {assignment} cannot be part of {parent}, which is part of {assignment}",
                assignment=assignment,
                parent=parent,
            ),
            hint=phrase("Name another parent, or none"),
        )


@rule(AssignmentGiven)
def _admit_giving(world: World, fact: AssignmentGiven) -> None:
    """It starts before it is to be done, and is no part of itself (it may be a correction that others are part of)."""
    if fact.from_ is not None and fact.from_ > fact.due:
        raise AssignmentStartsTooLate(fact)
    if fact.parent is not None and fact.assignment in world.state(Assignments).above(fact.parent):
        raise PartOfItself(fact.assignment, fact.parent)


@rule(AssignmentReported)
def _admit_report(world: World, fact: AssignmentReported) -> None:
    """The unit that reports is one that got it, or below one, and for which it has not ended."""
    state = world.state(Assignments)
    units = state.given[fact.assignment].units
    above = world.state(Organisation).ancestors(fact.unit, fact.effective)
    theirs = [unit for unit in above if unit in units]
    if not theirs:
        hint = phrase("Report it for one of the units that got it, or for a unit below them")
        raise NotTheirAssignment(fact, units, hint)
    _require_going(state.ending(fact.assignment, theirs[0]), fact.effective)


@rule(AssignmentClosed)
def _admit_closing(world: World, fact: AssignmentClosed) -> None:
    """There is a unit left that it has not ended for: the one that is named, or any of those that got it."""
    state = world.state(Assignments)
    units = state.given[fact.assignment].units
    if fact.unit is not None and fact.unit not in units:
        raise NotTheirAssignment(
            fact, units, phrase("Close it for one of the units that got it, or without --unit for all")
        )
    endings = [state.ending(fact.assignment, unit) for unit in ([fact.unit] if fact.unit else units)]
    if None not in endings:
        _require_going(endings[-1], date.max)


def _require_going(closed: AssignmentClosed | None, day: date) -> None:
    if closed is not None and closed.effective <= day:
        raise AssignmentEnded(closed)
