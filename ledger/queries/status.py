"""One screen about a ledger: what it holds, which months are closed, what is in force, what waits and what is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import attrs

from ledger.domain.days import Month
from ledger.domain.fact import Recorded
from ledger.domain.follow_up.assignments import ENDINGS
from ledger.queries.answer import Answer
from ledger.queries.at import At
from ledger.queries.questions.assignments import AssignmentRow, assignments
from ledger.queries.questions.freezes import FreezeRow, freezes
from ledger.queries.questions.pending import PendingRow, pending

Row = TypeVar("Row")

LAST_FACTS = 5
SOON = timedelta(days=30)


@attrs.frozen(kw_only=True)
class Months:
    """Which months take new facts only with a reason."""

    closed_through: Month | None
    """The last month closed for all units."""
    reopened: tuple[Month, ...]
    """Months up to then that are open again, or were never closed after the first one was."""
    closed_for: Mapping[str, Month]
    """The last month closed for single units, where it is later."""


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
    """The newest first."""
    freezes: list[FreezeRow]
    """Those in force."""
    pending: list[PendingRow]
    due: list[AssignmentRow]
    """Assignments that are going on and late, or due soon."""


def status(at: At, about: Mapping[str, str], *, ahead: int = 0) -> Status:
    """What there is to know at a glance. *ahead*: how many facts the clock, not the question, leaves out."""
    streams = at.log.streams()
    last = list(at.log.facts(max(at.position - LAST_FACTS, 0), at.position))[::-1]
    return Status(
        name=about.get("name", ""),
        orgnr=about.get("orgnr", ""),
        facts=at.position,
        ahead=ahead,
        recorded_at=last[0].recorded_at if last else None,
        years=tuple(sorted(int(each.removeprefix("budget-")) for each in streams if each.startswith("budget-"))),
        months=_months(at),
        last_facts=last,
        freezes=[row for row in _rows(freezes(at), FreezeRow) if row.in_force],
        pending=_rows(pending(at), PendingRow),
        due=[row for row in _rows(assignments(at), AssignmentRow) if _is_due(row, at)],
    )


def _rows(answer: Answer, cls: type[Row]) -> list[Row]:
    return [row for row in answer.rows if isinstance(row, cls)]


def _months(at: At) -> Months:
    closed = [(month, unit) for month, unit in at.closed_months.months if at.closed_months.closed(month, unit)]
    for_all = sorted((month.number for month, unit in closed if unit is None))
    through = Month(for_all[-1]) if for_all else None
    ordered = sorted(closed, key=lambda each: each[0].number)
    single = {unit: month for month, unit in ordered if unit is not None and (through is None or month > through)}
    open_again = range(for_all[0], for_all[-1]) if for_all else ()
    return Months(
        closed_through=through,
        reopened=tuple(Month(number) for number in open_again if number not in for_all),
        closed_for=single,
    )


def _is_due(row: AssignmentRow, at: At) -> bool:
    return row.status not in ENDINGS and row.due <= at.as_of + SOON
