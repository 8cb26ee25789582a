"""Assignments from a body to units: facts."""

from datetime import date
from typing import Literal

from ledger.domain.fact import Fact, fact, field

FollowUp = Literal["tertial", "month", "year"]
Progress = Literal["on-track", "partly", "off-track"]
Ending = Literal["done", "done-with-deviation", "not-done"]


@fact
class AssignmentGiven(Fact):
    """A body asks units to do something by a day."""

    TYPE = "assignment.given"

    assignment: str = field("The code of the assignment", "uppdrag", defines="assignment")
    title: str = field("What is to be done", "titel")
    from_body: str = field("The body that gives it", "från organ")
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
