"""One screen about a ledger: what it holds, which months are closed, what is in force, what waits and what is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar

import attrs

from ledger.domain.fact import Recorded
from ledger.domain.follow_up.assignments import ENDINGS
from ledger.domain.judging import late_reason, lateness, subject_of, units_touched
from ledger.domain.values.days import Month
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.closing.left import Left, left_in_closed_units
from ledger.queries.months.reported import last_reported
from ledger.queries.questions.facts.pending import PendingRow, pending
from ledger.queries.questions.follow_up.assignments import AssignmentRow, assignments
from ledger.queries.questions.follow_up.reporting import missing_of, reporting
from ledger.queries.questions.staff.freezes import FreezeRow, freezes

Row = TypeVar("Row")

LAST_FACTS = 3
SOON = timedelta(days=30)


@attrs.frozen(kw_only=True)
class Months:
    """Which months take new facts only with a reason."""

    closed_through: Month | None
    """The last month closed for all units."""
    closed_for: Mapping[str, Month | None]
    """The last month closed for units for which it is another, with all below them; None where all are open."""


@attrs.frozen(kw_only=True)
class Late:
    """A fact that touches a closed month, and why."""

    recorded: Recorded
    month: Month
    reason: str


@attrs.frozen(kw_only=True)
class Status:
    """The state of a ledger at a moment."""

    name: str
    orgnr: str
    facts: int
    ahead: int
    """How many facts have been recorded at instants that the clock has yet to reach."""
    recorded_at: datetime | None
    """When the last fact was recorded."""
    years: tuple[int, ...]
    """The years that budgets have been decided for."""
    months: Months
    last_facts: list[Recorded]
    """The newest first, without what imports say of themselves."""
    freezes: list[FreezeRow]
    """Those in force."""
    pending: list[PendingRow]
    late: list[Late]
    """What was recorded after the last closing though it touches a closed month, the newest first."""
    due: list[AssignmentRow]
    """Assignments that are going on and late, or due soon."""
    left: list[Left]
    """The closed units with money, positions or open exemptions left."""
    to_close: Month | None
    """The next month to be closed, of those that have ended."""
    missing: int
    """How many reports are missing for it."""


def status(at: At, about: Mapping[str, str], *, ahead: int = 0) -> Status:
    """What there is to know at a glance. *ahead*: how many facts the clock, not the question, leaves out."""
    streams = at.log.streams()
    to_close = _next_month(at)
    last = list(at.log.facts(max(at.position - 2 * LAST_FACTS, 0), at.position))[::-1]  # half of them may be of imports
    return Status(
        name=about.get("name", ""),
        orgnr=about.get("orgnr", ""),
        facts=at.position,
        ahead=ahead,
        recorded_at=last[0].recorded_at if last else None,
        years=tuple(sorted(int(each.removeprefix("budget-")) for each in streams if each.startswith("budget-"))),
        months=_months(at),
        last_facts=[each for each in last if each.fact.BY_HAND][:LAST_FACTS],
        freezes=[row for row in _rows(freezes(at), FreezeRow) if row.in_force],
        pending=_rows(pending(at), PendingRow),
        late=_late(at),
        due=[row for row in _rows(assignments(at), AssignmentRow) if _is_due(row, at)],
        left=left_in_closed_units(at),
        to_close=to_close,
        missing=len(missing_of(reporting(at, month=to_close).rows)) if to_close else 0,
    )


def _rows(answer: Answer, cls: type[Row]) -> list[Row]:
    return [row for row in answer.rows if isinstance(row, cls)]


def _months(at: At) -> Months:
    closed, tree = at.closed_months, at.tree
    through = closed.through()
    by_unit = {place.unit: (place.parent, closed.through(tree.above(place.unit))) for place in tree.places()}
    differing = {
        unit: own for unit, (parent, own) in by_unit.items() if own != (by_unit[parent][1] if parent else through)
    }
    return Months(closed_through=through, closed_for=differing)


def _next_month(at: At) -> Month | None:
    """The next to be closed, if it has ended; where none has been closed, the last that anybody has reported for."""
    through, ended = at.closed_months.through(), Month.containing(at.as_of + timedelta(days=1)).plus(-1)
    month = last_reported(at, ended) if through is None else through.plus(1)
    return month if month is not None and month <= ended else None


def _late(at: At) -> list[Late]:
    """The facts since the last closing that touch a month which is closed."""
    closed = at.closed_months
    things = cache(at.things)
    found = []
    for recorded in at.log.facts(closed.last_position, at.position) if closed.last else ():
        reason = late_reason(at.find_known, recorded.fact)
        if reason:
            subject = subject_of(at.find_known, recorded.fact)
            late = lateness(closed, at.organisation, units_touched(things, subject), subject)
            if late is not None:
                found.append(Late(recorded=recorded, month=late[0], reason=reason))
    return found[::-1]


def _is_due(row: AssignmentRow, at: At) -> bool:
    return row.status not in ENDINGS and row.due <= at.as_of + SOON
