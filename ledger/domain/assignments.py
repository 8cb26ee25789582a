"""Assignments from a body to units: facts, state and rules."""

from datetime import date
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from ledger.domain.errors import Refused
from ledger.domain.fact import Fact, Recorded, fact, field
from ledger.domain.stream import Stream

if TYPE_CHECKING:
    from ledger.domain.world import World

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


AssignmentFact = AssignmentGiven | AssignmentReported | AssignmentClosed


class Assignments(Stream):
    """All assignments and which of them have ended."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, AssignmentGiven] = {}
        self.closed: dict[str, AssignmentClosed] = {}

    def evolve(self, recorded: Recorded, times: int) -> None:
        fact = recorded.fact
        match fact:
            case AssignmentGiven() if times > 0:
                self.given[fact.assignment] = fact
            case AssignmentGiven():
                del self.given[fact.assignment]
            case AssignmentClosed() if times > 0:
                self.closed[fact.assignment] = fact
            case AssignmentClosed():
                del self.closed[fact.assignment]


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


def admit(world: "World", fact: AssignmentFact) -> None:
    """Raise a refusal if an assignment that has ended is reported or closed, or by the wrong unit."""
    match fact:
        case AssignmentGiven():
            pass
        case AssignmentReported():
            _require_going(world, fact.assignment, fact.effective)
            units = world.assignments.given[fact.assignment].units
            if not set(units).intersection(world.organisation.ancestors(fact.unit, fact.effective)):
                raise NotTheirAssignment(fact, units)
        case AssignmentClosed():
            _require_going(world, fact.assignment, date.max)
        case _:
            assert_never(fact)


def _require_going(world: "World", assignment: str, day: date) -> None:
    closed = world.assignments.closed.get(assignment)
    if closed is not None and closed.effective <= day:
        raise AssignmentEnded(closed)
