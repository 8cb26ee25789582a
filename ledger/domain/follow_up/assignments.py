"""Assignments from a body to units: facts, state and rules."""

from datetime import date
from typing import Literal, get_args

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.organisation.units import Organisation
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, no_rule, rule
from ledger.domain.stream import State, folds

FollowUp = Literal["tertial", "month", "year"]
Progress = Literal["on-track", "partly", "off-track"]
Ending = Literal["done", "done-with-deviation", "not-done"]
ENDINGS: tuple[str, ...] = get_args(Ending)


@fact
class AssignmentGiven(Fact):
    """A body asks units to do something by a day."""

    TYPE = "assignment.given"

    assignment: str = field("The code of the assignment", "uppdrag", defines="assignment")
    title: str = field("What is to be done", "titel", names="assignment")
    from_body: str = field("The body that gives it", "från organ", recalls="body")
    units: tuple[str, ...] = field("The units that get it", "enheter", refers="unit")
    due: date = field("The day it is to be done", "klart senast")
    follow_up: FollowUp | None = field("How often it is followed up", "uppföljning", default=None)


@fact
class AssignmentReported(Fact):
    """A unit tells how its assignment goes."""

    TYPE = "assignment.reported"

    assignment: str = field("The assignment", "uppdrag", refers="assignment")
    unit: str = field("The unit that reports", "enhet", refers="unit")
    status: Progress = field("How it goes", "status")
    comment: str = field("In short", "kommentar")


@fact
class AssignmentClosed(Fact):
    """The assignment ends."""

    TYPE = "assignment.closed"

    assignment: str = field("The assignment", "uppdrag", refers="assignment")
    status: Ending = field("How it ended", "status")
    comment: str | None = field("In short", "kommentar", default=None)


no_posting(AssignmentGiven, AssignmentReported, AssignmentClosed)


class Assignments(State):
    """All assignments and which of them have ended."""

    STREAM = "assignments"

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, AssignmentGiven] = {}
        self.closed: dict[str, AssignmentClosed] = {}


@folds(Assignments, AssignmentGiven)
def _give(state: Assignments, _: Recorded, fact: AssignmentGiven, times: int) -> None:
    if times > 0:
        state.given[fact.assignment] = fact
    else:
        del state.given[fact.assignment]


@folds(Assignments, AssignmentClosed)
def _close(state: Assignments, _: Recorded, fact: AssignmentClosed, times: int) -> None:
    if times > 0:
        state.closed[fact.assignment] = fact
    else:
        del state.closed[fact.assignment]


class AssignmentEnded(Refused):
    code = "assignment-ended"

    def __init__(self, closed: AssignmentClosed) -> None:
        super().__init__(
            f"Assignment {closed.assignment} was closed as {closed.status} on {closed.effective}",
            hint="Give a new assignment, or reverse the closing",
        )


class NotTheirAssignment(Refused):
    code = "not-their-assignment"

    def __init__(self, fact: AssignmentReported, units: tuple[str, ...]) -> None:
        super().__init__(
            f"Assignment {fact.assignment} was given to {', '.join(units)}, not to {fact.unit}",
            hint="Report it for one of the units that got it, or for a unit below them",
        )


no_rule(AssignmentGiven)


@rule(AssignmentReported)
def _admit_report(world: World, fact: AssignmentReported) -> None:
    """It has not ended, and the unit that reports is one that got it, or below one."""
    _require_going(world, fact.assignment, fact.effective)
    units = world.state(Assignments).given[fact.assignment].units
    if not set(units).intersection(world.state(Organisation).ancestors(fact.unit, fact.effective)):
        raise NotTheirAssignment(fact, units)


@rule(AssignmentClosed)
def _admit_closing(world: World, fact: AssignmentClosed) -> None:
    _require_going(world, fact.assignment, date.max)


def _require_going(world: World, assignment: str, day: date) -> None:
    closed = world.state(Assignments).closed.get(assignment)
    if closed is not None and closed.effective <= day:
        raise AssignmentEnded(closed)
